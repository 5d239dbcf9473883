const UNITS = ['B', 'KB', 'MB', 'GB', 'TB'];

/** A size as the product prints it: binary units, one decimal. */
export function size(bytes: number): string {
  let value = bytes;
  let unit = 0;
  while (value >= 1024 && unit < UNITS.length - 1) {
    value /= 1024;
    unit += 1;
  }
  return `${unit === 0 ? value : value.toFixed(1)} ${UNITS[unit] ?? ''}`;
}

/** A rate as the product prints it. */
export function rate(bytesPerSecond: number): string {
  return `${size(bytesPerSecond)}/s`;
}

/** Minutes by which the console's clock is ahead of UTC; only texts are written in it. */
const CONSOLE_OFFSET_MINUTES = 120;

/** A date in the console's own culture and zone, as it stands in log lines (api/vb365.md section 6). */
export function localDate(instant: number): string {
  const date = new Date(instant + CONSOLE_OFFSET_MINUTES * 60_000);
  const two = (value: number): string => String(value).padStart(2, '0');
  const hours = date.getUTCHours();
  const day = `${two(date.getUTCDate())}/${two(date.getUTCMonth() + 1)}/${date.getUTCFullYear()}`;
  const time = `${two(hours % 12 === 0 ? 12 : hours % 12)}:${two(date.getUTCMinutes())}:${two(date.getUTCSeconds())}`;
  return `${day} ${time} ${hours < 12 ? 'AM' : 'PM'}`;
}
