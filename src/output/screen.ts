import type { Instant } from '../model/instant.ts';
import type { Theme } from './theme.ts';

/** What a drawing must know of where it is drawn; all passed in, so that every screen can be tested. */
export interface Screen {
  /** Columns a line may take. */
  readonly width: number;
  readonly theme: Theme;
  /** The moment that relative times ("3h ago") count from. */
  readonly now: Instant;
  /** IANA name of the zone that absolute times are shown in. */
  readonly timeZone: string;
  /** Whether the drawing goes to a terminal (and not to a pipe or file). */
  readonly terminal: boolean;
}
