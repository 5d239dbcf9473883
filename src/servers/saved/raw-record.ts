import type { Job } from '../../model/job.ts';
import type { LogRecord } from '../../model/log-record.ts';
import type { Session } from '../../model/session.ts';
import type { Task } from '../../model/task.ts';

/** What a raw object turned out to be. */
export type RawRecord =
  | { readonly kind: 'session'; readonly session: Session }
  | { readonly kind: 'job'; readonly job: Job }
  | { readonly kind: 'task'; readonly task: Task }
  | {
      readonly kind: 'log record';
      readonly record: LogRecord;
      /** The session that it says it is of; null = it does not say. */
      readonly sessionId: string | null;
    };

/** Where a raw object stands. */
export interface RawPlace {
  /** File and line, for errors. */
  readonly where: string;
  /** The session in front, whose tasks and log may follow; null = none. */
  readonly current: Session | null;
}
