// What people type, and what stands in files: any text is read, or refused in words.
import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import {
  complete,
  formatCompletion,
  type CompletionSources,
} from '../../src/cli/completion/completion.ts';
import { COMMANDS } from '../../src/cli/tree.ts';
import { editServers } from '../../src/config/server-file-edits.ts';
import { parseServers } from '../../src/config/server-file-text.ts';
import { isVsiError } from '../../src/model/errors.ts';
import { parseDuration } from '../../src/model/duration.ts';
import { parseTime } from '../../src/model/time-window.ts';
import { applyQuery } from '../../src/output/query.ts';
import { parseBottleneckLine, parseLoadLine } from '../../src/servers/vbr/load-line.ts';
import { main } from '../../src/main.ts';
import { memoryHost } from '../support/host.ts';
import { hasControls } from '../faults/judge.ts';
import { runs } from '../support/runs.ts';
import { anyText } from '../support/any-text.ts';

/** Texts of all kinds: any characters, and pieces of what is expected put together at random. */
function textsLike(...pieces: readonly string[]): fc.Arbitrary<string> {
  return fc.oneof(
    anyText(),
    fc
      .array(fc.oneof(fc.constantFrom(...pieces), fc.string({ maxLength: 4 })), { maxLength: 12 })
      .map((parts) => parts.join('')),
  );
}

describe('lengths of time', () => {
  test('any text is a finite length, or none', () => {
    const texts = textsLike(
      '1',
      '0',
      '.',
      '5',
      'h',
      'm',
      'ms',
      's',
      'd',
      'w',
      ' ',
      '-',
      '1h30m',
      '9'.repeat(400),
    );
    fc.assert(
      fc.property(texts, (text) => {
        const length = parseDuration(text);
        if (length !== null) expect(length).toBeGreaterThanOrEqual(0);
        expect(Number.isNaN(length)).toBe(false);
      }),
      { numRuns: runs(500) },
    );
  });

  test('parts add up, in any unit and case', () => {
    const units = { ms: 1, s: 1000, m: 60_000, h: 3_600_000, d: 86_400_000, w: 604_800_000 };
    const part = fc.tuple(fc.nat(9999), fc.constantFrom(...Object.entries(units)));
    fc.assert(
      fc.property(fc.array(part, { minLength: 1, maxLength: 4 }), (parts) => {
        const text = parts.map(([count, [unit]]) => `${count}${unit}`).join('');
        const sum = parts.reduce((total, [count, [, length]]) => total + count * length, 0);
        expect(parseDuration(text)).toBe(sum);
        expect(parseDuration(` ${text.toUpperCase()} `)).toBe(sum);
      }),
    );
  });
});

describe('moments', () => {
  test('any text is a moment that a date can hold, or none', () => {
    const texts = textsLike(
      '2026',
      '-',
      '11',
      '01',
      'T',
      '22',
      ':',
      '00',
      'Z',
      '+',
      'today',
      'yesterday',
      '24',
      'h',
      'd',
      '9'.repeat(30),
    );
    const frame = { now: Date.UTC(2026, 10, 22), zone: 'Europe/Vienna' };
    fc.assert(
      fc.property(texts, fc.constantFrom('since', 'until'), (text, edge) => {
        const moment = parseTime(text, edge, frame);
        if (moment !== null) expect(Math.abs(moment)).toBeLessThanOrEqual(8.64e15);
      }),
      { numRuns: runs(500) },
    );
  });
});

test('log lines: any title is a load line, a bottleneck, or neither', () => {
  const texts = textsLike(
    'Load: ',
    'Busy: ',
    'Source',
    ' 99%',
    ' > ',
    'Proxy',
    'Primary bottleneck: ',
    '1000%',
    '-1%',
    '9'.repeat(30),
    '%',
  );
  fc.assert(
    fc.property(texts, (title) => {
      for (const { stage, percent } of parseLoadLine(title) ?? []) {
        expect(stage).not.toBe('');
        expect(percent).toBeGreaterThanOrEqual(0);
        expect(percent).toBeLessThanOrEqual(100);
      }
      expect(parseBottleneckLine(title)).not.toBe('');
    }),
    { numRuns: runs(500) },
  );
});

describe('the file of saved servers', () => {
  const texts = textsLike(
    'servers:',
    '\n',
    '  ',
    'a:',
    ' ',
    'url: https://a',
    'default: a',
    '- ',
    '{',
    '}',
    '[',
    ']',
    '&x',
    '*x',
    '!!js/function ',
    '"',
    "'",
    '|',
    '>',
    '#',
    '\t',
    '<<: ',
    'timeout: 5',
    '? ',
    '---',
    '%YAML 9\n',
    'groups: [a]',
  );

  test('any text is servers, or an error that says where', () => {
    fc.assert(
      fc.property(texts, (text) => {
        const file = { path: '/home/x/servers.yaml', text };
        for (const work of [
          () => parseServers(file).servers.length,
          () =>
            editServers(file, [{ kind: 'set', server: 'a', setting: 'url', value: 'https://a' }]),
        ]) {
          try {
            work();
          } catch (error) {
            if (!isVsiError(error)) throw error;
            expect([error.code, error.where]).toEqual([
              'CONFIGURATION',
              expect.stringContaining(file.path),
            ]);
          }
        }
      }),
      { numRuns: runs(500) },
    );
  });
});

describe('completion', () => {
  const words = fc.array(
    fc.oneof(
      fc.constantFrom(
        '',
        '-',
        '--',
        '--job',
        '--job=',
        '-o',
        '--json',
        '--status',
        '--server',
        'help',
        '--columns=id,',
        ...new Set(
          COMMANDS.flatMap(({ path, flags }) => [...path, ...flags.map(({ name }) => `--${name}`)]),
        ),
      ),
      anyText({ maxLength: 6 }),
    ),
    { maxLength: 6 },
  );
  const SOURCES: CompletionSources = {
    fields: async () => [{ value: 'id', description: 'the id' }],
    servers: async () => [{ value: 'vienna\u001b[2J\n', description: '' }],
    jobs: async () => [{ value: 'Mail\u202e', description: 'a\tb' }],
    sessions: async () => [],
  };

  test('any words have an answer, one candidate a line, without control characters', async () => {
    await fc.assert(
      fc.asyncProperty(words, async (typed) => {
        const text = formatCompletion(await complete(typed, SOURCES));
        expect(hasControls(text)).toBe(false);
        expect(text).toMatch(/:\d+\n$/);
      }),
      { numRuns: runs(300) },
    );
  });

  test('the hidden command never fails, asks nothing and says nothing on stderr', async () => {
    await fc.assert(
      fc.asyncProperty(words, async (typed) => {
        const memory = memoryHost({
          argv: ['__complete', '--', ...typed],
          startPager: () => Promise.reject(new Error('no pager was expected')),
        });
        expect(await main(memory.host)).toBe(0);
        expect(memory.stderr()).toBe('');
        expect(memory.stdout()).toMatch(/:\d+\n$/);
      }),
      { numRuns: runs(60) },
    );
  });
});

describe('the command line', () => {
  test('any words are a command, help, or wrong usage in words', async () => {
    const words = fc.array(
      fc.oneof(
        fc.constantFrom(
          'jobs',
          'session',
          'list',
          'show',
          'help',
          '--help',
          '-o',
          'json',
          '--json',
          '--query',
          '--since',
          '--server',
          '--limit',
          'stats',
          '--',
          '-',
          '--columns',
          'server',
          'completion',
          'zsh',
        ),
        anyText({ maxLength: 6 }),
      ),
      { maxLength: 6 },
    );
    await fc.assert(
      fc.asyncProperty(words, async (argv) => {
        const memory = memoryHost({ argv });
        const code = await main(memory.host);
        expect([0, 1, 2, 5]).toContain(code);
        expect(memory.stderr()).not.toMatch(/internal error|^ +at /m);
        expect(hasControls(memory.stderr())).toBe(false);
        if (code !== 0) expect(memory.stderr()).not.toBe('');
      }),
      { numRuns: runs(150) },
    );
  });
});

describe('--query', () => {
  const expressions = textsLike(
    '[?',
    'id',
    '==',
    "'a'",
    ']',
    '.',
    '@',
    '*',
    '[0]',
    '| ',
    'sort_by(',
    '&',
    ')',
    'sum(',
    'length(',
    '{a: id}',
    '`1`',
    'max_by(',
    'join(',
    'keys(',
    '!',
    '[]',
    '[::',
    '-1',
  );
  const records = fc.array(
    fc.dictionary(fc.constantFrom('id', 'a', 'b'), fc.jsonValue({ maxDepth: 2 })),
    { maxLength: 4 },
  );

  test('any expression on any records has a JSON value, or is wrong usage', () => {
    fc.assert(
      fc.property(expressions, records, (expression, data) => {
        try {
          const result = applyQuery(expression, data);
          expect(JSON.stringify(result)).toEqual(expect.any(String));
        } catch (error) {
          if (!isVsiError(error)) throw error;
          expect(error.code).toBe('USAGE');
        }
      }),
      { numRuns: runs(500) },
    );
  });
});
