import type { Instant } from './instant.ts';
import type { Int64 } from './int64.ts';
import type { Mode } from './kind.ts';
import type { Status } from './status.ts';

/** One object of a session (a machine, a mailbox, a site) and what became of it. */
export interface Task {
  readonly id: string;
  readonly server: string;
  readonly sessionId: string;
  /** null in VB365: its API names no objects. */
  readonly name: string | null;
  /** What the object is: `user`, `site`, `team`, `group` (VB365); `backup`, `restore` … (VBR). */
  readonly kind: string | null;
  readonly status: Status;
  readonly statusText: string | null;
  readonly createdAt: Instant | null;
  readonly endedAt: Instant | null;
  readonly durationSeconds: number | null;
  readonly mode: Mode | null;
  readonly processedBytes: Int64 | null;
  readonly readBytes: Int64 | null;
  readonly transferredBytes: Int64 | null;
  readonly processingRateBytesPerSecond: Int64 | null;
  readonly bottleneck: string | null;
  readonly message: string | null;
  readonly repositoryId: string | null;
  readonly restorePointId: string | null;
  readonly scanResult: string | null;
  /** JSON text of the server's own object; only where it was asked for. */
  readonly source?: string;
  /** How far it is while it runs; no part of the record. null or missing where the server does not say. */
  readonly donePercent?: number | null;
  /**
   * How far the server's clock was ahead of UTC, in minutes; no part of the record. null or missing where
   * the server does not say: VB365 tells times in UTC.
   */
  readonly utcOffsetMinutes?: number | null;
}

/** A task of which nothing is known but what `known` says: every other key is null. */
export function newTask(
  known: Pick<Task, 'id' | 'server' | 'sessionId' | 'status'> & Partial<Task>,
): Task {
  return { ...UNKNOWN_TASK, ...known };
}

const UNKNOWN_TASK = {
  id: '',
  server: '',
  sessionId: '',
  name: null,
  kind: null,
  status: 'unknown',
  statusText: null,
  createdAt: null,
  endedAt: null,
  durationSeconds: null,
  mode: null,
  processedBytes: null,
  readBytes: null,
  transferredBytes: null,
  processingRateBytesPerSecond: null,
  bottleneck: null,
  message: null,
  repositoryId: null,
  restorePointId: null,
  scanResult: null,
} as const satisfies Task;
