import { createCalendar } from '../../analysis/calendar-days.ts';
import type { LimitSources } from '../../analysis/check-limits.ts';
import type { ReportRun } from '../../analysis/report-run.ts';
import { DAY } from '../../model/duration.ts';
import { VsiError } from '../../model/errors.ts';
import type { Instant } from '../../model/instant.ts';
import { windowOn, type SessionSelection } from '../../model/selection.ts';
import { REPORT_RUN_RECORD } from '../../output/records/report-run.ts';
import type { Viewpoint } from '../../report/collect.ts';
import { FLAGS } from '../flags.ts';
import { REPORT_FORMATS, type ReportFormat } from '../flags/report.ts';
import { THRESHOLD } from '../flags/threshold.ts';
import { unknownWord, type Invocation } from '../invocation.ts';
import { typedLimits } from '../monitoring/threshold-options.ts';
import {
  checkLasts,
  comparison,
  limitOf,
  selectionOfLength,
  sortOf,
} from '../sessions/selection-options.ts';
import { runSelectionOf } from '../sessions/run-selection.ts';
import { JOB_KINDS } from '../sessions/session-source.ts';
import { markLimitsOf } from '../sessions/session-verdicts.ts';
import { zoneOf } from '../printing/time-zone.ts';

const DEFAULT_TITLE = 'Backup report';

/** What a report is to be. */
export interface ReportPlan {
  readonly title: string;
  /** null: not said; then a mail alone is enough. */
  readonly format: ReportFormat | null;
  /** null: standard output. */
  readonly out: string | null;
  /** Whether --out or --format says that there is something to write, beside a mail. */
  readonly writes: boolean;
  readonly onlyProblems: boolean;
  readonly selection: SessionSelection & { readonly since: Instant };
  readonly view: Omit<Viewpoint, 'limitsOf'>;
  /** The limits as typed; those of single jobs stand in the settings file. */
  readonly limits: Pick<LimitSources, 'flags' | 'flagOf'>;
  /** Ids, names and names with `*` of jobs that are left out. */
  readonly excluded: readonly string[];
  readonly timeZone: string;
  readonly compareRuns: ((a: ReportRun, b: ReportRun) => number) | null;
  readonly limit: number;
  /** What was asked of whom, for the memory of the last report. */
  readonly question: string;
}

/** @throws USAGE */
export function reportPlanOf(invocation: Invocation): ReportPlan {
  const { flags, host } = invocation;
  const now = host.now();
  const timeZone = zoneOf(invocation);
  const selection = selectionFor(invocation);
  const { last, singly } = runSelectionOf(invocation);
  const sort = sortOf(invocation, REPORT_RUN_RECORD);
  const format = formatOf(invocation);
  const out = outOf(invocation);
  return {
    title: titleOf(invocation),
    format,
    out: out === '-' ? null : out,
    writes: format !== null || out !== null || flags.all(FLAGS.mailTo).length === 0,
    onlyProblems: flags.isOn(FLAGS.onlyProblems),
    selection,
    view: {
      now: Math.min(now, selection.until ?? Infinity),
      isPast: selection.until !== null && selection.until < now,
      windowOf: (session) => windowOn(selection, session?.utcOffsetMinutes ?? null),
      marks: markLimitsOf(invocation),
      calendar: createCalendar(timeZone),
      statuses: selection.statuses,
      last,
      singly,
    },
    limits: typedLimits(invocation),
    excluded: flags.all(FLAGS.exclude),
    timeZone,
    compareRuns: sort === null ? null : comparison(sort),
    limit: limitOf(invocation, Infinity),
    question: questionOf(invocation),
  };
}

function selectionFor(invocation: Invocation): ReportPlan['selection'] {
  const given = selectionOfLength(invocation, DAY);
  checkLasts(given);
  return { ...given, kinds: given.kinds ?? JOB_KINDS };
}

function formatOf({ flags }: Invocation): ReportFormat | null {
  const word = flags.text(FLAGS.reportFormat);
  if (word === undefined) return null;
  const format = REPORT_FORMATS.find((known) => known === word.trim().toLowerCase());
  if (format === undefined) throw unknownWord(FLAGS.reportFormat, word);
  return format;
}

function outOf({ flags }: Invocation): string | null {
  const out = flags.text(FLAGS.out);
  if (out === undefined) return null;
  if (out.trim() !== '') return out;
  throw new VsiError('USAGE', '--out names no file', { hint: 'a path, or - for standard output' });
}

function titleOf({ flags }: Invocation): string {
  const title = flags.text(FLAGS.title)?.trim() ?? '';
  return title === '' ? DEFAULT_TITLE : title;
}

/** Two reports answer the same question if these flags and variables say the same. */
function questionOf(invocation: Invocation): string {
  const { flags, host } = invocation;
  const text = [FLAGS.title, FLAGS.kind, FLAGS.status, FLAGS.since, FLAGS.until, FLAGS.product];
  const lists = [FLAGS.job, FLAGS.exclude, FLAGS.server];
  const switches = [FLAGS.allServers, FLAGS.demo, FLAGS.redact];
  return JSON.stringify([
    ...[...text, FLAGS.from, ...Object.values(THRESHOLD)].map((flag) => flags.text(flag) ?? null),
    ...lists.map((flag) => [...flags.all(flag)].sort()),
    ...switches.map((flag) => flags.isOn(flag)),
    host.variables['VSI_SERVER'] ?? null,
  ]);
}
