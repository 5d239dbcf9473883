/** What stands for "no end" where the API has no null (api/vb365.md section 6). */
export const NEVER = '9999-12-31T23:59:59.9999999Z';

/**
 * A moment as the product writes it: up to seven digits after the second, trailing zeros left out.
 * The digits below the millisecond follow from the moment itself, so that it always looks the same.
 *
 * @param instant whole milliseconds since 1970
 * @param offsetMinutes the offset to write it in; `Z` for 0
 */
export function timestamp(instant: number, offsetMinutes = 0): string {
  const local = new Date(instant + offsetMinutes * 60_000).toISOString();
  const milliseconds = local.slice(20, 23);
  const fraction = `${milliseconds}${String(ticksOf(instant)).padStart(4, '0')}`.replace(/0+$/, '');
  return `${local.slice(0, 19)}${fraction === '' ? '' : `.${fraction}`}${zone(offsetMinutes)}`;
}

/** 100 ns steps below the millisecond; none at moments that are round to 10 ms, and few at others. */
function ticksOf(instant: number): number {
  if (instant % 10 === 0) return 0;
  const mixed = Math.imul(Math.floor(instant / 1000) ^ instant, 0x9e3779b1) >>> 0;
  const coarseness = [10_000, 1000, 100][mixed % 16] ?? 1;
  const ticks = (mixed >>> 4) % 10_000;
  return ticks - (ticks % coarseness);
}

function zone(offsetMinutes: number): string {
  if (offsetMinutes === 0) return 'Z';
  const size = Math.abs(offsetMinutes);
  const two = (value: number): string => String(value).padStart(2, '0');
  return `${offsetMinutes < 0 ? '-' : '+'}${two(Math.floor(size / 60))}:${two(size % 60)}`;
}

/** A duration as restore events carry it: `00:00:04.4889376`. */
export function timeSpan(milliseconds: number): string {
  return `${new Date(milliseconds).toISOString().slice(11, 23)}0000`;
}
