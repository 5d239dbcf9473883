import type { Concern } from '../analysis/health-limits.ts';
import { offsetZone, SERVER_ZONE } from '../model/calendar.ts';
import type { Instant } from '../model/instant.ts';
import {
  formatBytes,
  formatDateTime,
  formatDuration,
  formatPercent,
  formatReduction,
  NOT_AVAILABLE,
} from '../output/units.ts';
import type { Problem, ReportDocument, ReportJob, ReportStatus, Solved } from './model.ts';

/** What the parts of a report are called in every format. */
export const TITLES = {
  unreachable: 'Not reached',
  missing: 'Not all could be read',
  solved: 'Solved since the last report',
  madeGood: 'Failed, but a later run did not',
  bottlenecks: 'Bottlenecks',
  days: 'The last days',
  weeks: 'The last weeks',
  notes: 'To be known',
} as const;

/** The sections of the problems in the order in which they are read, with what belongs to each. */
const SECTIONS: readonly {
  readonly title: string;
  readonly concerns: readonly Concern[];
}[] = [
  { title: 'Failed', concerns: ['failed'] },
  { title: 'Warnings', concerns: ['warning', 'stopped'] },
  { title: 'Running or taking too long', concerns: ['running-long', 'slow'] },
  { title: 'Missed, overdue or never run', concerns: ['missed', 'overdue', 'never-run'] },
  { title: 'Disabled', concerns: ['disabled'] },
];

/** The concerns in the order of the sections that they stand in. */
export const CONCERN_ORDER: readonly Concern[] = SECTIONS.flatMap(({ concerns }) => concerns);

/** The problems of one section. */
export interface ProblemSection {
  readonly title: string;
  readonly problems: readonly Problem[];
}

/** The problems by section; sections without any are left out. */
export function sectionsOf(problems: readonly Problem[]): readonly ProblemSection[] {
  return SECTIONS.map(({ title, concerns }) => ({
    title,
    problems: problems.filter(({ concern }) => concerns.includes(concern)),
  })).filter((section) => section.problems.length > 0);
}

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
  if (counts.problems === 0) return TITLES.missing;
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

/** `27 success, 2 warning, 2 failed (success rate 87.1%)` */
export function resultsText({ counts, successRate }: ReportDocument): string {
  const words = ['success', 'warning', 'failed', 'stopped', 'running', 'queued', 'other'] as const;
  const parts = words.flatMap((word) => (counts[word] === 0 ? [] : [`${counts[word]} ${word}`]));
  const rate = successRate === null ? '' : ` (success rate ${rateText(successRate)})`;
  return `${parts.join(', ')}${rate}`;
}

/** `12.1 GB transferred, 40.2 GB read (3.3x), 1.2 TB processed` */
export function dataText({ transferredBytes, readBytes, processedBytes }: ReportDocument): string {
  const reduction = formatReduction(readBytes, transferredBytes);
  const factor = reduction === null ? '' : ` (${reduction})`;
  return [
    `${formatBytes(transferredBytes)} transferred`,
    `${formatBytes(readBytes)} read${factor}`,
    `${formatBytes(processedBytes)} processed`,
  ].join(', ');
}

/** A share from 0 to 1 as `87.1%`. */
export function rateText(share: number | null): string {
  return formatPercent(share === null ? null : Math.round(share * 1000) / 10);
}

/** `usually 1:45:00`; null where nothing is known to compare the job's runs with. */
export function usualText({ runs }: ReportJob): string | null {
  const usual = runs.find(({ usualDurationSeconds }) => usualDurationSeconds !== null);
  const seconds = usual?.usualDurationSeconds ?? null;
  return seconds === null ? null : `usually ${formatDuration(seconds)}`;
}

/** How many runs are not listed, and why; null: all are. */
export function unlistedText({ unlistedRuns, onlyProblems }: ReportDocument): string | null {
  if (unlistedRuns === 0) return null;
  const why = onlyProblems ? 'of jobs that are well are not listed' : 'are not listed (--limit)';
  return `${counted(unlistedRuns, 'run')} ${why}.`;
}
