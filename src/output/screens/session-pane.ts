import type { Verdict } from '../../analysis/baseline.ts';
import type { Job } from '../../model/job.ts';
import type { LogRecord } from '../../model/log-record.ts';
import type { Session } from '../../model/session.ts';
import type { Status } from '../../model/status.ts';
import type { Task } from '../../model/task.ts';
import { bottleneckPercent, runLabel } from '../labels.ts';
import { safeLines, safeText } from '../safe-text.ts';
import { screenFor, type Screen } from '../screen.ts';
import * as units from '../units.ts';
import { truncate, widthOf, wrap } from '../width.ts';
import { drawChildren } from './children.ts';
import { drawDetails, fitLines, showMoment, type Detail } from './details.ts';
import { showLoads } from './loads.ts';
import { drawPanes, type Pane } from './panes.ts';
import { drawProblems } from './problems.ts';
import { verdictDetails } from './verdict.ts';

/** What `session show` draws. */
export interface SessionView {
  readonly session: Session;
  /** The session's job; null where it is not known. */
  readonly job: Job | null;
  /** Warnings and errors of the session's log; null where it could not be read. */
  readonly problems: readonly LogRecord[] | null;
  /** Every object of the session; null where the server tells none. */
  readonly tasks: readonly Task[] | null;
  /** The sessions that it started; nothing is said of them where they are left out or none. */
  readonly children?: readonly Session[] | null;
  /** Why there are no tasks or problems, one sentence each; shown dimmed at the end. */
  readonly notes: readonly string[];
  /** How it stands to the job's usual runs; nothing is said of it where it is left out. */
  readonly verdict?: Verdict | null;
}

/**
 * One session as Veeam's own window shows it: the title, the progress while it runs, three panes,
 * the stages' loads, the result's message, the ids and times, and last what went wrong and why.
 * Every line ends with a line feed, none is wider than the screen.
 */
export function renderSession(view: SessionView, given: Screen): string {
  const { session } = view;
  const screen = screenFor(given, session);
  const blocks = [
    [sessionTitle(view, screen), ...progressLine(view)],
    sessionPanes(view, screen),
    stageLine(session, screen),
    messageLines(session, screen),
    drawDetails([...comparisonOf(view, screen), ...detailsOf(view, screen)], screen),
    drawChildren(view.children ?? [], screen),
    drawProblems(view, screen),
    view.notes.flatMap((note) => wrap(safeText(note), screen.width).map(screen.theme.dim)),
  ];
  return blocks
    .filter((lines) => lines.length > 0)
    .map((lines) =>
      fitLines(lines, screen)
        .map((line) => `${line}\n`)
        .join(''),
    )
    .join('\n');
}

/** `DB Backup (Incremental)  ✔ success` */
export function sessionTitle(
  { session, job }: Pick<SessionView, 'session' | 'job'>,
  { theme, width }: Screen,
): string {
  const run = runLabel(session);
  const suffix = run === null ? '' : ` (${run})`;
  const status = theme.status(session.status);
  const jobName = session.jobName ?? job?.name ?? null;
  // A child is one machine of a policy: its own name says which.
  const own = session.parentSessionId === null ? null : session.name;
  const name = safeText(own ?? jobName ?? session.name ?? session.kind);
  const room = Math.max(1, width - widthOf(suffix) - widthOf(status) - 2);
  const title = theme.bold(truncate(name, room, theme.ellipsis) + suffix);
  return truncate(`${title}  ${status}`, width, theme.ellipsis);
}

/** The three panes, as the product's own window has them. */
export function sessionPanes(
  view: Pick<SessionView, 'session' | 'tasks'>,
  screen: Screen,
): readonly string[] {
  const { session } = view;
  const panes = session.product === 'vb365' ? vb365Panes(session, screen) : vbrPanes(view, screen);
  return drawPanes(panes, screen);
}

function progressLine({ session, tasks }: SessionView): readonly string[] {
  if (session.status !== 'running') return [];
  const parts = [
    session.progressPercent === null ? null : units.formatPercent(session.progressPercent),
    session.progressObjects === null
      ? null
      : `${units.formatCount(session.progressObjects)} objects so far`,
    tasks === null || tasks.length === 0
      ? null
      : `${String(tasks.filter(isOver).length)} of ${String(tasks.length)} objects`,
  ].filter((part) => part !== null);
  return [`Job progress: ${parts.length === 0 ? units.NOT_AVAILABLE : parts.join(', ')}`];
}

function isOver({ status }: Task): boolean {
  return status !== 'running' && status !== 'queued' && status !== 'idle';
}

/** The pane of Veeam Backup for Microsoft 365; its API knows no stages and no sizes read. */
function vb365Panes(session: Session, screen: Screen): readonly Pane[] {
  const { theme } = screen;
  const items =
    session.processedObjects === null ? null : units.formatCount(session.processedObjects);
  return [
    {
      title: 'Status',
      rows: [
        { label: 'Session status', value: theme.status(session.status) },
        { label: 'Bottleneck', value: showBottleneck(session, theme) },
      ],
    },
    {
      title: 'Data',
      rows: [
        {
          label: 'Processing rate',
          value: units.formatByteRate(session.processingRateBytesPerSecond),
          detail:
            session.processingRateItemsPerSecond === null
              ? null
              : units.formatItemRate(session.processingRateItemsPerSecond),
        },
        { label: 'Read rate', value: units.formatByteRate(session.readRateBytesPerSecond) },
        { label: 'Write rate', value: units.formatByteRate(session.writeRateBytesPerSecond) },
      ],
    },
    {
      title: 'Summary',
      rows: [
        { label: 'Duration', value: showDuration(session, screen) },
        { label: 'Objects', value: units.formatCount(session.progressObjects) },
        {
          label: 'Transferred',
          value: units.formatBytes(session.transferredBytes),
          detail: items === null ? null : `${items} items processed`,
          shortDetail: items === null ? null : `${items} items`,
        },
      ],
    },
  ];
}

/** The window of Veeam Backup & Replication. */
function vbrPanes(
  { session, tasks }: Pick<SessionView, 'session' | 'tasks'>,
  screen: Screen,
): readonly Pane[] {
  const { theme } = screen;
  const count = (status: Status) => {
    if (tasks === null) return units.NOT_AVAILABLE;
    const matches = tasks.filter((task) => task.status === status).length;
    return matches === 0 ? '0' : theme.inStatusColor(status, String(matches));
  };
  return [
    {
      title: 'Summary',
      rows: [
        { label: 'Duration', value: showDuration(session, screen) },
        {
          label: 'Processing rate',
          value: units.formatByteRate(session.processingRateBytesPerSecond),
        },
        { label: 'Bottleneck', value: showBottleneck(session, theme) },
      ],
    },
    {
      title: 'Data',
      rows: [
        {
          label: 'Processed',
          value: units.formatBytes(session.processedBytes),
          detail:
            session.progressPercent === null || session.processedBytes === null
              ? null
              : units.formatPercent(session.progressPercent),
        },
        { label: 'Read', value: units.formatBytes(session.readBytes) },
        {
          label: 'Transferred',
          value: units.formatBytes(session.transferredBytes),
          detail: units.formatReduction(session.readBytes, session.transferredBytes),
        },
      ],
    },
    {
      title: 'Status',
      rows: [
        { label: 'Success', value: count('success') },
        { label: 'Warnings', value: count('warning') },
        { label: 'Errors', value: count('failed') },
      ],
    },
  ];
}

function showBottleneck(session: Session, theme: Screen['theme']): string {
  return session.bottleneck === null
    ? units.NOT_AVAILABLE
    : theme.bottleneck(session.bottleneck, bottleneckPercent(session));
}

/** A running session has no duration yet, but a start. */
function showDuration({ durationSeconds, status, createdAt }: Session, { now }: Screen): string {
  return durationSeconds === null && status === 'running' && createdAt !== null
    ? `${units.formatDuration((now - createdAt) / 1000)} so far`
    : units.formatDuration(durationSeconds);
}

const MESSAGE_INDENT = '  ';

/** `Stage loads:  Source 99% ▇  Proxy 35% ▃  Network 4% ▁  Target 0%`; bars where there is colour. */
function stageLine({ stageLoads }: Session, screen: Screen): readonly string[] {
  if (stageLoads === null || stageLoads.length === 0) return [];
  const text = showLoads(stageLoads, screen).join('  ');
  return drawDetails([{ label: 'Stage loads', text }], screen);
}

/** The result's message, in the lines that the server wrote it in; not the bare result once more. */
function messageLines({ message, statusText }: Session, screen: Screen): readonly string[] {
  const lines = safeLines(message === statusText ? '' : (message ?? '')).filter(
    (line) => line.trim() !== '',
  );
  const [first, ...others] = lines;
  if (first === undefined) return [];
  if (others.length === 0) return drawDetails([{ label: 'Message', text: first }], screen);
  const room = Math.max(1, screen.width - MESSAGE_INDENT.length);
  const wrapped = lines.flatMap((line) => wrap(line, room));
  return ['Message:', ...wrapped.map((line) => MESSAGE_INDENT + line)];
}

function comparisonOf({ verdict = null }: SessionView, screen: Screen): readonly Detail[] {
  return verdict === null ? [] : verdictDetails(verdict, screen);
}

function detailsOf({ session }: SessionView, screen: Screen): readonly Detail[] {
  const always: readonly Detail[] = [
    { label: 'Session id', text: session.id },
    { label: 'Job id', text: session.jobId },
    { label: 'Started', text: showMoment(session.createdAt, screen) },
    { label: 'Ended', text: showMoment(session.endedAt, screen) },
  ];
  const whereKnown: readonly Detail[] = [
    {
      label: 'Kind',
      text: session.type === null ? session.kind : `${session.kind} (${session.type})`,
    },
    { label: 'Server', text: session.server },
    { label: 'Status as served', text: session.statusText },
    { label: 'Started by', text: session.initiatedBy },
    { label: 'Retry of', text: retryOf(session) },
    {
      label: 'Will be retried',
      text: session.willBeRetried === null ? null : units.formatYesNo(session.willBeRetried),
    },
    { label: 'Parent session', text: session.parentSessionId },
    { label: 'Related session', text: session.relatedSessionId },
    { label: 'Works on', text: session.resourceReference ?? session.resourceId },
  ];
  return [...always, ...whereKnown.filter(({ text }) => text !== null)].map(({ label, text }) => ({
    label,
    text: text === null ? null : safeText(text),
  }));
}

function retryOf({ id, originalSessionId }: Session): string | null {
  return originalSessionId === id ? null : originalSessionId;
}
