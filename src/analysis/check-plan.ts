import type { Instant } from '../model/instant.ts';
import type { Job } from '../model/job.ts';
import { isFailure, isLive } from '../model/status.ts';
import { COMPARED_RUNS } from './baseline.ts';
import type { HealthLimits, Levels } from './health-limits.ts';

/** Why a job cannot be judged by what the server lists of it alone. */
export type HistoryReason =
  /** Nothing tells how the last run went. */
  | 'last-result'
  /** It failed, ended with a warning or was stopped: since when, how often, was it made good? */
  | 'problem'
  /** It runs: since when, and what came before? */
  | 'running'
  /** The age of its last success may be beyond the limit. */
  | 'age'
  /** Its duration is to be compared with the usual. */
  | 'duration';

/**
 * Whether a verdict on the job needs its sessions; null: what the server lists of it is enough. This
 * keeps a check cheap: of a server where all is well nothing but the jobs is read.
 */
export function whyHistory(job: Job, limits: HealthLimits, now: Instant): HistoryReason | null {
  const { enabled, lastStatus, lastRunAt, lastSuccessAt } = job;
  if (enabled === false) return null;
  if (lastStatus === null || lastStatus === 'unknown' || lastStatus === 'none') {
    return 'last-result';
  }
  if (isFailure(lastStatus) || lastStatus === 'warning' || lastStatus === 'stopped') {
    return 'problem';
  }
  if (isLive(lastStatus) || job.running === true) return 'running';
  const oldest = lowest(limits.age);
  // A run that succeeded ended after it began, so its beginning is the oldest that the success can be.
  const success = Math.max(lastSuccessAt ?? -Infinity, lastRunAt ?? -Infinity);
  if (oldest < Infinity && now - success >= oldest) return 'age';
  return isSlowPossible(job, limits) ? 'duration' : null;
}

/** A run that took less than what counts as slow cannot have been slow. */
function isSlowPossible({ lastDurationSeconds }: Job, limits: HealthLimits): boolean {
  if (lowest(limits.durationPercent) === Infinity) return false;
  return (lastDurationSeconds ?? Infinity) * 1000 >= limits.leastExcess;
}

/** How many runs of a job tell all that its limits ask for. */
export function runsNeeded({
  failuresInRow,
  warningsInRow,
  durationPercent,
}: HealthLimits): number {
  const compared = lowest(durationPercent) === Infinity ? 1 : COMPARED_RUNS + 1;
  const rows = [failuresInRow, warningsInRow].flatMap(({ warning, critical }) => [
    warning ?? 0,
    critical ?? 0,
  ]);
  return Math.max(compared, ...rows);
}

/** From where on there is a finding; Infinity where nothing is one. */
function lowest({ warning, critical }: Levels): number {
  return Math.min(warning ?? Infinity, critical ?? Infinity);
}
