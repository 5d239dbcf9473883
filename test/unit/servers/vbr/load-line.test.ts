import { describe, expect, test } from '@jest/globals';
import * as fc from 'fast-check';
import { kebabCase } from '../../../../src/model/kind.ts';
import { parseBottleneckLine, parseLoadLine } from '../../../../src/servers/vbr/load-line.ts';
import { items } from './fixtures.ts';

function titles(fixture: string): readonly string[] {
  return items(fixture).map(({ title }) => String(title));
}

describe('the load line', () => {
  test('of a session’s log (document)', () => {
    const loads = titles('1.1-rev0-session-logs')
      .map(parseLoadLine)
      .filter((line) => line !== null);
    expect(loads).toEqual([
      [
        { stage: 'source', percent: 86 },
        { stage: 'proxy', percent: 54 },
        { stage: 'network', percent: 56 },
        { stage: 'target', percent: 42 },
      ],
    ]);
  });

  test('of a task’s log (document)', () => {
    const loads = titles('1.2-rev1-tasksession-logs')
      .map(parseLoadLine)
      .filter((line) => line !== null);
    expect(loads).toEqual([
      [
        { stage: 'source', percent: 99 },
        { stage: 'proxy', percent: 36 },
        { stage: 'network', percent: 8 },
        { stage: 'target', percent: 0 },
      ],
    ]);
  });

  test('over a WAN, and with a stage nobody knows', () => {
    const line =
      'busy:Source 1% > Proxy 2 % >Source WAN 3%>Network 4% > Target WAN 5% > Tape Robot 100% ';
    expect(parseLoadLine(line)?.map(({ stage }) => stage)).toEqual([
      'source',
      'proxy',
      'source-wan',
      'network',
      'target-wan',
      'tape-robot',
    ]);
  });

  test.each([
    'Load: Source 86%',
    'Load: high > higher > highest',
    'Load: Source 86% > Proxy > Network 3%',
    'Loading: Source 1% > Proxy 2% > Target 3%',
    'Processing Load: Source 1% > Proxy 2% > Target 3%',
    'Primary bottleneck: Source',
    '',
  ])('%s is none', (line) => {
    expect(parseLoadLine(line)).toBeNull();
  });

  test('gives back whatever stages are written', () => {
    const word = fc.stringMatching(/^[A-Z][a-z]{0,8}$/);
    const stage = fc.record({
      name: fc.array(word, { minLength: 1, maxLength: 3 }).map((words) => words.join(' ')),
      percent: fc.integer({ min: 0, max: 100 }),
    });
    fc.assert(
      fc.property(
        fc.constantFrom('Load', 'Busy'),
        fc.array(stage, { minLength: 3, maxLength: 6 }),
        (head, stages) => {
          const line = `${head}: ${stages.map(({ name, percent }) => `${name} ${percent}%`).join(' > ')}`;
          expect(parseLoadLine(line)).toEqual(
            stages.map(({ name, percent }) => ({ stage: kebabCase(name), percent })),
          );
        },
      ),
    );
  });

  test('is read whole or not at all, whatever stands there', () => {
    const stages = fc.array(fc.oneof(fc.string(), fc.constant('Proxy 5%')), { maxLength: 5 });
    fc.assert(
      fc.property(stages, (parts) => {
        const text = parts.join('>');
        const loads = parseLoadLine(`Load: ${text}`);
        if (loads !== null) expect(loads).toHaveLength(text.split('>').length);
      }),
    );
  });
});

describe('the bottleneck line', () => {
  test.each([
    ['Primary bottleneck: Source', 'source'],
    ['primary bottleneck: Target WAN ', 'target-wan'],
    ['Primary bottleneck: Throttling', 'throttling'],
    ['Primary bottleneck: None', null],
    ['Primary bottleneck: N/A', null],
    ['Primary bottleneck:', null],
    ['The primary bottleneck: Source', null],
  ])('%s is %s', (line, expected) => {
    expect(parseBottleneckLine(line)).toBe(expected);
  });
});
