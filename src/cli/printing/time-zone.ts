import { isTimeZone, offsetZone, SERVER_ZONE } from '../../model/calendar.ts';
import { parseDuration } from '../../model/duration.ts';
import { VsiError } from '../../model/errors.ts';
import type { Instant } from '../../model/instant.ts';
import { PRODUCT_NAMES } from '../../model/product.ts';
import type { TimeWindow, WindowBounds } from '../../model/selection.ts';
import { parseTime, TIME_FORMS } from '../../model/time-window.ts';
import type { BackupServer } from '../../servers/backup-server.ts';
import { FLAGS } from '../flags.ts';
import type { Invocation } from '../invocation.ts';

/**
 * The zone of --time-zone: an IANA name, or SERVER_ZONE. Local unless given, in a pipe as on a terminal.
 *
 * @throws USAGE for a zone that nobody knows
 */
export function zoneOf({ flags, host }: Pick<Invocation, 'flags' | 'host'>): string {
  const wanted = flags.text(FLAGS.timeZone)?.trim() ?? 'local';
  switch (wanted.toLowerCase()) {
    case 'local':
      return host.timeZone();
    case 'utc':
      return 'UTC';
    case SERVER_ZONE:
      return SERVER_ZONE;
  }
  if (isTimeZone(wanted)) return wanted;
  throw new VsiError('USAGE', `--time-zone does not know “${wanted}”`, {
    hint: 'local, utc, server, or a name like Europe/Berlin',
  });
}

/** Finds out whether --time-zone can be read, where nothing else asks for it. @throws USAGE */
export function checkZone(invocation: Pick<Invocation, 'flags' | 'host'>): void {
  // Asking for the local zone costs milliseconds that data formats need not pay.
  if (invocation.flags.text(FLAGS.timeZone) !== undefined) zoneOf(invocation);
}

/**
 * Refuses `--time-zone server` for a server that does not tell its own time, and leaves the server then.
 *
 * @throws USAGE
 */
export async function withServerClock<S extends Pick<BackupServer, 'name' | 'product' | 'close'>>(
  { flags }: Pick<Invocation, 'flags'>,
  server: S,
): Promise<S> {
  if (!followsServers({ flags }) || server.product === 'vbr') return server;
  await server.close();
  throw new VsiError(
    'USAGE',
    `--time-zone server: ${PRODUCT_NAMES[server.product]} tells its times in UTC only`,
    { where: server.name, hint: 'use local, utc, or a name like Europe/Berlin' },
  );
}

/** The zone where one time is told that is no record's own: with `server` it is UTC. */
export function singleZoneOf(invocation: Pick<Invocation, 'flags' | 'host'>): string {
  const zone = zoneOf(invocation);
  return zone === SERVER_ZONE ? 'UTC' : zone;
}

/**
 * What --since and --until mean. Days and times without an offset are those of --time-zone; with
 * `server` they are each server's own, so that since and until are the loosest ones anywhere, and
 * `windowAt` tells the exact ones.
 *
 * @throws USAGE, also for a window that ends before it begins
 */
export function windowOf(invocation: Pick<Invocation, 'flags' | 'host'>): WindowBounds {
  const now = invocation.host.now();
  const since = boundOf(invocation, 'since', now);
  return windowBetween(invocation, since, boundOf(invocation, 'until', now));
}

/**
 * The same, where nothing is said of its beginning so long before its end: before --until where that is
 * in the past, else before now.
 *
 * @param length in milliseconds
 * @throws USAGE, also for a window that ends before it begins
 */
export function windowOfLength(
  invocation: Pick<Invocation, 'flags' | 'host'>,
  length: number,
): WindowBounds & { readonly since: Instant } {
  const now = invocation.host.now();
  const given = boundOf(invocation, 'since', now);
  const until = boundOf(invocation, 'until', now);
  const since = (offset: number | null): Instant => {
    const ends = offset === null ? everywhere(invocation).map(until) : [until(offset)];
    return given(offset) ?? Math.min(now, ...ends.map((end) => end ?? Infinity)) - length;
  };
  return windowBetween(invocation, since, until);
}

/** One bound of a window on a clock so many minutes ahead of UTC; null = the loosest on any clock. */
type Bound<T extends Instant | null> = (offsetMinutes: number | null) => T;

/** @throws USAGE for a window that ends before it begins, whichever clock is asked */
function windowBetween<T extends Instant | null>(
  invocation: Pick<Invocation, 'flags'>,
  since: Bound<T>,
  until: Bound<Instant | null>,
): WindowBounds & { readonly since: T } {
  const windowAt = (offset: number | null) => ({ since: since(offset), until: until(offset) });
  if (everywhere(invocation).map(windowAt).every(isReversed)) {
    throw new VsiError('USAGE', '--until lies before --since', {
      hint: 'it is about the time between them',
    });
  }
  return followsServers(invocation) ? { ...windowAt(null), windowAt } : windowAt(null);
}

function isReversed({ since, until }: TimeWindow): boolean {
  return since !== null && until !== null && until < since;
}

function followsServers({ flags }: Pick<Invocation, 'flags'>): boolean {
  return flags.text(FLAGS.timeZone)?.trim().toLowerCase() === SERVER_ZONE;
}

/** The clocks that a window is to be looked at on: with `--time-zone server` those of the whole earth. */
function everywhere(invocation: Pick<Invocation, 'flags'>): readonly (number | null)[] {
  return followsServers(invocation) ? OFFSETS : [null];
}

/** From the last place on earth where a day begins to the first, hour by hour. */
const OFFSETS = Array.from({ length: 27 }, (_, index) => (index - 12) * 60);

/**
 * What --since or --until says; null = nothing.
 *
 * @param now the same for both: `--since 1d --until 1d` is one moment
 * @throws USAGE for what is no time
 */
function boundOf(
  { flags, host }: Pick<Invocation, 'flags' | 'host'>,
  edge: 'since' | 'until',
  now: Instant,
): Bound<Instant | null> {
  const text = flags.text(FLAGS[edge]);
  if (text === undefined) return () => null;
  // Only days and times without an offset depend on the zone, and asking for it costs time.
  const zone = parseDuration(text) === null ? zoneOf({ flags, host }) : 'UTC';
  const inZone = (name: string): Instant => {
    const instant = parseTime(text, edge, { now, zone: name });
    if (instant !== null) return instant;
    throw new VsiError('USAGE', `--${edge} does not understand “${text}”`, {
      hint: `for example ${TIME_FORMS}`,
    });
  };
  if (zone !== SERVER_ZONE) {
    const instant = inZone(zone);
    return () => instant;
  }
  return (offset) => {
    if (offset !== null) return inZone(offsetZone(offset));
    const all = OFFSETS.map((minutes) => inZone(offsetZone(minutes)));
    return edge === 'since' ? Math.min(...all) : Math.max(...all);
  };
}
