import { describe, expect, test } from '@jest/globals';
import { stripVTControlCharacters } from 'node:util';
import { STATUSES } from '../../../src/model/status.ts';
import { createTheme, STATUS_LETTERS } from '../../../src/output/theme.ts';
import { widthOf } from '../../../src/output/width.ts';

const plain = await createTheme({ colorLevel: 0, ascii: false });
const colored = await createTheme({ colorLevel: 1, ascii: false });
const ascii = await createTheme({ colorLevel: 1, ascii: true });

describe('statuses', () => {
  test('symbol and word, without colour', () => {
    expect(STATUSES.map(plain.status)).toEqual([
      '✔ success',
      '▲ warning',
      '✖ failed',
      '■ stopped',
      '► running',
      '○ queued',
      '◇ idle',
      '✖ disconnected',
      '✖ not-configured',
      '· none',
      '? unknown',
    ]);
  });

  test('colours tell the same as the words', () => {
    expect(colored.status('success')).toBe('\u001b[32m✔ success\u001b[39m');
    expect(colored.status('warning')).toBe('\u001b[33m▲ warning\u001b[39m');
    expect(colored.status('failed')).toBe('\u001b[31m✖ failed\u001b[39m');
    expect(colored.status('running')).toBe('\u001b[34m► running\u001b[39m');
    expect(colored.inStatusColor('failed', '3')).toBe('\u001b[31m3\u001b[39m');
    expect(colored.statusSymbol('failed')).toBe('\u001b[31m✖\u001b[39m');
  });

  test('ascii symbols are ASCII, and every symbol is one column wide', () => {
    for (const status of STATUSES) {
      expect(stripVTControlCharacters(ascii.status(status))).toMatch(/^[ -~]+$/);
      expect(widthOf(colored.statusSymbol(status))).toBe(1);
      expect(widthOf(ascii.statusSymbol(status))).toBe(1);
    }
  });
});

describe('the strip of last runs', () => {
  test('the newest, first in the record, is drawn on the right', () => {
    expect(plain.strip(['failed', 'warning', 'success', 'success'])).toBe('SSWF');
    expect(stripVTControlCharacters(colored.strip(['failed', 'warning', 'success']))).toBe('●▲✖');
    expect(stripVTControlCharacters(ascii.strip(['failed', 'success']))).toBe('SF');
    expect(plain.strip([])).toBe('');
  });

  test('no letter stands for two statuses', () => {
    expect(new Set(Object.values(STATUS_LETTERS)).size).toBe(STATUSES.length);
  });
});

describe('bottlenecks and loads', () => {
  test.each([
    ['source', 99, 'Source 99%', '31'],
    ['proxy', 90, 'Proxy 90%', '31'],
    ['target', 89.94, 'Target 89.9%', '33'],
    ['network', 70, 'Network 70%', '33'],
    ['source-wan', 69, 'Source WAN 69%', '32'],
  ])('%s with %p percent is coloured by load', (bottleneck, percent, text, color) => {
    expect(colored.bottleneck(bottleneck, percent)).toBe(`\u001b[${color}m${text}\u001b[39m`);
    expect(plain.bottleneck(bottleneck, percent)).toBe(text);
  });

  test.each([
    ['source', 'Source', '36'],
    ['target-disk', 'Target disk', '35'],
    ['target-wan', 'Target WAN', '35'],
    ['source-proxy', 'Source proxy', '34'],
    ['throttling', 'Throttling', '33'],
    ['detecting', 'Detecting', '90'],
    ['something-new', 'Something new', '90'],
  ])('%s without a percentage is coloured by kind', (bottleneck, text, color) => {
    expect(colored.bottleneck(bottleneck, null)).toBe(`\u001b[${color}m${text}\u001b[39m`);
    expect(plain.bottleneck(bottleneck, null)).toBe(text);
  });

  test('a server cannot smuggle a code in as a stage', () => {
    expect(plain.bottleneck('\u001b[2J', null)).toBe('^[[2J');
  });
});

test('log levels and emphasis', () => {
  expect(colored.level('failed')).toBe('\u001b[31mfailed\u001b[39m');
  expect(plain.level('info')).toBe('info');
  expect(colored.dim('x') + colored.bold('y') + colored.heading('Z')).toBe(
    '\u001b[2mx\u001b[22m\u001b[1my\u001b[22m\u001b[1mZ\u001b[22m',
  );
  expect(plain.dim('x') + plain.bold('y') + plain.heading('Z')).toBe('xyZ');
});
