import { errorText } from '../../model/errors.ts';
import { safeText } from '../../output/safe-text.ts';
import type { Screen } from '../../output/screen.ts';
import type { Problem, ReportDocument } from '../model.ts';
import { reasonText } from '../reasons.ts';
import {
  moreText,
  newsText,
  problemText,
  sectionsOf,
  solvedText,
  timeText,
  TITLES,
} from '../wording.ts';
import { bullet, heading, indented, signed } from './lines.ts';

/** Servers that did not answer, with what to do. */
export function unreachableBlock(
  { unreachable }: ReportDocument,
  screen: Screen,
): readonly string[] {
  if (unreachable.length === 0) return [];
  return [
    heading(`${TITLES.unreachable} (${unreachable.length})`, screen),
    ...unreachable.flatMap((failure) => [
      ...signed('failed', `${safeText(failure.server)}${bracketed([newsText(failure)])}`, screen),
      ...indented(safeText(errorText(failure)), 6, screen),
      ...(failure.hint === null
        ? []
        : indented(safeText(`What to do: ${failure.hint}`), 6, screen)),
    ]),
  ];
}

/** What could not be read: what is well may only seem so. */
export function missingBlock({ missing }: ReportDocument, screen: Screen): readonly string[] {
  if (missing.length === 0) return [];
  return [
    heading(TITLES.missing, screen),
    ...missing.flatMap((what) => signed('warning', safeText(what), screen)),
  ];
}

function bracketed(parts: readonly (string | null)[]): string {
  const known = parts.filter((part) => part !== null);
  return known.length === 0 ? '' : ` (${known.join(', ')})`;
}

/** What is wrong, a block for each sort of it. */
export function problemBlocks(
  { problems }: ReportDocument,
  screen: Screen,
): readonly (readonly string[])[] {
  return sectionsOf(problems).map(({ title, problems }) => [
    heading(`${title} (${problems.length})`, screen),
    ...problems.flatMap((problem) => problemLines(problem, screen)),
  ]);
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

/** What is well again since the last report. */
export function solvedBlock({ solved }: ReportDocument, screen: Screen): readonly string[] {
  if (solved.length === 0) return [];
  return [
    heading(`${TITLES.solved} (${solved.length})`, screen),
    ...solved.flatMap((each) => {
      const what = each.jobName === null ? each.server : `${each.jobName} (${each.server})`;
      return signed('success', `${safeText(what)}: ${solvedText(each)}`, screen);
    }),
  ];
}

/** Failures that are over. */
export function madeGoodBlock({ madeGood }: ReportDocument, screen: Screen): readonly string[] {
  if (madeGood.length === 0) return [];
  return [
    heading(`${TITLES.madeGood} (${madeGood.length})`, screen),
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
