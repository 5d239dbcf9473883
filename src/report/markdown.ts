import type { ReportRun } from '../analysis/report-run.ts';
import { bottleneckLabel, bottleneckPercent } from '../output/labels.ts';
import { markdownText } from '../output/safe-text.ts';
import { STATUS_LETTERS } from '../output/theme.ts';
import { formatByteRate, formatBytes, formatDuration, formatPercent } from '../output/units.ts';
import type { Problem, ReportDocument, ReportJob, ReportPeriod, ReportServer } from './model.ts';
import { reasonText } from './reasons.ts';
import { dataText, rateText, resultsText } from './text.ts';
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
  type Clock,
} from './wording.ts';

/** The report for tickets, wikis and chats. Whatever a server sent stays text. */
export function renderMarkdown(report: ReportDocument, clock: Clock): string {
  const blocks = [
    headBlock(report, clock),
    unreachableBlock(report),
    section(
      'Not all could be read',
      report.missing.map((what) => `- ${markdownText(what)}`),
    ),
    ...SECTIONS.map(({ title, concerns }) => {
      const problems = report.problems.filter(({ concern }) => concerns.includes(concern));
      return problemBlock(title, problems, clock);
    }),
    solvedBlock(report),
    madeGoodBlock(report, clock),
    ...report.servers.map((server) => serverBlock(server, clock)),
    unlistedBlock(report),
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
    ...facts.map((fact) => `- ${markdownText(fact)}`),
  ].join('\n');
}

function section(title: string, items: readonly string[]): string {
  return items.length === 0 ? '' : `## ${title} (${items.length})\n\n${items.join('\n')}`;
}

function unreachableBlock({ unreachable }: ReportDocument): string {
  return section(
    'Not reached',
    unreachable.map(({ server, message, where, hint, isNew }) => {
      const text = where === null ? message : `${message} (${where})`;
      const todo = hint === null ? '' : `\n  - What to do: ${markdownText(hint)}`;
      return `- **${markdownText(server)}**${news({ isNew })}: ${markdownText(text)}${todo}`;
    }),
  );
}

function news(problem: Pick<Problem, 'isNew'>): string {
  const text = newsText(problem);
  return text === null ? '' : ` (${text})`;
}

function problemBlock(title: string, problems: readonly Problem[], clock: Clock): string {
  return section(
    title,
    problems.map((problem) => {
      const { jobName, server, reasons, moreReasons } = problem;
      const more = moreText(moreReasons);
      const lines = [...reasons.map(reasonText), ...(more === null ? [] : [more])];
      return [
        `- **${markdownText(jobName)}** on ${markdownText(server)}${news(problem)}: ${markdownText(problemText(problem, clock))}`,
        ...lines.map((line) => `  - ${markdownText(line)}`),
      ].join('\n');
    }),
  );
}

function solvedBlock({ solved }: ReportDocument): string {
  return section(
    'Solved since the last report',
    solved.map((each) => {
      const what = each.jobName === null ? each.server : `${each.jobName} on ${each.server}`;
      return `- ${markdownText(what)}: ${solvedText(each)}`;
    }),
  );
}

function madeGoodBlock({ madeGood }: ReportDocument, clock: Clock): string {
  return section(
    'Failed, but a later run did not',
    madeGood.map((run) =>
      [
        `- ${markdownText(run.jobName ?? run.runId)} on ${markdownText(run.server)}, begun ${timeText(run.startedAt, clock, run)}`,
        ...(run.reasons ?? []).map((reason) => `  - ${markdownText(reason)}`),
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

function unlistedBlock({ unlistedRuns, onlyProblems }: ReportDocument): string {
  if (unlistedRuns === 0) return '';
  const why = onlyProblems ? 'of jobs that are well are not listed' : 'are not listed (--limit)';
  return `${counted(unlistedRuns, 'run')} ${why}.`;
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
      : `## Bottlenecks\n\n${table(['Stage', 'Runs', 'Share'], [false, true, true], shares)}`,
    periodTable('The last days', days),
    periodTable('The last weeks', weeks),
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
  return `## To be known\n\n${notes.map((note) => `- ${markdownText(note)}`).join('\n')}`;
}
