import { describe, expect, test } from '@jest/globals';
import { DEFAULT_LIMITS } from '../../../src/analysis/baseline.ts';
import { createCalendar } from '../../../src/analysis/calendar-days.ts';
import { DEFAULT_HEALTH_LIMITS } from '../../../src/analysis/health-limits.ts';
import { VsiError } from '../../../src/model/errors.ts';
import { newJob, type Job } from '../../../src/model/job.ts';
import { newSession, type Session } from '../../../src/model/session.ts';
import {
  createServerCollector,
  createTotals,
  type Viewpoint,
} from '../../../src/report/collect.ts';
import type { LastReport } from '../../../src/model/known-problem.ts';
import { createDocument } from '../../../src/report/document.ts';
import { rememberedProblems, UNREACHABLE } from '../../../src/report/last-report.ts';
import type { ReportParts } from '../../../src/report/parts.ts';
import { HOUR, NOW } from './support.ts';

const DAY = 24 * HOUR;
const calendar = createCalendar('UTC');

const VIEW: Viewpoint = {
  now: NOW,
  isPast: false,
  windowOf: () => ({ since: NOW - DAY, until: null }),
  limitsOf: () => ({ limits: DEFAULT_HEALTH_LIMITS, ignoredBy: null }),
  marks: DEFAULT_LIMITS,
  calendar,
  statuses: null,
  last: Infinity,
  singly: false,
};

function job(id: string, changes: Partial<Job> = {}): Job {
  return newJob({
    id,
    server: 's1',
    product: 'vbr',
    name: id,
    kind: 'backup',
    listed: true,
    enabled: true,
    ...changes,
  });
}

/** A session so many hours before now that took an hour and moved 100 bytes. */
function ran(jobId: string, hoursAgo: number, changes: Partial<Session> = {}): Session {
  const createdAt = NOW - hoursAgo * HOUR;
  return newSession({
    id: `${jobId}-${hoursAgo}`,
    server: 's1',
    product: 'vbr',
    kind: 'backup',
    mode: 'incremental',
    status: 'success',
    jobId,
    jobName: jobId,
    createdAt,
    endedAt: createdAt + HOUR,
    durationSeconds: 3600,
    transferredBytes: 100,
    ...changes,
  });
}

/** A run a night, so many nights, the newest four hours ago. */
function nights(jobId: string, count: number): Session[] {
  return Array.from({ length: count }, (_, night) => ran(jobId, 4 + 24 * night));
}

interface Asked {
  readonly view?: Partial<Viewpoint>;
  readonly parts?: Partial<ReportParts>;
}

function report(jobs: readonly Job[], sessions: readonly Session[], asked: Asked = {}) {
  const view = { ...VIEW, ...asked.view };
  const totals = createTotals(view);
  const collector = createServerCollector(jobs, view, totals);
  const newestFirst = [...sessions].sort((a, b) => (b.createdAt ?? 0) - (a.createdAt ?? 0));
  for (const session of newestFirst) collector.add(session);
  const server = {
    name: 's1',
    product: 'vbr' as const,
    apiVersion: '1.3',
    jobs: collector.end(),
    reasons: new Map(),
  };
  return createDocument({
    title: 'T',
    generatedAt: NOW,
    window: { since: NOW - DAY, until: null },
    historySince: NOW - 30 * DAY,
    servers: [server],
    failures: [],
    last: null,
    totals,
    calendar,
    missing: [],
    onlyProblems: false,
    compareRuns: null,
    limit: Infinity,
    ...asked.parts,
  });
}

describe('what is counted', () => {
  test('the runs of the window, a retried one once', () => {
    const { counts, transferredBytes, successRate } = report(
      [job('a'), job('b')],
      [
        ...nights('a', 20),
        ran('b', 3, { id: 'retry', retryNumber: 1, originalSessionId: 'first' }),
        ran('b', 5, { id: 'first', retryNumber: 0, originalSessionId: 'first', status: 'failed' }),
      ],
    );
    expect(counts).toMatchObject({ jobs: 2, runs: 2, success: 2, failed: 0, problems: 0 });
    expect(transferredBytes).toBe(300);
    expect(successRate).toBe(1);
  });

  test('a run that began before the window and ended in it belongs to it', () => {
    expect(report([job('a')], [ran('a', 24.5)]).counts.runs).toBe(1);
    expect(report([job('a')], [ran('a', 25.5)]).counts.runs).toBe(0);
  });

  test('what begins with the end of the window does not belong to it', () => {
    const until = NOW - 4 * HOUR;
    const asked = { view: { windowOf: () => ({ since: NOW - DAY, until }) } };
    const sessions = [ran('a', 4, { status: 'failed' }), ran('a', 5)];
    expect(report([job('a')], sessions, asked)).toMatchObject({
      counts: { runs: 1, success: 1 },
      problems: [],
    });
  });

  test('of the past nothing is said that only today knows', () => {
    const then = NOW - 2 * DAY;
    const window = () => ({ since: then - DAY, until: then });
    const today = job('a', {
      ...{ enabled: false, running: true, lastStatus: 'failed', lastRunAt: NOW - HOUR },
      ...{ nextRunAt: NOW - DAY, nextRunText: 'soon', lastSuccessAt: NOW - DAY },
    });
    const { servers, problems } = report([today], nights('a', 20), {
      view: { now: then, isPast: true, windowOf: window },
    });
    expect(problems).toEqual([]);
    expect(servers[0]?.jobs[0]).toMatchObject({ enabled: null, nextRunAt: null });
    const disabled = report([today], nights('a', 20));
    expect(disabled.servers[0]?.jobs[0]).toMatchObject({ enabled: false, nextRunAt: NOW - DAY });
  });

  test('a job that ran then and is disabled today is judged by its runs', () => {
    const then = NOW - DAY;
    const window = () => ({ since: then - DAY, until: then });
    const { problems } = report(
      [job('a', { enabled: false, lastRunAt: NOW - 26 * HOUR, lastStatus: 'failed' })],
      [ran('a', 26, { status: 'failed' })],
      { view: { now: then, isPast: true, windowOf: window } },
    );
    expect(problems.map(({ concern }) => concern)).toEqual(['failed']);
  });

  test('days without a run are there, weeks that the history cuts are not', () => {
    const { days, weeks } = report([job('a')], nights('a', 20));
    expect(days).toHaveLength(14);
    expect(days.at(-1)).toMatchObject({ period: '2026-11-24', runs: 1, durationSeconds: 3600 });
    expect(days[0]?.period).toBe('2026-11-11');
    // 2026-11-24 is a Tuesday; 20 nights reach back to Thursday the 5th.
    expect(
      weeks.map(({ period, runs, transferredBytes }) => [period, runs, transferredBytes]),
    ).toEqual([
      ['2026-W45', 4, 400],
      ['2026-W46', 7, 700],
      ['2026-W47', 7, 700],
      ['2026-W48', 2, 200],
    ]);
    // The history begins on Sunday, 2026-10-25: of that week it holds a part, unless it begins with it.
    const [cut] = report([job('a')], nights('a', 31)).weeks;
    expect(cut?.period).toBe('2026-W44');
    const monday = Date.UTC(2026, 9, 19);
    const [whole] = report([job('a')], nights('a', 31), { parts: { historySince: monday } }).weeks;
    expect(whole?.period).toBe('2026-W43');
  });

  test('--last, --attempts and --status', () => {
    const sessions = Array.from({ length: 5 }, (_, hour) =>
      ran('a', 2 + hour * 2, { status: hour === 3 ? 'failed' : 'success' }),
    );
    expect(report([job('a')], sessions, { view: { last: 2 } }).counts.runs).toBe(2);
    expect(report([job('a')], sessions, { view: { statuses: ['failed'] } }).counts.runs).toBe(1);
    const retried = sessions.map((session, index) => ({
      ...session,
      originalSessionId: 'a-10',
      retryNumber: 4 - index,
    }));
    expect(report([job('a')], retried).counts.runs).toBe(1);
    expect(report([job('a')], retried, { view: { singly: true } }).counts.runs).toBe(5);
  });
});

describe('beside what is usual', () => {
  test('each run of the window is compared with those before it', () => {
    const slow = ran('a', 4, { durationSeconds: 7200, endedAt: NOW - 2 * HOUR });
    const { servers } = report([job('a')], [slow, ...nights('a', 20).slice(1)]);
    expect(servers[0]?.jobs[0]?.runs).toMatchObject([
      { runId: 'a-4', durationSeconds: 7200, usualDurationSeconds: 3600, durationPercent: 200 },
    ]);
  });

  test('the parts of a run are no runs to compare with', () => {
    const parts = nights('a', 8).flatMap((night) =>
      Array.from({ length: 20 }, (_, index) => ({
        ...night,
        id: `${night.id}/${index}`,
        createdAt: (night.createdAt ?? 0) + index + 1,
        parentSessionId: night.id,
        durationSeconds: 60,
      })),
    );
    const { servers, counts } = report([job('a')], [...nights('a', 8), ...parts]);
    expect(servers[0]?.jobs[0]?.runs).toMatchObject([
      { durationSeconds: 3600, usualDurationSeconds: 3600 },
    ]);
    expect(counts).toMatchObject({ jobs: 1, runs: 1 });
  });

  test('many runs in the window need no more memory than the comparison, and come out the same', () => {
    const often = Array.from({ length: 400 }, (_, index) => {
      const took = 60 + (index % 7);
      const createdAt = NOW - (index + 2) * 120_000;
      return ran('a', 0, {
        id: `s${index}`,
        createdAt,
        endedAt: createdAt + took * 1000,
        durationSeconds: took,
      });
    });
    const { servers } = report([job('a')], often);
    const runs = servers[0]?.jobs[0]?.runs ?? [];
    expect(runs).toHaveLength(400);
    // The 14 runs before each are two rounds of 0 to 6 seconds more than a minute.
    const compared = runs.filter(({ usualDurationSeconds }) => usualDurationSeconds !== null);
    expect(compared).toHaveLength(395);
    const whole = compared.filter((_, index) => index < 386);
    expect(new Set(whole.map(({ usualDurationSeconds }) => usualDurationSeconds))).toEqual(
      new Set([63]),
    );
  });
});

describe('what is wrong', () => {
  test('comes by what is worst: failed, then warnings, then what did not run, then disabled', () => {
    const { status, problems, counts } = report(
      [job('off', { enabled: false }), job('never'), job('warned'), job('bad')],
      [
        ran('bad', 3, { status: 'failed' }),
        ran('bad', 27, { status: 'failed' }),
        ran('bad', 51),
        ran('warned', 3, { status: 'warning' }),
      ],
    );
    expect(status).toBe('failed');
    expect(problems.map(({ jobId, concern }) => [jobId, concern])).toEqual([
      ['bad', 'failed'],
      ['warned', 'warning'],
      ['never', 'never-run'],
      ['off', 'disabled'],
    ]);
    expect(problems[0]).toMatchObject({ runsInRow: 2, since: NOW - 27 * HOUR, runId: 'bad-3' });
    expect(counts).toMatchObject({ problems: 4, jobsWithProblems: 4 });
  });

  test('a failure that a later run made good is told, and is no problem', () => {
    const { status, problems, madeGood } = report(
      [job('a')],
      [ran('a', 2), ran('a', 6, { status: 'failed' }), ran('a', 30, { status: 'failed' })],
    );
    expect({ status, problems }).toEqual({ status: 'success', problems: [] });
    expect(madeGood.map(({ runId }) => runId)).toEqual(['a-6']);
  });

  test('only a success makes a failure good, not a run that was stopped or still goes on', () => {
    const later = [
      ran('a', 2, { status: 'running', endedAt: null }),
      ran('a', 4, { status: 'stopped' }),
    ];
    const { madeGood } = report([job('a')], [...later, ran('a', 6, { status: 'failed' })]);
    expect(madeGood).toEqual([]);
  });

  test('a failure that is tolerated is no problem, and was not made good', () => {
    const limits = { ...DEFAULT_HEALTH_LIMITS, failuresInRow: { warning: null, critical: 3 } };
    const { problems, madeGood } = report([job('a')], [ran('a', 2, { status: 'failed' })], {
      view: { limitsOf: () => ({ limits, ignoredBy: null }) },
    });
    expect({ problems, madeGood }).toEqual({ problems: [], madeGood: [] });
  });

  test('a job that the settings file ignores is listed, and neither a problem nor made good', () => {
    const ignored: Partial<Viewpoint> = {
      limitsOf: ({ id }) => ({
        limits: DEFAULT_HEALTH_LIMITS,
        ignoredBy: id === 'lab' ? 'servers.yaml:3' : null,
      }),
    };
    const sessions = [ran('lab', 2), ran('lab', 3, { status: 'failed' }), ...nights('a', 2)];
    const jobs = [job('lab', { enabled: false }), job('a')];
    const whole = report(jobs, sessions, { view: ignored });
    expect(whole).toMatchObject({ status: 'success', problems: [], madeGood: [] });
    expect(
      whole.servers[0]?.jobs.map(({ jobId, ignored, runs }) => [jobId, ignored, runs.length]),
    ).toEqual([
      ['a', false, 1],
      ['lab', true, 2],
    ]);
    expect(whole.notes).toContain('Not judged, as servers.yaml says (ignore): lab.');
    const short = report(jobs, sessions, { view: ignored, parts: { onlyProblems: true } });
    expect(short.servers[0]?.jobs).toEqual([]);
  });

  test('a server that is not reached is a problem, also as the only one', () => {
    const error = new VsiError('UNREACHABLE', 'connection refused', { hint: 'look' });
    const { status, counts, unreachable } = report([], [], {
      parts: { servers: [], failures: [{ server: 'dead', error }] },
    });
    expect(status).toBe('failed');
    expect(counts).toMatchObject({ servers: 1, unreachableServers: 1, problems: 1, runs: 0 });
    expect(unreachable).toMatchObject([
      { server: 'dead', code: 'UNREACHABLE', message: 'connection refused', hint: 'look' },
    ]);
  });

  test('where not all could be read, nobody says that all is well', () => {
    const { status, problems } = report([job('a')], nights('a', 3), {
      parts: { missing: ['HTTP 500'] },
    });
    expect({ status, problems }).toEqual({ status: 'warning', problems: [] });
  });

  test('--only-problems lists just the jobs of note, and says how many runs that hides', () => {
    const { servers, unlistedRuns } = report(
      [job('a'), job('b')],
      [...nights('a', 5), ran('b', 3, { status: 'failed' })],
      { parts: { onlyProblems: true } },
    );
    expect(servers[0]?.jobs.map(({ jobId }) => jobId)).toEqual(['b']);
    expect(unlistedRuns).toBe(1);
  });
});

describe('since the last report', () => {
  const failing = [ran('a', 3, { status: 'failed' }), ran('a', 27)];
  const known = (jobId: string | null, concern: string, server = 's1') => {
    return { server, jobId, jobName: jobId, concern };
  };
  const last = (...problems: LastReport['problems']): LastReport => ({ at: NOW - DAY, problems });

  test('without one nothing is new; with one, what it did not have', () => {
    expect(report([job('a')], failing).problems[0]?.isNew).toBeNull();
    const fresh = report([job('a')], failing, { parts: { last: last() } });
    expect(fresh.problems[0]?.isNew).toBe(true);
    const old = report([job('a')], failing, { parts: { last: last(known('a', 'failed')) } });
    expect(old.problems[0]?.isNew).toBe(false);
  });

  test('what is there no more is solved, but not on a server that did not answer', () => {
    const before = last(known('a', 'failed'), known('x', 'failed', 's2'), known(null, UNREACHABLE));
    const error = new VsiError('TIMEOUT', 'no answer');
    const document = report([job('a')], [ran('a', 3)], {
      parts: { last: before, failures: [{ server: 's2', error }] },
    });
    expect(document.solved.map(({ jobName, concern }) => [jobName, concern])).toEqual([
      ['a', 'failed'],
      [null, UNREACHABLE],
    ]);
    // Nobody knows how s2's job stands: it is remembered on, and not new when s2 answers again.
    const remembered = [known('x', 'failed', 's2'), known(null, UNREACHABLE, 's2')];
    expect(rememberedProblems(document, before)).toEqual(remembered);
    // Once, however many reports have found it silent.
    expect(rememberedProblems(document, last(...remembered))).toEqual(remembered);
  });
});

test('a job that is listed no more is there while it ran of late', () => {
  const { servers } = report([], [ran('gone', 3), ran('long-gone', 100)]);
  expect(servers[0]?.jobs.map(({ jobName, listed }) => [jobName, listed])).toEqual([
    ['gone', false],
  ]);
});

test('no day is left out, not even one of 23 hours', () => {
  // Half past midnight behind the night in which the clocks of Berlin go forward.
  const generatedAt = Date.UTC(2026, 2, 29, 22, 30);
  const { days } = report([], [], {
    parts: {
      generatedAt,
      historySince: generatedAt - 30 * DAY,
      window: { since: generatedAt - DAY, until: null },
      calendar: createCalendar('Europe/Berlin'),
    },
  });
  expect(days).toHaveLength(14);
  expect(days.slice(-3).map(({ period }) => period)).toEqual([
    '2026-03-28',
    '2026-03-29',
    '2026-03-30',
  ]);
});

test('--limit counts the runs of all jobs', () => {
  const sessions = [ran('a', 2), ran('a', 5), ran('b', 3), ran('b', 6), ran('c', 4)];
  const jobs = [job('a'), job('b'), job('c')];
  const { servers, unlistedRuns } = report(jobs, sessions, { parts: { limit: 3 } });
  expect(servers[0]?.jobs.map(({ runs }) => runs.map(({ runId }) => runId))).toEqual([
    ['a-2', 'a-5'],
    ['b-3'],
    [],
  ]);
  expect(unlistedRuns).toBe(2);
});

test('--limit and --sort: how many runs are listed, and in which order', () => {
  const sessions = [ran('a', 2), ran('a', 5), ran('a', 8)];
  const { servers, unlistedRuns } = report([job('a')], sessions, {
    parts: { limit: 2, compareRuns: (a, b) => (a.startedAt ?? 0) - (b.startedAt ?? 0) },
  });
  expect(servers[0]?.jobs[0]?.runs.map(({ runId }) => runId)).toEqual(['a-8', 'a-5']);
  expect(unlistedRuns).toBe(1);
});
