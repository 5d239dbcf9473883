import type { Verdict } from '../../analysis/baseline.ts';
import { collectRuns } from '../../analysis/runs.ts';
import type { Job } from '../../model/job.ts';
import { PRODUCT_NAMES } from '../../model/product.ts';
import type { Session } from '../../model/session.ts';
import { drawRecords } from '../formats/table.ts';
import { JOB_SESSION_RECORD } from '../records/session.ts';
import { safeText } from '../safe-text.ts';
import { screenFor, type Screen } from '../screen.ts';
import * as units from '../units.ts';
import { truncate, widthOf } from '../width.ts';
import { drawDetails, fitLines, showMoment, type Detail } from './details.ts';
import { jobTrend, markedSessions } from './verdict.ts';

/** What `jobs show` draws. */
export interface JobView {
  readonly job: Job;
  /** Its last sessions, newest first; null where they could not be read. */
  readonly sessions: readonly Session[] | null;
  /** Further label and text pairs below the job's own; null text = n/a. */
  readonly extra: readonly Detail[];
  /** All that was read of its sessions, for the trend; none is drawn where it is left out. */
  readonly history?: readonly Session[];
  /** How a session stands to the usual ones; nothing is marked where it is left out. */
  readonly verdictOf?: (session: Session) => Verdict | null;
}

/**
 * One job in full: its strip of last runs, its schedule, since when it fails, and its last sessions
 * as a table. Every line ends with a line feed, none is wider than the screen.
 */
export function renderJob(view: JobView, screen: Screen): string {
  const { job, extra, history } = view;
  const safeExtra = extra.map(({ label, text }) => ({
    label: safeText(label),
    text: text === null ? null : safeText(text),
  }));
  const trend = history === undefined ? [] : jobTrend(history, screen);
  const details = drawDetails([...detailsOf(view, screen), ...trend, ...safeExtra], screen);
  const lines = [titleLine(job, screen), '', ...details, '', ...lastRuns(view, screen)];
  return fitLines(lines, screen)
    .map((line) => `${line}\n`)
    .join('');
}

function titleLine(job: Job, { theme, width }: Screen): string {
  const status = job.lastStatus === null ? '' : `  ${theme.status(job.lastStatus)}`;
  const name = truncate(safeText(job.name), Math.max(1, width - widthOf(status)), theme.ellipsis);
  return truncate(theme.bold(name) + status, width, theme.ellipsis);
}

function detailsOf({ job, history = [] }: JobView, given: Screen): readonly Detail[] {
  const screen = screenFor(given, job);
  const { theme } = screen;
  const text = (label: string, value: string | null): Detail => ({
    label,
    text: value === null ? null : safeText(value),
  });
  return [
    text('Kind', job.type === null ? job.kind : `${job.kind} (${job.type})`),
    ...(job.description === null || job.description.trim() === ''
      ? []
      : [text('Description', job.description)]),
    text('Enabled', job.enabled === null ? null : units.formatYesNo(job.enabled)),
    text('Running', job.running === null ? null : units.formatYesNo(job.running)),
    ...(job.listed ? [] : [text('Listed', 'no, known from its sessions only')]),
    { label: 'Last result', text: lastResult(job, history, theme) },
    text('Last run', lastRun(job, screen)),
    text('Next run', showMoment(job.nextRunAt, screen) ?? job.nextRunText),
    text('Last success', showMoment(job.lastSuccessAt, screen)),
    ...failing(job, screen),
    {
      label: 'Last runs',
      text: job.recentStatuses === null ? null : showStrip(job.recentStatuses, screen),
    },
    text('Objects', job.objectsCount === null ? null : units.formatCount(job.objectsCount)),
    text('Repository', repository(job)),
    text('Job id', job.id),
    text('Last session', job.lastSessionId),
    text('Server', `${job.server} (${PRODUCT_NAMES[job.product]})`),
  ];
}

/** `✔ success after 2 retries`: the last run's result, and how it came to it as far as its sessions tell. */
function lastResult(
  { lastStatus }: Job,
  history: readonly Session[],
  theme: Screen['theme'],
): string | null {
  if (lastStatus === null) return null;
  const [run] = collectRuns(history);
  const retries = run === undefined ? 0 : run.attempts.length - 1;
  if (run === undefined || retries === 0) return theme.status(lastStatus);
  const words = retries === 1 ? '1 retry' : `${String(retries)} retries`;
  const source = run.inferred ? ' (inferred by their order)' : '';
  return `${theme.status(lastStatus)} after ${words}${source}`;
}

function lastRun({ lastRunAt, lastDurationSeconds }: Job, screen: Screen): string | null {
  const moment = showMoment(lastRunAt, screen);
  if (moment === null || lastDurationSeconds === null) return moment;
  return `${moment}, took ${units.formatDuration(lastDurationSeconds)}`;
}

function failing({ failingSince, failuresInRow }: Job, screen: Screen): readonly Detail[] {
  const since = showMoment(failingSince, screen);
  if (since === null) return [];
  const runs = failuresInRow === null ? '' : `, ${units.formatCount(failuresInRow)} in a row`;
  return [{ label: 'Failing since', text: screen.theme.inStatusColor('failed', since + runs) }];
}

function showStrip(statuses: NonNullable<Job['recentStatuses']>, { theme }: Screen): string {
  if (statuses.length === 0) return 'none in the last 30 days';
  return `${theme.strip(statuses)}  ${theme.dim('(newest on the right)')}`;
}

function repository({ repositoryName, repositoryId }: Job): string | null {
  if (repositoryName === null) return repositoryId;
  return repositoryId === null ? repositoryName : `${repositoryName} (${repositoryId})`;
}

function lastRuns(
  { sessions, verdictOf = () => null }: JobView,
  screen: Screen,
): readonly string[] {
  const { theme } = screen;
  if (sessions === null) return [theme.dim('Its sessions could not be read.')];
  if (sessions.length === 0) return [theme.dim('No sessions.')];
  const table = drawRecords(markedSessions(JOB_SESSION_RECORD, verdictOf), sessions, screen);
  return [theme.heading('Last sessions'), ...table.split('\n').slice(0, -1)];
}
