import type { VsiError } from '../model/errors.ts';

/** What the servers need of the outside world, passed in so that tests can hold it still. */
export interface ServerEnvironment {
  /** Milliseconds since 1970. */
  readonly now: () => number;
  /** Resolves after so many milliseconds, or throws as soon as the signal is aborted. */
  readonly sleep: (milliseconds: number, signal: AbortSignal) => Promise<void>;
  /** Between 0 and 1, for the jitter of retries. */
  readonly random: () => number;
  /** Aborted on Ctrl-C, SIGTERM and at the command's deadline. */
  readonly signal: AbortSignal;
  /** Environment variables, for the proxy settings. */
  readonly variables: Readonly<Record<string, string | undefined>>;
  /** One line about what is going on, shown with --debug; never holds a secret. */
  readonly debug: (line: string) => void;
  /** One line that the person should see, unless --quiet. */
  readonly notice: (line: string) => void;
  /**
   * A part of what was asked could not be read, and the rest goes on without it: said at the end, and
   * the exit code tells (contract section 6).
   */
  readonly missing: (failure: VsiError) => void;
  /** Called with what just arrived, for the spinner; the receiver adds it up. */
  readonly progress: (event: ProgressEvent) => void;
}

/** What just arrived. */
export interface ProgressEvent {
  readonly pages: number;
  readonly rows: number;
  /** How far the server's further questions about the rows so far have come; left out where none are. */
  readonly details?: { readonly done: number; readonly total: number };
}

/** Where a server is and how to reach it. */
export interface ConnectionSettings {
  /** Saved name, or null: the host names the server. */
  readonly name: string | null;
  /** `https://host:port`, nothing behind it. */
  readonly origin: string;
  readonly tls: TlsSettings;
  /** Bounds one exchange, its body included; milliseconds. */
  readonly timeout: number;
  /** How often a request that failed in passing is tried again. */
  readonly retries: number;
  /** Requests under way at once. */
  readonly concurrency: number;
  /** What the person asked for (`v7`, `1.2-rev1`), or null to find out. */
  readonly apiVersion: string | null;
  /** Whether records carry the server's own object as text (`--raw`). */
  readonly keepSource: boolean;
}

/** How the server's certificate is judged; without pin and insecure it is verified in full. */
export interface TlsSettings {
  /** PEM text of the certificates to trust instead of the system's. */
  readonly ca: string | null;
  /** SHA-256 of the one accepted certificate, 64 lower-case hex digits; replaces all other checks. */
  readonly fingerprint: string | null;
  /** No check at all. */
  readonly insecure: boolean;
}

/** Who logs in; the password is fetched only when a login is due. */
export interface Credentials {
  readonly username: string;
  readonly password: () => Promise<string>;
  /** Not there where nothing can be remembered. */
  readonly refusals?: RefusalMemory;
}

/** Remembers for some minutes which of the user's passwords a server refused. Nothing here throws. */
export interface RefusalMemory {
  /** Until when this password must not be tried there, milliseconds since 1970; null: it may. */
  readonly until: (origin: string, password: string) => Promise<number | null>;
  readonly add: (origin: string, password: string) => Promise<void>;
  /** The server let the user in. */
  readonly clear: (origin: string) => Promise<void>;
}

/** A login as it is kept between two commands. */
export interface CachedToken {
  readonly accessToken: string;
  readonly refreshToken: string | null;
  /** When the access token ends, milliseconds since 1970. */
  readonly expiresAt: number;
  /** As probed or negotiated, so that the next command need not; null where the person chose it. */
  readonly apiVersion: string | null;
}

/** Keeps one login of one server and user. */
export interface TokenStore {
  readonly read: () => Promise<CachedToken | null>;
  /** False: it could not be kept, the command should log out at its end. */
  readonly write: (token: CachedToken) => Promise<boolean>;
  readonly remove: () => Promise<void>;
}
