import { createRandom, uuidOf } from '../../random.ts';
import { HOUR, SECOND } from '../../units.ts';
import { bulkJobsOf } from './catalog.ts';
import type { Present } from './calendar.ts';
import type { Job, Session } from './model.ts';
import { attemptsOf, SUCCESS, routineOf } from './outcomes.ts';

const BULK_JOBS = 50;

/** So many jobs' runs at every full hour of the past, until there are `count` sessions. */
export function bulkHistory(
  seed: string,
  count: number,
  { now }: Present,
): { readonly jobs: readonly Job[]; readonly sessions: readonly Session[] } {
  if (count <= 0) return { jobs: [], sessions: [] };
  const jobs = bulkJobsOf(seed, BULK_JOBS);
  const newest = Math.floor(now / HOUR) - 1;
  const sessions = Array.from({ length: count }, (_, index): Session | null => {
    const job = jobs[index % BULK_JOBS];
    return job === undefined
      ? null
      : bulkSession(seed, job, newest - Math.floor(index / BULK_JOBS));
  });
  return { jobs, sessions: sessions.filter((session) => session !== null) };
}

function bulkSession(seed: string, job: Job, hour: number): Session {
  const key = `${seed}/bulk/${job.key}/${hour}`;
  const random = createRandom(key);
  const createdAt = hour * HOUR + (job.schedule?.at ?? 0) + random.integer(0, 30_000);
  const draw = random.next();
  const incident = draw < job.failures ? 'failed' : draw < 0.06 ? 'warning' : null;
  const id = uuidOf(key);
  return {
    ...routineOf(job),
    id,
    createdAt,
    endsAt: createdAt + random.integer(70, 900) * SECOND + random.integer(0, 999),
    machines: job.machines,
    share: random.between(0.004, 0.02),
    outcome:
      incident === null ? SUCCESS : (attemptsOf(job, incident, random)[0]?.outcome ?? SUCCESS),
    originalId: id,
  };
}
