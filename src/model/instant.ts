/**
 * A moment in milliseconds since 1970-01-01T00:00Z, with a fraction: servers send up to seven digits
 * after the second, and durations are computed before anything is cut to milliseconds.
 */
export type Instant = number;

const TIMESTAMP =
  /^(\d{4})-(\d{2})-(\d{2})[Tt ](\d{2}):(\d{2})(?::(\d{2})(?:[.,](\d{1,9}))?)?\s*(?:([Zz])|([+-])(\d{2}):?(\d{2}))?$/;

/** First and last year that a server means in earnest: 0001, 1900 and 9999 stand for "never". */
const FIRST_REAL_YEAR = 1901;
const FIRST_NEVER_YEAR = 9999;

/**
 * Reads a server's time stamp.
 *
 * @param text ISO 8601 with 0 to 9 fraction digits and `Z`, an offset or nothing
 * @param naiveOffsetMinutes the offset to assume where the text has none (VBR's task sessions are
 *   server-local time, api/vbr.md section 5.10); UTC unless given
 * @returns null for what is no time stamp and for the placeholders of "no time": years up to 1900
 *   and from 9999 on (api/vb365.md section 6)
 */
export function parseInstant(text: string, naiveOffsetMinutes = 0): Instant | null {
  const match = TIMESTAMP.exec(text.trim());
  if (match === null) return null;
  const whole = utcMilliseconds(match);
  if (whole === null) return null;
  const fraction = match[7];
  const part = fraction === undefined ? 0 : Number(`0.${fraction}`) * 1000;
  return whole + part - (offsetIn(match) ?? naiveOffsetMinutes) * 60_000;
}

/** The offset in minutes that a time stamp carries (`Z` = 0), or null where it has none. */
export function offsetOf(text: string): number | null {
  const match = TIMESTAMP.exec(text.trim());
  return match === null ? null : offsetIn(match);
}

function offsetIn([, , , , , , , , zulu, sign, hours, minutes]: RegExpExecArray): number | null {
  if (zulu !== undefined) return 0;
  if (sign === undefined) return null;
  const ahead = Number(hours) * 60 + Number(minutes);
  return sign === '-' ? -ahead : ahead;
}

function utcMilliseconds(match: RegExpExecArray): number | null {
  const [year, month, day] = [Number(match[1]), Number(match[2]), Number(match[3])];
  const [hour, minute, second] = [Number(match[4]), Number(match[5]), Number(match[6] ?? 0)];
  if (year < FIRST_REAL_YEAR || year >= FIRST_NEVER_YEAR) return null;
  if (hour > 24 || minute > 59 || second > 60) return null;
  // 24:00 is the end of a day, and the only time of its hour.
  if (hour === 24 && minute + second + Number(match[7] ?? 0) > 0) return null;
  if (day < 1 || day > daysInMonth(year, month)) return null;
  return Date.UTC(year, month - 1, day, hour, minute, second);
}

const MONTH_LENGTHS = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31] as const;

/** Days of a month (1 to 12) in the Gregorian calendar; 0 for what is no month. */
export function daysInMonth(year: number, month: number): number {
  const isLeapYear = (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0;
  return month === 2 && isLeapYear ? 29 : (MONTH_LENGTHS[month - 1] ?? 0);
}

/** ISO 8601 in UTC with three decimals and `Z`, cut (not rounded) to milliseconds. */
export function formatInstant(instant: Instant): string {
  return new Date(Math.floor(instant)).toISOString();
}

/**
 * Seconds between two moments, to the millisecond; null while one of them is unknown. What servers tell
 * below the millisecond counts, so that it may be one off from the times as `formatInstant` cuts them.
 * Never negative: a server that ends a session before it began has told nothing useful.
 */
export function secondsBetween(start: Instant | null, end: Instant | null): number | null {
  if (start === null || end === null || end < start) return null;
  return Math.round(end - start) / 1000;
}
