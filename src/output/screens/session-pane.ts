import type { Job } from '../../model/job.ts';
import type { LogRecord } from '../../model/log-record.ts';
import type { Session } from '../../model/session.ts';
import type { Task } from '../../model/task.ts';
import type { Screen } from '../screen.ts';

/** What `session show` draws. */
export interface SessionView {
  readonly session: Session;
  readonly job: Job | null;
  /** Warnings and errors of the session's log; null where it could not be read. */
  readonly problems: readonly LogRecord[] | null;
  /** Every object of the session; null where the server names none. */
  readonly tasks: readonly Task[] | null;
  /** Why there are no tasks or problems, one sentence each; shown dimmed. */
  readonly notes: readonly string[];
}

export function renderSession(view: SessionView, screen: Screen): string {
  throw new Error(`being written ${view.session.id} ${String(screen.width)}`);
}
