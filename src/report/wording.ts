import type { Concern } from '../analysis/health-limits.ts';
import { offsetZone, SERVER_ZONE } from '../model/calendar.ts';
import type { Instant } from '../model/instant.ts';
import { formatDateTime, formatDuration, NOT_AVAILABLE } from '../output/units.ts';
import type { Problem, ReportDocument, ReportStatus, Solved } from './model.ts';

/** The sections of the problems in the order in which they are read, with what belongs to each. */
export const SECTIONS: readonly {
  readonly title: string;
  readonly concerns: readonly Concern[];
}[] = [
  { title: 'Failed', concerns: ['failed'] },
  { title: 'Warnings', concerns: ['warning', 'stopped'] },
  { title: 'Running or taking too long', concerns: ['running-long', 'slow'] },
  { title: 'Missed, overdue or never run', concerns: ['missed', 'overdue', 'never-run'] },
  { title: 'Disabled', concerns: ['disabled'] },
];

export const CONCERN_ORDER: readonly Concern[] = SECTIONS.flatMap(({ concerns }) => concerns);

/** The word in the header and the subject. */
export const STATUS_WORDS: Readonly<Record<ReportStatus, string>> = {
  success: 'Success',
  warning: 'Warning',
  failed: 'Failed',
};

/** `1 run`, `31 runs` */
export function counted(count: number, one: string, many = `${one}s`): string {
  return `${count} ${count === 1 ? one : many}`;
}

/** `All good`, `3 problems` */
export function headline({ counts, status }: ReportDocument): string {
  if (status === 'success') return 'All good';
  if (counts.problems === 0) return 'Not all could be read';
  return counted(counts.problems, 'problem');
}

/** `31 runs of 12 jobs on 3 servers, 1 not reached` */
export function scope({ counts }: ReportDocument): string {
  const { runs, jobs, servers, unreachableServers: dead } = counts;
  const asked = `${counted(runs, 'run')} of ${counted(jobs, 'job')} on ${counted(servers, 'server')}`;
  return dead === 0 ? asked : `${asked}, ${dead} of them not reached`;
}

/** The clock that times are told by. */
export interface Clock {
  readonly timeZone: string;
}

/** `2026-11-22 03:00` */
export function timeText(
  instant: Instant | null,
  { timeZone }: Clock,
  record: { readonly utcOffsetMinutes?: number | null } = {},
): string {
  const zone = timeZone === SERVER_ZONE ? offsetZone(record.utcOffsetMinutes ?? 0) : timeZone;
  return instant === null ? NOT_AVAILABLE : formatDateTime(instant, zone).slice(0, 16);
}

/** `2026-11-23 06:00 to 2026-11-24 06:00` */
export function windowText({ since, until, generatedAt }: ReportDocument, clock: Clock): string {
  return `${timeText(since, clock)} to ${timeText(until ?? generatedAt, clock)}`;
}

/** What the zone of the times is called. */
export function zoneText({ timeZone }: Clock): string {
  return timeZone === SERVER_ZONE ? "times are the servers' own" : timeZone;
}

/** What is wrong, as a part of a sentence behind the job's name. */
export function problemText(problem: Problem, clock: Clock): string {
  const { concern, runsInRow, seconds, percent, since } = problem;
  const at = timeText(since, clock, problem);
  const long = seconds === null ? NOT_AVAILABLE : longTime(seconds);
  switch (concern) {
    case 'failed':
      return rowText('failed', runsInRow, at);
    case 'warning':
      return rowText('ended with warnings', runsInRow, at);
    case 'stopped':
      return `stopped by a person; begun ${at}`;
    case 'overdue':
      return `no success for ${long}, since ${at}`;
    case 'missed':
      return `due ${at}, and has not run: ${long} late`;
    case 'never-run':
      return 'enabled, and has never run';
    case 'disabled':
      return since === null
        ? 'disabled, and has never run'
        : `disabled; last run ${at}, ${long} ago`;
    case 'running-long':
      return `running for ${seconds === null ? NOT_AVAILABLE : formatDuration(seconds)}, since ${at}`;
    case 'slow':
      return `took ${percent ?? NOT_AVAILABLE}% of the usual time; begun ${at}`;
  }
}

function rowText(what: string, runsInRow: number | null, at: string): string {
  if (runsInRow === null || runsInRow === 1) return `${what}; begun ${at}`;
  return `${what} ${runsInRow} times in a row, since ${at}`;
}

/** `9 days`, `5 hours`, `12 minutes` */
function longTime(seconds: number): string {
  const units = [
    [86_400, 'day'],
    [3600, 'hour'],
    [60, 'minute'],
  ] as const;
  const [size, word] = units.find(([length]) => seconds >= 2 * length) ?? [60, 'minute'];
  return counted(Math.floor(seconds / size), word);
}

/** `new since the last report`, `known`; null where there was no last one. */
export function newsText({ isNew }: Pick<Problem, 'isNew'>): string | null {
  if (isNew === null) return null;
  return isNew ? 'new' : 'known';
}

const SOLVED_WORDS: ReadonlyMap<string, string> = new Map([
  ['failed', 'no longer failing'],
  ['warning', 'no more warnings'],
  ['stopped', 'ran again'],
  ['overdue', 'has had a success'],
  ['missed', 'has run'],
  ['never-run', 'has run'],
  ['disabled', 'enabled again'],
  ['running-long', 'has ended'],
  ['slow', 'as fast as usual'],
  ['unreachable', 'answers again'],
]);

/** What became of a problem of the last report. */
export function solvedText({ concern }: Solved): string {
  return SOLVED_WORDS.get(concern) ?? 'well again';
}

/** `+3 more` */
export function moreText(count: number): string | null {
  return count === 0 ? null : `and ${count} more`;
}
