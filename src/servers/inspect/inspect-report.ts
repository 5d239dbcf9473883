import type { VsiError } from '../../model/errors.ts';
import type { HttpClient } from '../http/http.ts';

/** What a product's API tells anonymously. */
export interface ApiReport {
  /** Those that the server has and vsi knows, newest first. */
  readonly versions: readonly string[];
  /** The version that commands would use, or why they could use none. */
  readonly inUse: string | VsiError;
  /** null: the server told no time. */
  readonly clock: ClockReading | null;
}

/** What the inspection of one product's API works with. */
export interface ApiQuestion {
  readonly http: HttpClient;
  /** The server's name, for errors. */
  readonly server: string;
  readonly now: () => number;
  /** The version that the person asked for; null: the newest common one. */
  readonly wanted: string | null;
}

/** What a server's clock said, in milliseconds since 1970. */
export interface ClockReading {
  readonly server: number;
  /** By this machine's clock: when it was asked and when it had answered. */
  readonly asked: number;
  readonly answered: number;
}
