import type { Instant } from './instant.ts';
import type { Int64 } from './int64.ts';
import type { Kind } from './kind.ts';
import type { Product } from './product.ts';
import type { Status } from './status.ts';

/** A job with what its newest sessions say of it; keys and their order are the record's. */
export interface Job {
  readonly id: string;
  readonly server: string;
  readonly product: Product;
  readonly name: string;
  readonly description: string | null;
  readonly kind: Kind;
  /** As served: `EntireOrganization`, `VSphereBackup` …; null where the version has none. */
  readonly type: string | null;
  readonly enabled: boolean | null;
  /** false: the server does not list the job, it is known from sessions only. */
  readonly listed: boolean;
  readonly running: boolean | null;
  readonly lastStatus: Status | null;
  readonly lastRunAt: Instant | null;
  /** Of the last run; null while it lives. */
  readonly lastDurationSeconds: number | null;
  readonly nextRunAt: Instant | null;
  /** The server's words where there is no time: `After [Mail]`. */
  readonly nextRunText: string | null;
  /** End of the newest run with success or warning. */
  readonly lastSuccessAt: Instant | null;
  readonly lastSessionId: string | null;
  readonly objectsCount: Int64 | null;
  readonly repositoryId: string | null;
  readonly repositoryName: string | null;
  /** Newest first, up to 14 runs, at most 30 days back; null where sessions were not read. */
  readonly recentStatuses: readonly Status[] | null;
  /** Start of the first run of the present row of failures; null when the last run did not fail. */
  readonly failingSince: Instant | null;
  readonly failuresInRow: number | null;
  /** The name that --job means, where the record shows another one (--redact); no part of the record. */
  readonly knownAs?: string | null;
  /** JSON text of the server's own object; only where it was asked for. */
  readonly source?: string;
  /**
   * How long the server waits before it retries a failed run; no part of the record. null or missing where
   * the job's list does not say.
   */
  readonly retryWaitSeconds?: number | null;
  /**
   * How far the server's clock was ahead of UTC, in minutes; no part of the record. null or missing where
   * the server does not say: VB365 tells times in UTC.
   */
  readonly utcOffsetMinutes?: number | null;
}

/** A job of which nothing is known but what `known` says: every other key is null. */
export function newJob(
  known: Pick<Job, 'id' | 'server' | 'product' | 'name' | 'kind' | 'listed'> & Partial<Job>,
): Job {
  return { ...UNKNOWN_JOB, ...known };
}

const UNKNOWN_JOB = {
  id: '',
  server: '',
  product: 'vb365',
  name: '',
  description: null,
  kind: 'other',
  type: null,
  enabled: null,
  listed: true,
  running: null,
  lastStatus: null,
  lastRunAt: null,
  lastDurationSeconds: null,
  nextRunAt: null,
  nextRunText: null,
  lastSuccessAt: null,
  lastSessionId: null,
  objectsCount: null,
  repositoryId: null,
  repositoryName: null,
  recentStatuses: null,
  failingSince: null,
  failuresInRow: null,
} as const satisfies Job;
