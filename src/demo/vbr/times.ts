import { DAY, HOUR, MINUTE, SECOND } from '../units.ts';

/** The server's wall clock: all times leave it in its own offset. */
export interface WallClock {
  /** `2026-11-05T06:03:15.866256+01:00`, without the zeros at the fraction's end as .NET does it. */
  readonly stamp: (instant: number, digits: number) => string;
  /** The same without the offset, as task sessions carry it (api/vbr.md section 5.10). */
  readonly naive: (instant: number, digits: number) => string;
  /** `11/5/2026 6:03:15 AM`, as it stands in titles. */
  readonly spoken: (instant: number) => string;
  /** Days since 1970 by the server's calendar. */
  readonly dayOf: (instant: number) => number;
  /** The instant at which that day begins. */
  readonly startOfDay: (day: number) => number;
  readonly offsetMinutes: number;
  /** `+01:00` */
  readonly offset: string;
}

/** A wall clock that runs so many minutes ahead of UTC, summer and winter. */
export function createWallClock(offsetMinutes: number): WallClock {
  const shift = offsetMinutes * MINUTE;
  const offset = formatOffset(offsetMinutes);
  const naive = (instant: number, digits: number): string =>
    new Date(instant + shift).toISOString().slice(0, 19) + fraction(instant, digits);
  return {
    offsetMinutes,
    offset,
    naive,
    stamp: (instant, digits) => naive(instant, digits) + offset,
    spoken: (instant) => spoken(new Date(instant + shift)),
    dayOf: (instant) => Math.floor((instant + shift) / DAY),
    startOfDay: (day) => day * DAY - shift,
  };
}

/** A .NET time span `hh:mm:ss`, with `d.` in front from one day on, and with `digits` of a fraction. */
export function formatSpan(milliseconds: number, digits = 0): string {
  const whole = Math.max(0, milliseconds);
  const days = Math.floor(whole / DAY);
  const clock = [HOUR, MINUTE, SECOND]
    .map((unit, index) => Math.floor(whole / unit) % (index === 0 ? 24 : 60))
    .map((part) => String(part).padStart(2, '0'))
    .join(':');
  const rest = digits === 0 ? '' : `.${(whole % SECOND).toFixed(0).padStart(3, '0')}`;
  return `${days > 0 ? `${days}.` : ''}${clock}${rest.padEnd(digits === 0 ? 0 : digits + 1, '0')}`;
}

/** Digits below the millisecond are made from the instant, so that they are the same every time. */
function fraction(instant: number, digits: number): string {
  if (digits === 0) return '';
  const milliseconds = ((Math.floor(instant) % SECOND) + SECOND) % SECOND;
  const below = (Math.floor(instant) * 7919) % 10_000;
  const text = String(milliseconds).padStart(3, '0') + String(Math.abs(below)).padStart(4, '0');
  const trimmed = text.slice(0, digits).replace(/0+$/, '');
  return trimmed === '' ? '' : `.${trimmed}`;
}

function formatOffset(minutes: number): string {
  const size = Math.abs(minutes);
  const [hours, rest] = [Math.floor(size / 60), size % 60].map((part) =>
    String(part).padStart(2, '0'),
  );
  return `${minutes < 0 ? '-' : '+'}${hours ?? '00'}:${rest ?? '00'}`;
}

function spoken(local: Date): string {
  const date = `${local.getUTCMonth() + 1}/${local.getUTCDate()}/${local.getUTCFullYear()}`;
  const hour = local.getUTCHours();
  const time = [local.getUTCMinutes(), local.getUTCSeconds()]
    .map((part) => String(part).padStart(2, '0'))
    .join(':');
  return `${date} ${hour % 12 === 0 ? 12 : hour % 12}:${time} ${hour < 12 ? 'AM' : 'PM'}`;
}
