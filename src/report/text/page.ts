import type { Status } from '../../model/status.ts';
import { safeText } from '../../output/safe-text.ts';
import type { Screen } from '../../output/screen.ts';
import { pad, truncate, wrap } from '../../output/width.ts';
import type { ReportDocument } from '../model.ts';
import {
  dataText,
  headline,
  resultsText,
  scope,
  STATUS_WORDS,
  timeText,
  TITLES,
  windowText,
  zoneText,
} from '../wording.ts';
import { chartBlocks } from './charts.ts';
import { heading, signed } from './lines.ts';
import {
  madeGoodBlock,
  missingBlock,
  problemBlocks,
  solvedBlock,
  unreachableBlock,
} from './problems.ts';
import { serverBlock, unlistedBlock } from './runs.ts';

/** The report for a terminal, a pipe, and cron's mail: aligned, no line wider than the screen. */
export function renderText(report: ReportDocument, screen: Screen): string {
  const blocks = [
    headBlock(report, screen),
    unreachableBlock(report, screen),
    missingBlock(report, screen),
    ...problemBlocks(report, screen),
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

function notesBlock({ notes }: ReportDocument, screen: Screen): readonly string[] {
  if (notes.length === 0) return [];
  return [
    heading(TITLES.notes, screen),
    ...notes.flatMap((note) => signed('none', safeText(note), screen)),
  ];
}
