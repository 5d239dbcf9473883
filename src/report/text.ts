import type { ReportRun } from '../analysis/report-run.ts';
import type { Status } from '../model/status.ts';
import { bottleneckPercent } from '../output/labels.ts';
import { safeText } from '../output/safe-text.ts';
import type { Screen } from '../output/screen.ts';
import {
  formatByteRate,
  formatBytes,
  formatDuration,
  formatPercent,
  formatReduction,
} from '../output/units.ts';
import { pad, truncate, widthOf, wrap } from '../output/width.ts';
import type { Problem, ReportDocument, ReportJob, ReportPeriod, ReportServer } from './model.ts';
import { reasonText } from './reasons.ts';
import {
  counted,
  headline,
  moreText,
  newsText,
  problemText,
  scope,
  SECTIONS,
  solvedText,
  STATUS_WORDS,
  timeText,
  windowText,
  zoneText,
} from './wording.ts';

/** The report for a terminal, a pipe, and cron's mail: aligned, no line wider than the screen. */
export function renderText(report: ReportDocument, screen: Screen): string {
  const blocks = [
    headBlock(report, screen),
    unreachableBlock(report, screen),
    missingBlock(report, screen),
    ...SECTIONS.map(({ title, concerns }) => {
      const problems = report.problems.filter(({ concern }) => concerns.includes(concern));
      return problemBlock(title, problems, screen);
    }),
    solvedBlock(report, screen),
    madeGoodBlock(report, screen),
    ...report.servers.map((server) => serverBlock(server, report, screen)),
    unlistedBlock(report, screen),
    ...(report.onlyProblems ? [] : chartBlocks(report, screen)),
    notesBlock(report, screen),
  ];
  const lines = blocks
    .filter((block) => block.length > 0)
    .flatMap((block, index) => (index === 0 ? block : ['', ...block]));
  return lines.map((line) => `${line.trimEnd()}\n`).join('');
}

const COLORS: Readonly<Record<ReportDocument['status'], Status>> = {
  success: 'success',
  warning: 'warning',
  failed: 'failed',
};

function headBlock(report: ReportDocument, screen: Screen): readonly string[] {
  const { theme, width } = screen;
  const { counts, status, lastReportAt } = report;
  const made = timeText(report.generatedAt, screen);
  const room = width - made.length - 2;
  const title = truncate(safeText(report.title), room, theme.ellipsis);
  const sign = theme.statusSymbol(COLORS[status]);
  const verdict = theme.inStatusColor(
    COLORS[status],
    `${STATUS_WORDS[status].toUpperCase()}: ${headline(report)}`,
  );
  return [
    `${theme.bold(pad(title, room))}  ${theme.dim(made)}`,
    theme.dim((theme.ascii ? '=' : '━').repeat(width)),
    `${sign} ${theme.bold(verdict)}`,
    '',
    ...fact('Window', `${windowText(report, screen)} (${zoneText(screen)})`, screen),
    ...fact('Scope', scope(report), screen),
    ...(counts.runs === 0 ? [] : fact('Results', resultsText(report), screen)),
    ...(counts.runs === 0 ? [] : fact('Data', dataText(report), screen)),
    ...(lastReportAt === null ? [] : fact('Last report', timeText(lastReportAt, screen), screen)),
  ];
}

function fact(name: string, value: string, { theme, width }: Screen): readonly string[] {
  const [first = '', ...others] = wrap(value, width - 13);
  return [`${theme.dim(pad(name, 12))} ${first}`, ...others.map((line) => ' '.repeat(13) + line)];
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

function heading(title: string, { theme }: Screen): string {
  return theme.heading(title.toUpperCase());
}

/** Lines behind a sign, the further ones below the first. */
function signed(status: Status, text: string, { theme, width }: Screen): readonly string[] {
  return wrap(text, width - 4).map((line, index) =>
    index === 0 ? `  ${theme.statusSymbol(status)} ${line}` : `    ${line}`,
  );
}

function indented(text: string, columns: number, { width }: Screen): readonly string[] {
  return wrap(text, width - columns).map((line) => ' '.repeat(columns) + line);
}

function unreachableBlock({ unreachable }: ReportDocument, screen: Screen): readonly string[] {
  if (unreachable.length === 0) return [];
  return [
    heading(`Not reached (${unreachable.length})`, screen),
    ...unreachable.flatMap(({ server, message, where, hint, isNew }) => [
      ...signed('failed', `${safeText(server)}${bracketed([newsText({ isNew })])}`, screen),
      ...indented(safeText(where === null ? message : `${message} (${where})`), 6, screen),
      ...(hint === null ? [] : indented(safeText(`What to do: ${hint}`), 6, screen)),
    ]),
  ];
}

function missingBlock({ missing }: ReportDocument, screen: Screen): readonly string[] {
  if (missing.length === 0) return [];
  return [
    heading('Not all could be read', screen),
    ...missing.flatMap((what) => signed('warning', safeText(what), screen)),
  ];
}

function bracketed(parts: readonly (string | null)[]): string {
  const known = parts.filter((part) => part !== null);
  return known.length === 0 ? '' : ` (${known.join(', ')})`;
}

function problemBlock(
  title: string,
  problems: readonly Problem[],
  screen: Screen,
): readonly string[] {
  if (problems.length === 0) return [];
  return [
    heading(`${title} (${problems.length})`, screen),
    ...problems.flatMap((problem) => problemLines(problem, screen)),
  ];
}

function problemLines(problem: Problem, screen: Screen): readonly string[] {
  const { jobName, server, severity, reasons, moreReasons } = problem;
  const sign = severity === 'critical' ? 'failed' : 'warning';
  const more = moreText(moreReasons);
  return [
    ...signed(
      sign,
      `${safeText(jobName)}${bracketed([safeText(server), newsText(problem)])}`,
      screen,
    ),
    ...indented(problemText(problem, screen), 6, screen),
    ...reasons.flatMap((reason) => bullet(reasonLine(reasonText(reason), screen), screen)),
    ...(more === null ? [] : bullet(more, screen)),
  ];
}

/** The sign between a number and a reason is no ASCII. */
function reasonLine(reason: string, { theme }: Screen): string {
  const text = safeText(reason);
  return theme.ascii ? text.replace(/^(\d+) × /, '$1 x ') : text;
}

function bullet(text: string, { width }: Screen): readonly string[] {
  return wrap(text, width - 8).map((line, index) =>
    index === 0 ? `      - ${line}` : `        ${line}`,
  );
}

function solvedBlock({ solved }: ReportDocument, screen: Screen): readonly string[] {
  if (solved.length === 0) return [];
  return [
    heading(`Solved since the last report (${solved.length})`, screen),
    ...solved.flatMap((each) => {
      const what = each.jobName === null ? each.server : `${each.jobName} (${each.server})`;
      return signed('success', `${safeText(what)}: ${solvedText(each)}`, screen);
    }),
  ];
}

function madeGoodBlock({ madeGood }: ReportDocument, screen: Screen): readonly string[] {
  if (madeGood.length === 0) return [];
  return [
    heading(`Failed, but a later run did not (${madeGood.length})`, screen),
    ...madeGood.flatMap((run) => [
      ...signed(
        'none',
        `${safeText(run.jobName ?? run.runId)} (${safeText(run.server)}), begun ${timeText(run.startedAt, screen, run)}`,
        screen,
      ),
      ...(run.reasons ?? []).flatMap((reason) => bullet(reasonLine(reason, screen), screen)),
    ]),
  ];
}

const COLUMNS = [
  { head: 'RESULT', width: 11, align: 'left' },
  { head: 'STARTED', width: 11, align: 'left' },
  { head: 'DURATION', width: 8, align: 'right' },
  { head: 'USUAL', width: 7, align: 'right' },
  { head: 'MOVED', width: 9, align: 'right' },
  { head: 'RATE', width: 11, align: 'right' },
  { head: 'BOTTLENECK', width: 13, align: 'left' },
] as const;

function serverBlock(
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

function jobLines({ jobName, recentStatuses, runs }: ReportJob, screen: Screen): readonly string[] {
  const { theme, width } = screen;
  const usual = runs.find(({ usualDurationSeconds }) => usualDurationSeconds !== null);
  const strip = theme.strip(recentStatuses);
  const known = usual?.usualDurationSeconds ?? null;
  const right = `${strip}${known === null ? '' : theme.dim(`  usually ${formatDuration(known)}`)}`;
  const room = width - 4 - widthOf(right);
  const name = truncate(safeText(jobName), room, theme.ellipsis);
  return [
    `  ${theme.bold(pad(name, room))}  ${right}`,
    ...runs.map((run) => row(runCells(run, screen), screen)),
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

function unlistedBlock({ unlistedRuns, onlyProblems }: ReportDocument, screen: Screen) {
  if (unlistedRuns === 0) return [];
  const why = onlyProblems ? 'of jobs that are well are not listed' : 'are not listed (--limit)';
  return wrap(`${counted(unlistedRuns, 'run')} ${why}.`, screen.width).map(screen.theme.dim);
}

/** How many columns a bar takes. */
const BAR = 24;

function chartBlocks(report: ReportDocument, screen: Screen): readonly (readonly string[])[] {
  return [
    bottleneckBlock(report, screen),
    periodBlock('The last days', report.days, screen),
    periodBlock('The last weeks', report.weeks, screen),
  ];
}

function bottleneckBlock({ bottlenecks }: ReportDocument, screen: Screen): readonly string[] {
  if (bottlenecks.length === 0) return [];
  const { theme } = screen;
  return [
    heading('Bottlenecks', screen),
    ...bottlenecks.map(({ bottleneck, runs, share }) => {
      const name = pad(truncate(theme.bottleneck(bottleneck, null), 16, theme.ellipsis), 16);
      return `  ${name} ${pad(rateText(share), 6, 'right')}  ${pad(bar(share, screen), BAR)} ${counted(runs, 'run')}`;
    }),
  ];
}

function periodBlock(
  title: string,
  periods: readonly ReportPeriod[],
  screen: Screen,
): readonly string[] {
  if (periods.every(({ runs }) => runs === 0)) return [];
  const most = Math.max(...periods.map(({ transferredBytes }) => Number(transferredBytes ?? 0)));
  const head = `  ${pad('', 11)} ${pad('RUNS', 6, 'right')} ${pad('FAILED', 6, 'right')} ${pad('SUCCESS', 8, 'right')} ${pad('MOVED', 10, 'right')}`;
  return [
    heading(title, screen),
    screen.theme.dim(head),
    ...periods.map(({ period, runs, failed, successRate, transferredBytes }) =>
      [
        `  ${pad(period, 11)}`,
        pad(String(runs), 6, 'right'),
        pad(String(failed), 6, 'right'),
        pad(runs === 0 ? '' : rateText(successRate), 8, 'right'),
        pad(runs === 0 ? '' : formatBytes(transferredBytes), 10, 'right'),
        ` ${bar(most === 0 ? 0 : Number(transferredBytes ?? 0) / most, screen)}`,
      ].join(' '),
    ),
  ];
}

function bar(share: number, { theme }: Screen): string {
  const length = share > 0 ? Math.max(1, Math.round(share * BAR)) : 0;
  return (theme.ascii ? '#' : '█').repeat(length);
}

function notesBlock({ notes }: ReportDocument, screen: Screen): readonly string[] {
  if (notes.length === 0) return [];
  return [
    heading('To be known', screen),
    ...notes.flatMap((note) => signed('none', safeText(note), screen)),
  ];
}
