import type { Job } from '../../model/job.ts';
import type { LogRecord } from '../../model/log-record.ts';
import { logOrder, newestFirst } from '../../model/order.ts';
import type { Product } from '../../model/product.ts';
import type { Session } from '../../model/session.ts';
import type { Task } from '../../model/task.ts';

/** All that a file holds of one server. */
export interface SavedRecords {
  readonly name: string;
  readonly product: Product;
  /** Newest first, each once. */
  readonly sessions: readonly Session[];
  readonly jobs: readonly Job[];
  /** By the session's id. */
  readonly tasks: ReadonlyMap<string, readonly Task[]>;
  readonly logs: ReadonlyMap<string, readonly LogRecord[]>;
}

/** What the records do not say themselves. */
export interface FinishOptions {
  /** Where no record told it. */
  readonly product: Product;
  /** A session with what jobs tell that came behind it. */
  readonly complete: (session: Session) => Session;
}

/** A server's records while the file is read. */
export class ServerRecords {
  product: Product | null = null;
  readonly sessions: Session[] = [];
  /** Whether the sessions came newest first, each once. */
  isOrdered = true;
  readonly jobs = new Map<string, Job>();
  readonly tasks = new Map<string, Map<string, Task>>();
  readonly logs = new Map<string, LogOfSession>();
  #last: Session | null = null;

  /** Whether nothing but such sessions came. */
  get isPlain(): boolean {
    return this.isOrdered && this.jobs.size + this.tasks.size + this.logs.size === 0;
  }

  addSession(session: Session): void {
    this.isOrdered &&= this.#last === null || newestFirst(this.#last, session) < 0;
    this.#last = session;
    this.sessions.push(session);
    this.product ??= session.product;
  }

  addJob(job: Job): void {
    this.jobs.set(job.id, job);
    this.product ??= job.product;
  }

  addTask(task: Task): void {
    const tasks = this.tasks.get(task.sessionId) ?? new Map<string, Task>();
    this.tasks.set(task.sessionId, tasks.set(task.id, task));
  }

  addLogRecord(sessionId: string, record: LogRecord): void {
    const log = this.logs.get(sessionId) ?? new LogOfSession();
    this.logs.set(sessionId, log);
    log.add(record);
  }

  /** All of them, in the form in which they are kept; nothing may be added behind that. */
  finish({ product, complete }: FinishOptions): Omit<SavedRecords, 'name'> {
    return {
      product: this.product ?? product,
      sessions: this.#finishedSessions(complete),
      jobs: [...this.jobs.values()],
      tasks: mapped(this.tasks, (tasks) => [...tasks.values()]),
      logs: mapped(this.logs, (log) => log.records()),
    };
  }

  /** Newest first, each once: of a session that comes twice the one that came last is the newer state. */
  #finishedSessions(complete: FinishOptions['complete']): readonly Session[] {
    const { sessions } = this;
    if (!this.isOrdered) sessions.sort(newestFirst);
    let kept = 0;
    for (const session of sessions) {
      const last = sessions[kept - 1];
      if (last?.id !== session.id) kept += 1;
      sessions[kept - 1] = complete(session);
    }
    sessions.length = kept;
    return sessions;
  }
}

/** One session's log; a record that comes twice (two files about the same session) is one. */
class LogOfSession {
  readonly #records = new Map<string, LogRecord>();

  add(record: LogRecord): void {
    const key = record.id === '' ? `#${this.#records.size}` : record.id;
    this.#records.set(key, record);
  }

  /** In the order in which it was written; VBR serves the newest record first. */
  records(): readonly LogRecord[] {
    const all = [...this.#records.values()];
    const [first, last] = [all[0]?.startedAt ?? 0, all.at(-1)?.startedAt ?? 0];
    return first > last ? all.sort(logOrder) : all;
  }
}

function mapped<K, V, W>(map: ReadonlyMap<K, V>, of: (value: V) => W): ReadonlyMap<K, W> {
  return new Map([...map].map(([key, value]) => [key, of(value)]));
}
