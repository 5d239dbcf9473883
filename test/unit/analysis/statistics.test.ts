import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { createCalendar } from '../../../src/analysis/calendar-days.ts';
import { GROUPINGS, type Grouping } from '../../../src/analysis/groupings.ts';
import { collectRuns, createRunCollector } from '../../../src/analysis/runs.ts';
import { createStatistics } from '../../../src/analysis/statistics.ts';
import type { StatsRow } from '../../../src/analysis/stats-group.ts';
import { addInt64 } from '../../../src/model/int64.ts';
import { newestFirst } from '../../../src/model/order.ts';
import type { Session } from '../../../src/model/session.ts';
import { STATUSES } from '../../../src/model/status.ts';
import { DAY, MINUTE, session } from './support.ts';

const OTHERS = ['idle', 'disconnected', 'not-configured', 'none', 'unknown'] as const;

function rowsOf(sessions: readonly Session[], by: readonly Grouping[] = []): readonly StatsRow[] {
  const statistics = createStatistics({ by, calendar: createCalendar('UTC') });
  for (const run of collectRuns(sessions)) statistics.add(run);
  return statistics.groups().map(({ row }) => row);
}

describe('statistics', () => {
  test('groups come in the order of what they are grouped by', () => {
    const rows = rowsOf(
      [
        session('1', 0, { jobId: 'J2', jobName: 'Zebra', kind: 'copy' }),
        session('2', 1440, { jobId: 'J1', jobName: 'Ant', kind: 'backup' }),
        session('3', 2880, { jobId: 'J1', jobName: 'Ant', kind: 'backup' }),
      ],
      ['job', 'day'],
    );
    expect(rows.map(({ jobName, day }) => [jobName, day])).toEqual([
      ['Ant', '1970-01-02'],
      ['Ant', '1970-01-03'],
      ['Zebra', '1970-01-01'],
    ]);
  });

  test('a retry that succeeds makes its run a success, and its bytes count', () => {
    const [row] = rowsOf([
      session('o', 0, {
        status: 'failed',
        originalSessionId: 'o',
        retryNumber: 0,
        transferredBytes: 100,
      }),
      session('r', 30, { originalSessionId: 'o', retryNumber: 1, transferredBytes: 900 }),
    ]);
    expect(row).toMatchObject({
      runs: 1,
      attempts: 2,
      success: 1,
      failed: 0,
      successRate: 1,
      durationMedianSeconds: 40 * 60,
      transferredBytes: 1000,
      readBytes: null,
      lastSuccessAt: 40 * MINUTE,
      retriesKnown: true,
      retriesInferred: false,
    });
  });

  test('stopped, running, queued and other runs count neither way', () => {
    const live = { endedAt: null };
    const [row] = rowsOf([
      session('a', 0),
      session('b', 20, { status: 'warning', endedAt: 50 * MINUTE }),
      session('c', 60, { status: 'failed' }),
      session('d', 90, { status: 'stopped', endedAt: 9000 * MINUTE }),
      session('e', 120, { status: 'running', ...live }),
      session('f', 130, { status: 'queued', ...live }),
      ...OTHERS.map((status, index) => session(`o${index}`, 200 + index, { status })),
    ]);
    expect(row).toMatchObject({
      runs: 11,
      success: 1,
      warning: 1,
      failed: 1,
      stopped: 1,
      running: 1,
      queued: 1,
      other: 5,
      successRate: 1 / 3,
      successOrWarningRate: 2 / 3,
      durationMaxSeconds: 1800,
      lastSuccessAt: 50 * MINUTE,
    });
  });

  test('of nothing nothing is known', () => {
    expect(rowsOf([])).toEqual([
      expect.objectContaining({
        runs: 0,
        successRate: null,
        successOrWarningRate: null,
        durationMedianSeconds: null,
        durationP95Seconds: null,
        durationMaxSeconds: null,
        transferredBytes: null,
        bottlenecks: [],
        lastSuccessAt: null,
      }),
    ]);
    expect(rowsOf([], ['job'])).toEqual([]);
  });

  test('a bottleneck is that of the last attempt that names one; one being looked for is none', () => {
    const [row] = rowsOf([
      session('o', 0, { originalSessionId: 'o', bottleneck: 'target', status: 'failed' }),
      session('r', 30, { originalSessionId: 'o', bottleneck: null }),
      session('b', 60, { bottleneck: 'target' }),
      session('c', 90, { bottleneck: 'source' }),
      session('d', 120, { bottleneck: 'detecting' }),
      session('e', 150, { bottleneck: 'network', status: 'running', endedAt: null }),
    ]);
    expect(row?.bottlenecks).toEqual([
      { bottleneck: 'target', runs: 2 },
      { bottleneck: 'source', runs: 1 },
    ]);
  });

  test('rates are means of what has ended and moved data', () => {
    const rate = (value: number | null) => ({ processingRateBytesPerSecond: value });
    const [row] = rowsOf([
      session('a', 0, rate(100)),
      session('b', 20, rate(301)),
      session('c', 40, rate(0)),
      session('d', 60, rate(null)),
      session('e', 80, { ...rate(9999), status: 'running', endedAt: null }),
    ]);
    expect(row?.processingRateBytesPerSecond).toBe(201);
    expect(row?.readRateBytesPerSecond).toBeNull();
  });

  test('sums beyond 2^53 keep every digit', () => {
    const huge = { readBytes: 9_007_199_254_740_991 };
    const [row] = rowsOf([session('a', 0, huge), session('b', 20, huge), session('c', 40, huge)]);
    expect(row?.readBytes).toBe(27_021_597_764_222_973n);
    expect(addInt64(row?.readBytes ?? 0, -27_021_597_764_222_970n)).toBe(3);
  });

  test('where a version knows no retries, it says so, and where they are inferred, too', () => {
    const known = rowsOf([session('a', 0, { retryNumber: 0 }), session('b', 20)]);
    expect(known[0]).toMatchObject({ runs: 2, retriesKnown: false, retriesInferred: false });
    const inferred = rowsOf([
      session('a', 0, { retryNumber: 0 }),
      session('b', 20, { retryNumber: 1 }),
    ]);
    expect(inferred[0]).toMatchObject({ runs: 1, retriesKnown: true, retriesInferred: true });
  });

  test('groups stand in the order of what they are grouped by', () => {
    const other = { jobId: 'K', jobName: 'Files', kind: 'copy' } as const;
    const sessions = [
      session('a', 0),
      session('b', DAY / MINUTE),
      session('c', DAY / MINUTE + 30, other),
      session('d', (8 * DAY) / MINUTE, { server: 'a' }),
    ];
    const keys = (by: readonly Grouping[]) =>
      rowsOf(sessions, by).map(({ server, jobName, kind, day, week, runs }) =>
        [server, jobName, kind, day, week, runs].map(String).join(' '),
      );
    expect(keys(['job'])).toEqual([
      's Files null null null 1',
      'a Mail null null null 1',
      's Mail null null null 2',
    ]);
    expect(keys(['day', 'kind'])).toEqual([
      'null null backup 1970-01-01 null 1',
      'null null backup 1970-01-02 null 1',
      'null null copy 1970-01-02 null 1',
      'null null backup 1970-01-09 null 1',
    ]);
    expect(keys(['week', 'server'])).toEqual([
      's null null null 1970-W01 3',
      'a null null null 1970-W02 1',
    ]);
  });

  test('sums, objects and every rate are of all attempts', () => {
    const [row] = rowsOf([
      session('o', 0, {
        originalSessionId: 'o',
        status: 'failed',
        processedBytes: 5,
        processedObjects: 2,
        readRateBytesPerSecond: 10,
        writeRateBytesPerSecond: 3,
      }),
      session('r', 30, {
        originalSessionId: 'o',
        processedBytes: 7,
        processedObjects: null,
        readRateBytesPerSecond: 20,
        writeRateBytesPerSecond: 4,
      }),
    ]);
    expect(row).toMatchObject({
      processedBytes: 12,
      processedObjects: 2,
      processingRateBytesPerSecond: null,
      readRateBytesPerSecond: 15,
      writeRateBytesPerSecond: 4,
    });
  });

  test('equally frequent bottlenecks stand by name', () => {
    const [row] = rowsOf([
      session('a', 0, { bottleneck: 'target' }),
      session('b', 20, { bottleneck: 'network' }),
      session('c', 40, { bottleneck: 'proxy' }),
    ]);
    expect(row?.bottlenecks.map(({ bottleneck }) => bottleneck)).toEqual([
      'network',
      'proxy',
      'target',
    ]);
  });

  test('quantiles are over what ended by itself, the median in milliseconds', () => {
    const taken = (id: string, durationSeconds: number | null, known: Partial<Session> = {}) =>
      session(id, Number(id) * 100, {
        durationSeconds,
        endedAt:
          durationSeconds === null ? null : Number(id) * 100 * MINUTE + durationSeconds * 1000,
        ...known,
      });
    const sessions = [
      taken('1', 10),
      taken('2', 20.0013),
      taken('3', 900, { status: 'stopped' }),
      taken('4', null),
    ];
    const statistics = createStatistics({ by: [], calendar: createCalendar('UTC') });
    for (const run of collectRuns(sessions)) statistics.add(run);
    expect(statistics.total().row).toMatchObject({
      runs: 4,
      durationMedianSeconds: 15.001,
      durationP95Seconds: 20.001,
      durationMaxSeconds: 20.001,
    });
    expect(statistics.total().durations).toEqual([10, 20.001]);
  });

  test('the last success is the end of the newest one, in whatever order they come', () => {
    const ends = [session('a', 0), session('b', 500), session('c', 90)];
    expect(rowsOf(ends)[0]?.lastSuccessAt).toBe(510 * MINUTE);
    const statistics = createStatistics({ by: [], calendar: createCalendar('UTC') });
    for (const run of collectRuns(ends).reverse()) statistics.add(run);
    expect(statistics.total().row.lastSuccessAt).toBe(510 * MINUTE);
    expect(rowsOf([session('x', 0, { endedAt: null })])[0]?.lastSuccessAt).toBeNull();
  });

  test('total is the whole, however it is grouped', () => {
    const statistics = createStatistics({ by: ['kind'], calendar: createCalendar('UTC') });
    const sessions = [session('a', 0), session('b', 20, { kind: 'copy' }), session('c', 40)];
    for (const run of collectRuns(sessions)) statistics.add(run);
    expect(statistics.total().row).toMatchObject({ runs: 3, kind: null, server: null });
    expect(statistics.groups().map(({ row }) => [row.kind, row.runs])).toEqual([
      ['backup', 2],
      ['copy', 1],
    ]);
  });

  test('a job without a name has its session’s; what has no start belongs to no day', () => {
    const rows = rowsOf(
      [
        session('a', 0, { jobId: null, jobName: null, name: 'Agent' }),
        session('b', 20, { jobId: null, jobName: null, name: 'Agent' }),
        session('c', 0, { createdAt: null, endedAt: null }),
      ],
      ['job', 'day', 'week'],
    );
    expect(
      rows.map(({ jobId, jobName, day, week, runs }) => [jobId, jobName, day, week, runs]),
    ).toEqual([
      [null, 'Agent', '1970-01-01', '1970-W01', 2],
      ['J', 'Mail', null, null, 1],
    ]);
    const days = rowsOf(
      [session('c', 0, { createdAt: null, endedAt: null }), session('d', 0)],
      ['day'],
    );
    expect(days.map(({ day }) => day)).toEqual(['1970-01-01', null]);
  });

  test('days are those of the server’s own clock where the calendar follows it', () => {
    const asked: (number | null)[] = [];
    const statistics = createStatistics({
      by: ['week'],
      calendar: (instant, utcOffsetMinutes) => {
        asked.push(utcOffsetMinutes);
        return createCalendar('UTC')(instant, utcOffsetMinutes);
      },
    });
    const sessions = [session('a', 0, { utcOffsetMinutes: 90 }), session('b', 20)];
    for (const run of collectRuns(sessions)) statistics.add(run);
    expect(asked).toEqual([null, 90]);
    expect(statistics.groups().map(({ row }) => [row.week, row.day])).toEqual([['1970-W01', null]]);
  });

  const anySessions = fc
    .array(
      fc.record({
        minute: fc.nat(50_000),
        job: fc.constantFrom('J', 'K', null),
        server: fc.constantFrom('s', 't'),
        status: fc.constantFrom(...STATUSES),
        retry: fc.option(fc.nat(3)),
        bytes: fc.option(fc.nat()),
      }),
      { maxLength: 60 },
    )
    .map((rows) =>
      rows.map(({ minute, job, server, status, retry, bytes }, index) =>
        session(`s${index}`, minute, {
          jobId: job,
          server,
          status,
          retryNumber: retry,
          transferredBytes: bytes,
        }),
      ),
    );

  test('however they are grouped, the groups add up to the whole', () => {
    fc.assert(
      fc.property(anySessions, fc.subarray([...GROUPINGS]), (sessions, by) => {
        const [whole] = rowsOf(sessions);
        const rows = rowsOf(sessions, by);
        const total = (key: keyof StatsRow) => rows.reduce((sum, row) => sum + Number(row[key]), 0);
        for (const key of ['runs', 'attempts', 'success', 'failed', 'other'] as const) {
          expect(total(key)).toBe(whole?.[key]);
        }
        expect(total('transferredBytes')).toBe(whole?.transferredBytes ?? 0);
        for (const row of [...rows, ...(whole === undefined ? [] : [whole])]) {
          const parts =
            row.success + row.warning + row.failed + row.stopped + row.running + row.queued;
          expect(parts + row.other).toBe(row.runs);
          expect(row.successRate ?? 0).toBeLessThanOrEqual(row.successOrWarningRate ?? 0);
          expect(row.successOrWarningRate ?? 0).toBeLessThanOrEqual(1);
          expect(row.durationMedianSeconds ?? 0).toBeLessThanOrEqual(row.durationP95Seconds ?? 0);
          expect(row.durationP95Seconds ?? 0).toBeLessThanOrEqual(row.durationMaxSeconds ?? 0);
        }
      }),
    );
  });

  test('runs collected page by page are those of the whole list, and partition it', () => {
    fc.assert(
      fc.property(anySessions, fc.boolean(), (sessions, singly) => {
        const collector = createRunCollector(singly);
        const runs = [...sessions].sort(newestFirst).flatMap((one) => collector.add(one));
        const attempts = [...runs, ...collector.end()].flatMap((run) => run.attempts);
        expect(attempts.map(({ id }) => id).sort()).toEqual(sessions.map(({ id }) => id).sort());
        if (singly) expect(runs).toHaveLength(sessions.length);
      }),
    );
  });
});
