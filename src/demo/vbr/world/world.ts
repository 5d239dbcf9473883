import { automationSessions, sessionsWithoutJob } from './sessions-without-job.ts';
import { bulkHistory } from './bulk.ts';
import type { Present } from './calendar.ts';
import { catalogOf } from './catalog.ts';
import { jobHistory } from './history.ts';
import type { Job, Session, Task } from './model.ts';
import { tasksOf } from './tasks.ts';

/** All that the simulated server knows, made once; it lives on as the clock runs over it. */
export interface World {
  readonly present: Present;
  readonly jobs: readonly Job[];
  /** Newest first, those of the next days included. */
  readonly sessions: readonly Session[];
  readonly automation: readonly Session[];
  /** All tasks of a session, whether the server shows them or not. */
  readonly tasksOf: (session: Session) => readonly Task[];
}

export interface WorldOptions {
  readonly seed: string;
  readonly present: Present;
  /** At least so many sessions; the jobs' own history unless it is shorter. */
  readonly sessions: number;
}

/** The world of a seed at a moment. */
export function createWorld({ seed, present, sessions: wanted }: WorldOptions): World {
  const catalog = catalogOf(seed);
  const own = [
    ...jobHistory(seed, catalog, present),
    ...sessionsWithoutJob(seed, catalog, present),
  ];
  const past = own.filter(({ createdAt }) => createdAt <= present.now).length;
  const bulk = bulkHistory(seed, wanted - past, present);
  return {
    present,
    jobs: [...catalog, ...bulk.jobs],
    sessions: [...own, ...bulk.sessions].sort(newestFirst),
    automation: [...automationSessions(seed, present)].sort(newestFirst),
    // A benchmark's history is too large to keep its tasks.
    tasksOf: bulk.sessions.length > 0 ? tasksOf : remembered(tasksOf),
  };
}

/** Makes the tasks of each session once. */
function remembered(make: World['tasksOf']): World['tasksOf'] {
  const made = new WeakMap<Session, readonly Task[]>();
  return (session) => {
    const known = made.get(session);
    if (known !== undefined) return known;
    const tasks = make(session);
    made.set(session, tasks);
    return tasks;
  };
}

function newestFirst(a: Session, b: Session): number {
  return b.createdAt - a.createdAt || (a.id < b.id ? -1 : 1);
}
