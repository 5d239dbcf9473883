import type { AppliedLimits } from '../analysis/check-limits.ts';
import type { HistoryReason } from '../analysis/check-plan.ts';
import type { JobHealth } from '../analysis/health.ts';
import type { Judgement, Levels } from '../analysis/health-limits.ts';
import type { Instant } from '../model/instant.ts';
import type { Int64 } from '../model/int64.ts';
import { compareText } from '../model/order.ts';
import type { TimeWindow } from '../model/selection.ts';
import type { Measure } from './perfdata.ts';
import { byGravity, worstOf } from './plugin-state.ts';

/** A job with its verdict and what it is judged by. */
export interface JudgedJob {
  readonly health: JobHealth;
  readonly applied: AppliedLimits;
  /** Why its sessions were read; null: they were not. */
  readonly history: HistoryReason | 'figures' | null;
  /** Of its last run, where that is known. */
  readonly transferredBytes: Int64 | null;
}

/** What keeps a server from answering, the gravest first (contract section 6). */
export const FAILURE_KINDS = ['unreachable', 'refused', 'failed'] as const;

export type FailureKind = (typeof FAILURE_KINDS)[number];

/** Why a server, or a part of what was asked of it, is missing. */
export interface CheckFailure {
  /** null: it is not known which one. */
  readonly server: string | null;
  readonly text: string;
  readonly hint: string | null;
  readonly kind: FailureKind;
}

/** All that a check came to, before anybody's format. */
export interface CheckResult {
  /** The gravest first. Without those that are ignored. */
  readonly jobs: readonly JudgedJob[];
  readonly ignored: readonly JudgedJob[];
  readonly failures: readonly CheckFailure[];
  /** How many servers were meant; 0: not known. */
  readonly servers: number;
  /** What a person should know besides: warnings of vsi itself. */
  readonly notices: readonly string[];
  readonly now: Instant;
  /** When the jobs are judged: now, or the end of a window in the past. */
  readonly moment: Instant;
  /** What was asked for; null = not bounded. */
  readonly window: TimeWindow;
  readonly secondsTaken: number;
  /** For drawn times. */
  readonly timeZone: string;
}

/** Puts the jobs in the order in which they are shown: gravest first, then by name. */
export function inOrder(jobs: readonly JudgedJob[]): readonly JudgedJob[] {
  return [...jobs].sort(
    ({ health: a }, { health: b }) =>
      byGravity(a.severity, b.severity) ||
      compareText(a.job.name, b.job.name) ||
      compareText(a.job.server, b.job.server) ||
      compareText(a.job.id, b.job.id),
  );
}

/** The gravest first, then in the order of the servers. */
export function failuresInOrder(failures: readonly CheckFailure[]): readonly CheckFailure[] {
  return [...failures].sort(
    (a, b) => FAILURE_KINDS.indexOf(a.kind) - FAILURE_KINDS.indexOf(b.kind),
  );
}

/** What fails to be told is unknown, and so is a check that checks nothing. */
export function stateOf({ jobs, failures }: CheckResult): Judgement {
  const isBlind = failures.length > 0 || jobs.length === 0;
  return worstOf([
    ...jobs.map(({ health }) => health.severity),
    ...(isBlind ? (['unknown'] as const) : []),
  ]);
}

/** The figures of the first line: counts, and of a single job its own. */
export function measuresOf(result: CheckResult): readonly Measure[] {
  const { jobs, ignored, failures, servers, secondsTaken } = result;
  const count = (state: Judgement): number =>
    jobs.filter(({ health }) => health.severity === state).length;
  const counts: readonly Measure[] = [
    { name: 'jobs', value: jobs.length, unit: '', minimum: 0 },
    ...(['ok', 'warning', 'critical', 'unknown'] as const).map((state): Measure => ({
      name: state,
      value: count(state),
      unit: '',
      // One of them is one too many.
      warning: state === 'warning' ? 0 : null,
      critical: state === 'critical' ? 0 : null,
      minimum: 0,
      maximum: jobs.length,
    })),
    { name: 'ignored', value: ignored.length, unit: '', minimum: 0 },
    ...(servers > 0
      ? [
          {
            name: 'failed_servers',
            value: new Set(failures.flatMap(({ server }) => server ?? [])).size,
            unit: '',
            minimum: 0,
            maximum: servers,
          } as const,
        ]
      : []),
  ];
  const [only, ...others] = jobs;
  return [
    ...(only !== undefined && others.length === 0 ? jobMeasures(only, result.moment) : []),
    ...counts,
    { name: 'time', value: secondsTaken, unit: 's', minimum: 0 },
  ];
}

/**
 * The figures of one job, with the limits that it is judged by.
 *
 * @param moment at which it is judged
 */
export function jobMeasures(judged: JudgedJob, moment: Instant): readonly Measure[] {
  const { job, lastRun } = judged.health;
  const { limits } = judged.applied;
  const seconds = (levels: Levels): Pick<Measure, 'warning' | 'critical'> => ({
    warning: levels.warning === null ? null : levels.warning / 1000,
    critical: levels.critical === null ? null : levels.critical / 1000,
  });
  // A count is too high from its limit on, so that the last good one is the number below.
  const below = (levels: Levels): Pick<Measure, 'warning' | 'critical'> => ({
    warning: levels.warning === null ? null : levels.warning - 1,
    critical: levels.critical === null ? null : levels.critical - 1,
  });
  const age = job.lastSuccessAt === null ? null : Math.max(0, (moment - job.lastSuccessAt) / 1000);
  return [
    { name: 'age', value: age, unit: 's', ...seconds(limits.age), minimum: 0 },
    {
      name: 'duration',
      value: lastRun?.durationSeconds ?? job.lastDurationSeconds,
      unit: 's',
      minimum: 0,
    },
    { name: 'transferred', value: judged.transferredBytes, unit: 'B', minimum: 0 },
    {
      name: 'failures',
      value: job.failuresInRow,
      unit: '',
      ...below(limits.failuresInRow),
      minimum: 0,
    },
  ];
}
