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
  const [, year, month, day, hour, minute, second, fraction, zulu, sign, zoneHour, zoneMinute] =
    match;
  const whole = utcMilliseconds([year, month, day, hour, minute, second ?? '0'].map(Number));
  if (whole === null) return null;
  const part = fraction === undefined ? 0 : Number(`0.${fraction}`) * 1000;
  return whole + part - offsetMinutes() * 60_000;

  function offsetMinutes(): number {
    if (zulu !== undefined) return 0;
    if (sign === undefined) return naiveOffsetMinutes;
    const minutes = Number(zoneHour) * 60 + Number(zoneMinute);
    return sign === '-' ? -minutes : minutes;
  }
}

/** The offset in minutes that a time stamp carries (`Z` = 0), or null where it has none. */
export function offsetOf(text: string): number | null {
  const match = TIMESTAMP.exec(text.trim());
  if (match === null) return null;
  if (match[8] !== undefined) return 0;
  if (match[9] === undefined) return null;
  const minutes = Number(match[10]) * 60 + Number(match[11]);
  return match[9] === '-' ? -minutes : minutes;
}

function utcMilliseconds(parts: readonly number[]): number | null {
  const [year = 0, month = 0, day = 0, hour = 0, minute = 0, second = 0] = parts;
  if (year < FIRST_REAL_YEAR || year >= FIRST_NEVER_YEAR) return null;
  if (month < 1 || month > 12 || hour > 24 || minute > 59 || second > 60) return null;
  if (day < 1 || day > daysInMonth(year, month)) return null;
  return Date.UTC(year, month - 1, day, hour, minute, second);
}

/** Days of a month (1 to 12) in the Gregorian calendar. */
export function daysInMonth(year: number, month: number): number {
  return new Date(Date.UTC(year, month, 0)).getUTCDate();
}

/** ISO 8601 in UTC with three decimals and `Z`, cut (not rounded) to milliseconds. */
export function formatInstant(instant: Instant): string {
  return new Date(Math.floor(instant)).toISOString();
}

/**
 * Seconds between two moments, to the millisecond; null while one of them is unknown.
 * Never negative: a server that ends a session before it began has told nothing useful.
 */
export function secondsBetween(start: Instant | null, end: Instant | null): number | null {
  if (start === null || end === null || end < start) return null;
  return Math.round(end - start) / 1000;
}
