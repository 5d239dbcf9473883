import { createRandom, uuidOf, type Random } from '../../random.ts';
import { DAY, MINUTE, SECOND } from '../../units.ts';
import { startsOf, type Present, type Start } from './calendar.ts';
import type { Incident, Job, Session } from './model.ts';
import { attemptsOf, chanceIncident, routineOf } from './outcomes.ts';
import { policySessions } from './policies.ts';
import { sessionsOfRun } from './sessions.ts';

/** The sessions of all jobs of the catalogue, in no order. */
export function jobHistory(
  seed: string,
  jobs: readonly Job[],
  present: Present,
): readonly Session[] {
  const scheduled = jobs.flatMap((job) => sessionsOfJob(seed, job, present));
  const chained = jobs
    .filter(({ after }) => after !== null)
    .flatMap((job) => chainedSessions({ seed, job, jobs, present }, scheduled));
  return [...scheduled, ...chained];
}

function sessionsOfJob(seed: string, job: Job, present: Present): readonly Session[] {
  const parents = copyParents(seed, job, present);
  const byHand = runByHand(seed, job, present);
  const runs = startsOf(job, present).flatMap((start) => {
    if (byHand.some((session) => isNear(session, start.at))) return [];
    const random = createRandom(`${seed}/run/${job.key}/${start.key}`);
    // Servers start a job some moments after its hour, but the present run is where it must be.
    const at =
      start.at + (start.present ? 0 : random.integer(2, 40) * SECOND + random.integer(0, 999));
    const parentId = parents.findLast(({ createdAt }) => createdAt <= at)?.id ?? null;
    if (parents.length > 0 && parentId === null) return [];
    return runOf({ seed, job, start, at, parentId }, random);
  });
  return [...parents, ...runs, ...byHand];
}

/** The run that somebody has just started; it ends well, and when it is told to. */
function runByHand(seed: string, job: Job, { now }: Present): readonly Session[] {
  if (job.byHand === null) return [];
  const random = createRandom(`${seed}/by-hand/${job.key}`);
  const plan = {
    seed,
    job,
    key: 'by-hand',
    at: now + job.byHand.at,
    full: false,
    attempts: attemptsOf(job, null, random),
    parentId: null,
    stuckIn: null,
  };
  const endsAt = now + job.byHand.ends;
  return sessionsOfRun(plan, random).map((session) => ({
    ...session,
    endsAt,
    initiatedBy: 'DEMO\\jsmith',
  }));
}

/** Whether a scheduled start falls to the run that is under way, or would run into it. */
function isNear({ createdAt, endsAt }: Session, start: number): boolean {
  return start > createdAt - 15 * MINUTE && start < endsAt + 15 * MINUTE;
}

interface Run {
  readonly seed: string;
  readonly job: Job;
  readonly start: Start;
  readonly at: number;
  readonly parentId: string | null;
}

function runOf(run: Run, random: Random): readonly Session[] {
  const { seed, job, start, at, parentId } = run;
  if (job.activity === 'policy') return policySessions({ seed, job, start, at }, random);
  return sessionsOfRun(
    {
      seed,
      job,
      key: start.key,
      at,
      full: job.fullOn === start.weekday && start.firstOfDay,
      attempts: attemptsOf(job, incidentOf(job, start, random), random),
      parentId,
      stuckIn: start.present ? job.stuckIn : null,
    },
    random,
  );
}

/** What happens to this run: as the job's incidents say, else by chance; never to the present one. */
function incidentOf(job: Job, start: Start, random: Random): Incident | null {
  if (start.present) return null;
  const planned = start.firstOfDay ? job.incidents[start.daysAgo] : undefined;
  return planned ?? chanceIncident(job, random);
}

interface Chain {
  readonly seed: string;
  readonly job: Job;
  readonly jobs: readonly Job[];
  readonly present: Present;
}

/** Runs that begin when another job's run is through, its retries included. */
function chainedSessions(chain: Chain, scheduled: readonly Session[]): readonly Session[] {
  const { seed, job, jobs, present } = chain;
  const first = jobs.find(({ key }) => key === job.after);
  const ends = new Map<string, number>();
  for (const session of scheduled) {
    if (session.job !== first || session.originalId === null) continue;
    const known = ends.get(session.originalId) ?? 0;
    ends.set(session.originalId, Math.max(known, session.endsAt));
  }
  return [...ends].flatMap(([runId, end]) => {
    const random = createRandom(`${seed}/run/${job.key}/${runId}`);
    const at = end + 20 * SECOND;
    const daysAgo = present.wall.dayOf(present.now) - present.wall.dayOf(at);
    const incident = job.incidents[daysAgo] ?? chanceIncident(job, random);
    const attempts = attemptsOf(job, incident, random);
    const plan = {
      seed,
      job,
      key: runId,
      at,
      attempts,
      full: false,
      parentId: null,
      stuckIn: null,
    };
    return sessionsOfRun(plan, random);
  });
}

/** An immediate copy job's own sessions: they idle for a week while their children copy. */
const PARENT_LIFE = 7 * DAY;
const PARENT_AGE = 2 * DAY;

function copyParents(seed: string, job: Job, { now, wall }: Present): readonly Session[] {
  if (job.copyMode !== 'Immediate') return [];
  const newest = wall.startOfDay(wall.dayOf(now) - PARENT_AGE / DAY) + 90 * SECOND;
  return [4, 3, 2, 1, 0].map((back): Session => {
    const createdAt = newest - back * PARENT_LIFE;
    const id = uuidOf(`${seed}/session/${job.key}/parent/${wall.dayOf(createdAt)}`);
    return {
      ...routineOf(job),
      id,
      activity: 'copyParent',
      createdAt,
      endsAt: back === 0 ? Number.POSITIVE_INFINITY : createdAt + PARENT_LIFE - 5 * SECOND,
      liveState: 'Idle',
      originalId: id,
    };
  });
}
