import { createPolling, type PollingOptions } from '../../../../src/cli/sessions/polling.ts';
import { VsiError } from '../../../../src/model/errors.ts';
import type { Job } from '../../../../src/model/job.ts';
import { newestFirst } from '../../../../src/model/order.ts';
import { newSession, type Session } from '../../../../src/model/session.ts';
import type { Task } from '../../../../src/model/task.ts';
import type { BackupServer, SessionQuery } from '../../../../src/servers/backup-server.ts';
import { mailJob } from '../../../support/jobs.ts';
import { stubServer } from '../../../support/stub-server.ts';

export const START = Date.parse('2026-11-22T05:30:00Z');
export const SECOND = 1000;
export const MINUTE = 60 * SECOND;

/** A session that begins and ends by the clock; `ends` null: never. Seconds from START. */
export interface Plan extends Partial<Session> {
  readonly id: string;
  readonly begins: number;
  readonly ends: number | null;
  /** Where it has ended; success unless given. */
  readonly outcome?: Session['status'];
  /** From then on the server no longer has it. */
  readonly gone?: number;
}

/** A server that moves with a clock which only pauses move. */
export interface Bench {
  readonly server: BackupServer;
  readonly now: () => number;
  readonly polling: ReturnType<typeof createPolling>;
  /** Seconds from START. */
  readonly at: () => number;
  readonly asked: string[];
  readonly troubles: (string | null)[];
}

export interface BenchOptions {
  readonly plans: readonly Plan[];
  readonly product?: BackupServer['product'];
  readonly jobs?: readonly Job[];
  readonly tasks?: (seconds: number) => readonly Task[];
  /** Whether the server fails at that second. */
  readonly fails?: (seconds: number) => boolean;
  readonly polling?: Partial<PollingOptions>;
}

export function bench(options: BenchOptions): Bench {
  const { plans, product = 'vb365', jobs = [], tasks, fails = () => false } = options;
  let clock = START;
  const at = () => (clock - START) / SECOND;
  const asked: string[] = [];
  const troubles: (string | null)[] = [];

  function present(): readonly Session[] {
    if (fails(at())) throw new VsiError('UNREACHABLE', 'nobody answers');
    return plans
      .filter(({ begins, gone = Infinity }) => begins <= at() && at() < gone)
      .map((plan) => sessionAt(plan, at(), product))
      .sort(newestFirst);
  }

  const server = stubServer({
    product,
    jobs: async function* list() {
      asked.push('jobs');
      yield jobs;
    },
    sessions: async function* list(query) {
      asked.push('sessions');
      yield present().filter((session) => fits(session, query));
    },
    session: async (id) => {
      asked.push(`session ${id}`);
      const found = present().find((session) => session.id === id);
      if (found === undefined) throw new VsiError('NOT_FOUND', `no session has the id ${id}`);
      return found;
    },
    tasks: async function* list() {
      asked.push('tasks');
      if (tasks === undefined) throw new VsiError('UNSUPPORTED', 'there are no tasks');
      yield tasks(at());
    },
  });
  const polling = createPolling({
    now: () => clock,
    pause: async (milliseconds) => {
      clock += milliseconds;
    },
    interval: 5 * SECOND,
    until: null,
    onTrouble: (trouble) => troubles.push(trouble?.message ?? null),
    ...options.polling,
  });
  return { server, polling, now: () => clock, at, asked, troubles };
}

function sessionAt(plan: Plan, seconds: number, product: BackupServer['product']): Session {
  const { begins, ends, outcome = 'success', willBeRetried = null, gone, ...known } = plan;
  if (gone !== undefined && seconds >= gone) throw new RangeError('it is gone');
  const isOver = ends !== null && seconds >= ends;
  return newSession({
    server: 's',
    product,
    kind: 'backup',
    jobId: 'job',
    createdAt: START + begins * SECOND,
    endedAt: isOver ? START + ends * SECOND : null,
    durationSeconds: isOver ? ends - begins : null,
    willBeRetried: isOver ? willBeRetried : null,
    ...known,
    status: isOver ? outcome : (known.status ?? 'running'),
  });
}

function fits({ jobId, createdAt, endedAt }: Session, query: SessionQuery): boolean {
  if (query.jobId !== null && jobId !== query.jobId) return false;
  if (query.until !== null && (createdAt ?? 0) >= query.until) return false;
  return query.since === null || endedAt === null || endedAt >= query.since;
}

/** A job of which only the name, and how long it waits before a retry, matters. */
export function jobOf(known: Partial<Job> = {}): Job {
  return mailJob({ id: 'job', ...known });
}
