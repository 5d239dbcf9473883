/** What --since and --until mean to every command that takes them. */
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { COMMANDS } from '../../../../src/cli/tree.ts';
import { main } from '../../../../src/main.ts';
import { DAY } from '../../../../src/model/duration.ts';
import { memoryHost } from '../../../support/host.ts';

const NOW = Date.parse('2026-11-22T05:30:00Z');

let folder: string;
let file: string;

/** A job with a failed run of an hour each day of the last 60, the newest 90 minutes ago. */
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'vsi-windows-'));
  file = join(folder, 'case.ndjson');
  const common = { server: 's', product: 'vb365', kind: 'backup' };
  const job = { ...common, id: 'a', name: 'Mail', listed: true, enabled: true };
  const sessions = Array.from({ length: 60 }, (_, day) => {
    const end = NOW - day * DAY - 1_800_000;
    return {
      ...common,
      ...{ id: `day-${String(day)}`, jobId: 'a', jobName: 'Mail', status: 'failed' },
      ...{ message: 'no space left', bottleneck: 'source' },
      ...{
        createdAt: new Date(end - 3_600_000).toISOString(),
        endedAt: new Date(end).toISOString(),
      },
    };
  });
  const lines = [job, ...sessions].map((record) => `${JSON.stringify(record)}\n`);
  await writeFile(file, lines.join(''));
});

afterAll(() => rm(folder, { recursive: true, force: true }));

async function run(...argv: readonly string[]) {
  const memory = memoryHost({ argv: [...argv, '--from', file], now: () => NOW });
  const code = await main(memory.host);
  return { code, stdout: memory.stdout(), stderr: memory.stderr() };
}

/** Every command that takes both, with the argument that it needs. */
const LINES = COMMANDS.filter(({ flags }) =>
  ['since', 'until'].every((name) => flags.some((flag) => flag.name === name)),
).map(({ path, argument }) => [...path, ...(argument === undefined ? [] : ['Mail'])]);

test('lists, analyses, report, check and metrics take a window', () => {
  expect(LINES.map((words) => words.join(' ')).sort()).toEqual([
    'bottlenecks',
    'check',
    'errors',
    'jobs list',
    'jobs sessions Mail',
    'metrics',
    'report',
    'session list',
    'stats',
    'timeline',
  ]);
});

test.each(LINES)('%s refuses a window that ends before it begins', async (...words) => {
  const { code, stdout, stderr } = await run(...words, '--since', '1h', '--until', '2h');
  const said = words[0] === 'check' ? stdout : stderr;
  expect(code).toBe(words[0] === 'check' ? 3 : 2);
  expect(said).toContain('--until lies before --since');
  expect(said).toContain('it is about the time between them');
});

describe('a window of one moment', () => {
  const MOMENT = ['--since', '1h', '--until', '1h'];

  test('is one also where the clock goes on meanwhile', async () => {
    let clock = NOW;
    const argv = ['metrics', ...MOMENT, '--from', file];
    const memory = memoryHost({ argv, now: () => (clock += 1) });
    expect(await main(memory.host)).toBe(2);
    expect(memory.stderr()).toContain('--since and --until are the same moment');
  });

  test.each([['session', 'list'], ['jobs', 'sessions', 'Mail'], ['timeline']])(
    'of %s %s is what ran then',
    async (...words) => {
      const { code, stdout } = await run(...words, ...MOMENT, '-o', 'ndjson');
      expect({ code, lines: stdout.trim().split('\n').length }).toEqual({ code: 0, lines: 1 });
      expect(stdout).toContain('day-0');
    },
  );

  test.each([['metrics'], ['report'], ['check']])('has nothing to count for %s', async (word) => {
    const { stdout, stderr } = await run(word, ...MOMENT);
    expect(stdout + stderr).toContain('--since and --until are the same moment');
  });
});

describe('a window without a beginning has its usual length before its end', () => {
  test.each<[string, number]>([
    ['stats', 30],
    ['bottlenecks', 30],
    ['errors', 7],
    ['timeline', 1],
  ])('%s --until 20d: %i days', async (word, days) => {
    const { code, stdout } = await run(word, '--until', '20d', '-o', 'json');
    const rows: unknown = JSON.parse(stdout);
    const runs =
      word === 'timeline' || !Array.isArray(rows)
        ? rows
        : rows.map((row: Record<string, unknown>) => row['runs'] ?? row['sessions']);
    expect(code).toBe(0);
    if (word === 'timeline') expect(runs).toHaveLength(days);
    else expect(runs).toEqual([days]);
  });
});
