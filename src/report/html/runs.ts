import type { ReportRun } from '../../analysis/report-run.ts';
import { sumInt64 } from '../../model/int64.ts';
import type { Status } from '../../model/status.ts';
import { bottleneckLabel, bottleneckPercent } from '../../output/labels.ts';
import { STATUS_LETTERS } from '../../output/theme.ts';
import {
  formatByteRate,
  formatBytes,
  formatDuration,
  formatReduction,
} from '../../output/units.ts';
import type { ReportJob, ReportServer } from '../model.ts';
import { counted, timeText, usualText, type Clock } from '../wording.ts';
import { mute, SIGNS, statusLabel, toned } from './labels.ts';
import { cell, columnHead, element, row, section, text, type Html } from './markup.ts';
import { isWell } from './short.ts';
import { toneOf, type Tone } from './styles.ts';

/** How runs are shown. */
export interface RunsOptions extends Clock {
  /** Jobs that are well have one line each. */
  readonly isShort: boolean;
}

/** Every run of a server, by job. */
export function serverBlock({ name, jobs }: ReportServer, options: RunsOptions): Html {
  const ran = jobs.filter(({ runs }) => runs.length > 0);
  const idle = jobs.filter(({ runs }) => runs.length === 0).map(({ jobName }) => jobName);
  if (jobs.length === 0) return '';
  const rest =
    idle.length === 0
      ? ''
      : element(
          'p',
          {
            className: 'mute',
            style: 'margin:6px 0 0;font-size:13px;line-height:18px;color:#5a6474',
          },
          [text(`No run: ${idle.join(', ')}`)],
        );
  return section(`Runs: ${name}`, ran.length === 0 ? rest : runTable(ran, options) + rest);
}

function runTable(jobs: readonly ReportJob[], options: RunsOptions): Html {
  const heads = [
    columnHead('Result', { style: 'width:19%' }),
    columnHead('Started', { style: 'width:19%' }),
    columnHead('Duration (of usual)', { style: 'width:19%' }),
    columnHead('Moved', { style: 'width:22%' }),
    columnHead('Bottleneck', { style: 'width:21%' }),
  ];
  return element(
    'table',
    {
      className: 'runs',
      style:
        'width:100%;border-collapse:collapse;font-size:13px;line-height:18px;word-break:break-word',
    },
    [
      element('thead', {}, row(heads)),
      ...jobs.map((job) =>
        options.isShort && isWell(job)
          ? element('tbody', {}, sumRow(job, options))
          : element('tbody', {}, [jobRow(job), ...job.runs.map((run) => runRow(run, options))]),
      ),
    ],
  );
}

/** The job's name, its last runs as a strip, and what is usual. */
function jobRow(job: ReportJob): Html {
  const usual = usualText(job);
  const head = element(
    'th',
    {
      className: 'line',
      attributes: { scope: 'rowgroup', colspan: 3 },
      style: 'padding:10px 8px 2px 0;border-top:1px solid #dfe3ea;text-align:left;font-size:14px',
    },
    [
      text(job.jobName),
      usual === null ? '' : ` ${mute(usual, ';font-weight:normal;font-size:12px')}`,
    ],
  );
  const last = cell(strip(job.recentStatuses), {
    className: 'line',
    attributes: { colspan: 2 },
    style: 'padding:10px 0 2px;border-top:1px solid #dfe3ea;text-align:right;white-space:nowrap',
  });
  return row([head, last]);
}

/** All runs of a job that is well, in one line. */
function sumRow({ jobName, runs }: ReportJob, clock: Clock): Html {
  const [newest] = runs;
  const moved = sumInt64(runs.map(({ transferredBytes }) => transferredBytes));
  const facts = [
    counted(runs.length, 'run'),
    ...(newest === undefined ? [] : [`last ${timeText(newest.startedAt, clock, newest).slice(5)}`]),
    ...(moved === null ? [] : [formatBytes(moved)]),
  ];
  const line = 'padding:4px 8px 4px 0;border-top:1px solid #dfe3ea';
  const name = { className: 'line', attributes: { scope: 'row', colspan: 3 } };
  return row([
    element('th', { ...name, style: `${line};text-align:left` }, text(jobName)),
    cell(`${toned('good', SIGNS.good)} ${mute(facts.join(', '))}`, {
      className: 'line',
      attributes: { colspan: 2 },
      style: line,
    }),
  ]);
}

/** The last runs, the newest on the right: letters, those of equal runs on one colour. */
function strip(statuses: readonly Status[]): Html {
  const groups: { readonly tone: Tone; letters: string }[] = [];
  for (const status of [...statuses].reverse()) {
    const tone = toneOf(status);
    const last = groups.at(-1);
    if (last?.tone === tone) last.letters += STATUS_LETTERS[status];
    else groups.push({ tone, letters: STATUS_LETTERS[status] });
  }
  return element(
    'span',
    { style: 'font:10px/15px Consolas,Menlo,monospace;letter-spacing:3px;color:#ffffff' },
    groups.map(({ tone, letters }) => {
      const color = tone === 'warn' ? ';color:#1d2330' : '';
      const style = `padding:1px 0 1px 3px;background-color:${STRIP_COLORS[tone]}${color}`;
      return element('span', { style }, text(letters));
    }),
  );
}

/** White letters can be read on them, dark ones on the yellow. */
const STRIP_COLORS: Readonly<Record<Tone, string>> = {
  good: '#20804a',
  warn: '#f0b429',
  bad: '#c0392b',
  live: '#2f6fd0',
  mute: '#667085',
};

const CELL = 'padding:3px 8px 3px 0';

function runRow(run: ReportRun, clock: Clock): Html {
  const tries = run.attempts > 1 ? [mute(counted(run.attempts, 'attempt'))] : [];
  const cells = [
    lines([statusLabel(run.status), ...tries]),
    text(timeText(run.startedAt, clock, run).slice(5)),
    durationText(run),
    lines(dataLines(run)),
    lines(bottleneckLines(run)),
  ];
  return row(cells.map((content) => cell(content, { style: CELL })));
}

function lines(parts: readonly Html[]): Html {
  return parts.join('<br>');
}

/** `1:45:00 (102%)`: beside what is usual. */
function durationText({ durationSeconds, durationPercent }: ReportRun): Html {
  if (durationSeconds === null) return '';
  const length = text(formatDuration(durationSeconds));
  if (durationPercent === null) return length;
  const percent = `(${durationPercent}%)`;
  return `${length} ${isSlow(durationPercent) ? toned('warn', percent) : mute(percent)}`;
}

function isSlow(percent: number | null): boolean {
  return percent !== null && percent >= 150;
}

function dataLines({ transferredBytes, readBytes, ...run }: ReportRun): readonly Html[] {
  if (transferredBytes === null) return [];
  const reduction = formatReduction(readBytes, transferredBytes);
  const rate = run.processingRateBytesPerSecond;
  const more = [
    ...(reduction === null ? [] : [reduction]),
    ...(rate === null ? [] : [formatByteRate(rate)]),
  ];
  return [
    text(formatBytes(transferredBytes)),
    ...(more.length === 0 ? [] : [mute(more.join(', '))]),
  ];
}

function bottleneckLines(run: ReportRun): readonly Html[] {
  if (run.bottleneck === null) return [];
  const load = bottleneckPercent(run);
  return [
    text(bottleneckLabel(run.bottleneck)),
    ...(load === null ? [] : [load >= 90 ? toned('bad', `${load}% busy`) : mute(`${load}% busy`)]),
  ];
}
