import { uuidOf, type Random } from '../../random.ts';
import { SECOND } from '../../units.ts';
import type { Start } from './calendar.ts';
import type { Job, Outcome, Session } from './model.ts';
import { attemptsOf, chanceIncident, routineOf, SUCCESS } from './outcomes.ts';
import { sessionsOfRun } from './sessions.ts';

interface PolicyRun {
  readonly seed: string;
  readonly job: Job;
  readonly start: Start;
  readonly at: number;
}

/** One run of an agent policy: a session of its own and one child session for each computer. */
export function policySessions(run: PolicyRun, random: Random): readonly Session[] {
  const { seed, job, start, at } = run;
  const id = uuidOf(`${seed}/session/${job.key}/${start.key}`);
  const members = job.machines.flatMap((machine, index) => {
    const member: Job = {
      ...job,
      name: `${job.name} - ${machine.name}`,
      activity: 'policyMember',
      machines: [machine],
    };
    return sessionsOfRun(
      {
        seed,
        job: member,
        key: `${start.key}/${machine.name}`,
        at: at + (index + 1) * 3 * SECOND,
        full: false,
        attempts: attemptsOf(member, chanceIncident(member, random), random),
        parentId: id,
        stuckIn: null,
      },
      random,
    );
  });
  return [parentOf(run, id, members), ...members];
}

function parentOf({ job, at }: PolicyRun, id: string, members: readonly Session[]): Session {
  return {
    ...routineOf(job),
    id,
    activity: 'policy',
    createdAt: at,
    endsAt: Math.max(at, ...members.map(({ endsAt }) => endsAt)) + 4 * SECOND,
    outcome: worstOf(members),
    originalId: id,
  };
}

function worstOf(members: readonly Session[]): Outcome {
  const of = (result: string): Session | undefined =>
    members.find(({ outcome }) => outcome.result === result);
  const worst = of('Failed') ?? of('Warning');
  if (worst === undefined) return SUCCESS;
  const { outcome } = worst;
  return {
    ...outcome,
    message: `${worst.name}: ${outcome.message}`,
    failed: new Map(),
    warned: new Map(),
  };
}
