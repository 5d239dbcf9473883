import { since } from '../revisions.ts';
import type { Task } from '../world/model.ts';
import { taskProgress, taskState } from '../world/state.ts';
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

/** One task session in a revision's words; its times are the server's own, without an offset. */
export function renderTask(task: Task, scene: Scene): Json {
  const { revision, wall, now } = scene;
  const json: Json = {
    ...ownFields(task, scene),
    type: task.kind,
    sessionType: sessionTypeOf(task.session.activity, revision),
    id: task.id,
    sessionId: task.session.id,
    creationTime: wall.naive(task.createdAt, 6),
    endTime: now >= task.endsAt ? wall.naive(task.endsAt, 6) : null,
  };
  return withoutAbsent(json, revision);
}

/** The name as a revision shows it: a scan's names the restore point that it looked into. */
export function taskName(task: Task, scene: Pick<Scene, 'wall'>): string {
  if (task.kind !== 'Antivirus') return task.name;
  return `${task.name} [${scene.wall.spoken(task.session.createdAt - 3 * 3_600_000)}]`;
}

/** `NotStarted`, `InProgress` or `Finished`. */
export function scanState(task: Task, now: number): string {
  const state = taskState(task, now);
  return state === 'Stopped' ? 'Finished' : state === 'Working' ? 'InProgress' : 'NotStarted';
}

/** The scan's result, `None` before its end. */
export function scanResult(task: Task, now: number): string {
  return now >= task.endsAt ? (task.scan?.result ?? 'None') : 'None';
}

function ownFields(task: Task, scene: Scene): Json {
  const { now } = scene;
  if (task.scan !== null) {
    return {
      scanType: task.scan.type,
      scanResult: scanResult(task, now),
      scanState: scanState(task, now),
      name: taskName(task, scene),
      ...pointFields('restore', task),
      antivirusName: task.scan.engine,
    };
  }
  const common = {
    name: task.name,
    usn: task.usn,
    state: taskState(task, now),
    result: now >= task.endsAt ? renderResult(task) : null,
  };
  if (task.kind === 'Restore') return common;
  return { ...common, ...dataFields(task, scene) };
}

function dataFields(task: Task, scene: Scene): Json {
  const { revision, now } = scene;
  const { session } = task;
  const style = {
    misspelled: !since(revision, '1.3-rev2'),
    decimalComma: session.job?.decimalComma === true,
    variant: variantOf(task.id),
  };
  const data = {
    algorithm: task.algorithm,
    progress: renderProgress(taskProgress(task, now), style, scene),
  };
  const point = now >= task.endsAt ? task : { ...task, pointId: null };
  if (task.kind === 'Replica') return { ...data, ...pointFields('replica', point) };
  return {
    ...data,
    ...pointFields('restore', point),
    repositoryId:
      session.platform === 'UnstructuredData' ? ZERO_ID : (session.job?.repository?.id ?? ZERO_ID),
    ...(since(revision, '1.3-rev2') ? { platformType: session.platform, platformId: ZERO_ID } : {}),
  };
}

function pointFields(kind: 'restore' | 'replica', { pointId }: Pick<Task, 'pointId'>): Json {
  return {
    [`${kind}PointId`]: pointId,
    [`${kind}PointReference`]: pointId === null ? null : `/api/v1/${kind}Points/${pointId}`,
  };
}
