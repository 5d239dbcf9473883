import type { ReportRun } from '../../analysis/report-run.ts';
import { spanOf, type Span } from '../../analysis/timeline.ts';
import { SERVER_ZONE } from '../../model/calendar.ts';
import { isFailure, type Status } from '../../model/status.ts';
import { createTimeAxis } from '../../output/screens/time-axis.ts';
import { formatDuration } from '../../output/units.ts';
import type { ReportDocument, ReportJob } from '../model.ts';
import { counted, timeText, type Clock } from '../wording.ts';
import { mute, sign, toned } from './labels.ts';
import { cell, columnHead, element, layout, row, section, text, type Html } from './markup.ts';
import { TONE_COLORS, toneOf, type Tone } from './styles.ts';

/** Into how many parts the time is cut; a shorter run takes one. */
const PARTS = 200;
/** How many columns the labels of the axis need: createTimeAxis counts as a terminal does. */
const AXIS_COLUMNS = 48;
/** How many jobs a page draws. */
const MOST_JOBS = 60;

/** Where of two runs in one part only one can be seen: the worse one. */
const WORST_FIRST: readonly Tone[] = ['bad', 'warn', 'live', 'good', 'mute'];

/** What every line of it inherits. */
const TABLE =
  'width:100%;border-collapse:collapse;table-layout:fixed;font-size:12px;line-height:16px;white-space:nowrap';

/** Which job ran when: a line for each, as cells of a table. */
export function timelineBlock(report: ReportDocument, clock: Clock): Html {
  const jobs = report.servers
    .flatMap(({ jobs: own }) => own)
    .filter(({ runs }) => runs.some(({ startedAt }) => startedAt !== null))
    .sort((a, b) => firstStart(a) - firstStart(b));
  if (jobs.length === 0) return '';
  const axis = { from: report.since, to: report.until ?? report.generatedAt };
  const heads = [
    columnHead('Job', { className: 'track-label', style: 'width:28%' }),
    element(
      'th',
      {
        className: 'head',
        attributes: { scope: 'col' },
        style: 'padding:4px 0;width:50%;text-align:left;font-weight:normal',
      },
      axisLine(axis, clock),
    ),
    columnHead('Runs', { className: 'wide', style: 'padding-left:8px;width:22%' }),
  ];
  const rows = jobs.slice(0, MOST_JOBS).map((job) => jobLine(job, axis, clock));
  const left = jobs.length - MOST_JOBS;
  const note =
    left > 0
      ? element(
          'p',
          { className: 'mute', style: 'margin:4px 0 0;font-size:13px;color:#5a6474' },
          text(`and ${counted(left, 'further job')}`),
        )
      : '';
  return section(
    'When they ran',
    element('table', { style: TABLE }, [
      element('thead', {}, row(heads)),
      element('tbody', {}, rows),
    ]) + note,
  );
}

function firstStart({ runs }: ReportJob): number {
  return Math.min(...runs.map(({ startedAt }) => startedAt ?? Infinity));
}

/** The clock above the bars. */
function axisLine(span: Span, { timeZone }: Clock): Html {
  const zone = timeZone === SERVER_ZONE ? 'UTC' : timeZone;
  const { ticks } = createTimeAxis(span, AXIS_COLUMNS, zone);
  const places = ticks.map(({ column, label }) => ({ at: (column / AXIS_COLUMNS) * 100, label }));
  const first = places[0]?.at ?? 100;
  const cells = [
    ...(first > 0 ? [axisCell(first, '')] : []),
    ...places.map(({ at, label }, index) => axisCell((places[index + 1]?.at ?? 100) - at, label)),
  ];
  return layout({ style: 'table-layout:fixed' }, [row(cells)]);
}

function axisCell(width: number, label: string): Html {
  // What does not fit is better left out than cut.
  return cell(text(width < 9 ? '' : label), {
    className: 'mute line',
    style: `width:${width.toFixed(1)}%;padding:0;overflow:hidden;font-size:10px;line-height:14px;color:#5a6474${label === '' ? '' : ';border-left:1px solid #b9c1cd'}`,
  });
}

function jobLine(job: ReportJob, axis: Span, clock: Clock): Html {
  return row([
    element(
      'th',
      {
        className: 'track-label',
        attributes: { scope: 'row' },
        style:
          'padding:3px 8px 3px 0;text-align:left;font-weight:normal;overflow:hidden;text-overflow:ellipsis',
      },
      text(job.jobName),
    ),
    cell(track(job.runs, axis), { style: 'padding:4px 0' }),
    cell(runsText(job.runs, clock), {
      className: 'wide',
      style: 'padding:3px 0 3px 8px;overflow:hidden',
    }),
  ]);
}

/** In words what the line shows in colours. */
function runsText(runs: readonly ReportRun[], clock: Clock): Html {
  const [only, ...others] = runs;
  if (only === undefined) return '';
  if (others.length === 0) {
    const begun = timeText(only.startedAt, clock, only).slice(11);
    const length =
      only.durationSeconds === null ? only.status : formatDuration(only.durationSeconds);
    return `${sign(toneOf(only.status))} ${mute(`${begun}, ${length}`)}`;
  }
  const bad = runs.filter(({ status }) => isFailure(status)).length;
  const warned = runs.filter(({ status }) => status === 'warning').length;
  const all = mute(counted(runs.length, 'run'));
  if (bad > 0) return `${all} ${sign('bad')} ${toned('bad', `${bad} failed`)}`;
  return warned > 0 ? `${all} ${sign('warn')} ${toned('warn', `${warned} warned`)}` : all;
}

/** One line of the picture, equal parts put together to one cell. */
function track(runs: readonly ReportRun[], axis: Span): Html {
  const parts = partsOf(runs, axis);
  const cells: Html[] = [];
  for (let from = 0; from < parts.length;) {
    const tone = parts[from] ?? null;
    let to = from + 1;
    while (to < parts.length && (parts[to] ?? null) === tone) to += 1;
    const fill = tone === null ? '' : `;background-color:${TONE_COLORS[tone].fill}`;
    cells.push(
      cell('', {
        style: `width:${(((to - from) / PARTS) * 100).toFixed(1)}%;padding:0${fill}`,
      }),
    );
    from = to;
  }
  return layout(
    {
      className: 'track',
      style: 'table-layout:fixed;background-color:#e9edf2;height:12px;font-size:1px',
      attributes: { 'aria-hidden': 'true' },
    },
    [row(cells)],
  );
}

function partsOf(runs: readonly ReportRun[], { from, to }: Span): readonly (Tone | null)[] {
  const parts: (Tone | null)[] = Array.from({ length: PARTS }, () => null);
  const place = (instant: number): number =>
    Math.floor(((instant - from) * PARTS) / Math.max(1, to - from));
  for (const run of runs) {
    const span = spanOf(run, to);
    if (span === null || span.from >= to || span.to < from) continue;
    const last = Math.min(PARTS - 1, Math.max(place(span.to - 1), place(span.from)));
    for (let part = Math.max(0, place(span.from)); part <= last; part += 1) {
      parts[part] = worse(parts[part] ?? null, run.status);
    }
  }
  return parts;
}

function worse(known: Tone | null, status: Status): Tone {
  const tone = toneOf(status);
  if (known === null) return tone;
  return WORST_FIRST.indexOf(known) <= WORST_FIRST.indexOf(tone) ? known : tone;
}
