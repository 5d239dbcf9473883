import { since } from '../revisions.ts';
import { nextStartOf } from '../world/calendar.ts';
import type { Job, Session } from '../world/model.ts';
import { sessionPercent, sessionProgress, type Progress } from '../world/state.ts';
import type { World } from '../world/world.ts';
import { cased } from '../words.ts';
import { jobTypeOf } from './session-types.ts';
import { resultWord } from './sessions.ts';
import { variantOf, renderProgress, withoutAbsent, type Json, type Scene } from './values.ts';

/** A job as it stands at a moment, before any revision's words. */
export interface JobState {
  readonly job: Job;
  /** The newest session that has begun. */
  readonly last: Session | null;
  readonly next: number | null;
  /** `Running`, `Stopped` … in the words of 1.3-rev1. */
  readonly status: string;
  readonly lastResult: string;
  readonly after: Job | null;
}

/** What a job that has never run has for its last run on builds up to 12 (api/vbr.md section 5.9). */
const NEVER_RAN = '1900-01-01T00:00:00';

/** How a job stands; `last` is its newest session, children of other sessions left out. */
export function jobState(job: Job, last: Session | null, scene: Scene, world: World): JobState {
  return {
    job,
    last,
    next: nextStartOf(job, world.present, scene.now),
    status: statusOf(job, last, scene.now),
    lastResult: last === null ? 'None' : resultWord(last, scene.now),
    after: world.jobs.find(({ key }) => key === job.after) ?? null,
  };
}

/** The status's word in a revision: those that 1.3 brought are `inactive` before it. */
export function statusWord(status: string, scene: Scene): string {
  const known = since(scene.revision, '1.3-rev0') || ['Running', 'Disabled'].includes(status);
  return cased(known ? status : 'Inactive', scene.revision);
}

/** One entry of `/api/v1/jobs/states`. */
export function renderJobState(state: JobState, scene: Scene, world: World): Json {
  const { job, last } = state;
  const { revision, wall } = scene;
  const json: Json = {
    type: jobTypeOf(job.type, revision),
    status: statusWord(state.status, scene),
    lastResult: state.lastResult,
    workload: cased(job.workload, revision),
    id: job.id,
    name: job.name,
    description: job.description,
    lastRun: last === null ? neverRan(scene) : wall.stamp(last.createdAt, 6),
    nextRun: state.next === null ? null : wall.stamp(state.next, 0),
    repositoryId: job.repository?.id ?? null,
    repositoryName: job.repository?.name ?? null,
    objectsCount: job.machines.length,
    sessionId: last?.id ?? null,
    ...(since(revision, '1.3-rev0') ? newerFields(state, scene, world) : {}),
    ...(since(revision, '1.3-rev2') ? { targetName: job.targetName } : {}),
  };
  return withoutAbsent(json, revision);
}

/** One entry of `/api/v1/jobs`: the part that the models of all job types share. */
export function renderJob(job: Job, scene: Scene): Json {
  const { revision } = scene;
  return {
    id: job.id,
    name: job.name,
    type: jobTypeOf(job.type, revision),
    isDisabled: job.disabled,
    ...(since(revision, '1.2-rev1') ? {} : { description: job.description }),
  };
}

function neverRan({ revision, wall }: Scene): string | null {
  return since(revision, '1.3-rev0') ? null : NEVER_RAN + wall.offset;
}

function newerFields(state: JobState, scene: Scene, world: World): Json {
  const { job, last, after } = state;
  const tasks = last === null ? [] : world.tasksOf(last);
  const progress = last === null ? null : sessionProgress(last, tasks, scene.now);
  const style = {
    misspelled: false,
    decimalComma: job.decimalComma,
    variant: variantOf(job.id),
  };
  return {
    nextRunPolicy: nextRunPolicy(state, scene),
    highPriority: job.highPriority,
    progressPercent: last === null ? 0 : sessionPercent(last, tasks, scene.now),
    sessionProgress:
      last === null ? null : renderProgress(progress ?? NOTHING_MEASURED, style, scene),
    runAfterJob: after === null ? null : { jobName: after.name, jobId: after.id },
    backupCopyMode: job.copyMode,
    isStorageSnapshot: false,
  };
}

const NOTHING_MEASURED: Progress = {
  percent: 0,
  processed: 0,
  read: 0,
  transferred: 0,
  rate: null,
  bottleneck: 'NotDefined',
  duration: 0,
};

function nextRunPolicy({ job, next, after }: JobState, { wall }: Scene): string {
  if (job.disabled) return '<Disabled>';
  if (after !== null) return `After [${after.name}]`;
  if (job.copyMode === 'Immediate') return '<Continuous>';
  return next === null ? '<Not scheduled>' : wall.spoken(next).replace(/:\d\d (?=[AP]M$)/, ' ');
}

function statusOf(job: Job, last: Session | null, now: number): string {
  if (job.disabled) return 'Disabled';
  if (last === null) return 'Inactive';
  // A copy job that idles is neither running nor through.
  if (last.liveState === 'Idle' && now < last.endsAt) return 'Enabled';
  return now < last.endsAt ? 'Running' : 'Stopped';
}
