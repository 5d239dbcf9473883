import {
  concurrencyOf,
  spanOf,
  type Concurrency,
  type Span,
  type TimelineRow,
} from '../../analysis/timeline.ts';
import { SERVER_ZONE } from '../../model/calendar.ts';
import type { Instant } from '../../model/instant.ts';
import { isLive, STATUSES, type Status } from '../../model/status.ts';
import { safeText } from '../safe-text.ts';
import { screenFor, type Screen } from '../screen.ts';
import { formatDateTime } from '../units.ts';
import { pad, truncate, widthOf, wrap } from '../width.ts';
import { fitLines } from './details.ts';
import { clockOf, createTimeAxis, type TimeAxis } from './time-axis.ts';

/** What `timeline` draws. */
export interface TimelineView {
  /** In the order in which their jobs are to stand. */
  readonly rows: readonly TimelineRow[];
  readonly since: Instant;
  /** null: up to now. */
  readonly until: Instant | null;
  /** Whether rows of several servers stand together. */
  readonly severalServers: boolean;
}

const MIN_LABEL = 8;
const MIN_AXIS = 10;
/** The part of the screen that names may take. */
const LABEL_SHARE = 0.3;
const CONCURRENCY_LABEL = 'At once';

/**
 * The runs as bars on a time axis: a line for each job, further ones where its runs would hide each
 * other, so that every run has its own bar. A bar ends with the sign of its result; what still runs
 * goes on to the right edge. Below it how many ran at once. No line is wider than the screen.
 */
export function renderTimeline(view: TimelineView, given: Screen): string {
  const screen = inOneZone(view.rows, given);
  const axis = layAxis(view, screen);
  const drawn = view.rows.flatMap((row) => {
    const span = spanOf(row, axis.to);
    return span === null ? [] : [{ row, span }];
  });
  const labelWidth = screen.width - axis.columns - 1;
  const head = (text: string): string => {
    return `${pad(truncate(text, labelWidth, screen.theme.ellipsis), labelWidth)} `;
  };
  const concurrency = concurrencyOf(
    drawn.filter(({ row }) => isWorking(row)).map(({ span }) => span),
    axis,
    axis.columns,
  );
  const lines = [
    head('') + labelLine(axis),
    head('') + screen.theme.dim(ruler(axis, screen)),
    ...jobLines(drawn, { view, axis, screen, head }),
    head('') + screen.theme.dim(ruler(axis, screen)),
    head(CONCURRENCY_LABEL) + columnsOf(concurrency, screen),
    '',
    ...wrap(peakText(concurrency, screen), screen.width),
    ...legend(view.rows, screen),
    ...undrawnLine(view.rows.length - drawn.length, screen),
  ];
  return fitLines(lines, screen)
    .map((line) => `${line}\n`)
    .join('');
}

/** What idles for days or waits for its turn takes nothing from those that run. */
function isWorking({ status }: TimelineRow): boolean {
  return status !== 'idle' && status !== 'queued';
}

/** One axis has one zone: with `--time-zone server` that of the first run's server. */
function inOneZone(rows: readonly TimelineRow[], screen: Screen): Screen {
  return screen.timeZone === SERVER_ZONE ? screenFor(screen, rows[0] ?? {}) : screen;
}

function layAxis({ rows, since, until }: TimelineView, { width, now, timeZone }: Screen): TimeAxis {
  const latest = rows.reduce(
    (last, { startedAt, endedAt }) => Math.max(last, startedAt ?? last, endedAt ?? last),
    Math.max(now, since + 1),
  );
  const longest = rows.reduce(
    (most, { jobName }) => Math.max(most, widthOf(safeText(jobName ?? ''))),
    CONCURRENCY_LABEL.length,
  );
  const most = Math.max(MIN_LABEL, Math.floor(width * LABEL_SHARE));
  const columns = Math.max(MIN_AXIS, width - Math.min(longest, most) - 1);
  const shown = Math.max(1, Math.min(columns, width - 2));
  return createTimeAxis({ from: since, to: until ?? latest }, shown, timeZone);
}

function labelLine({ ticks, columns }: TimeAxis): string {
  let line = '';
  for (const { column, label } of ticks) {
    if (column < line.length || column + label.length > columns) continue;
    line = `${line.padEnd(column)}${label} `;
  }
  return line.trimEnd();
}

function ruler({ ticks, midnights, columns }: TimeAxis, { theme }: Screen): string {
  const [line, tick, midnight] = theme.ascii ? ['-', '+', '|'] : ['─', '┼', '│'];
  const marks = new Map(ticks.map(({ column }) => [column, tick]));
  for (const column of midnights) marks.set(column, midnight);
  return Array.from({ length: columns }, (_, column) => marks.get(column) ?? line).join('');
}

interface DrawnRun {
  readonly row: TimelineRow;
  readonly span: Span;
}

interface Canvas {
  readonly view: TimelineView;
  readonly axis: TimeAxis;
  readonly screen: Screen;
  /** The text at the left of the axis, filled up with blanks. */
  readonly head: (text: string) => string;
}

function jobLines(runs: readonly DrawnRun[], canvas: Canvas): readonly string[] {
  const { view, screen, head } = canvas;
  const servers = groupBy(runs, ({ row }) => row.server);
  return [...servers].flatMap(([server, own]) => {
    const jobs = groupBy(own, ({ row }) => row.jobId ?? row.jobName ?? row.runId);
    const lines = [...jobs.values()].flatMap((job) => {
      // The newest name is the job's present one.
      const name = safeText(job.at(-1)?.row.jobName ?? job[0]?.row.runId ?? '');
      return lanesOf(job, canvas.axis).map(
        (lane, index) => head(index === 0 ? name : '') + laneLine(lane, canvas),
      );
    });
    return view.severalServers ? [screen.theme.heading(safeText(server)), ...lines] : lines;
  });
}

function groupBy(
  runs: readonly DrawnRun[],
  keyOf: (run: DrawnRun) => string,
): ReadonlyMap<string, readonly DrawnRun[]> {
  const groups = new Map<string, DrawnRun[]>();
  for (const run of runs) {
    const group = groups.get(keyOf(run));
    if (group === undefined) groups.set(keyOf(run), [run]);
    else group.push(run);
  }
  return groups;
}

/** A run's columns, both included. */
interface Bar {
  readonly first: number;
  readonly last: number;
  readonly status: Status;
  /** Whether it began before the axis does. */
  readonly cut: boolean;
}

function barOf({ row, span }: DrawnRun, { from, columns, columnOf }: TimeAxis): Bar {
  const inside = (column: number): number => Math.min(columns - 1, Math.max(0, column));
  const first = inside(columnOf(span.from));
  return {
    first,
    last: Math.max(first, inside(columnOf(Math.max(span.from, span.to - 1)))),
    status: row.status,
    cut: span.from < from,
  };
}

/** Bars that share no column stand in one line. */
function lanesOf(runs: readonly DrawnRun[], axis: TimeAxis): readonly (readonly Bar[])[] {
  const bars = runs.map((run) => barOf(run, axis)).sort((a, b) => a.first - b.first);
  const lanes: Bar[][] = [];
  for (const bar of bars) {
    const free = lanes.find((lane) => (lane.at(-1)?.last ?? -1) < bar.first);
    if (free === undefined) lanes.push([bar]);
    else free.push(bar);
  }
  return lanes;
}

function laneLine(bars: readonly Bar[], { axis, screen }: Canvas): string {
  const { theme } = screen;
  const midnight = theme.dim(theme.ascii ? '|' : '┊');
  let line = '';
  let column = 0;
  for (const bar of bars) {
    for (; column < bar.first; column += 1) line += axis.midnights.has(column) ? midnight : ' ';
    line += drawBar(bar, screen);
    column = bar.last + 1;
  }
  for (; column < axis.columns; column += 1) line += axis.midnights.has(column) ? midnight : ' ';
  return line;
}

/** `━━━━✔`, `━━►`, `◂━━✖`; a short one is its sign alone. */
function drawBar({ first, last, status, cut }: Bar, { theme }: Screen): string {
  const length = last - first;
  const [body, before] = theme.ascii ? ['=', '<'] : ['━', '◂'];
  const text = (cut && length > 0 ? before : '') + body.repeat(Math.max(0, length - (cut ? 1 : 0)));
  return theme.inStatusColor(status, text) + theme.statusSymbol(status);
}

const LEVELS = ['▁', '▂', '▃', '▄', '▅', '▆', '▇', '█'] as const;

/** A column for each part of the axis, as high as runs were at once; digits in ASCII, + from 10 on. */
function columnsOf({ parts, peak }: Concurrency, { theme }: Screen): string {
  const most = peak?.count ?? 1;
  return parts
    .map((count) => {
      if (count === 0) return ' ';
      if (theme.ascii) return count > 9 ? '+' : String(count);
      return LEVELS[Math.ceil((count / most) * LEVELS.length) - 1] ?? '';
    })
    .join('');
}

/** `Most at once: 7, from Nov 22 02:10 to 02:14.` */
function peakText({ peak }: Concurrency, { timeZone }: Screen): string {
  if (peak === null) return 'Nothing ran.';
  const begin = formatDateTime(peak.from, timeZone).slice(0, 16);
  const end =
    peak.to - peak.from < 60_000 ? '' : `, until ${clockOf(Math.round(peak.to), timeZone)}`;
  return `Most at once: ${String(peak.count)}, from ${begin} on${end}`;
}

/** The signs that occur, each with its word. */
function legend(rows: readonly TimelineRow[], { theme, width }: Screen): readonly string[] {
  const words = STATUSES.filter((status) => rows.some((row) => row.status === status)).map(
    (status) => theme.status(status) + (isLive(status) ? ' (no end yet)' : ''),
  );
  const lines: string[] = [];
  for (const word of words) {
    const last = lines.at(-1);
    const longer = last === undefined ? word : `${last}  ${word}`;
    if (last === undefined || widthOf(longer) > width) lines.push(word);
    else lines[lines.length - 1] = longer;
  }
  return lines;
}

function undrawnLine(count: number, { theme }: Screen): readonly string[] {
  if (count === 0) return [];
  return [theme.dim(`${String(count)} without a known start: not drawn`)];
}
