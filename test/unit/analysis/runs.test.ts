import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { bottleneckOf, collectRuns, createRunCollector } from '../../../src/analysis/runs.ts';
import { newSession, type Session } from '../../../src/model/session.ts';
import { cpuMilliseconds } from '../../support/cpu-time.ts';

const MINUTE = 60_000;

/** A session of job J that starts at the given minute and takes ten. */
function session(id: string, minute: number, known: Partial<Session> = {}): Session {
  return newSession({
    id,
    server: 's',
    product: 'vb365',
    kind: 'backup',
    status: 'success',
    jobId: 'J',
    createdAt: minute * MINUTE,
    endedAt: (minute + 10) * MINUTE,
    ...known,
  });
}

describe('collectRuns', () => {
  test('where the server names the original, its retries belong to it', () => {
    const [run, ...others] = collectRuns([
      session('r2', 40, { retryNumber: 2, originalSessionId: 'o', status: 'success' }),
      session('o', 0, { retryNumber: 0, originalSessionId: 'o', status: 'failed' }),
      session('r1', 20, { retryNumber: 1, originalSessionId: 'o', status: 'failed' }),
    ]);
    expect(others).toEqual([]);
    expect(run).toMatchObject({
      id: 'o',
      status: 'success',
      startedAt: 0,
      endedAt: 50 * MINUTE,
      durationSeconds: 3000,
      inferred: false,
    });
    expect(run?.attempts.map(({ id }) => id)).toEqual(['o', 'r1', 'r2']);
  });

  test('a chain without end takes no time that grows with its square', () => {
    const many = 50_000;
    const named = Array.from({ length: many }, (_, index) =>
      session(`r${index}`, many - index, { originalSessionId: 'o' }),
    );
    const counted = Array.from({ length: many }, (_, index) =>
      session(`r${index}`, many - index, { retryNumber: many - index }),
    );
    const started = cpuMilliseconds();
    for (const sessions of [named, counted]) {
      const runs = collectRuns(sessions);
      expect(runs).toHaveLength(1);
      expect(runs[0]?.attempts).toHaveLength(many);
    }
    // A tenth of a second; 40 s when each attempt copied those before it.
    expect(cpuMilliseconds() - started).toBeLessThan(10_000);
  });

  test('one server under two saved names is two servers: their runs do not mix', () => {
    const attempts = (server: string) => [
      session('r1', 20, { server, retryNumber: 1, originalSessionId: 'o' }),
      session('o', 0, { server, retryNumber: 0, originalSessionId: 'o', status: 'failed' }),
    ];
    const whole = collectRuns([...attempts('a'), ...attempts('b')]);
    expect(whole.map(({ server, id, attempts: { length } }) => [server, id, length])).toEqual([
      ['a', 'o', 2],
      ['b', 'o', 2],
    ]);
    // The same where the original was not read.
    const cut = collectRuns([...attempts('a').slice(0, 1), ...attempts('b').slice(0, 1)]);
    expect(cut.map(({ server, id, attempts: { length } }) => [server, id, length])).toEqual([
      ['a', 'o', 1],
      ['b', 'o', 1],
    ]);
  });

  test('where it only counts, a retry belongs to the attempt before it in the same job', () => {
    const runs = collectRuns([
      session('o', 0, { retryNumber: 0, status: 'failed' }),
      session('other', 10, { retryNumber: 0, jobId: 'K' }),
      session('r1', 20, { retryNumber: 1, status: 'warning' }),
      session('next', 90, { retryNumber: 0 }),
    ]);
    expect(runs.map(({ id, status, inferred }) => [id, status, inferred])).toEqual([
      ['next', 'success', false],
      ['other', 'success', false],
      ['o', 'warning', true],
    ]);
  });

  test('no run in between: a retry whose predecessor is missing stands alone', () => {
    const runs = collectRuns([
      session('o', 0, { retryNumber: 0, status: 'failed' }),
      session('between', 30, { retryNumber: 0 }),
      session('r2', 60, { retryNumber: 2 }),
    ]);
    expect(runs.map(({ id, inferred }) => [id, inferred])).toEqual([
      ['r2', false],
      ['between', false],
      ['o', false],
    ]);
  });

  test('a run lives as long as its last attempt', () => {
    const [run] = collectRuns([
      session('o', 0, { originalSessionId: 'o', status: 'failed' }),
      session('r', 20, { originalSessionId: 'o', status: 'running', endedAt: null }),
    ]);
    expect(run).toMatchObject({ status: 'running', endedAt: null, durationSeconds: null });
  });

  test('counted retries stand on an original that names itself', () => {
    const [run, ...others] = collectRuns([
      session('o', 0, { retryNumber: 0, originalSessionId: 'o', status: 'failed' }),
      session('r1', 20, { retryNumber: 1, status: 'failed' }),
      session('r2', 40, { retryNumber: 2 }),
    ]);
    expect(others).toEqual([]);
    expect(run).toMatchObject({ id: 'o', status: 'success', inferred: true, retriesKnown: true });
    expect(run?.attempts.map(({ id }) => id)).toEqual(['o', 'r1', 'r2']);
  });

  test('retries whose original is older than the list are a run with its id', () => {
    const runs = collectRuns([
      session('r1', 20, { retryNumber: 1, originalSessionId: 'o', status: 'failed' }),
      session('r2', 40, { retryNumber: 2, originalSessionId: 'o' }),
      session('alone', 60, { retryNumber: 3, jobId: 'K' }),
    ]);
    expect(runs.map(({ id, attempts }) => [id, attempts.length])).toEqual([
      ['alone', 1],
      ['o', 2],
    ]);
  });

  test('where nothing is told of retries, every session is a run and that is said', () => {
    const runs = collectRuns([session('a', 0), session('b', 20)]);
    expect(runs.map(({ id, retriesKnown }) => [id, retriesKnown])).toEqual([
      ['b', false],
      ['a', false],
    ]);
  });

  test('of two that began at once the retry is the later one, one that tells no number the first', () => {
    for (const numbers of [
      [0, 1, 2],
      [null, 1, 2],
    ]) {
      const attempts = numbers.map((retryNumber, index) =>
        session(`s${index}`, 7, { retryNumber, originalSessionId: 's0' }),
      );
      for (const order of [attempts, [...attempts].reverse()]) {
        const runs = collectRuns(order);
        expect(runs.map(({ id, attempts: each }) => [id, ...each.map((one) => one.id)])).toEqual([
          ['s0', 's0', 's1', 's2'],
        ]);
      }
    }
  });

  test('counted retries that lead to no original are a run, put together by their order', () => {
    const runs = collectRuns([
      session('r1', 20, { retryNumber: 1, status: 'failed' }),
      session('r2', 40, { retryNumber: 2 }),
    ]);
    expect(runs.map(({ id, attempts, inferred }) => [id, attempts.length, inferred])).toEqual([
      ['r1', 2, true],
    ]);
  });

  test('a retry that is only counted may stand on one that names an original that is missing', () => {
    const [run, ...others] = collectRuns([
      session('r1', 20, { retryNumber: 1, originalSessionId: 'o', status: 'failed' }),
      session('r2', 40, { retryNumber: 2 }),
    ]);
    expect(others).toEqual([]);
    expect(run).toMatchObject({ id: 'o', inferred: true });
    const [named] = collectRuns([session('r1', 20, { retryNumber: 1, originalSessionId: 'o' })]);
    expect(named?.inferred).toBe(false);
  });

  test('runs without a start come last, jobs without an id are told apart by name', () => {
    const noTime = { createdAt: null, endedAt: null };
    const runs = collectRuns([
      session('x', 0, noTime),
      session('y', 0, noTime),
      session('a', 5),
      session('o', 10, { jobId: null, jobName: 'Mail', retryNumber: 0, status: 'failed' }),
      session('r', 20, { jobId: null, jobName: 'Files', retryNumber: 1 }),
      session('z', 30, { jobId: null, jobName: null, retryNumber: 1 }),
    ]);
    expect(runs.map(({ id, startedAt }) => [id, startedAt])).toEqual([
      ['z', 30 * MINUTE],
      ['r', 20 * MINUTE],
      ['o', 10 * MINUTE],
      ['a', 5 * MINUTE],
      ['x', null],
      ['y', null],
    ]);
  });

  test('what has come to an end is completed at once, retries only by their original', () => {
    const collector = createRunCollector();
    expect(collector.add(session('r1', 20, { retryNumber: 1, originalSessionId: 'o' }))).toEqual(
      [],
    );
    expect(collector.add(session('c', 15, { retryNumber: 1, jobId: 'K' }))).toEqual([]);
    expect(collector.add(session('a', 10))).toMatchObject([{ id: 'a' }]);
    expect(collector.add(session('o', 0))).toMatchObject([{ id: 'o', attempts: [{}, {}] }]);
    expect(collector.end()).toMatchObject([{ id: 'c' }]);
    expect(collector.end()).toEqual([]);
  });

  test('singly every session is a run, and nothing is inferred of it', () => {
    const collector = createRunCollector(true);
    expect(
      collector.add(session('r1', 20, { retryNumber: 1, originalSessionId: 'o' })),
    ).toMatchObject([{ id: 'r1', inferred: false, retriesKnown: true }]);
    expect(collector.end()).toEqual([]);
  });

  test('retries are known where every attempt tells its number or its original', () => {
    const known = (one: Partial<Session>, other: Partial<Session>) =>
      collectRuns([
        session('o', 0, { originalSessionId: 'o', ...one }),
        session('r', 20, { originalSessionId: 'o', ...other }),
      ]).map(({ retriesKnown }) => retriesKnown);
    expect(known({}, {})).toEqual([true]);
    expect(known({ originalSessionId: null }, {})).toEqual([false]);
    expect(known({ originalSessionId: null, retryNumber: 0 }, { retryNumber: 1 })).toEqual([true]);
  });

  test('children are no runs', () => {
    expect(collectRuns([session('child', 0, { parentSessionId: 'p' })])).toEqual([]);
  });

  test('runs partition the sessions', () => {
    const sessions = fc.array(
      fc.record({
        minute: fc.nat(500),
        job: fc.constantFrom('J', 'K'),
        retry: fc.option(fc.nat(3)),
        original: fc.option(fc.constantFrom('a', 'b')),
      }),
    );
    fc.assert(
      fc.property(sessions, (rows) => {
        const all = rows.map(({ minute, job, retry, original }, index) =>
          session(`s${index}`, minute, {
            jobId: job,
            retryNumber: retry,
            originalSessionId: original,
          }),
        );
        const attempts = collectRuns(all).flatMap((run) => run.attempts.map(({ id }) => id));
        expect(attempts.sort()).toEqual(all.map(({ id }) => id).sort());
      }),
    );
  });
});

describe('the bottleneck of a run', () => {
  const of = (
    status: Session['status'],
    [first, ...others]: readonly [string | null, ...(string | null)[]],
  ) => {
    const attempt = (bottleneck: string | null) => session('s', 0, { bottleneck });
    return (
      bottleneckOf({ status, attempts: [attempt(first), ...others.map(attempt)] })?.bottleneck ??
      null
    );
  };

  test('is that of the last attempt that has found one', () => {
    expect(of('success', ['source', 'target', 'detecting', null])).toBe('target');
    expect(of('failed', [null])).toBeNull();
    expect(of('failed', ['detecting'])).toBeNull();
  });

  test('is nothing while it runs or waits', () => {
    expect(of('running', ['source'])).toBeNull();
    expect(of('queued', ['source'])).toBeNull();
    expect(of('idle', ['source'])).toBe('source');
  });
});
