import { bottleneckLabel } from '../../output/labels.ts';
import { formatBytes, formatDuration } from '../../output/units.ts';
import type { ReportDocument, ReportPeriod } from '../model.ts';
import { counted, rateText, TITLES } from '../wording.ts';
import { mute, toned } from './labels.ts';
import { cell, columnHead, element, layout, row, section, text, type Html } from './markup.ts';
import { FILLS, PARTS, TONE_COLORS } from './styles.ts';

/*
 * Bars are cells of tables: every mail program draws them, none asks before it shows them, and the
 * number stands beside each.
 */

const CELL = 'padding:2px 8px 2px 0;white-space:nowrap';

/** A bar with its value behind; the longest leaves room for the value. */
function barCell(share: number, fill: string, value: string): Html {
  const width = Math.round(share * 55);
  const bar =
    share > 0
      ? cell('', { style: `width:${Math.max(1, width)}%;padding:0;background-color:${fill}` })
      : '';
  const label = cell(text(value), {
    style: `padding:0 0 0 ${share > 0 ? 6 : 0}px;white-space:nowrap`,
  });
  return cell(layout({}, [row([bar, label])]), { style: 'padding:2px 8px 2px 0' });
}

function rowHead(content: string): Html {
  return element(
    'th',
    { attributes: { scope: 'row' }, style: `${CELL};text-align:left;font-weight:normal` },
    text(content),
  );
}

function numberCell(content: Html): Html {
  return cell(content, { style: `${CELL};text-align:right` });
}

function chartTable(heads: readonly Html[], rows: readonly Html[]): Html {
  return element(
    'table',
    { style: 'width:100%;border-collapse:collapse;font-size:13px;line-height:18px' },
    [element('thead', {}, row(heads)), element('tbody', {}, rows)],
  );
}

const RIGHT = { style: 'text-align:right' } as const;

/** Durations and data of each day. */
export function daysBlock({ days }: ReportDocument): Html {
  if (days.every(({ runs }) => runs === 0)) return '';
  const longest = mostOf(days, ({ durationSeconds }) => durationSeconds);
  const largest = mostOf(days, ({ transferredBytes }) => Number(transferredBytes ?? 0));
  const rows = days.map((day) =>
    row([
      rowHead(`${weekday(day.period)} ${day.period.slice(5)}`),
      numberCell(text(String(day.runs))),
      numberCell(day.failed === 0 ? mute('0') : toned('bad', String(day.failed))),
      barCell(
        (day.durationSeconds ?? 0) / longest,
        FILLS.duration,
        day.durationSeconds === null ? '' : formatDuration(day.durationSeconds),
      ),
      barCell(
        Number(day.transferredBytes ?? 0) / largest,
        FILLS.data,
        day.transferredBytes === null ? '' : formatBytes(day.transferredBytes),
      ),
    ]),
  );
  const heads = [
    columnHead('Day', { style: 'width:15%' }),
    columnHead('Runs', { style: 'width:8%;text-align:right' }),
    columnHead('Failed', { style: 'width:9%;text-align:right' }),
    columnHead('Time of all runs', { style: 'width:34%' }),
    columnHead('Moved', { style: 'width:34%' }),
  ];
  return section(TITLES.days, chartTable(heads, rows));
}

const WEEKDAYS = ['Sun', 'Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat'] as const;

function weekday(day: string): string {
  return WEEKDAYS[new Date(`${day}T00:00:00Z`).getUTCDay()] ?? '';
}

/** The largest of the values, at least what keeps a division sound. */
function mostOf(
  periods: readonly ReportPeriod[],
  valueOf: (period: ReportPeriod) => number | null,
): number {
  return Math.max(Number.MIN_VALUE, ...periods.map((period) => valueOf(period) ?? 0));
}

/** The trend of the weeks. */
export function weeksBlock({ weeks }: ReportDocument): Html {
  if (weeks.every(({ runs }) => runs === 0)) return '';
  const largest = mostOf(weeks, ({ transferredBytes }) => Number(transferredBytes ?? 0));
  const rows = weeks.map((week) =>
    row([
      rowHead(week.period),
      numberCell(text(String(week.runs))),
      numberCell(week.failed === 0 ? mute('0') : toned('bad', String(week.failed))),
      barCell(week.successRate ?? 0, TONE_COLORS.good.fill, rateText(week.successRate)),
      barCell(
        Number(week.transferredBytes ?? 0) / largest,
        FILLS.data,
        week.transferredBytes === null ? '' : formatBytes(week.transferredBytes),
      ),
    ]),
  );
  const heads = [
    columnHead('Week', { style: 'width:15%' }),
    columnHead('Runs', { style: 'width:8%;text-align:right' }),
    columnHead('Failed', { style: 'width:9%;text-align:right' }),
    columnHead('Success rate', { style: 'width:34%' }),
    columnHead('Moved', { style: 'width:34%' }),
  ];
  return section(TITLES.weeks, chartTable(heads, rows));
}

/** Which stage held how many of the window's runs back. */
export function bottleneckBlock({ bottlenecks }: ReportDocument): Html {
  if (bottlenecks.length === 0) return '';
  const fillOf = (index: number): string => PARTS[Math.min(index, PARTS.length - 1)] ?? '';
  const bar = layout({ style: 'margin:0 0 6px', attributes: { 'aria-hidden': 'true' } }, [
    row(
      bottlenecks.map(({ share }, index) =>
        cell('&nbsp;', {
          style: `width:${(share * 100).toFixed(1)}%;padding:0;font-size:10px;line-height:16px;background-color:${fillOf(index)}`,
        }),
      ),
    ),
  ]);
  const rows = bottlenecks.map(({ bottleneck, runs, share }, index) =>
    row([
      element(
        'th',
        { attributes: { scope: 'row' }, style: `${CELL};text-align:left;font-weight:normal` },
        [
          element(
            'span',
            {
              attributes: { 'aria-hidden': 'true' },
              style: `display:inline-block;width:10px;line-height:10px;margin-right:8px;background-color:${fillOf(index)}`,
            },
            '&nbsp;',
          ),
          text(bottleneckLabel(bottleneck)),
        ],
      ),
      numberCell(text(rateText(share))),
      numberCell(text(counted(runs, 'run'))),
    ]),
  );
  const heads = [columnHead('Stage'), columnHead('Share', RIGHT), columnHead('Runs', RIGHT)];
  return section(TITLES.bottlenecks, bar + chartTable(heads, rows));
}
