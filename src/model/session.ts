import type { Instant } from './instant.ts';
import type { Int64 } from './int64.ts';
import type { Kind, Mode } from './kind.ts';
import type { Product } from './product.ts';
import type { Status } from './status.ts';

/** How busy one stage of the data path was, in percent of the session's time. */
export interface StageLoad {
  /** lower-case kebab: source, proxy, network, target, source-wan … */
  readonly stage: string;
  readonly percent: number;
}

/**
 * One session: one execution of a job, or of a job-like activity. The keys are the record's keys
 * (contract section 3), in the record's order; null means that the server does not say.
 */
export interface Session {
  readonly id: string;
  /** Saved name of the server, else its host. */
  readonly server: string;
  readonly product: Product;
  readonly jobId: string | null;
  readonly jobName: string | null;
  /** The session's own name; VB365 job sessions have none. */
  readonly name: string | null;
  readonly kind: Kind;
  readonly mode: Mode | null;
  readonly status: Status;
  /** The server's own word: the state while the session lives, then the result. */
  readonly statusText: string | null;
  readonly createdAt: Instant | null;
  /** null while it runs, and where the server sends a placeholder (9999, 0001). */
  readonly endedAt: Instant | null;
  /** endedAt − createdAt; null while it runs. */
  readonly durationSeconds: number | null;
  readonly progressPercent: number | null;
  /** Objects processed so far (VB365's `progress`, which is no percentage). */
  readonly progressObjects: Int64 | null;
  readonly processingRateBytesPerSecond: Int64 | null;
  readonly processingRateItemsPerSecond: Int64 | null;
  readonly readRateBytesPerSecond: Int64 | null;
  readonly writeRateBytesPerSecond: Int64 | null;
  /** Size of what was looked at, in bytes. */
  readonly processedBytes: Int64 | null;
  /** Read from the source, before deduplication and compression. */
  readonly readBytes: Int64 | null;
  readonly transferredBytes: Int64 | null;
  readonly processedObjects: Int64 | null;
  /** The busiest stage, lower-case kebab; null where the server names none. */
  readonly bottleneck: string | null;
  readonly stageLoads: readonly StageLoad[] | null;
  /** 0 on an original, 1 on its first retry …; null where the version knows no retries. */
  readonly retryNumber: number | null;
  /** The first session of the run, its own id on an original; null where the version knows none. */
  readonly originalSessionId: string | null;
  readonly willBeRetried: boolean | null;
  readonly message: string | null;
  readonly initiatedBy: string | null;
  readonly parentSessionId: string | null;
  readonly relatedSessionId: string | null;
  readonly resourceId: string | null;
  readonly resourceReference: string | null;
  readonly repositoryId: string | null;
  readonly proxyId: string | null;
  readonly usn: Int64 | null;
  /** The last four as the server served them. */
  readonly type: string | null;
  readonly state: string | null;
  readonly result: string | null;
  readonly isCanceled: boolean | null;
  /** The name that --job means, where the record shows another one (--redact); no part of the record. */
  readonly knownAs?: string | null;
  /** JSON text of the server's own object, number literals unchanged; only where it was asked for. */
  readonly source?: string;
  /**
   * How far the server's clock was ahead of UTC, in minutes; no part of the record. null or missing where
   * the server does not say: VB365 tells times in UTC.
   */
  readonly utcOffsetMinutes?: number | null;
}

/** A session of which nothing is known but what `known` says: every other key is null. */
export function newSession(
  known: Pick<Session, 'id' | 'server' | 'product' | 'kind' | 'status'> & Partial<Session>,
): Session {
  return { ...UNKNOWN_SESSION, ...known };
}

const UNKNOWN_SESSION = {
  id: '',
  server: '',
  product: 'vb365',
  jobId: null,
  jobName: null,
  name: null,
  kind: 'other',
  mode: null,
  status: 'unknown',
  statusText: null,
  createdAt: null,
  endedAt: null,
  durationSeconds: null,
  progressPercent: null,
  progressObjects: null,
  processingRateBytesPerSecond: null,
  processingRateItemsPerSecond: null,
  readRateBytesPerSecond: null,
  writeRateBytesPerSecond: null,
  processedBytes: null,
  readBytes: null,
  transferredBytes: null,
  processedObjects: null,
  bottleneck: null,
  stageLoads: null,
  retryNumber: null,
  originalSessionId: null,
  willBeRetried: null,
  message: null,
  initiatedBy: null,
  parentSessionId: null,
  relatedSessionId: null,
  resourceId: null,
  resourceReference: null,
  repositoryId: null,
  proxyId: null,
  usn: null,
  type: null,
  state: null,
  result: null,
  isCanceled: null,
} as const satisfies Session;
