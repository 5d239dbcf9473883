import type { ReportRun } from '../../analysis/report-run.ts';
import { bottleneckPercent } from '../../output/labels.ts';
import { safeText } from '../../output/safe-text.ts';
import type { Screen } from '../../output/screen.ts';
import { formatByteRate, formatBytes, formatDuration } from '../../output/units.ts';
import { pad, truncate, widthOf, wrap } from '../../output/width.ts';
import type { ReportDocument, ReportJob, ReportServer } from '../model.ts';
import { timeText, unlistedText, usualText } from '../wording.ts';
import { heading, indented } from './lines.ts';

const COLUMNS = [
  { head: 'RESULT', width: 11, align: 'left' },
  { head: 'STARTED', width: 11, align: 'left' },
  { head: 'DURATION', width: 8, align: 'right' },
  { head: 'USUAL', width: 7, align: 'right' },
  { head: 'MOVED', width: 9, align: 'right' },
  { head: 'RATE', width: 11, align: 'right' },
  { head: 'BOTTLENECK', width: 13, align: 'left' },
] as const;

/** Every run of a server, by job. */
export function serverBlock(
  { name, jobs }: ReportServer,
  { onlyProblems }: ReportDocument,
  screen: Screen,
): readonly string[] {
  const ran = jobs.filter(({ runs }) => runs.length > 0);
  const idle = jobs.filter(({ runs }) => runs.length === 0);
  if (ran.length === 0 && onlyProblems) return [];
  return [
    `${heading('Runs', screen)}: ${safeText(name)}`,
    ...(ran.length === 0
      ? []
      : [
          screen.theme.dim(
            row(
              COLUMNS.map(({ head }) => head),
              screen,
            ),
          ),
        ]),
    ...ran.flatMap((job) => jobLines(job, screen)),
    ...(idle.length === 0 || onlyProblems
      ? []
      : indented(`No run: ${idle.map(({ jobName }) => safeText(jobName)).join(', ')}`, 2, screen)),
  ];
}

function jobLines(job: ReportJob, screen: Screen): readonly string[] {
  const { theme, width } = screen;
  const usual = usualText(job);
  const right = `${theme.strip(job.recentStatuses)}${usual === null ? '' : theme.dim(`  ${usual}`)}`;
  const room = width - 4 - widthOf(right);
  const name = truncate(safeText(job.jobName), room, theme.ellipsis);
  return [
    `  ${theme.bold(pad(name, room))}  ${right}`,
    ...job.runs.map((run) => row(runCells(run, screen), screen)),
  ];
}

function runCells(run: ReportRun, screen: Screen): readonly string[] {
  const { theme } = screen;
  const tries = run.attempts > 1 ? `${run.attempts} tries` : null;
  const percent = run.durationPercent === null ? (tries ?? '') : `${run.durationPercent}%`;
  return [
    theme.status(run.status),
    timeText(run.startedAt, screen, run).slice(5),
    run.durationSeconds === null ? '' : formatDuration(run.durationSeconds),
    percent,
    run.transferredBytes === null ? '' : formatBytes(run.transferredBytes),
    run.processingRateBytesPerSecond === null
      ? ''
      : formatByteRate(run.processingRateBytesPerSecond),
    run.bottleneck === null ? '' : theme.bottleneck(run.bottleneck, bottleneckPercent(run)),
  ];
}

function row(cells: readonly string[], { theme }: Screen): string {
  const texts = COLUMNS.map(({ width, align }, index) =>
    pad(truncate(cells[index] ?? '', width, theme.ellipsis), width, align),
  );
  return `  ${texts.join(' ')}`;
}

/** How many runs are not listed, and why. */
export function unlistedBlock(report: ReportDocument, screen: Screen): readonly string[] {
  const told = unlistedText(report);
  return told === null ? [] : wrap(told, screen.width).map(screen.theme.dim);
}
