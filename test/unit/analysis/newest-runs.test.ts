import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { newestRuns } from '../../../src/analysis/newest-runs.ts';
import { collectRuns } from '../../../src/analysis/runs.ts';
import { newestFirst } from '../../../src/model/order.ts';
import type { Session } from '../../../src/model/session.ts';
import { session } from './support.ts';

/** The ids of those that stay, of sessions in any order. */
function chosen(sessions: readonly Session[], last: number, singly = false): readonly string[] {
  const isMeant = newestRuns(last, singly);
  return [...sessions]
    .sort(newestFirst)
    .filter(isMeant)
    .map(({ id }) => id);
}

const NAMED = [
  session('a', 0),
  session('b', 100, { originalSessionId: 'b' }),
  session('b1', 120, { originalSessionId: 'b', retryNumber: 1 }),
  session('b2', 140, { originalSessionId: 'b', retryNumber: 2 }),
];

const COUNTED = [
  session('a', 0, { retryNumber: 0 }),
  session('b', 100, { retryNumber: 0 }),
  session('b1', 120, { retryNumber: 1 }),
  session('b2', 140, { retryNumber: 2 }),
];

describe.each([
  ['names the original', NAMED],
  ['only counts retries', COUNTED],
])('where the server %s', (_, sessions) => {
  test('a run comes with all its attempts', () => {
    expect(chosen(sessions, 1)).toEqual(['b2', 'b1', 'b']);
    expect(chosen(sessions, 2)).toEqual(['b2', 'b1', 'b', 'a']);
  });

  test('--attempts: each session is a run', () => {
    expect(chosen(sessions, 1, true)).toEqual(['b2']);
    expect(chosen(sessions, 3, true)).toEqual(['b2', 'b1', 'b']);
  });
});

test('a retry whose number does not follow is of another run', () => {
  const sessions = [
    session('a', 0, { retryNumber: 0 }),
    session('b1', 120, { retryNumber: 1 }),
    session('c3', 140, { retryNumber: 3 }),
  ];
  expect(chosen(sessions, 1)).toEqual(['c3']);
  expect(chosen(sessions, 2)).toEqual(['c3', 'b1', 'a']);
});

test('each job has its own, and the same job on another server is another', () => {
  const sessions = [
    session('a', 0),
    session('b', 100),
    session('c', 50, { jobId: 'K' }),
    session('d', 60, { server: 't' }),
  ];
  expect(chosen(sessions, 1)).toEqual(['b', 'd', 'c']);
});

test('a session that is part of another one is no run', () => {
  const sessions = [session('a', 0), session('child', 10, { parentSessionId: 'a' })];
  expect(chosen(sessions, 1)).toEqual(['a']);
});

test('the runs are those that statistics count', () => {
  const runs = fc.array(
    fc.record({ job: fc.constantFrom('J', 'K'), retries: fc.nat(3), named: fc.boolean() }),
    { maxLength: 12 },
  );
  fc.assert(
    fc.property(runs, fc.integer({ min: 1, max: 4 }), (known, last) => {
      const sessions = known.flatMap(({ job, retries, named }, run) =>
        Array.from({ length: retries + 1 }, (_, retry) =>
          session(`${run}.${retry}`, run * 100 + retry * 20, {
            jobId: job,
            retryNumber: retry,
            originalSessionId: named ? `${run}.0` : null,
          }),
        ),
      );
      const counts = new Map<string | null, number>();
      const wanted = collectRuns(sessions)
        .filter(({ jobId }) => {
          counts.set(jobId, (counts.get(jobId) ?? 0) + 1);
          return (counts.get(jobId) ?? 0) <= last;
        })
        .flatMap(({ attempts }) => attempts.map(({ id }) => id));
      expect([...chosen(sessions, last)].sort()).toEqual([...wanted].sort());
    }),
  );
});
