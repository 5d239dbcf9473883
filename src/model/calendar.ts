import { MINUTE } from './duration.ts';
import type { Instant } from './instant.ts';

/** Stands for a zone: what the server's own clock showed, record by record. */
export const SERVER_ZONE = 'server';

/** A zone that is so many minutes ahead of UTC at all times: `+01:00`. */
export function offsetZone(minutes: number): string {
  const [hours, rest] = [Math.floor(Math.abs(minutes) / 60), Math.abs(minutes) % 60];
  const digits = [hours, rest].map((part) => String(part).padStart(2, '0'));
  return `${minutes < 0 ? '-' : '+'}${digits.join(':')}`;
}

const OFFSET_ZONE = /^([+-])(\d{2}):(\d{2})$/;

/** The minutes of an offset zone; null for a zone with a name. */
function fixedOffset(zone: string): number | null {
  const [, sign, hours, minutes] = OFFSET_ZONE.exec(zone) ?? [];
  if (sign === undefined) return null;
  const ahead = Number(hours) * 60 + Number(minutes);
  return sign === '-' ? -ahead : ahead;
}

/** Year, month (1 to 12) and day of a moment as a calendar on a wall in that zone shows them. */
export interface CalendarDay {
  readonly year: number;
  readonly month: number;
  readonly day: number;
}

const formats = new Map<string, Intl.DateTimeFormat>();

/** The zone's formatter, made once: the first one of a zone costs over ten milliseconds. */
function formatOf(zone: string): Intl.DateTimeFormat {
  let format = formats.get(zone);
  if (format === undefined) {
    format = new Intl.DateTimeFormat('en-US', {
      timeZone: zone,
      calendar: 'gregory',
      hourCycle: 'h23',
      year: 'numeric',
      month: 'numeric',
      day: 'numeric',
      hour: 'numeric',
      minute: 'numeric',
      second: 'numeric',
    });
    formats.set(zone, format);
  }
  return format;
}

/** Whether this is a time zone that the language knows: an IANA name, or `UTC`. */
export function isTimeZone(zone: string): boolean {
  // Newer versions of the language know offsets, too, older ones do not.
  if (!/^[A-Za-z]/.test(zone)) return false;
  try {
    formatOf(zone);
    return true;
  } catch {
    return false;
  }
}

/**
 * How far the zone's clocks are ahead of UTC at that moment, in minutes.
 *
 * @param zone an IANA name, `UTC`, or an offset as `offsetZone` writes it
 */
export function zoneOffsetMinutes(instant: Instant, zone: string): number {
  const fixed = zone === 'UTC' ? 0 : fixedOffset(zone);
  if (fixed !== null) return fixed;
  const parts = new Map(
    formatOf(zone)
      .formatToParts(instant)
      .map(({ type, value }) => [type, Number(value)]),
  );
  const part = (type: Intl.DateTimeFormatPartTypes): number => parts.get(type) ?? 0;
  const wall = Date.UTC(
    part('year'),
    part('month') - 1,
    part('day'),
    part('hour'),
    part('minute'),
    part('second'),
  );
  return Math.round((wall - Math.floor(instant / 1000) * 1000) / MINUTE);
}

/** The day on which the moment falls in that zone. */
export function dayOf(instant: Instant, zone: string): CalendarDay {
  const wall = new Date(instant + zoneOffsetMinutes(instant, zone) * MINUTE);
  return { year: wall.getUTCFullYear(), month: wall.getUTCMonth() + 1, day: wall.getUTCDate() };
}

/**
 * The moment that the clocks of a zone call so. An hour that a clock change skips means the moment
 * after the change; an hour that occurs twice means its first occurrence.
 *
 * @param wall milliseconds since 1970 as if the clock showed UTC
 */
export function fromWallClock(wall: number, zone: string): Instant {
  const offsets = [-1, 1].map((side) => zoneOffsetMinutes(wall + side * 24 * 60 * MINUTE, zone));
  const [before = 0, after = 0] = offsets;
  const early = wall - Math.max(before, after) * MINUTE;
  const late = wall - Math.min(before, after) * MINUTE;
  return early + zoneOffsetMinutes(early, zone) * MINUTE === wall ? early : late;
}

/** Midnight at the beginning of a day in that zone, so many days later or earlier. */
export function startOfDay({ year, month, day }: CalendarDay, zone: string, plusDays = 0): Instant {
  return fromWallClock(Date.UTC(year, month - 1, day + plusDays), zone);
}
