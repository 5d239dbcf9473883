import type { Job } from '../model/job.ts';
import type { LogLevel, LogRecord } from '../model/log-record.ts';
import type { Product } from '../model/product.ts';
import type { TimeWindow } from '../model/selection.ts';
import type { Session } from '../model/session.ts';
import type { Status } from '../model/status.ts';
import type { Task } from '../model/task.ts';

/** A list as it arrives: page by page, so that nothing needs the whole of it in memory. */
export type Pages<T> = AsyncIterable<readonly T[]>;

/** What a session list should hold. A server may deliver more; the caller filters again. */
export interface SessionQuery extends TimeWindow {
  /** Only this job's sessions, by the job's id. */
  readonly jobId: string | null;
  /** null = all; a hint for the server's own filters. */
  readonly statuses: readonly Status[] | null;
  /**
   * Kinds or server types in kebab case; null = the product's default list (VB365: both job types
   * of /JobSessions). Kinds with lists of their own come only when named here, or with `all`.
   */
  readonly kinds: readonly string[] | null;
  /**
   * Whether to ask for rates, sizes and bottleneck where that takes further requests (VBR); VB365
   * tells them with every session.
   */
  readonly statistics: boolean;
}

/** All sessions of the product's own list. */
export const ALL_SESSIONS: SessionQuery = {
  jobId: null,
  statuses: null,
  kinds: null,
  statistics: false,
  since: null,
  until: null,
};

/** Which records of a log to read; null = all. A server may deliver more. */
export interface LogQuery {
  readonly levels: readonly LogLevel[] | null;
}

/** Who is logged in where, after `login`. */
export interface LoginReport {
  readonly server: string;
  readonly product: Product;
  readonly apiVersion: string;
  readonly username: string;
  /** When the token ends, in milliseconds since 1970. */
  readonly expiresAt: number;
  /** Whether the token was kept for the next command. */
  readonly cached: boolean;
}

/**
 * What a backup server can be asked: the port between the product's adapters and everything else.
 * Every method may throw a `VsiError`; lists throw from their iterator, after the pages read so far.
 */
export interface BackupServer {
  /** Saved name, else the host, with the port if it is not the product's own. */
  readonly name: string;
  readonly product: Product;
  /** `v8`, `1.3-rev2` … as chosen by probing, negotiation or the person. */
  readonly apiVersion: string;

  /** All jobs of all kinds, without what only sessions tell (history keys are null). */
  jobs(): Pages<Job>;
  /**
   * Newest first as far as the server keeps to it (`newestFirst` in model/order.ts); each session
   * once. Its pages are read ahead; ending the iteration stops the reading.
   */
  sessions(query: SessionQuery): Pages<Session>;
  /**
   * One session of any kind by its full id, with all that further questions tell of it.
   *
   * @param how `statistics: false` leaves these questions out
   * @throws NOT_FOUND
   */
  session(id: string, how?: { readonly statistics: boolean }): Promise<Session>;
  /** The session's log in the order in which it was written. */
  log(session: Session, query: LogQuery): Pages<LogRecord>;
  /** The session's objects. @throws UNSUPPORTED where the API version has none */
  tasks(session: Session): Pages<Task>;
  /**
   * One raw GET, the body as served; with `paginate`, every page's body in turn.
   * @param path below the API's root (`Jobs?limit=5`) or from the server's root (`/v8/Jobs`)
   */
  get(path: string, options: { readonly paginate: boolean }): AsyncIterable<string>;

  /** Logs in now, even where a cached token would do. */
  login(): Promise<LoginReport>;
  /** Ends the login on the server where its API can, and forgets the token. False: there was none. */
  logout(): Promise<boolean>;
  /** Leaves the server: connections, and a token that could not be kept. Never throws. */
  close(): Promise<void>;
}
