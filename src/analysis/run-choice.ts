/** Which runs of a job a verdict is about, where these are not all that are known of it. */
import { HOUR } from '../model/duration.ts';
import type { Instant } from '../model/instant.ts';
import type { Job } from '../model/job.ts';
import { overlaps, type TimeWindow } from '../model/selection.ts';
import { isFailure, isLive, type Status } from '../model/status.ts';
import type { Run } from './runs.ts';

/** Which of a job's runs are looked at. */
export interface RunChoice {
  /** The window on a clock so many minutes ahead of UTC; null where a record tells no clock. */
  readonly windowAt: (utcOffsetMinutes: number | null) => TimeWindow;
  /** The newest so many of the window. */
  readonly last: number;
  /** Only these results are meant: with others no fault is found, and they are not counted. null = all. */
  readonly statuses: readonly Status[] | null;
  /** Every session is a run of its own. */
  readonly singly: boolean;
}

/** What is judged without being told otherwise. */
export const ALL_RUNS: RunChoice = {
  windowAt: () => ({ since: null, until: null }),
  last: Infinity,
  statuses: null,
  singly: false,
};

/**
 * The runs of the window, of the finished ones the newest so many: what still runs is judged besides, so
 * that a verdict does not change while the next run is under way.
 *
 * @param runs newest first
 */
export function chooseRuns(
  runs: readonly Run[],
  choice: RunChoice,
  isFinished: (run: Run) => boolean,
): readonly Run[] {
  let finished = 0;
  return runs.filter((run) => {
    if (!isInWindow(run, choice)) return false;
    if (!isFinished(run)) return true;
    finished += 1;
    return finished <= choice.last;
  });
}

/** How long a failed session that announced a retry is waited for before its failure counts. */
const RETRY_PATIENCE = 2 * HOUR;

/** Whether the run may still change: it lives, or its last attempt is about to be repeated. */
export function isUnderWay(
  { status, attempts }: Run,
  { singly }: Pick<RunChoice, 'singly'>,
  now: Instant,
): boolean {
  if (isLive(status)) return true;
  if (singly) return false;
  const last = attempts.at(-1);
  if (!isFailure(status) || last?.willBeRetried !== true) return false;
  return last.endedAt === null || now - last.endedAt < RETRY_PATIENCE;
}

/** Whether the run overlaps the window, on the clock of its server. */
export function isInWindow(
  { startedAt, endedAt, attempts }: Run,
  { windowAt }: RunChoice,
): boolean {
  const window = windowAt(attempts[0].utcOffsetMinutes ?? null);
  return overlaps({ createdAt: startedAt, endedAt }, window);
}

/** Whether the last run that the server lists of a job is of the window, as far as its times tell. */
export function isLastRunOf(
  {
    lastRunAt,
    lastDurationSeconds,
    utcOffsetMinutes = null,
  }: Pick<Job, 'lastRunAt' | 'lastDurationSeconds' | 'utcOffsetMinutes'>,
  { windowAt }: RunChoice,
): boolean {
  const length = lastDurationSeconds === null ? null : lastDurationSeconds * 1000;
  const endedAt = lastRunAt === null || length === null ? null : lastRunAt + length;
  return overlaps({ createdAt: lastRunAt, endedAt }, windowAt(utcOffsetMinutes));
}

/** Whether fault is found with runs of this result. */
export function isJudged(status: Status, { statuses }: RunChoice): boolean {
  return statuses === null || statuses.includes(status);
}

/**
 * A job as it stood at a moment in the past, as far as that is known: servers list how a job stands
 * now. Whether it was enabled then nobody tells, so that its runs decide.
 */
export function jobAsOf(job: Job, moment: Instant): Job {
  const { lastRunAt, lastSuccessAt, running } = job;
  const past = { ...job, enabled: null };
  // Its last run had begun by then: what is listed of it is what was.
  if (lastRunAt !== null && lastRunAt < moment && running !== true) return past;
  return {
    ...past,
    running: null,
    lastStatus: null,
    lastDurationSeconds: null,
    lastSessionId: null,
    nextRunAt: null,
    nextRunText: null,
    lastSuccessAt: lastSuccessAt !== null && lastSuccessAt >= moment ? null : lastSuccessAt,
  };
}
