import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
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
});
