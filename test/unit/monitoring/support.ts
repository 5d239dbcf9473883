import { CHECK_DEFAULTS, limitsOf } from '../../../src/analysis/check-limits.ts';
import type { HistoryReason } from '../../../src/analysis/check-plan.ts';
import { healthOf } from '../../../src/analysis/health.ts';
import type { Job } from '../../../src/model/job.ts';
import type { CheckLimits } from '../../../src/model/check-limits.ts';
import type { CheckResult, JudgedJob } from '../../../src/monitoring/check-result.ts';
import type { CheckView } from '../../../src/monitoring/check-view.ts';
import { mailJob } from '../../support/jobs.ts';

/** Everything listed in the order of the result. */
export const PLAIN: CheckView = { explain: false, compare: null, limit: Infinity };

export const NOW = Date.UTC(2026, 10, 22, 6);
export const HOUR = 3_600_000;

/** A job as a server lists it, well unless something else is said. */
export function listedJob(changes: Partial<Job> = {}): Job {
  return mailJob({
    server: 'vienna',
    running: false,
    lastStatus: 'success',
    lastRunAt: NOW - HOUR,
    lastDurationSeconds: 60,
    lastSuccessAt: NOW - HOUR,
    failuresInRow: 0,
    ...changes,
  });
}

/** A job judged by what is listed of it. */
export function judgedJob(
  changes: Partial<Job> = {},
  { flags = {}, history = null }: { flags?: CheckLimits; history?: HistoryReason | null } = {},
): JudgedJob {
  const job = listedJob(changes);
  const applied = limitsOf(job, { flags, flagOf: (limit) => `--${limit}`, rules: [] });
  const health = healthOf(
    { job, sessions: null },
    { limits: { ...CHECK_DEFAULTS, ...applied.limits }, now: NOW },
  );
  return { health, applied, history, transferredBytes: null };
}

/** A check that came to these jobs. */
export function checkResult(
  jobs: readonly JudgedJob[],
  changes: Partial<CheckResult> = {},
): CheckResult {
  return {
    jobs,
    ignored: [],
    failures: [],
    servers: 1,
    notices: [],
    now: NOW,
    moment: NOW,
    window: { since: null, until: null },
    secondsTaken: 1.25,
    timeZone: 'UTC',
    ...changes,
  };
}
