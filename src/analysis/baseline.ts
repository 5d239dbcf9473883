import type { Instant } from '../model/instant.ts';
import { newestFirst } from '../model/order.ts';
import type { Session } from '../model/session.ts';
import { isSuccessful } from '../model/status.ts';
import { spreadOf } from './quantiles.ts';
import { collectRuns } from './runs.ts';

/** With how many of a job's last comparable runs a session is compared, and without how many not. */
export const COMPARED_RUNS = 14;
export const FEWEST_COMPARED_RUNS = 5;

/** How many sessions before it are looked through for comparable runs. */
export const LOOKBACK_SESSIONS = 60;

/** What is usual, over so many runs. */
export interface Usual {
  readonly runs: number;
  readonly median: number;
  /** Nearest rank. */
  readonly p95: number;
}

/** What is usual of a job's runs; null where fewer than FEWEST_COMPARED_RUNS tell it. */
export interface Baseline {
  readonly durationSeconds: Usual | null;
  readonly transferredBytes: Usual | null;
}

/** From which percentages of the usual a value is marked: first as a warning, then as a failure. */
export interface MarkLimits {
  /** Duration, from so much on. */
  readonly slow: readonly [warning: number, failed: number];
  /** Transferred, from so much on. */
  readonly much: readonly [warning: number, failed: number];
  /** Transferred, down from so little. */
  readonly little: readonly [warning: number, failed: number];
}

/** The defaults of Veeam ONE: 150 and 200 percent, 80 and 70 percent of the average. */
export const DEFAULT_LIMITS: MarkLimits = {
  slow: [150, 200],
  much: [150, 200],
  little: [80, 70],
};

/** `usual` is not marked at all. */
export type Mark = 'usual' | 'warning' | 'failed';

/** One value beside what is usual. */
export interface Comparison {
  readonly percent: number;
  readonly mark: Mark;
  readonly usual: Usual;
}

/** A session beside what is usual; null where that is not known or cannot be compared. */
export interface Verdict {
  readonly duration: Comparison | null;
  readonly transferred: Comparison | null;
}

/** Of a session that cannot be compared. */
export const NO_VERDICT: Verdict = { duration: null, transferred: null };

/**
 * The runs that a run of this mode can be compared with: they came to a good end, in one attempt (a
 * retry repeats only what failed), and read their source in the same way.
 *
 * @param history of one job, in any order
 * @returns newest first, COMPARED_RUNS at the most
 */
export function comparableRuns(
  history: readonly Session[],
  mode: Session['mode'],
): readonly Session[] {
  return collectRuns(history)
    .flatMap(({ attempts }) => (attempts.length === 1 ? attempts : []))
    .filter((session) => session.mode === mode && isSuccessful(session.status) && isFirst(session))
    .slice(0, COMPARED_RUNS);
}

/** What is usual of these runs. */
export function baselineOf(runs: readonly Session[]): Baseline {
  return {
    durationSeconds: usualOf(runs.map(({ durationSeconds }) => durationSeconds)),
    transferredBytes: usualOf(
      runs.map(({ transferredBytes }) =>
        transferredBytes === null ? null : Number(transferredBytes),
      ),
    ),
  };
}

function usualOf(values: readonly (number | null)[]): Usual | null {
  const known = values.filter((value) => value !== null);
  const { median, p95 } = spreadOf(known);
  if (median === null || p95 === null || known.length < FEWEST_COMPARED_RUNS) return null;
  return { runs: known.length, median, p95 };
}

/** The job's sessions before this one, newest first, as many as are looked through. */
export function sessionsBefore(
  { createdAt }: Pick<Session, 'createdAt'>,
  history: readonly Session[],
): readonly Session[] {
  const end = createdAt ?? -Infinity;
  return history
    .filter((other) => (other.createdAt ?? Infinity) < end)
    .sort(newestFirst)
    .slice(0, LOOKBACK_SESSIONS);
}

/** How a session is to be judged. */
export interface Judging {
  readonly limits: MarkLimits;
  readonly now: Instant;
}

/**
 * Compares a session with the job's runs before it. What still runs is compared by the time that it
 * has taken so far, and only once that is too long; what a person stopped, waits or idles, and
 * retries, are not compared. Only a good end says something of the amount of data.
 *
 * @param history the job's sessions, in any order; those from the session on do not matter
 */
export function judge(
  session: Session,
  history: readonly Session[],
  { limits, now }: Judging,
): Verdict {
  const { status, mode } = session;
  if (!isFirst(session)) return NO_VERDICT;
  const usual = baselineOf(comparableRuns(sessionsBefore(session, history), mode));
  const duration = compare(timeTaken(session, now), usual.durationSeconds, (percent) =>
    markOf(percent, limits.slow, atLeast),
  );
  const transferred = isSuccessful(status) ? session.transferredBytes : null;
  return {
    duration: status === 'running' && duration?.mark === 'usual' ? null : duration,
    transferred: compare(transferred, usual.transferredBytes, (percent) => {
      const much = markOf(percent, limits.much, atLeast);
      return much === 'usual' ? markOf(percent, limits.little, atMost) : much;
    }),
  };
}

function isFirst({ retryNumber }: Session): boolean {
  return (retryNumber ?? 0) === 0;
}

function timeTaken({ status, createdAt, durationSeconds }: Session, now: Instant): number | null {
  if (status === 'running') return createdAt === null ? null : Math.max(0, now - createdAt) / 1000;
  return isSuccessful(status) || status === 'failed' ? durationSeconds : null;
}

function compare(
  value: number | bigint | null,
  usual: Usual | null,
  markFor: (percent: number) => Mark,
): Comparison | null {
  // Of nothing there is no percentage.
  if (value === null || usual === null || usual.median <= 0) return null;
  const percent = (100 * Number(value)) / usual.median;
  return { percent, mark: markFor(percent), usual };
}

function markOf(
  percent: number,
  [warning, failed]: readonly [number, number],
  isBeyond: (percent: number, limit: number) => boolean,
): Mark {
  if (isBeyond(percent, failed)) return 'failed';
  return isBeyond(percent, warning) ? 'warning' : 'usual';
}

function atLeast(percent: number, limit: number): boolean {
  return percent >= limit;
}

function atMost(percent: number, limit: number): boolean {
  return percent <= limit;
}
