import { zoneOffsetMinutes } from '../model/calendar.ts';
import { toNumber, type Int64 } from '../model/int64.ts';
import type { Instant } from '../model/instant.ts';

/**
 * How numbers are shown to people, as Veeam's own consoles show them: binary sizes with one
 * decimal, `04:11` for durations, no grouping of digits, always a decimal point. Nothing here
 * depends on a locale. null is what the server does not say: `n/a`.
 */
export const NOT_AVAILABLE = 'n/a';

const SIZE_UNITS = ['B', 'KB', 'MB', 'GB', 'TB', 'PB', 'EB'] as const;

/** `512 B`, `98.1 MB`: steps of 1024, one decimal from KB on. */
export function formatBytes(bytes: Int64 | null): string {
  if (bytes === null) return NOT_AVAILABLE;
  let value = toNumber(bytes);
  let step = 0;
  // 1023.95 would be rounded to "1024.0": the next unit begins where the decimal says so.
  while (Math.abs(value) >= (step === 0 ? 1023.5 : 1023.95) && step < SIZE_UNITS.length - 1) {
    value /= 1024;
    step += 1;
  }
  return `${value.toFixed(step === 0 ? 0 : 1)} ${SIZE_UNITS[step] ?? ''}`;
}

/** `1.6 MB/s` */
export function formatByteRate(bytesPerSecond: Int64 | null): string {
  return bytesPerSecond === null ? NOT_AVAILABLE : `${formatBytes(bytesPerSecond)}/s`;
}

/** `72 items/s` */
export function formatItemRate(itemsPerSecond: Int64 | null): string {
  return itemsPerSecond === null ? NOT_AVAILABLE : `${formatCount(itemsPerSecond)} items/s`;
}

/** The number's digits; a fraction with one decimal at most. */
export function formatCount(count: Int64 | null): string {
  if (count === null) return NOT_AVAILABLE;
  return typeof count === 'bigint' ? count.toString() : oneDecimal(count);
}

/** `99%`, `99.5%` */
export function formatPercent(percent: number | null): string {
  return percent === null ? NOT_AVAILABLE : `${oneDecimal(percent)}%`;
}

function oneDecimal(value: number): string {
  return Number.isInteger(value) ? BigInt(value).toString() : value.toFixed(1).replace(/\.0$/, '');
}

/** `3.7x`: how many times smaller the transferred data is than the data read; null without both. */
export function formatReduction(read: Int64 | null, transferred: Int64 | null): string | null {
  if (read === null || transferred === null) return null;
  const ratio = toNumber(read) / toNumber(transferred);
  return Number.isFinite(ratio) && ratio > 0 ? `${ratio.toFixed(1)}x` : null;
}

const MINUTE = 60;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/** `00:58`, `04:11`, `1:02:03`, `2d 03:04:05`; whole seconds, cut, not rounded. */
export function formatDuration(seconds: number | null): string {
  if (seconds === null) return NOT_AVAILABLE;
  const whole = Math.max(0, Math.floor(seconds));
  const [days, hours] = [Math.floor(whole / DAY), Math.floor((whole % DAY) / HOUR)];
  const minutesAndSeconds = `${twoDigits((whole % HOUR) / MINUTE)}:${twoDigits(whole % MINUTE)}`;
  if (days > 0) return `${String(days)}d ${twoDigits(hours)}:${minutesAndSeconds}`;
  return hours > 0 ? `${String(hours)}:${minutesAndSeconds}` : minutesAndSeconds;
}

function twoDigits(value: number): string {
  return String(Math.floor(value)).padStart(2, '0');
}

/** `just now`, `5m ago`, `3h ago`, `2d ago`, `1y ago`; `in 5h` for what is to come. */
export function formatRelative(instant: Instant | null, now: Instant): string {
  if (instant === null) return NOT_AVAILABLE;
  const seconds = Math.floor(Math.abs(now - instant) / 1000);
  if (seconds < MINUTE) return 'just now';
  const distance = roughly(seconds);
  return instant > now ? `in ${distance}` : `${distance} ago`;
}

function roughly(seconds: number): string {
  if (seconds < HOUR) return `${String(Math.floor(seconds / MINUTE))}m`;
  if (seconds < DAY) return `${String(Math.floor(seconds / HOUR))}h`;
  const days = Math.floor(seconds / DAY);
  return days < 365 ? `${String(days)}d` : `${String(Math.floor(days / 365))}y`;
}

/** `2026-11-22 03:00:00` on the clocks of the zone (an IANA name or an offset); whole seconds, cut. */
export function formatDateTime(instant: Instant | null, timeZone: string): string {
  if (instant === null) return NOT_AVAILABLE;
  const whole = Math.floor(instant / 1000) * 1000;
  if (timeZone === 'UTC' || /^[+-]/.test(timeZone)) {
    const wall = new Date(whole + zoneOffsetMinutes(whole, timeZone) * 60_000);
    return wall.toISOString().slice(0, 19).replace('T', ' ');
  }
  const parts = new Map<string, string>();
  for (const { type, value } of zonedFormat(timeZone).formatToParts(whole)) parts.set(type, value);
  const part = (name: string) => parts.get(name) ?? '';
  return `${part('year')}-${part('month')}-${part('day')} ${part('hour')}:${part('minute')}:${part('second')}`;
}

// Building a formatter costs some 10 ms for the first zone, so there is one for each and none for UTC.
const zonedFormats = new Map<string, Intl.DateTimeFormat>();

function zonedFormat(timeZone: string): Intl.DateTimeFormat {
  const known = zonedFormats.get(timeZone);
  if (known !== undefined) return known;
  // The locale only names the digits; the order is ours.
  const format = new Intl.DateTimeFormat('en-US', {
    timeZone,
    calendar: 'gregory',
    numberingSystem: 'latn',
    hourCycle: 'h23',
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
    hour: '2-digit',
    minute: '2-digit',
    second: '2-digit',
  });
  zonedFormats.set(timeZone, format);
  return format;
}

/** `yes`, `no`, `n/a` */
export function formatYesNo(value: boolean | null): string {
  if (value === null) return NOT_AVAILABLE;
  return value ? 'yes' : 'no';
}
