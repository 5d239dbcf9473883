import { HOUR } from '../model/duration.ts';
import type { Instant } from '../model/instant.ts';
import type { Levels } from '../model/levels.ts';
import type { Run } from './runs.ts';

export type { Levels } from '../model/levels.ts';

/** How grave something is, the gravest first. */
export const SEVERITIES = ['critical', 'warning'] as const;

export type Severity = (typeof SEVERITIES)[number];

/** How a job stands as a whole; `unknown`: nothing says how its last run went. */
export type Judgement = Severity | 'ok' | 'unknown';

/** What can be wrong with a job. The finding's value is, in this order of the words: */
export const CONCERNS = [
  /** the number of failed runs in a row, */
  'failed',
  /** the number of runs with a warning in a row, */
  'warning',
  /** 1: a person stopped the last run, */
  'stopped',
  /** the age of the last success, or of the oldest run without one, in milliseconds, */
  'overdue',
  /** how long ago the next run was due, in milliseconds, */
  'missed',
  /** nothing: it is enabled and has never run, */
  'never-run',
  /** for how long at least it has been disabled, in milliseconds, null where it never ran, */
  'disabled',
  /** how long it has been running, in milliseconds, */
  'running-long',
  /** the duration of the last run in percent of the usual one. */
  'slow',
] as const;

export type Concern = (typeof CONCERNS)[number];

/** One thing that is wrong with a job. */
export interface Finding {
  readonly concern: Concern;
  readonly severity: Severity;
  /** A number whose meaning depends on the concern, see CONCERNS. */
  readonly value: number | null;
  /** Since when; null where nobody knows. */
  readonly since: Instant | null;
  /** The run that shows it, the newest of a row; null where it is no run's. */
  readonly run: Run | null;
}

/** From when on something is wrong with a job. */
export interface HealthLimits {
  readonly failuresInRow: Levels;
  readonly warningsInRow: Levels;
  /** 1 or null: whether a run that a person stopped is a finding. */
  readonly stopped: Levels;
  /** Milliseconds since the last success. */
  readonly age: Levels;
  /** Milliseconds since the next run was due. */
  readonly missedBy: Levels;
  /** 1 or null: whether a job that never ran is a finding. */
  readonly neverRun: Levels;
  /** Milliseconds since the last run of a disabled job. */
  readonly disabledFor: Levels;
  /** Milliseconds that a run is taking. */
  readonly runningFor: Levels;
  /** Duration in percent of the median of comparable runs, running ones by the time so far. */
  readonly durationPercent: Levels;
  /** A run that takes less than so many milliseconds more than usual is not slow, whatever the percentage. */
  readonly leastExcess: number;
}

/**
 * What is judged without being asked for: percentages and hours as Veeam ONE has them. Ages and
 * absolute durations depend on the job's schedule, which nobody but its owner knows.
 */
export const DEFAULT_HEALTH_LIMITS: HealthLimits = {
  failuresInRow: { warning: null, critical: 1 },
  warningsInRow: { warning: 1, critical: null },
  stopped: { warning: 1, critical: null },
  age: { warning: null, critical: null },
  missedBy: { warning: HOUR, critical: null },
  neverRun: { warning: 1, critical: null },
  disabledFor: { warning: 12 * HOUR, critical: null },
  runningFor: { warning: null, critical: null },
  durationPercent: { warning: 150, critical: 200 },
  leastExcess: HOUR / 6,
};

/** How grave a value is by its limits; null where it is below both. */
export function severityAt(value: number, { warning, critical }: Levels): Severity | null {
  if (critical !== null && value >= critical) return 'critical';
  return warning !== null && value >= warning ? 'warning' : null;
}

/** Compares by gravity, the graver first. */
export function graver(a: Severity, b: Severity): number {
  return SEVERITIES.indexOf(a) - SEVERITIES.indexOf(b);
}
