import { dayOf, fromWallClock, zoneOffsetMinutes } from '../../model/calendar.ts';
import type { Span } from '../../analysis/timeline.ts';
import { DAY, HOUR, MINUTE } from '../../model/duration.ts';
import type { Instant } from '../../model/instant.ts';
import { formatDateTime } from '../units.ts';

/** A moment that the axis names. */
export interface Tick {
  readonly column: number;
  readonly label: string;
  readonly midnight: boolean;
}

/** A time axis of so many columns of a terminal. */
export interface TimeAxis extends Span {
  readonly columns: number;
  /** The column that a moment is in; also outside of the axis. */
  readonly columnOf: (instant: Instant) => number;
  /** From left to right, far enough from each other for their labels. */
  readonly ticks: readonly Tick[];
  /** The columns in which a day begins; none where they would stand too close. */
  readonly midnights: ReadonlySet<number>;
}

const STEPS = [
  ...[1, 2, 5, 10, 15, 30].map((minutes) => minutes * MINUTE),
  ...[1, 2, 3, 4, 6, 12].map((hours) => hours * HOUR),
  ...[1, 2, 7, 14, 28, 56, 182, 364, 1820].map((days) => days * DAY),
] as const;

/** A label (`22:00`, `Nov 22`) and a blank behind it. */
const TICK_COLUMNS = 7;
/** Days that are narrower are not marked. */
const MIN_DAY_COLUMNS = 4;

const MONTHS = 'Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec'.split(' ');

/** @param timeZone an IANA name or an offset */
export function createTimeAxis({ from, to }: Span, columns: number, timeZone: string): TimeAxis {
  const length = Math.max(1, to - from);
  const columnOf = (instant: Instant): number => Math.floor(((instant - from) * columns) / length);
  const step = STEPS.find((size) => (size / length) * columns >= TICK_COLUMNS) ?? length;
  const markDays = (DAY / length) * columns >= MIN_DAY_COLUMNS;
  const moments = momentsOf({ from, to }, step, timeZone);
  const midnights = markDays ? momentsOf({ from, to }, DAY, timeZone).map(columnOf) : [];
  return {
    from,
    to,
    columns,
    columnOf,
    ticks: moments.map((moment) => {
      const midnight = clockOf(moment, timeZone) === '00:00';
      const label = midnight ? dateOf(moment, timeZone) : clockOf(moment, timeZone);
      return { column: columnOf(moment), label, midnight };
    }),
    midnights: new Set(midnights),
  };
}

/** The moments inside at which the zone's clocks show whole steps, counted from midnight of its days. */
function momentsOf({ from, to }: Span, step: number, zone: string): readonly Instant[] {
  const { year, month, day } = dayOf(from, zone);
  const begin = Date.UTC(year, month - 1, day);
  const wall = from + zoneOffsetMinutes(from, zone) * MINUTE;
  const moments: Instant[] = [];
  // An hour that a change of the clocks skips or repeats is named once.
  for (let at = begin + Math.floor((wall - begin) / step) * step; ; at += step) {
    const moment = fromWallClock(at, zone);
    if (moment >= to) return moments;
    if (moment >= from && moment > (moments.at(-1) ?? -Infinity)) moments.push(moment);
  }
}

/** `22:05` */
export function clockOf(instant: Instant, zone: string): string {
  return formatDateTime(instant, zone).slice(11, 16);
}

/** `Nov 22` */
function dateOf(instant: Instant, zone: string): string {
  const { month, day } = dayOf(instant, zone);
  return `${MONTHS[month - 1] ?? ''} ${String(day)}`;
}
