import type { Severity } from '../../analysis/health-limits.ts';
import type { ReportRun } from '../../analysis/report-run.ts';
import { errorText } from '../../model/errors.ts';
import type { Problem, Reason, ReportDocument, Unreachable } from '../model.ts';
import { examplesText, sharedText } from '../reasons.ts';
import {
  moreText,
  newsText,
  problemText,
  sectionsOf,
  solvedText,
  timeText,
  TITLES,
  type Clock,
} from '../wording.ts';
import { badge, mute, sign, SIGNS, toned } from './labels.ts';
import { cell, columnHead, element, layout, row, section, text, type Html } from './markup.ts';
import { TONE_COLORS, type Tone } from './styles.ts';

/** A box with a coloured edge: one thing that is wrong. */
function card(tone: Tone, content: Html): Html {
  return layout({ className: 'keep', style: 'margin:0 0 8px' }, [
    row([
      cell(content, {
        className: 'soft',
        style: `padding:8px 12px;background-color:#f5f7fa;border-left:4px solid ${TONE_COLORS[tone].fill};font-size:14px;line-height:20px`,
      }),
    ]),
  ]);
}

/** What stands in bold, with what belongs to it behind. */
function cardHead(tone: Tone, name: string, place: string | null, isNew: boolean | null): Html {
  const news = newsText({ isNew });
  return [
    sign(tone),
    ' ',
    element('strong', { className: 'ink', style: 'color:#1d2330' }, text(name)),
    place === null ? '' : ` ${mute(`on ${place}`)}`,
    news === null ? '' : ` ${badge(news, isNew === true ? tone : 'mute')}`,
  ].join('');
}

/** Servers that did not answer, with what to do. */
export function unreachableBlock({ unreachable }: ReportDocument): Html {
  if (unreachable.length === 0) return '';
  return section(`${TITLES.unreachable} (${unreachable.length})`, unreachable.map(unreachableCard));
}

function unreachableCard(failure: Unreachable): Html {
  const { server, hint, isNew } = failure;
  return card(
    'bad',
    [
      cardHead('bad', server, null, isNew),
      element('div', {}, text(errorText(failure))),
      hint === null ? '' : element('div', {}, mute(`What to do: ${hint}`)),
    ].join(''),
  );
}

/** What could not be read: what is well may only seem so. */
export function missingBlock({ missing }: ReportDocument): Html {
  if (missing.length === 0) return '';
  return section(
    TITLES.missing,
    missing.map((what) => card('warn', `${sign('warn')} ${text(what)}`)),
  );
}

/** What is wrong, a section for each sort of it. */
export function problemBlocks({ problems }: ReportDocument, clock: Clock): readonly Html[] {
  return sectionsOf(problems).map((part) =>
    section(
      `${part.title} (${part.problems.length})`,
      part.problems.map((problem) => problemCard(problem, clock)),
    ),
  );
}

function toneOfSeverity(severity: Severity): Tone {
  return severity === 'critical' ? 'bad' : 'warn';
}

function problemCard(problem: Problem, clock: Clock): Html {
  const { severity, jobName, server, reasons, moreReasons, isNew } = problem;
  const tone = toneOfSeverity(severity);
  return card(
    tone,
    [
      cardHead(tone, jobName, server, isNew),
      element('div', {}, text(problemText(problem, clock))),
      reasonTable(reasons, moreReasons),
    ].join(''),
  );
}

/** One row an object with its reason, as in Veeam's mails. */
function reasonTable(reasons: readonly Reason[], moreReasons: number): Html {
  if (reasons.length === 0) return '';
  const named = reasons.some(({ object }) => object !== null);
  const padding =
    'padding:4px 8px 4px 0;font-size:13px;line-height:18px;border-top:1px solid #dfe3ea';
  const rows = reasons.map((reason) => {
    const { level } = reason;
    const tone = toneOfSeverity(level);
    const word = level === 'critical' ? 'Failed' : 'Warning';
    return row([
      cell(toned(tone, `${SIGNS[tone]} ${word}`), {
        className: 'line',
        style: `${padding};width:70px`,
      }),
      ...(named
        ? [
            cell(text(reason.object ?? ''), {
              className: 'line',
              style: `${padding};width:25%;word-break:break-word`,
            }),
          ]
        : []),
      cell(reasonLines(reason), {
        className: 'line',
        style: `${padding};word-break:break-word`,
      }),
    ]);
  });
  const more = moreText(moreReasons);
  const heads = ['Result', ...(named ? ['Object'] : []), 'Reason'];
  return (
    element('table', { style: 'width:100%;border-collapse:collapse;margin-top:4px' }, [
      element('thead', {}, row(heads.map((head) => columnHead(head)))),
      element('tbody', {}, rows),
    ]) + (more === null ? '' : element('div', {}, mute(more, ';font-size:13px')))
  );
}

/** The names that a reason is about have a line of their own: on a phone no column is wide enough. */
function reasonLines(reason: Reason): Html {
  const examples = reason.count === 1 ? null : examplesText(reason);
  return text(sharedText(reason)) + (examples === null ? '' : `<br>${mute(examples)}`);
}

/** What is well again since the last report. */
export function solvedBlock({ solved }: ReportDocument): Html {
  if (solved.length === 0) return '';
  const lines = solved.map((each) => {
    const what = each.jobName === null ? each.server : `${each.jobName} on ${each.server}`;
    return element('div', { style: 'font-size:14px;line-height:22px' }, [
      sign('good'),
      ' ',
      text(`${what}: ${solvedText(each)}`),
    ]);
  });
  return section(`${TITLES.solved} (${solved.length})`, lines);
}

/** Failures that are over. */
export function madeGoodBlock({ madeGood }: ReportDocument, clock: Clock): Html {
  if (madeGood.length === 0) return '';
  return section(
    `${TITLES.madeGood} (${madeGood.length})`,
    madeGood.map((run) => card('mute', madeGoodText(run, clock))),
  );
}

function madeGoodText(run: ReportRun, clock: Clock): Html {
  return [
    cardHead('mute', run.jobName ?? run.runId, run.server, null),
    element('div', {}, text(`failed; begun ${timeText(run.startedAt, clock, run)}`)),
    ...(run.reasons ?? []).map((reason) => element('div', {}, mute(reason, ';font-size:13px'))),
  ].join('');
}
