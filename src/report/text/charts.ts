import type { Screen } from '../../output/screen.ts';
import { formatBytes } from '../../output/units.ts';
import { pad, truncate } from '../../output/width.ts';
import type { ReportDocument, ReportPeriod } from '../model.ts';
import { counted, rateText, TITLES } from '../wording.ts';
import { heading } from './lines.ts';

/** How many columns a bar takes. */
const BAR = 24;

/** Which stages were the slowest, and how the last days and weeks went. */
export function chartBlocks(
  report: ReportDocument,
  screen: Screen,
): readonly (readonly string[])[] {
  return [
    bottleneckBlock(report, screen),
    periodBlock(TITLES.days, report.days, screen),
    periodBlock(TITLES.weeks, report.weeks, screen),
  ];
}

function bottleneckBlock({ bottlenecks }: ReportDocument, screen: Screen): readonly string[] {
  if (bottlenecks.length === 0) return [];
  const { theme } = screen;
  return [
    heading(TITLES.bottlenecks, screen),
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
