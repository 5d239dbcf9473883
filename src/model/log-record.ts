import type { Instant } from './instant.ts';

/** How a log record ended; `running` only while its session lives. */
export const LOG_LEVELS = ['success', 'warning', 'failed', 'running', 'info'] as const;

export type LogLevel = (typeof LOG_LEVELS)[number];

/** One line of a session's log; keys and their order are the record's. */
export interface LogRecord {
  readonly id: string;
  readonly level: LogLevel;
  /** Without the `[Success]` prefix that old VB365 versions write into it. */
  readonly title: string;
  readonly description: string | null;
  readonly startedAt: Instant | null;
  readonly updatedAt: Instant | null;
  /** JSON text of the server's own object; only where it was asked for. */
  readonly source?: string;
  /**
   * How far the server's clock was ahead of UTC, in minutes; no part of the record. null or missing where
   * the server does not say: VB365 tells times in UTC.
   */
  readonly utcOffsetMinutes?: number | null;
}
