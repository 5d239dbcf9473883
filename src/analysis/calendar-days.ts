import { dayOf, offsetZone, SERVER_ZONE, startOfDay, type CalendarDay } from '../model/calendar.ts';
import { DAY } from '../model/duration.ts';
import type { Instant } from '../model/instant.ts';

/** Where a moment falls in a calendar. */
export interface CalendarPlace {
  /** `2026-11-22` */
  readonly day: string;
  /** ISO 8601: `2026-W47`; the year is the week's, not always the day's. */
  readonly week: string;
}

/**
 * Finds days and weeks in one zone. Sessions follow each other, so a day's bounds are worked out once
 * for all of its sessions.
 *
 * @param zone an IANA name, or SERVER_ZONE: then each moment's own offset decides
 */
export function createCalendar(
  zone: string,
): (instant: Instant, utcOffsetMinutes: number | null) => CalendarPlace {
  const known = new Map<string, { from: Instant; to: Instant; place: CalendarPlace }>();
  return (instant, utcOffsetMinutes) => {
    const own = zone === SERVER_ZONE ? offsetZone(utcOffsetMinutes ?? 0) : zone;
    const last = known.get(own);
    if (last !== undefined && instant >= last.from && instant < last.to) return last.place;
    const day = dayOf(instant, own);
    const place = { day: isoDay(day), week: isoWeek(day) };
    known.set(own, { from: startOfDay(day, own), to: startOfDay(day, own, 1), place });
    return place;
  };
}

function isoDay({ year, month, day }: CalendarDay): string {
  return `${digits(year, 4)}-${digits(month, 2)}-${digits(day, 2)}`;
}

/** The week with the year's first Thursday is its first one; weeks begin on Monday (ISO 8601). */
export function isoWeek({ year, month, day }: CalendarDay): string {
  const noon = Date.UTC(year, month - 1, day);
  const weekday = (new Date(noon).getUTCDay() + 6) % 7;
  const thursday = noon + (3 - weekday) * DAY;
  const weekYear = new Date(thursday).getUTCFullYear();
  const week = 1 + Math.floor((thursday - Date.UTC(weekYear, 0, 1)) / (7 * DAY));
  return `${digits(weekYear, 4)}-W${digits(week, 2)}`;
}

function digits(value: number, length: number): string {
  return String(value).padStart(length, '0');
}
