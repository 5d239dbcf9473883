import { expect, test } from '@jest/globals';
import { readHistories } from '../../../../src/cli/sessions/job-sessions.ts';
import { VsiError } from '../../../../src/model/errors.ts';
import { newJob, type Job } from '../../../../src/model/job.ts';
import { newSession, type Session } from '../../../../src/model/session.ts';
import type { BackupServer, Pages } from '../../../../src/servers/backup-server.ts';
import { stubServer } from '../../../support/stub-server.ts';

const HOUR = 3_600_000;
const NOW = Date.parse('2026-11-22T05:30:00Z');

function job(id: string): Job {
  const known = { id, server: 's', product: 'vbr', name: id, kind: 'backup' } as const;
  return newJob({ ...known, enabled: true, listed: true });
}

function session(jobId: string, hoursAgo: number, known: Partial<Session> = {}): Session {
  return newSession({
    id: `${jobId}-${hoursAgo}-${known.parentSessionId ?? ''}`,
    server: 's',
    product: 'vbr',
    kind: 'backup',
    status: 'success',
    jobId,
    createdAt: NOW - hoursAgo * HOUR,
    endedAt: NOW - hoursAgo * HOUR + 60_000,
    ...known,
  });
}

/** A server that has just these pages of sessions, and counts how many were taken. */
function serverWith(pages: readonly (readonly Session[])[], failure: VsiError | null = null) {
  const taken = { pages: 0 };
  async function* sessions(): Pages<Session> {
    for (const page of pages) {
      taken.pages += 1;
      yield page;
    }
    if (failure !== null) throw failure;
  }
  const server = stubServer({ product: 'vbr', apiVersion: '1.3-rev2', sessions });
  return { server, taken };
}

async function historiesOf(server: BackupServer, ...jobs: readonly Job[]) {
  const missed: VsiError[] = [];
  const histories = await readHistories(server, jobs, {
    now: NOW,
    missing: (failure) => void missed.push(failure),
  });
  return { histories, missed };
}

test('reading ends when every job has shown its last runs and a success', async () => {
  const pages = Array.from({ length: 40 }, (_page, hour) => [session('A', hour)]);
  const { server, taken } = serverWith(pages);
  const { histories } = await historiesOf(server, job('A'));
  expect(histories[0]?.job.recentStatuses).toHaveLength(14);
  expect(taken.pages).toBeLessThan(20);
});

test('a job that never ran keeps the reading going, but what is held stays small', async () => {
  const pages = Array.from({ length: 500 }, (_page, hour) => [session('A', hour)]);
  const { server, taken } = serverWith(pages);
  const { histories } = await historiesOf(server, job('A'), job('never'));
  expect(taken.pages).toBe(500);
  expect(histories[0]?.sessions?.length).toBeLessThan(20);
  expect(histories[1]?.job.recentStatuses).toEqual([]);
});

test('children do not count as runs: the strip of their parent is as long as any', async () => {
  const pages = Array.from({ length: 20 }, (_page, day) => [
    session('A', day * 24),
    ...[1, 2, 3, 4].map((child) => session('A', day * 24, { parentSessionId: `p${child}` })),
  ]);
  const { histories } = await historiesOf(serverWith(pages).server, job('A'));
  expect(histories[0]?.job.recentStatuses).toHaveLength(14);
});

test('sessions that cannot be read cost the history, not the jobs', async () => {
  const failure = new VsiError('REQUEST_FAILED', 'the server answered 500');
  const { histories, missed } = await historiesOf(serverWith([], failure).server, job('A'));
  expect(histories).toMatchObject([{ job: { recentStatuses: null }, sessions: null }]);
  expect(missed).toEqual([failure]);
});

test('a Ctrl-C ends it all', async () => {
  const { server } = serverWith([], new VsiError('INTERRUPTED', 'interrupted'));
  await expect(historiesOf(server, job('A'))).rejects.toMatchObject({ code: 'INTERRUPTED' });
});
