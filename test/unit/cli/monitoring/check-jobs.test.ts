import { expect, test } from '@jest/globals';
import { ALL_RUNS } from '../../../../src/analysis/run-choice.ts';
import { judgeJobs, type ServerVerdicts } from '../../../../src/cli/monitoring/check-jobs.ts';
import { newJob, type Job } from '../../../../src/model/job.ts';
import { newSession, type Session } from '../../../../src/model/session.ts';
import { stubServer } from '../../../support/stub-server.ts';

const HOUR = 3_600_000;
const NOW = Date.parse('2026-11-22T05:30:00Z');

/** A job whose last run failed, so that its sessions are looked at. */
function failing(id: string): Job {
  return newJob({
    ...{ id, server: 's', product: 'vb365', name: id, kind: 'backup' },
    enabled: true,
    listed: true,
    lastStatus: 'failed',
    lastRunAt: NOW - HOUR,
  });
}

function failed(jobId: string, known: Partial<Session> = {}): Session {
  return newSession({
    ...{ id: `${jobId}-1`, server: 's', product: 'vb365', kind: 'backup', jobId },
    status: 'failed',
    createdAt: NOW - HOUR,
    endedAt: NOW - HOUR / 2,
    ...known,
  });
}

/** Judges these jobs, of each of which the server has one failed session. */
async function judged(jobs: readonly Job[], isSingle = false) {
  const asked: string[] = [];
  const server = stubServer({
    sessions: async function* ({ jobId }) {
      asked.push(`sessions of ${jobId ?? 'all'}`);
      yield jobs.map(({ id }) => failed(id)).filter((one) => [null, one.jobId].includes(jobId));
    },
    session: async (id) => {
      asked.push(`session ${id}`);
      return failed('j', { id, transferredBytes: 7 });
    },
  });
  let verdicts: ServerVerdicts = { judged: new Map(), ignored: [] };
  await judgeJobs(
    server,
    {
      patterns: { read: async () => jobs, isSingle, checkFound: () => undefined },
      sources: { flags: {}, flagOf: (limit) => `--${limit}`, rules: [] },
      scope: {
        moment: NOW,
        isPast: false,
        window: { since: null, until: null },
        choice: ALL_RUNS,
      },
      missing: (failure) => {
        throw failure;
      },
      debug: () => undefined,
    },
    (known) => {
      verdicts = known;
    },
  );
  return { asked, all: [...verdicts.judged.values()] };
}

test('few jobs are asked for one by one, many in one list', async () => {
  const ids = (count: number): string[] => Array.from({ length: count }, (_, index) => `j${index}`);
  const few = await judged(ids(8).map(failing));
  expect(few.asked).toEqual(ids(8).map((id) => `sessions of ${id}`));
  const many = await judged(ids(9).map(failing));
  expect(many.asked).toEqual(['sessions of all']);
  for (const { all } of [few, many]) {
    expect(new Set(all.map(({ health }) => health.severity))).toEqual(new Set(['critical']));
  }
});

test('of a single job the data of its last run is asked for, where the list does not tell it', async () => {
  const single = await judged([failing('j')], true);
  expect(single.asked).toEqual(['sessions of j', 'session j-1']);
  expect(single.all.map(({ transferredBytes }) => transferredBytes)).toEqual([7]);
  const oneOfAll = await judged([failing('j')]);
  expect(oneOfAll.asked).toEqual(['sessions of j']);
  expect(oneOfAll.all.map(({ transferredBytes }) => transferredBytes)).toEqual([null]);
});
