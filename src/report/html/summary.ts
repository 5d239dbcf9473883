import { formatBytes, formatReduction } from '../../output/units.ts';
import type { ReportDocument } from '../model.ts';
import { headline, rateText, scope, STATUS_WORDS, windowText, type Clock } from '../wording.ts';
import { mute, SIGNS, toned } from './labels.ts';
import { cell, element, layout, row, text, type Html } from './markup.ts';
import { BAR_COLORS, TONE_COLORS, toneOf, type Tone } from './styles.ts';

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
