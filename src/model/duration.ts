/** Milliseconds, as all three. */
export const MINUTE = 60_000;
export const HOUR = 60 * MINUTE;
export const DAY = 24 * HOUR;

const UNITS: ReadonlyMap<string, number> = new Map([
  ['ms', 1],
  ['s', 1000],
  ['m', MINUTE],
  ['h', HOUR],
  ['d', DAY],
  ['w', 7 * DAY],
]);

/** The longest time that a timer can be set to, in milliseconds: almost 25 days. */
export const LONGEST_TIMER = 2 ** 31 - 1;

const PART = /(\d+(?:\.\d+)?)(ms|s|m|h|d|w)/gy;

/**
 * Reads a length of time as people write it: `90s`, `24h`, `7d`, `2w`, `1h30m`.
 *
 * @returns milliseconds, or null for anything else (a bare number has no unit and is refused)
 */
export function parseDuration(text: string): number | null {
  const written = text.trim().toLowerCase();
  let total = 0;
  let end = 0;
  for (const [part, count, unit = ''] of written.matchAll(PART)) {
    total += Number(count) * (UNITS.get(unit) ?? NaN);
    end += part.length;
  }
  return end === 0 || end !== written.length ? null : total;
}
