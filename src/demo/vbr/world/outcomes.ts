import type { Random } from '../../random.ts';
import type { Incident, Job, Machine, Outcome, Session } from './model.ts';

/** Nothing went wrong. */
export const SUCCESS: Outcome = {
  result: 'Success',
  message: 'Success',
  canceled: false,
  failed: new Map(),
  warned: new Map(),
};

/** What sessions have in common that nobody set going, and that nothing hinders. */
export const ROUTINE = {
  liveState: null,
  machines: [],
  algorithm: 'Increment',
  share: 0,
  outcome: SUCCESS,
  retry: 0,
  parentId: null,
  relatedId: null,
  initiatedBy: 'SYSTEM',
} as const satisfies Partial<Session>;

/** The same of a job's session. */
export function routineOf(job: Job) {
  const { name, activity, id: jobId, platform, backupId: resourceId } = job;
  return { ...ROUTINE, name, activity, job, jobId, platform, resourceId };
}

/** One attempt of a run: which of the job's machines it takes on and how that ends. */
export interface Attempt {
  readonly machines: readonly Machine[];
  readonly outcome: Outcome;
}

/** Only these are run again by themselves after a failure. */
const RETRIED_ACTIVITIES = new Set(['backup', 'replica', 'copy']);

/** The job's retries after a failed first attempt, as is VBR's default. */
const RETRIES = 3;

/** All attempts of one run, the first one first. */
export function attemptsOf(
  job: Job,
  incident: Incident | null,
  random: Random,
): readonly Attempt[] {
  const first = { machines: job.machines };
  switch (incident) {
    case null:
      return [{ ...first, outcome: SUCCESS }];
    case 'warning':
      return [{ ...first, outcome: warned(job, random) }];
    case 'stopped':
      return [{ ...first, outcome: stopped(job) }];
    case 'failed':
      return [{ ...first, outcome: failed(job, job.machines, random) }];
    case 'retried':
    case 'exhausted':
      return retriedAttempts(job, incident, random);
  }
}

function retriedAttempts(
  job: Job,
  incident: 'retried' | 'exhausted',
  random: Random,
): readonly Attempt[] {
  const attempts: Attempt[] = [
    { machines: job.machines, outcome: failed(job, job.machines, random) },
  ];
  if (!RETRIED_ACTIVITIES.has(job.activity)) return attempts;
  const again = machinesThatFailed(attempts[0]);
  const retries = incident === 'retried' ? 1 : RETRIES;
  for (let retry = 1; retry <= retries; retry += 1) {
    const outcome = incident === 'retried' ? SUCCESS : failed(job, again, random);
    attempts.push({ machines: again, outcome });
  }
  return attempts;
}

function machinesThatFailed(attempt: Attempt | undefined): readonly Machine[] {
  return attempt?.machines.filter((_, index) => attempt.outcome.failed.has(index)) ?? [];
}

/** What fails a run by chance; the list of incidents comes first. */
export function chanceIncident(job: Job, random: Random): Incident | null {
  const draw = random.next();
  if (draw < job.failures) return 'retried';
  return draw < job.failures + job.warnings ? 'warning' : null;
}

function warned(job: Job, random: Random): Outcome {
  const index = random.integer(0, Math.max(0, job.machines.length - 1));
  const reason = random.pick(job.reasons.warning);
  return {
    result: 'Warning',
    message: random.chance(0.5) ? reason : 'Warning: check session log for details',
    canceled: false,
    failed: new Map(),
    warned: new Map([[index, reason]]),
  };
}

function failed(job: Job, machines: readonly Machine[], random: Random): Outcome {
  const index = random.integer(0, Math.max(0, machines.length - 1));
  const reason = random.pick(job.reasons.failed);
  const machine = machines[index]?.name ?? job.name;
  // Often the server's summary is but the last line of its log (api/vbr.md section 5.8).
  const message = random.chance(0.25)
    ? 'Creating synthetic full backup (22% done)'
    : `Processing ${machine} failed.\r\n${reason}\r\n`;
  return {
    result: 'Failed',
    message,
    canceled: false,
    failed: new Map([[index, reason]]),
    warned: new Map(),
  };
}

function stopped(job: Job): Outcome {
  const reason = 'Operation was canceled by user DEMO\\jsmith';
  return {
    result: 'Failed',
    message: reason,
    canceled: true,
    failed: new Map(job.machines.map((_, index) => [index, reason])),
    warned: new Map(),
  };
}
