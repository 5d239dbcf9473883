import type { ReportRun } from '../analysis/report-run.ts';
import { errorText } from '../model/errors.ts';
import { bottleneckLabel, bottleneckPercent } from '../output/labels.ts';
import { markdownLine, markdownText } from '../output/safe-text.ts';
import { STATUS_LETTERS } from '../output/theme.ts';
import { formatByteRate, formatBytes, formatDuration, formatPercent } from '../output/units.ts';
import type { Problem, ReportDocument, ReportJob, ReportPeriod, ReportServer } from './model.ts';
import { reasonText } from './reasons.ts';
import {
  counted,
  dataText,
  headline,
  moreText,
  newsText,
  problemText,
  rateText,
  resultsText,
  scope,
  sectionsOf,
  solvedText,
  STATUS_WORDS,
  timeText,
  TITLES,
  unlistedText,
  windowText,
  zoneText,
  type Clock,
  type ProblemSection,
} from './wording.ts';

/** The report for tickets, wikis and chats. Whatever a server sent stays text. */
export function renderMarkdown(report: ReportDocument, clock: Clock): string {
  const blocks = [
    headBlock(report, clock),
    unreachableBlock(report),
    section(
      TITLES.missing,
      report.missing.map((what) => `- ${markdownLine(what)}`),
    ),
    ...sectionsOf(report.problems).map((part) => problemBlock(part, clock)),
    solvedBlock(report),
    madeGoodBlock(report, clock),
    ...report.servers.map((server) => serverBlock(server, clock)),
    unlistedText(report) ?? '',
    ...(report.onlyProblems ? [] : chartBlocks(report)),
    notesBlock(report),
  ];
  return `${blocks.filter((block) => block !== '').join('\n\n')}\n`;
}

function headBlock(report: ReportDocument, clock: Clock): string {
  const { status, counts, lastReportAt } = report;
  const facts = [
    `Window: ${windowText(report, clock)} (${zoneText(clock)})`,
    `Scope: ${scope(report)}`,
    ...(counts.runs === 0 ? [] : [`Results: ${resultsText(report)}`, `Data: ${dataText(report)}`]),
    ...(lastReportAt === null ? [] : [`Last report: ${timeText(lastReportAt, clock)}`]),
  ];
  return [
    `# ${markdownText(report.title)}`,
    '',
    `**${STATUS_WORDS[status]}: ${headline(report)}**`,
    '',
    ...facts.map((fact) => `- ${markdownLine(fact)}`),
  ].join('\n');
}

function section(title: string, items: readonly string[]): string {
  return items.length === 0 ? '' : `## ${title} (${items.length})\n\n${items.join('\n')}`;
}

function unreachableBlock({ unreachable }: ReportDocument): string {
  return section(
    TITLES.unreachable,
    unreachable.map((failure) => {
      const { server, hint } = failure;
      const todo = hint === null ? '' : `\n  - What to do: ${markdownText(hint)}`;
      return `- **${markdownText(server)}**${news(failure)}: ${markdownText(errorText(failure))}${todo}`;
    }),
  );
}

function news(problem: Pick<Problem, 'isNew'>): string {
  const text = newsText(problem);
  return text === null ? '' : ` (${text})`;
}

function problemBlock({ title, problems }: ProblemSection, clock: Clock): string {
  return section(
    title,
    problems.map((problem) => {
      const { jobName, server, reasons, moreReasons } = problem;
      const more = moreText(moreReasons);
      const lines = [...reasons.map(reasonText), ...(more === null ? [] : [more])];
      return [
        `- **${markdownText(jobName)}** on ${markdownText(server)}${news(problem)}: ${markdownText(problemText(problem, clock))}`,
        ...lines.map((line) => `  - ${markdownLine(line)}`),
      ].join('\n');
    }),
  );
}

function solvedBlock({ solved }: ReportDocument): string {
  return section(
    TITLES.solved,
    solved.map((each) => {
      const what = each.jobName === null ? each.server : `${each.jobName} on ${each.server}`;
      return `- ${markdownLine(what)}: ${solvedText(each)}`;
    }),
  );
}

function madeGoodBlock({ madeGood }: ReportDocument, clock: Clock): string {
  return section(
    TITLES.madeGood,
    madeGood.map((run) =>
      [
        `- ${markdownLine(run.jobName ?? run.runId)} on ${markdownText(run.server)}, begun ${timeText(run.startedAt, clock, run)}`,
        ...(run.reasons ?? []).map((reason) => `  - ${markdownLine(reason)}`),
      ].join('\n'),
    ),
  );
}

function table(
  head: readonly string[],
  numbers: readonly boolean[],
  rows: readonly (readonly string[])[],
): string {
  const line = (cells: readonly string[]): string => `| ${cells.join(' | ')} |`;
  const rule = line(numbers.map((isNumber) => (isNumber ? '---:' : '---')));
  return [line(head), rule, ...rows.map((cells) => line(cells.map(markdownText)))].join('\n');
}

const RUN_HEAD = 'Job|Last runs|Result|Started|Duration|Of usual|Moved|Rate|Bottleneck'.split('|');
const RUN_NUMBERS = [false, false, false, false, true, true, true, true, false];

function serverBlock({ name, jobs }: ReportServer, clock: Clock): string {
  const ran = jobs.filter(({ runs }) => runs.length > 0);
  const idle = jobs.filter(({ runs }) => runs.length === 0).map(({ jobName }) => jobName);
  if (jobs.length === 0) return '';
  const rows = ran.flatMap((job) =>
    job.runs.map((run, index) => [
      ...(index === 0 ? [job.jobName, stripText(job)] : ['', '']),
      ...runCells(run, clock),
    ]),
  );
  return [
    `## Runs: ${markdownText(name)}`,
    ...(rows.length === 0 ? [] : [table(RUN_HEAD, RUN_NUMBERS, rows)]),
    ...(idle.length === 0 ? [] : [`No run: ${markdownText(idle.join(', '))}`]),
  ].join('\n\n');
}

function stripText({ recentStatuses }: ReportJob): string {
  return [...recentStatuses]
    .reverse()
    .map((status) => STATUS_LETTERS[status])
    .join('');
}

function runCells(run: ReportRun, clock: Clock): readonly string[] {
  const load = bottleneckPercent(run);
  const stage = run.bottleneck === null ? '' : bottleneckLabel(run.bottleneck);
  return [
    run.attempts > 1 ? `${run.status} (${counted(run.attempts, 'attempt')})` : run.status,
    timeText(run.startedAt, clock, run),
    run.durationSeconds === null ? '' : formatDuration(run.durationSeconds),
    run.durationPercent === null ? '' : `${run.durationPercent}%`,
    run.transferredBytes === null ? '' : formatBytes(run.transferredBytes),
    run.processingRateBytesPerSecond === null
      ? ''
      : formatByteRate(run.processingRateBytesPerSecond),
    load === null ? stage : `${stage} ${formatPercent(load)}`,
  ];
}

function chartBlocks({ bottlenecks, days, weeks }: ReportDocument): readonly string[] {
  const shares = bottlenecks.map(({ bottleneck, runs, share }) => [
    bottleneckLabel(bottleneck),
    String(runs),
    rateText(share),
  ]);
  return [
    shares.length === 0
      ? ''
      : `## ${TITLES.bottlenecks}\n\n${table(['Stage', 'Runs', 'Share'], [false, true, true], shares)}`,
    periodTable(TITLES.days, days),
    periodTable(TITLES.weeks, weeks),
  ];
}

const PERIOD_HEAD = 'Time|Runs|Failed|Success rate|Duration in all|Moved'.split('|');
const PERIOD_NUMBERS = [false, true, true, true, true, true];

function periodTable(title: string, periods: readonly ReportPeriod[]): string {
  if (periods.every(({ runs }) => runs === 0)) return '';
  const rows = periods.map(({ period, runs, failed, successRate, ...sums }) => [
    period,
    String(runs),
    String(failed),
    successRate === null ? '' : rateText(successRate),
    sums.durationSeconds === null ? '' : formatDuration(sums.durationSeconds),
    sums.transferredBytes === null ? '' : formatBytes(sums.transferredBytes),
  ]);
  return `## ${title}\n\n${table(PERIOD_HEAD, PERIOD_NUMBERS, rows)}`;
}

function notesBlock({ notes }: ReportDocument): string {
  if (notes.length === 0) return '';
  return `## ${TITLES.notes}\n\n${notes.map((note) => `- ${markdownLine(note)}`).join('\n')}`;
}
