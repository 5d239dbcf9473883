import type { Severity } from '../../analysis/health-limits.ts';
import type { ReportRun } from '../../analysis/report-run.ts';
import type { Status } from '../../model/status.ts';
import { formatBytes, formatReduction } from '../../output/units.ts';
import type { Problem, Reason, ReportDocument, Unreachable } from '../model.ts';
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
  type Clock,
} from '../wording.ts';
import { examplesText, sharedText } from '../reasons.ts';
import { rateText } from '../text.ts';
import { cell, columnHead, element, layout, row, text, type Html } from './markup.ts';
import { BAR_COLORS, TONE_COLORS, toneOf, type Tone } from './styles.ts';

/** Signs beside the words, so that nothing is said by colour alone. */
export const SIGNS: Readonly<Record<Tone, string>> = {
  good: '✔',
  warn: '▲',
  bad: '✖',
  live: '►',
  mute: '·',
};

/** A sign that screen readers leave out: a word beside it says the same. */
export function sign(tone: Tone): Html {
  return element(
    'span',
    {
      className: `t-${tone}`,
      attributes: { 'aria-hidden': 'true' },
      style: `color:${TONE_COLORS[tone].text}`,
    },
    SIGNS[tone],
  );
}

/** Text in the colour of a tone. */
export function toned(tone: Tone, content: string, style = ''): Html {
  return element(
    'span',
    { className: `t-${tone}`, style: `color:${TONE_COLORS[tone].text}${style}` },
    text(content),
  );
}

/** Sign and word: `✔ Success`. */
export function statusLabel(status: Status): Html {
  const tone = toneOf(status);
  const word = status.slice(0, 1).toUpperCase() + status.slice(1);
  return toned(tone, `${SIGNS[tone]} ${word}`);
}

/** Text that matters less. */
export function mute(content: string, style = ''): Html {
  return element('span', { className: 'mute', style: `color:#5a6474${style}` }, text(content));
}

/** A part of the page under a heading of its own. */
export function section(title: string, content: Html | readonly Html[]): Html {
  const heading = element(
    'h2',
    { className: 'ink', style: 'margin:0 0 8px;font-size:17px;line-height:24px;color:#1d2330' },
    text(title),
  );
  const inside = typeof content === 'string' ? content : content.join('');
  return row([cell(heading + inside, { className: 'pad', style: 'padding:18px 24px 4px' })]);
}

/** The bar at the top: the verdict before anything else. */
export function headBlock(report: ReportDocument, clock: Clock): Html {
  const { back, text: color } = BAR_COLORS[report.status];
  const tone = toneOf(report.status);
  const verdict = `${STATUS_WORDS[report.status]}: ${headline(report)}`;
  const left = [
    element('h1', { style: `margin:0;font-size:22px;line-height:30px;color:${color}` }, [
      element('span', { attributes: { 'aria-hidden': 'true' } }, `${SIGNS[tone]} `),
      text(verdict),
    ]),
    element(
      'div',
      { style: `font-size:14px;line-height:20px;color:${color}` },
      text(scope(report)),
    ),
  ];
  const right = [
    element(
      'div',
      { style: `font-size:14px;line-height:20px;font-weight:bold;color:${color}` },
      text(report.title),
    ),
    element(
      'div',
      { style: `font-size:12px;line-height:18px;color:${color}` },
      text(windowText(report, clock)),
    ),
  ];
  return row([
    cell(
      layout({}, [
        row([
          cell(left.join(''), { className: 'half', style: 'padding:0' }),
          cell(right.join(''), { className: 'half', style: 'padding:4px 0 0;text-align:right' }),
        ]),
      ]),
      { className: 'bar', style: `padding:20px 24px;background-color:${back}` },
    ),
  ]);
}

/** How many runs ended how, as large numbers. */
export function countsBlock({ counts, successRate, ...sums }: ReportDocument): Html {
  if (counts.runs === 0) return '';
  const tiles: readonly (readonly [number, string, Tone])[] = [
    [counts.success, 'Success', 'good'],
    [counts.warning, counts.warning === 1 ? 'Warning' : 'Warnings', 'warn'],
    [counts.failed, 'Failed', 'bad'],
    [counts.running + counts.queued, 'Running', 'live'],
    [counts.stopped + counts.other, 'Other', 'mute'],
  ];
  const cells = tiles.map(([count, label, tone]) =>
    cell(
      element(
        'div',
        { className: 'tile', style: 'font-size:24px;line-height:30px;font-weight:bold' },
        count === 0 ? mute('0') : toned(tone, String(count)),
      ) + mute(label, ';font-size:12px;line-height:16px'),
      {
        className: 'soft',
        style: `width:20%;padding:8px 6px;text-align:center;background-color:#f5f7fa;border-top:3px solid ${count === 0 ? '#dfe3ea' : TONE_COLORS[tone].fill}`,
      },
    ),
  );
  const reduction = formatReduction(sums.readBytes, sums.transferredBytes);
  const facts = [
    `Success rate ${rateText(successRate)}`,
    `${formatBytes(sums.transferredBytes)} transferred${reduction === null ? '' : ` (${reduction})`}`,
    `${formatBytes(sums.readBytes)} read`,
    `${formatBytes(sums.processedBytes)} processed`,
  ].join(' · ');
  return row([
    cell(
      layout({ className: 'keep' }, [row(cells)]) +
        element(
          'p',
          {
            className: 'mute',
            style: 'margin:8px 0 0;font-size:13px;line-height:18px;color:#5a6474',
          },
          text(facts),
        ),
      { className: 'pad', style: 'padding:18px 24px 0' },
    ),
  ]);
}

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

function badge(word: string, tone: Tone): Html {
  return element(
    'span',
    {
      className: `t-${tone}`,
      style: `padding:0 6px;border:1px solid ${TONE_COLORS[tone].fill};border-radius:9px;font-size:11px;line-height:16px;color:${TONE_COLORS[tone].text}`,
    },
    text(word),
  );
}

/** Servers that did not answer, with what to do. */
export function unreachableBlock({ unreachable }: ReportDocument): Html {
  if (unreachable.length === 0) return '';
  return section(`Not reached (${unreachable.length})`, unreachable.map(unreachableCard));
}

/** What could not be read: what is well may only seem so. */
export function missingBlock({ missing }: ReportDocument): Html {
  if (missing.length === 0) return '';
  return section(
    'Not all could be read',
    missing.map((what) => card('warn', `${sign('warn')} ${text(what)}`)),
  );
}

function unreachableCard({ server, message, where, hint, isNew }: Unreachable): Html {
  const what = where === null ? message : `${message} (${where})`;
  return card(
    'bad',
    [
      cardHead('bad', server, null, isNew),
      element('div', {}, text(what)),
      hint === null ? '' : element('div', {}, mute(`What to do: ${hint}`)),
    ].join(''),
  );
}

/** What is wrong, a section for each sort of it. */
export function problemBlocks({ problems }: ReportDocument, clock: Clock): readonly Html[] {
  return SECTIONS.map(({ title, concerns }) => {
    const own = problems.filter(({ concern }) => concerns.includes(concern));
    if (own.length === 0) return '';
    return section(
      `${title} (${own.length})`,
      own.map((problem) => problemCard(problem, clock)),
    );
  });
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
  return section(`Solved since the last report (${solved.length})`, lines);
}

/** Failures that are over. */
export function madeGoodBlock({ madeGood }: ReportDocument, clock: Clock): Html {
  if (madeGood.length === 0) return '';
  return section(
    `Failed, but a later run did not (${madeGood.length})`,
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

/** What is missing, and which runs are not listed. */
export function notesBlock({ notes, unlistedRuns, onlyProblems }: ReportDocument): Html {
  const why = onlyProblems ? 'of jobs that are well are not listed.' : 'are not listed (--limit).';
  const lines = [
    ...(unlistedRuns === 0 ? [] : [`${counted(unlistedRuns, 'run')} ${why}`]),
    ...notes,
  ];
  if (lines.length === 0) return '';
  return section(
    'To be known',
    lines.map((line) => element('div', { style: 'font-size:14px;line-height:22px' }, text(line))),
  );
}
