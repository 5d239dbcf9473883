import { DAY, HOUR, MINUTE } from '../../units.ts';

/** When a job runs by itself; all times of day are UTC. */
export type Schedule =
  | { readonly type: 'daily'; readonly atMinute: number; readonly days: 'Everyday' | 'Workdays' }
  | { readonly type: 'periodic'; readonly everyHours: 2 | 4 | 8; readonly offsetMinutes: number }
  /** A copy job that follows its source; in this world that is about a time of day. */
  | { readonly type: 'immediate'; readonly atMinute: number }
  | { readonly type: 'manual' };

/** The schedule's starts at or after `from` and before `until`, ascending. */
export function startsBetween(schedule: Schedule, from: number, until: number): number[] {
  if (schedule.type === 'manual') return [];
  const { period, offset } = rhythm(schedule);
  const starts: number[] = [];
  for (
    let start = Math.ceil((from - offset) / period) * period + offset;
    start < until;
    start += period
  ) {
    if (isRunDay(schedule, start)) starts.push(start);
  }
  return starts;
}

/** The first start after a moment; null for a job that is started by hand. */
export function nextStart(schedule: Schedule, after: number): number | null {
  return startsBetween(schedule, after + 1, after + 8 * DAY)[0] ?? null;
}

function rhythm(schedule: Exclude<Schedule, { readonly type: 'manual' }>): {
  readonly period: number;
  readonly offset: number;
} {
  return schedule.type === 'periodic'
    ? { period: schedule.everyHours * HOUR, offset: schedule.offsetMinutes * MINUTE }
    : { period: DAY, offset: schedule.atMinute * MINUTE };
}

function isRunDay(schedule: Schedule, start: number): boolean {
  if (schedule.type !== 'daily' || schedule.days === 'Everyday') return true;
  const weekday = new Date(start).getUTCDay();
  return weekday !== 0 && weekday !== 6;
}
