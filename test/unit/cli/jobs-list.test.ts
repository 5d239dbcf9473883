import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { main } from '../../../src/main.ts';
import { memoryHost } from '../../support/host.ts';

const NOW = Date.parse('2026-11-22T05:30:00Z');

let folder: string;
let file: string;

/** Three jobs and the last session of two of them. */
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'vsi-jobs-'));
  file = join(folder, 'case.ndjson');
  const job = (id: string, name: string, kind: string) => {
    return { id, server: 's', product: 'vb365', name, kind, listed: true, enabled: true };
  };
  const session = (jobId: string, status: string) => ({
    ...{ id: `of-${jobId}`, server: 's', product: 'vb365', jobId, kind: 'backup', status },
    createdAt: '2026-11-22T03:00:00.000Z',
    endedAt: '2026-11-22T04:00:00.000Z',
  });
  const records = [
    job('a', 'Mail Berlin', 'backup'),
    job('b', 'Mail Wien', 'backup'),
    job('c', 'Teams', 'copy'),
    session('a', 'failed'),
    session('b', 'success'),
  ];
  await writeFile(file, records.map((record) => `${JSON.stringify(record)}\n`).join(''));
});

afterAll(() => rm(folder, { recursive: true, force: true }));

async function list(...flags: readonly string[]) {
  const argv = ['jobs', 'list', '--from', file, '--query', '[].name', ...flags];
  const memory = memoryHost({ argv, now: () => NOW });
  const code = await main(memory.host);
  const names: unknown = code === 0 || code > 9 ? JSON.parse(memory.stdout()) : null;
  return { code, names, stderr: memory.stderr() };
}

test.each([
  [['--job', 'Teams'], ['Teams']],
  [
    ['--job', 'mail*', '--job', 'c'],
    ['Mail Berlin', 'Mail Wien', 'Teams'],
  ],
  [['--job', 'nothing*'], []],
  [['--job', 'mail*', '--kind', 'copy'], []],
  [['--status', 'failed'], ['Mail Berlin']],
  [
    ['--status', 'failed,success'],
    ['Mail Berlin', 'Mail Wien'],
  ],
  [
    ['--limit', '2'],
    ['Mail Berlin', 'Mail Wien'],
  ],
  [['--limit', '1', '--sort', 'name:desc'], ['Teams']],
  [
    ['--limit', '0'],
    ['Mail Berlin', 'Mail Wien', 'Teams'],
  ],
])('%j', async (flags, names) => {
  expect(await list(...flags)).toMatchObject({ code: 0, names });
});

describe('the last run', () => {
  let runs: string;

  /** A job whose last session ended an hour ago, with a retry; one that runs; two that the list knows. */
  beforeAll(async () => {
    runs = join(folder, 'runs.ndjson');
    const common = { server: 's', product: 'vbr', kind: 'backup' };
    const listed = { ...common, listed: true };
    const session = (id: string, jobId: string, hours: readonly [number, number | null]) => ({
      ...{ ...common, id, jobId, status: hours[1] === null ? 'running' : 'failed' },
      createdAt: new Date(NOW - hours[0] * 3_600_000).toISOString(),
      endedAt: hours[1] === null ? null : new Date(NOW - hours[1] * 3_600_000).toISOString(),
    });
    const retried = { originalSessionId: 'first' };
    const records = [
      { ...listed, id: 'a', name: 'Ended' },
      { ...listed, id: 'b', name: 'Never' },
      { ...listed, id: 'c', name: 'Old', lastRunAt: '2026-09-01T00:00:00.000Z' },
      { ...listed, id: 'd', name: 'Running' },
      { ...session('retry', 'a', [2, 1]), ...retried, retryNumber: 1 },
      { ...session('first', 'a', [4, 3]), ...retried, retryNumber: 0 },
      session('before', 'a', [28, 27]),
      session('live', 'd', [5, null]),
    ];
    await writeFile(runs, records.map((record) => `${JSON.stringify(record)}\n`).join(''));
  });

  async function query(expression: string, ...flags: readonly string[]): Promise<unknown> {
    const argv = ['jobs', 'list', '--from', runs, '--query', expression, ...flags];
    const memory = memoryHost({ argv, now: () => NOW });
    expect({ code: await main(memory.host), stderr: memory.stderr() }).toMatchObject({ code: 0 });
    return JSON.parse(memory.stdout());
  }

  test.each([
    [
      ['--since', '24h'],
      ['Ended', 'Running'],
    ],
    [['--since', '50m'], ['Running']],
    [['--until', '7d'], ['Old']],
    [
      ['--until', '3h'],
      ['Ended', 'Old', 'Running'],
    ],
    [['--since', '100d', '--until', '2026-09-30'], ['Old']],
    [
      ['--since', '90m', '--until', '90m'],
      ['Ended', 'Running'],
    ],
    [['--since', '24h', '--status', 'failed'], ['Ended']],
    [
      ['--since', '2026-11-22', '--time-zone', 'server'],
      ['Ended', 'Running'],
    ],
  ])('%j', async (flags, names) => {
    expect(await query('[].name', ...flags)).toEqual(names);
  });

  test.each([
    [[], ['failed', 'failed'], 2],
    [['--last', '1'], ['failed'], 2],
    [['--last', '30'], ['failed', 'failed'], 2],
    [['--attempts'], ['failed', 'failed', 'failed'], 3],
    [['--attempts', '--last', '2'], ['failed', 'failed'], 3],
  ])('%j: the runs of the strip', async (flags, recentStatuses, failuresInRow) => {
    const shown = await query('[0].{recentStatuses: recentStatuses, row: failuresInRow}', ...flags);
    expect(shown).toEqual({ recentStatuses, row: failuresInRow });
  });
});

test('--exit-status is about the jobs that are shown', async () => {
  expect(await list('--exit-status')).toMatchObject({ code: 11 });
  expect(await list('--exit-status', '--job', 'Mail Wien')).toMatchObject({ code: 0 });
});

test('a name of no job is an error that lists the nearest', async () => {
  const { code, stderr } = await list('--job', 'Team');
  expect([code, stderr]).toEqual([5, expect.stringContaining('Teams')]);
});

test('a wrong word is a usage error', async () => {
  expect(await list('--status', 'broken')).toMatchObject({ code: 2 });
  expect(await list('--limit', '-1')).toMatchObject({ code: 2 });
  expect(await list('--last', '0')).toMatchObject({ code: 2 });
  expect(await list('--since', 'lately')).toMatchObject({ code: 2 });
});
