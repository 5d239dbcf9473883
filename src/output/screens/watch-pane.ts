import { FEWEST_COMPARED_RUNS } from '../../analysis/baseline.ts';
import type { Outlook } from '../../analysis/outlook.ts';
import type { Instant } from '../../model/instant.ts';
import type { Job } from '../../model/job.ts';
import type { Session } from '../../model/session.ts';
import type { Status } from '../../model/status.ts';
import type { Task } from '../../model/task.ts';
import { safeText } from '../safe-text.ts';
import { screenFor, type Screen } from '../screen.ts';
import type { TableColumn } from '../table.ts';
import { widthOf, wrap } from '../width.ts';
import * as units from '../units.ts';
import { shareBar } from './bars.ts';
import { drawDetails, fitLines, showMoment, type Detail } from './details.ts';
import { byStatus, NAME_COLUMN, PLAIN_COLUMN, plainTable } from './plain-table.ts';
import { sessionPanes, sessionTitle } from './session-pane.ts';

/** What `session watch` draws at one moment. */
export interface WatchView {
  readonly session: Session;
  /** The attempts of the run before this one, oldest first. */
  readonly earlier: readonly Session[];
  /** Its objects; null where the server tells none. */
  readonly tasks: readonly Task[] | null;
  readonly outlook: Outlook;
  /** Until when an announced retry is waited for; null = none is. */
  readonly retryUntil: Instant | null;
  /** What else is to be said, one sentence each. */
  readonly notes: readonly string[];
}

/** What is drawn before there is a session. */
export interface WaitingView {
  readonly job: Job;
  readonly notes: readonly string[];
}

/** A screen that holds only so many lines. */
export interface TallScreen extends Screen {
  readonly height: number;
}

const HELP = 'Ctrl-C ends the watching, not the session.';

/**
 * A session that lives: title, progress, what is to be expected, the panes, and as many of its objects as
 * there is room for, those with problems first. No line is wider than the screen, and there are no more
 * than it holds: what stands first is left last.
 */
export function drawWatch(view: WatchView, given: TallScreen): readonly string[] {
  const screen = { ...screenFor(given, view.session), height: given.height };
  const head = [
    sessionTitle({ session: view.session, job: null }, screen),
    ...progress(view, screen),
    ...drawDetails([...expected(view, screen), ...attempts(view, screen)], screen),
  ];
  const panes = ['', ...sessionPanes(view, screen)];
  const foot = ['', ...footLines(view.notes, screen)];
  const room = screen.height - head.length - foot.length;
  const shown = panes.length <= room ? panes : [];
  const objects = drawObjects(view.tasks ?? [], room - shown.length, screen);
  return fitted([...head, ...shown, ...objects], foot, screen);
}

/** The job whose next session is waited for. */
export function drawWaiting({ job, notes }: WaitingView, given: TallScreen): readonly string[] {
  const screen = { ...screenFor(given, job), height: given.height };
  const head = [
    ...wrap(`Waiting for the next session of ${safeText(job.name)}`, screen.width),
    ...drawDetails(
      [
        { label: 'Next run', text: nextRunOf(job, screen) },
        { label: 'Enabled', text: job.enabled === null ? null : units.formatYesNo(job.enabled) },
      ],
      screen,
    ),
  ];
  return fitted(head, ['', ...footLines(notes, screen)], screen);
}

function nextRunOf({ nextRunAt, nextRunText }: Job, screen: Screen): string | null {
  return showMoment(nextRunAt, screen) ?? (nextRunText === null ? null : safeText(nextRunText));
}

/** Where there is too little room, the foot goes first, then what stands below. */
function fitted(
  body: readonly string[],
  foot: readonly string[],
  screen: TallScreen,
): readonly string[] {
  const lines = body.length + foot.length <= screen.height ? [...body, ...foot] : body;
  return fitLines(lines.slice(0, Math.max(1, screen.height)), screen);
}

function footLines(notes: readonly string[], screen: Screen): readonly string[] {
  const { theme, width } = screen;
  return [
    ...notes.flatMap((note) =>
      wrap(safeText(note), width).map((line) => theme.inStatusColor('warning', line)),
    ),
    theme.dim(HELP),
  ];
}

/** Columns of the bar; its percentage stands beside it. */
const BAR_WIDTH = 30;

/** `██████··· 63%  12:04 so far`; VB365 counts objects and knows no percentage. */
function progress({ session, tasks }: WatchView, screen: Screen): readonly string[] {
  const { progressPercent, progressObjects } = session;
  const over = tasks?.filter(({ status }) => !isUnderWay(status)).length ?? 0;
  const parts = [
    progressPercent === null ? null : units.formatPercent(progressPercent),
    progressObjects === null ? null : `${units.formatCount(progressObjects)} objects`,
    tasks === null ? null : `${String(over)} of ${String(tasks.length)} objects done`,
    elapsed(session, screen.now),
  ].filter((part) => part !== null);
  const text = parts.join(', ');
  if (progressPercent === null) return text === '' ? [] : [text];
  const room = screen.width - widthOf(text) - 2;
  const bar = shareBar(progressPercent / 100, Math.min(BAR_WIDTH, Math.max(0, room)), screen.theme);
  return [room < 5 ? text : `${bar}  ${text}`];
}

function elapsed({ status, createdAt, durationSeconds }: Session, now: Instant): string | null {
  if (durationSeconds !== null) return `took ${units.formatDuration(durationSeconds)}`;
  if (createdAt === null) return null;
  const seconds = units.formatDuration((now - createdAt) / 1000);
  return status === 'queued' ? `waiting for ${seconds}` : `${seconds} so far`;
}

function isUnderWay(status: Status): boolean {
  return status === 'running' || status === 'queued' || status === 'idle';
}

/** When it should end, as its job's last runs did. */
function expected({ session, outlook }: WatchView, screen: Screen): readonly Detail[] {
  if (session.status !== 'running') return [];
  const { etaAt, usual, isLate } = outlook;
  if (usual === null) {
    const reason =
      (session.retryNumber ?? 0) > 0
        ? 'a retry repeats only a part of the run'
        : `fewer than ${String(FEWEST_COMPARED_RUNS)} comparable runs`;
    return [
      { label: 'Expected end', text: screen.theme.dim(`${units.NOT_AVAILABLE} (${reason})`) },
    ];
  }
  const median = `${units.formatDuration(usual.median)}, ${String(usual.runs)} runs`;
  if (isLate) {
    return [
      {
        label: 'Expected end',
        text: screen.theme.inStatusColor('warning', `longer than usual (${median})`),
      },
    ];
  }
  if (etaAt === null) return [{ label: 'Expected end', text: null }];
  const left = units.formatDuration((etaAt - screen.now) / 1000);
  const at = units.formatDateTime(etaAt, screen.timeZone).slice(11);
  return [{ label: 'Expected end', text: `in ${left}, at ${at} (usually ${median})` }];
}

/** The run's attempts so far, and what is waited for. */
function attempts({ session, earlier, retryUntil }: WatchView, screen: Screen): readonly Detail[] {
  const { theme } = screen;
  const before = earlier.map(({ status }) => theme.status(status)).join(', ');
  return [
    ...(earlier.length === 0 ? [] : [{ label: 'Attempts before', text: before }]),
    ...(retryUntil === null
      ? []
      : [
          {
            label: 'Retry',
            text: `announced; waiting for it until ${units.formatDateTime(retryUntil, screen.timeZone).slice(11)}`,
          },
        ]),
    ...(retryUntil === null || session.message === null
      ? []
      : [{ label: 'Message', text: safeText(session.message) }]),
  ];
}

const COLUMNS: readonly TableColumn[] = [
  PLAIN_COLUMN,
  { ...NAME_COLUMN, importance: 100 },
  { ...PLAIN_COLUMN, align: 'right', importance: 80 },
  { ...PLAIN_COLUMN, align: 'right', importance: 70 },
  { ...PLAIN_COLUMN, align: 'right', importance: 60 },
];

/** What went wrong first, then what is under way, what waits, and what is done. */
const byUrgency = byStatus(['failed', 'warning', 'running', 'idle', 'queued']);

function drawObjects(tasks: readonly Task[], room: number, screen: Screen): readonly string[] {
  // A blank line, a heading and one object: with less there is nothing to see.
  if (tasks.length === 0 || room < 3) return [];
  const all = [...tasks].sort(byUrgency);
  const most = room - 2;
  const shown = all.slice(0, all.length <= most ? most : Math.max(0, most - 1));
  const more = all.length - shown.length;
  const { theme } = screen;
  const rows = shown.map((task) => [
    theme.status(task.status),
    safeText(task.name ?? task.id),
    task.donePercent === undefined || task.donePercent === null
      ? ''
      : units.formatPercent(task.donePercent),
    task.processingRateBytesPerSecond === null
      ? ''
      : units.formatByteRate(task.processingRateBytesPerSecond),
    task.durationSeconds === null ? '' : units.formatDuration(task.durationSeconds),
  ]);
  return [
    '',
    theme.heading(`Objects (${String(tasks.length)})`),
    ...plainTable(COLUMNS, rows, screen),
    ...(more > 0 ? [theme.dim(`and ${String(more)} more`)] : []),
  ];
}
