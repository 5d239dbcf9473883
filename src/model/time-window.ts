import { dayOf, fromWallClock, startOfDay } from './calendar.ts';
import { parseDuration } from './duration.ts';
import { daysInMonth, offsetOf, parseInstant, type Instant } from './instant.ts';

/** What a time on the command line is read against. */
export interface TimeFrame {
  readonly now: Instant;
  /** IANA name of the zone in which days begin and times without an offset are meant. */
  readonly zone: string;
}

/** The forms that `parseTime` takes, for error messages and help. */
export const TIME_FORMS = '24h, 7d, 2w, today, yesterday, 2026-11-01, 2026-11-01T22:00:00+01:00';

/** Days with a name, as days from today. */
const NAMED_DAYS: ReadonlyMap<string, number> = new Map([
  ['today', 0],
  ['yesterday', -1],
]);

/**
 * Reads a bound of a time window (contract section 2): a length of time back from now (`24h`), `today`,
 * `yesterday`, a date, or ISO 8601; without an offset the time is meant in the frame's zone.
 *
 * @param edge a day means its start as the lower bound and its end as the upper one
 * @returns null for anything else
 */
export function parseTime(text: string, edge: 'since' | 'until', frame: TimeFrame): Instant | null {
  const written = text.trim();
  const length = parseDuration(written);
  if (length !== null) return isRepresentable(frame.now - length) ? frame.now - length : null;
  const nextDay = edge === 'until' ? 1 : 0;
  const named = NAMED_DAYS.get(written.toLowerCase());
  if (named !== undefined) {
    return startOfDay(dayOf(frame.now, frame.zone), frame.zone, named + nextDay);
  }
  const date = /^(\d{4})-(\d{2})-(\d{2})$/.exec(written);
  if (date !== null) {
    const [year = 0, month = 0, day = 0] = date.slice(1).map(Number);
    if (day < 1 || day > daysInMonth(year, month)) return null;
    return startOfDay({ year, month, day }, frame.zone, nextDay);
  }
  const instant = parseInstant(written);
  if (instant === null || offsetOf(written) !== null) return instant;
  return fromWallClock(instant, frame.zone);
}

/** The language's dates end some 270,000 years from now in both directions. */
function isRepresentable(instant: Instant): boolean {
  return !Number.isNaN(new Date(instant).getTime());
}
