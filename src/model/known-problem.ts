import type { Instant } from './instant.ts';

/** A problem that a report named, as it is remembered until the next one. */
export interface KnownProblem {
  readonly server: string;
  /** null: the server itself. */
  readonly jobId: string | null;
  readonly jobName: string | null;
  readonly concern: string;
}

/** What the last report with the same question said. */
export interface LastReport {
  /** When it was made. */
  readonly at: Instant;
  readonly problems: readonly KnownProblem[];
}
