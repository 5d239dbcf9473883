import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { parseDuration } from '../../../src/model/duration.ts';

describe('parseDuration', () => {
  test.each([
    ['250ms', 250],
    ['90s', 90_000],
    ['5m', 300_000],
    ['24h', 86_400_000],
    ['7d', 604_800_000],
    ['2w', 1_209_600_000],
    ['1h30m', 5_400_000],
    ['1.5h', 5_400_000],
    [' 2W ', 1_209_600_000],
    ['10.25s', 10_250],
    ['0s', 0],
  ])('%s', (text, milliseconds) => {
    expect(parseDuration(text)).toBe(milliseconds);
  });

  test.each([
    '',
    '5',
    'h',
    '5 h',
    '1h 30m',
    '-5m',
    '5x',
    'x5m',
    '5mx',
    '1h5',
    '.5h',
    '5.h',
    '1,5h',
  ])('%j is none', (text) => {
    expect(parseDuration(text)).toBeNull();
  });

  test('parts add up in any order', () => {
    const part = fc.tuple(fc.nat(999), fc.constantFrom('ms', 's', 'm', 'h', 'd', 'w'));
    fc.assert(
      fc.property(fc.array(part, { minLength: 1, maxLength: 5 }), (parts) => {
        const texts = parts.map(([count, unit]) => `${count}${unit}`);
        const sum = texts.reduce((all, text) => all + (parseDuration(text) ?? NaN), 0);
        expect(parseDuration(texts.join(''))).toBe(sum);
        expect(parseDuration([...texts].reverse().join(''))).toBe(sum);
      }),
    );
  });
});
