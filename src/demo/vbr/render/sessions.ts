import { since, type Revision } from '../revisions.ts';
import type { Session, Task } from '../world/model.ts';
import { sessionPercent, sessionProgress, sessionState, type StateWord } from '../world/state.ts';
import { usnOf } from '../world/tasks.ts';
import { sessionTypeOf } from './session-types.ts';
import {
  variantOf,
  renderProgress,
  renderResult,
  withoutAbsent,
  ZERO_ID,
  type Json,
  type Scene,
} from './values.ts';

/** Sessions of these end their name with the kind of run on builds from 13 on. */
const NAMED_BY_RUN = new Set(['backup', 'replica', 'copy', 'agent']);

/** One session in a revision's words. */
export function renderSession(session: Session, tasks: readonly Task[], scene: Scene): Json {
  const { revision, wall, now } = scene;
  const digits = 3 + (variantOf(session.id) % 4);
  const stopped = now >= session.endsAt;
  const withJobId = since(revision, '1.2-rev1');
  const json: Json = {
    sessionType: sessionTypeOf(session.activity, revision),
    state: stateWord(sessionState(session, tasks, now), revision),
    id: session.id,
    name: sessionName(session, revision),
    [withJobId ? 'jobId' : 'activityId']: session.jobId,
    creationTime: wall.stamp(session.createdAt, digits),
    endTime: stopped ? wall.stamp(session.endsAt, digits) : null,
    progressPercent: sessionPercent(session, tasks, now),
    result: sessionResult(session, now),
    resourceId: session.resourceId,
    resourceReference: session.resourceId === null ? null : `/api/v1/backups/${session.resourceId}`,
    parentSessionId: session.parentId,
    usn: usnOf(session.createdAt),
    ...(withJobId ? { platformName: session.platform, platformId: ZERO_ID } : {}),
    ...(since(revision, '1.3-rev0') ? { initiatedBy: session.initiatedBy } : {}),
    ...(since(revision, '1.3-rev1') ? { relatedSessionId: session.relatedId } : {}),
    ...(since(revision, '1.3-rev2') ? runFields(session, tasks, scene) : {}),
  };
  return withoutAbsent(json, revision);
}

/** What a revision calls a state that only newer ones know. */
export function stateWord(state: StateWord, revision: Revision): string {
  return state === 'ActionRequired' && !since(revision, '1.3-rev2') ? 'Working' : state;
}

/** `<job>` up to build 12; from 13 on with the kind of run behind it (api/vbr.md section 5.6). */
export function sessionName(session: Session, revision: Revision): string {
  if (!since(revision, '1.3-rev0') || !NAMED_BY_RUN.has(session.activity)) return session.name;
  if (session.retry > 0) return `${session.name} (Retry ${session.retry})`;
  if (session.algorithm === 'None') return session.name;
  return `${session.name} (${session.algorithm === 'Full' ? 'Full' : 'Incremental'})`;
}

/** The result's word for filters: `None` while the session lives. */
export function resultWord(session: Session, now: number): string {
  return now >= session.endsAt ? session.outcome.result : 'None';
}

/** While a session lives some have no result at all, others one that says `None`. */
function sessionResult(session: Session, now: number): Json | null {
  if (now >= session.endsAt) return renderResult(session.outcome);
  if (variantOf(session.id) % 2 === 0) return null;
  return renderResult({ result: 'None', message: '', canceled: false });
}

function runFields(session: Session, tasks: readonly Task[], scene: Scene): Json {
  const progress = sessionProgress(session, tasks, scene.now);
  const style = {
    misspelled: false,
    decimalComma: session.job?.decimalComma === true,
    variant: variantOf(session.id),
  };
  return {
    algorithm: session.algorithm,
    progress: progress === null ? null : renderProgress(progress, style, scene),
    originalSessionId: session.originalId,
    retryInfo: session.retry === 0 ? null : { isRecheckRetry: false, retryNumber: session.retry },
  };
}
