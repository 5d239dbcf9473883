import type { Instant } from '../model/instant.ts';
import { offsetZone, SERVER_ZONE } from '../model/calendar.ts';
import type { Theme } from './theme.ts';

/** What a drawing must know of where it is drawn; all passed in, so that every screen can be tested. */
export interface Screen {
  /** Columns a line may take. */
  readonly width: number;
  readonly theme: Theme;
  /** The moment that relative times ("3h ago") count from. */
  readonly now: Instant;
  /**
   * The zone that absolute times are shown in: an IANA name, an offset (`+01:00`), or SERVER_ZONE for
   * each record's own.
   */
  readonly timeZone: string;
  /** Whether the drawing goes to a terminal (and not to a pipe or file). */
  readonly terminal: boolean;
}

/** The screen for what belongs to one record: `server` as a zone becomes where its server's clock stood. */
export function screenFor(screen: Screen, record: object): Screen {
  if (screen.timeZone !== SERVER_ZONE) return screen;
  const known = 'utcOffsetMinutes' in record ? record.utcOffsetMinutes : null;
  return { ...screen, timeZone: offsetZone(typeof known === 'number' ? known : 0) };
}
