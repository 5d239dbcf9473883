import { createRandom, type Random } from '../../random.ts';
import { MINUTE } from '../../units.ts';
import { RETRY_WAIT_MINUTES, type WorldJob } from './jobs.ts';
import { liveRunOf, type LiveRun } from './live.ts';
import { startsBetween } from './schedule.ts';
import { goodAttempt, tellRun, type AttemptPlan, type Cause, type Outcome } from './story.ts';

/** Everything about one session that does not change while it runs. */
export interface PlannedSession {
  readonly id: string;
  readonly job: WorldJob;
  /** Milliseconds since 1970, like all times of the world. */
  readonly createdAt: number;
  /** When the work begins; later than `createdAt` while it waits in the queue. */
  readonly startsAt: number;
  readonly endsAt: number;
  readonly outcome: Outcome;
  readonly cause: Cause | null;
  /** Objects with a warning or an error of their own. */
  readonly troubled: number;
  /** 0 on the original, 1 on its first retry … */
  readonly retry: number;
  /** The original's id; null on the original itself. */
  readonly mainId: string | null;
  readonly willBeRetried: boolean;
  readonly isFull: boolean;
  /** What it will have done at its end. */
  readonly total: WorkDone;
  readonly bottleneck: 'NA' | 'Source' | 'Target';
}

/** Work done up to some moment. */
export interface WorkDone {
  readonly objects: number;
  readonly items: number;
  readonly bytes: number;
}

/** Which sessions to plan. */
export interface PlanRequest {
  readonly seed: string;
  readonly jobs: readonly WorldJob[];
  /** The minute in which the world was made; stories are told backwards from it. */
  readonly origin: number;
  /** First moment of a run's scheduled start. */
  readonly from: number;
  /** Just after the last one. */
  readonly until: number;
}

/** All sessions of the runs that start in a stretch of time, retries included, in no order. */
export function planSessions(request: PlanRequest): PlannedSession[] {
  return request.jobs.flatMap((job) => planJob(job, request));
}

function planJob(job: WorldJob, request: PlanRequest): PlannedSession[] {
  const { seed, origin, from, until } = request;
  const live = liveRunOf(job, origin);
  const past = startsBetween(job.schedule, Math.min(from, origin), origin + 1);
  const future = startsBetween(job.schedule, origin + 1, until);
  const planned: PlannedSession[] = [];
  const plan = (start: number, age: number): void => {
    if (start < from || start >= until || isOverrun(start, live)) return;
    const key = `${seed}/${job.key}/${start}`;
    const random = createRandom(key);
    const attempts = tellRun(job.story, age, random).slice(0, job.retries + 1);
    planned.push(...planRun({ job, key, start, attempts, random }));
  };
  for (const [index, start] of past.entries()) plan(start, past.length - 1 - index);
  for (const [index, start] of future.entries()) plan(start, -1 - index);
  if (live !== null && live.createdAt >= from && live.createdAt < until) {
    planned.push(planLive(job, live, `${seed}/${job.key}/live`));
  }
  return planned;
}

/** Whether a scheduled start fell to the run that is under way when the world is made. */
function isOverrun(start: number, live: LiveRun | null): boolean {
  return (
    live !== null && start > live.createdAt - 180 * MINUTE && start < live.endsAt + 30 * MINUTE
  );
}

interface Run {
  readonly job: WorldJob;
  readonly key: string;
  readonly start: number;
  readonly attempts: readonly AttemptPlan[];
  readonly random: Random;
}

function planRun({ job, key, start, attempts, random }: Run): PlannedSession[] {
  const sessions: PlannedSession[] = [];
  // The scheduler is some milliseconds late, and now and then exact to the second.
  let createdAt = start + (random.chance(0.1) ? 0 : random.integer(1, 900));
  for (const [retry, attempt] of attempts.entries()) {
    const sessionRandom = createRandom(`${key}/${retry}`);
    const session: PlannedSession = {
      id: sessionRandom.uuid(),
      job,
      createdAt,
      startsAt: createdAt,
      endsAt: createdAt + durationOf(job, attempt, sessionRandom),
      outcome: attempt.outcome,
      cause: attempt.cause,
      troubled: attempt.troubled,
      retry,
      mainId: sessions[0]?.id ?? null,
      willBeRetried: retry < attempts.length - 1,
      isFull: sessionRandom.chance(0.03),
      total: workOf(job, attempt, sessionRandom),
      bottleneck: bottleneckOf(job, attempt, sessionRandom),
    };
    sessions.push(session);
    createdAt = session.endsAt + RETRY_WAIT_MINUTES * MINUTE + random.integer(0, 400);
  }
  return sessions;
}

function planLive(job: WorldJob, live: LiveRun, key: string): PlannedSession {
  const attempt = goodAttempt();
  const random = createRandom(key);
  return {
    id: random.uuid(),
    job,
    createdAt: live.createdAt,
    startsAt: live.startsAt,
    endsAt: live.endsAt,
    outcome: attempt.outcome,
    cause: null,
    troubled: 0,
    retry: 0,
    mainId: null,
    willBeRetried: false,
    isFull: false,
    total: workOf(job, attempt, random),
    bottleneck: job.workload.bottleneck,
  };
}

function durationOf(job: WorldJob, attempt: AttemptPlan, random: Random): number {
  const usual = job.workload.minutes * MINUTE * random.between(0.88, 1.14);
  const duration = Math.max(usual * attempt.slowness, random.between(9_000, 21_000));
  return Math.round(duration);
}

function workOf(job: WorldJob, attempt: AttemptPlan, random: Random): WorkDone {
  const { objects, bytes, itemBytes } = job.workload;
  const size = bytes * random.between(0.82, 1.2) * attempt.share;
  return {
    objects: Math.floor(objects * attempt.share),
    items: Math.round((size / itemBytes) * random.between(0.9, 1.1)),
    bytes: Math.round(size),
  };
}

function bottleneckOf(
  job: WorldJob,
  attempt: AttemptPlan,
  random: Random,
): PlannedSession['bottleneck'] {
  if (attempt.share === 0) return 'NA';
  if (attempt.bottleneck !== null) return attempt.bottleneck;
  const isUsual = random.chance(0.9);
  if (isUsual) return job.workload.bottleneck;
  return job.workload.bottleneck === 'Source' ? 'Target' : 'Source';
}
