import { uuidOf, type Random } from '../../random.ts';
import { MINUTE, SECOND } from '../../units.ts';
import { routineOf, type Attempt } from './outcomes.ts';
import {
  NEVER,
  type Algorithm,
  type Job,
  type LiveState,
  type Machine,
  type Session,
} from './model.ts';

/** So many machines of a session are processed at a time. */
export const LANES = 4;

/** The pause before a failed run is tried again. */
const RETRY_PAUSE = 10 * MINUTE;

/** What a run of a job is made from. */
export interface RunPlan {
  readonly seed: string;
  readonly job: Job;
  /** The run's own key among those of its job. */
  readonly key: string;
  readonly at: number;
  readonly full: boolean;
  readonly attempts: readonly Attempt[];
  readonly parentId: string | null;
  /** The state that it never leaves, null for a run that gets through. */
  readonly stuckIn: LiveState | null;
}

/** The sessions of one run: the first attempt and its retries, each after the end of the one before. */
export function sessionsOfRun(plan: RunPlan, random: Random): readonly Session[] {
  const sessions: Session[] = [];
  let at = plan.at;
  for (const [retry, attempt] of plan.attempts.entries()) {
    const session = sessionOf(plan, { retry, attempt, at, random });
    sessions.push(session);
    at = session.endsAt + RETRY_PAUSE;
  }
  return sessions;
}

interface AttemptPlan {
  readonly retry: number;
  readonly attempt: Attempt;
  readonly at: number;
  readonly random: Random;
}

function sessionOf(plan: RunPlan, { retry, attempt, at, random }: AttemptPlan): Session {
  const { job, seed } = plan;
  const firstId = uuidOf(`${seed}/session/${job.key}/${plan.key}`);
  const share = plan.full ? random.between(0.45, 0.6) : random.between(...job.change);
  return {
    ...routineOf(job),
    id: retry === 0 ? firstId : uuidOf(`${firstId}/retry/${retry}`),
    createdAt: at,
    endsAt:
      plan.stuckIn === null ? at + durationOf(job, attempt.machines, { share, random }) : NEVER,
    liveState: plan.stuckIn,
    machines: attempt.machines,
    algorithm: algorithmOf(job, plan.full),
    share,
    outcome: attempt.outcome,
    retry,
    originalId: firstId,
    parentId: plan.parentId,
  };
}

function algorithmOf(job: Job, full: boolean): Algorithm {
  if (job.machines.length === 0 || job.platform === 'UnstructuredData') return 'None';
  return full ? 'Full' : 'Increment';
}

/** As long as the data takes over all lanes, and some time to prepare and to finish. */
function durationOf(
  job: Job,
  machines: readonly Machine[],
  { share, random }: { readonly share: number; readonly random: Random },
): number {
  const size = machines.reduce((sum, machine) => sum + machine.size, 0);
  const lanes = Math.max(1, Math.min(LANES, machines.length));
  const seconds = (size * share) / (job.speed * lanes) + random.between(45, 140);
  return Math.round(seconds * SECOND);
}
