import {
  CHECK_LIMITS,
  type CheckLimit,
  type CheckLimits,
  type CheckRule,
} from '../model/check-limits.ts';
import type { Job } from '../model/job.ts';
import { OFF, type Levels } from '../model/levels.ts';
import { meansJob } from '../model/selection.ts';
import { DEFAULT_HEALTH_LIMITS, type HealthLimits } from './health-limits.ts';

/** What each limit is called in the judgement of a job. */
const PLACES = {
  maxAge: 'age',
  failures: 'failuresInRow',
  warnings: 'warningsInRow',
  missed: 'missedBy',
  disabled: 'disabledFor',
  maxRunning: 'runningFor',
  slow: 'durationPercent',
  neverRun: 'neverRun',
  stopped: 'stopped',
} as const satisfies Record<CheckLimit, Exclude<keyof HealthLimits, 'leastExcess'>>;

/**
 * What `check` judges without being asked for. The duration is not: for that every job's history would
 * be read at every check.
 */
export const CHECK_DEFAULTS: HealthLimits = { ...DEFAULT_HEALTH_LIMITS, durationPercent: OFF };

/** One limit of one job, and who set it. */
export interface AppliedLimit {
  readonly limit: CheckLimit;
  readonly levels: Levels;
  /** `default`, `--max-age`, `servers.yaml:12 (SQL*)`. */
  readonly origin: string;
}

/** By what a job is judged. */
export interface AppliedLimits {
  readonly limits: HealthLimits;
  /** Every limit once, in the order of CHECK_LIMITS. */
  readonly applied: readonly AppliedLimit[];
  /** Who says that the job is not judged at all; null: it is. */
  readonly ignoredBy: string | null;
}

/** What limits are made from. */
export interface LimitSources {
  /** As typed: each with the flag's name. */
  readonly flags: CheckLimits;
  /** How a limit's flag is called: `--max-age`. */
  readonly flagOf: (limit: CheckLimit) => string;
  /** In the order of the file. */
  readonly rules: readonly CheckRule[];
  /** What is judged without being asked for; CHECK_DEFAULTS unless given. */
  readonly defaults?: HealthLimits;
}

/**
 * The limits of one job. What is said of all jobs (the defaults, rules for `*`, then the flags) is
 * overruled by what is said of this job; of two rules the later one holds.
 */
export function limitsOf(
  job: Pick<Job, 'id' | 'name' | 'server' | 'knownAs'>,
  { flags, flagOf, rules, defaults = CHECK_DEFAULTS }: LimitSources,
): AppliedLimits {
  const meant = rules.filter(
    (rule) => meansJob(rule.job, job) && (rule.server === null || rule.server === job.server),
  );
  const own = meant.filter((rule) => !isGeneral(rule));
  const applied = CHECK_LIMITS.map((limit): AppliedLimit => {
    const byRule = (some: readonly CheckRule[]): AppliedLimit | undefined =>
      some
        .flatMap((rule) => {
          const levels = rule.limits[limit];
          return levels === undefined ? [] : [{ limit, levels, origin: describe(rule) }];
        })
        .at(-1);
    const typed = flags[limit];
    return (
      byRule(own) ??
      (typed === undefined ? null : { limit, levels: typed, origin: flagOf(limit) }) ??
      byRule(meant) ?? { limit, levels: defaults[PLACES[limit]], origin: 'default' }
    );
  });
  const decisive = meant.findLast(({ ignore }) => ignore !== null);
  return {
    limits: applied.reduce<HealthLimits>(
      (limits, { limit, levels }) => ({ ...limits, [PLACES[limit]]: levels }),
      defaults,
    ),
    applied,
    ignoredBy: decisive?.ignore === true ? describe(decisive) : null,
  };
}

function isGeneral({ job, server }: CheckRule): boolean {
  return job === '*' && server === null;
}

function describe({ origin, job, server }: CheckRule): string {
  return `${origin} (${job}${server === null ? '' : ` on ${server}`})`;
}
