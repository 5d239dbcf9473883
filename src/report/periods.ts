import type { StatsGroup } from '../analysis/stats-group.ts';
import { DAY } from '../model/duration.ts';
import type { ReportPeriod } from './model.ts';
import type { ReportParts } from './parts.ts';

/** Two weeks, or the window where it is longer, but no more than a page holds. */
const FEWEST_DAYS = 14;
const MOST_DAYS = 31;

/** The last days, oldest first; days without a run are there, too. */
export function daysOf({
  totals,
  calendar,
  generatedAt,
  window,
  historySince,
}: ReportParts): readonly ReportPeriod[] {
  const known = new Map(totals.days.groups().map((group) => [group.row.day, group]));
  const end = Math.min(generatedAt, (window.until ?? Infinity) - 1);
  const length = Math.ceil((end - window.since) / DAY);
  const count = Math.min(Math.max(length, FEWEST_DAYS), MOST_DAYS);
  const days: string[] = [];
  // Steps of half a day: a day may have 23 or 25 hours.
  for (let at = end; days.length < count && at >= historySince; at -= DAY / 2) {
    const { day } = calendar(at, null);
    if (days[0] !== day) days.unshift(day);
  }
  return days.map((day) => periodOf(day, known.get(day)));
}

/** The weeks that the history covers from their first day on, and the present one. */
export function weeksOf({ totals, calendar, historySince }: ReportParts): readonly ReportPeriod[] {
  const cut = calendar(historySince, null).week;
  const isWhole = calendar(historySince - 1, null).week !== cut;
  return totals.weeks
    .groups()
    .filter(({ row }) => row.week !== null && (row.week > cut || (isWhole && row.week === cut)))
    .map((group) => periodOf(group.row.week ?? '', group));
}

function periodOf(period: string, group: StatsGroup | undefined): ReportPeriod {
  const durations = group?.durations ?? [];
  const row = group?.row;
  return {
    period,
    runs: row?.runs ?? 0,
    success: row?.success ?? 0,
    warning: row?.warning ?? 0,
    failed: row?.failed ?? 0,
    successRate: row?.successRate ?? null,
    durationSeconds:
      durations.length === 0 ? null : durations.reduce((sum, seconds) => sum + seconds, 0),
    transferredBytes: row?.transferredBytes ?? null,
  };
}
