import { renderLog } from '../render/logs.ts';
import { sessionTypeOf } from '../render/session-types.ts';
import { renderTask, scanResult, scanState, taskName } from '../render/tasks.ts';
import type { Scene } from '../render/values.ts';
import { since, type Revision } from '../revisions.ts';
import {
  LOG_STATUSES,
  RESULTS,
  SCAN_RESULTS,
  SCAN_STATES,
  SCAN_TYPES,
  TASK_TYPES,
  VOCABULARIES,
} from '../words.ts';
import type { Session, Task } from '../world/model.ts';
import { taskState, tasksByNow } from '../world/state.ts';
import { taskLog } from '../world/task-log.ts';
import type { World } from '../world/world.ts';
import { failure, notFound, ok } from './answers.ts';
import type { Context, Handler } from './context.ts';
import {
  keep,
  namePattern,
  pageAnswer,
  readPage,
  sortItems,
  timeConditions,
  type Columns,
  type Condition,
} from './lists.ts';
import { findSession, knownSessions } from './sessions.ts';

/** `GET /api/v1/taskSessions` */
export const listTasks: Handler = (context) => {
  const { parameters, scene, world } = context;
  const page = readPage(parameters);
  const conditions = conditionsOf(context);
  const after = parameters.instant('createdAfterFilter');
  const sessionId = parameters.id('sessionIdFilter');
  // A task lives inside its session's time: the others need not be looked into.
  const sessions = knownSessions('sessions', world, scene).filter(
    ({ id, endsAt }) =>
      (sessionId === null || id === sessionId) && (after === null || endsAt >= after),
  );
  const tasks = sessions.flatMap((session) => shownTasks(session, world, scene));
  const items = ordered(keep(tasks, conditions), context);
  return ok(
    pageAnswer(items, page, { showsPage: true, render: (task) => renderTask(task, scene) }),
  );
};

/** `GET /api/v1/sessions/{id}/taskSessions`; parameters count from 1.3-rev1 on. */
export const sessionTasks: Handler = (context) => {
  const { id, parameters, scene, world, faults } = context;
  const session = findSession('sessions', id, context);
  const agent = session?.activity === 'agent' || session?.activity === 'policyMember';
  if (faults.agentTasksEnum === true && agent && isBuild130(scene.revision)) {
    return failure(500, 'UnknownError', "ESessionType 'AgentManagement' not supported");
  }
  const tasks = session === null ? [] : shownTasks(session, world, scene);
  const takesParameters = since(scene.revision, '1.3-rev1');
  const page = takesParameters
    ? readPage(parameters)
    : { skip: 0, limit: Math.max(1, tasks.length) };
  const items = takesParameters ? ordered(keep(tasks, conditionsOf(context)), context) : tasks;
  return ok(
    pageAnswer(items, page, { showsPage: true, render: (task) => renderTask(task, scene) }),
  );
};

/** `GET /api/v1/taskSessions/{id}` */
export const oneTask: Handler = (context) => {
  const task = findTask(context);
  return task === null ? notFound(context.id) : ok(renderTask(task, context.scene));
};

/** `GET /api/v1/taskSessions/{id}/logs` */
export const taskLogs: Handler = (context) => {
  const { id, parameters, scene } = context;
  const newer = since(scene.revision, '1.3-rev0');
  const status = newer ? parameters.word('statusFilter', LOG_STATUSES) : null;
  const task = findTask(context);
  if (task === null) return notFound(id);
  return ok(renderLog(taskLog(task, scene.wall), { newestFirst: false, status }, scene));
};

function findTask({ id, world, scene }: Context): Task | null {
  for (const session of knownSessions('sessions', world, scene)) {
    const task = shownTasks(session, world, scene).find((one) => one.id === id);
    if (task !== undefined) return task;
  }
  return null;
}

/** A session's tasks that exist by now; agent sessions show none. */
function shownTasks(session: Session, world: World, scene: Scene): readonly Task[] {
  if (session.job?.hidesTasks === true) return [];
  return tasksByNow(world.tasksOf(session), scene.now);
}

function isBuild130(revision: Revision): boolean {
  return revision === '1.3-rev0' || revision === '1.3-rev1';
}

function conditionsOf({ parameters, scene }: Context): readonly Condition<Task>[] {
  const { revision, now } = scene;
  const vocabulary = VOCABULARIES.get(revision);
  const conditions = [
    ...timeConditions<Task>(parameters, {
      created: ({ createdAt }) => createdAt,
      ended: ({ endsAt }) => (now >= endsAt ? endsAt : null),
    }),
  ];
  const wanted = (
    name: string,
    words: ReadonlySet<string>,
    of: (task: Task) => string | null,
  ): void => {
    const word = parameters.word(name, words);
    if (word !== null) conditions.push((task) => of(task) === word);
  };
  wanted('typeFilter', TASK_TYPES, ({ kind }) => kind);
  wanted('sessionTypeFilter', vocabulary?.sessionTypes ?? new Set(), filteredType(revision));
  wanted('stateFilter', vocabulary?.sessionStates ?? new Set(), stateOf(now));
  wanted('resultFilter', RESULTS, resultOf(now));
  wanted('scanTypeFilter', SCAN_TYPES, ({ scan }) => scan?.type ?? null);
  wanted('scanResultFilter', SCAN_RESULTS, (task) => onScan(task, scanResult(task, now)));
  wanted('scanStateFilter', SCAN_STATES, (task) => onScan(task, scanState(task, now)));
  const sessionId = parameters.id('sessionIdFilter');
  if (sessionId !== null) conditions.push(({ session }) => session.id === sessionId);
  const pattern = parameters.text('nameFilter');
  if (pattern !== null) {
    const fits = namePattern(pattern);
    conditions.push((task) =>
      fits([taskName(task, scene), task.kind, stateOf(now)(task), task.id]),
    );
  }
  return conditions;
}

/** On builds 13.0 this filter finds nothing for `BackupJob`, silently (api/vbr.md section 5.3). */
function filteredType(revision: Revision): (task: Task) => string | null {
  return ({ session }) => {
    const type = sessionTypeOf(session.activity, revision);
    return type === 'BackupJob' && isBuild130(revision) ? null : type;
  };
}

/** Oldest first unless asked for otherwise: as for sessions, no order is documented. */
function ordered(tasks: readonly Task[], { parameters, scene }: Context): readonly Task[] {
  const { revision, now } = scene;
  const columns: Columns<Task> = {
    Name: (task) => taskName(task, scene),
    Type: ({ kind }) => kind,
    SessionType: ({ session }) => sessionTypeOf(session.activity, revision),
    CreationTime: ({ createdAt }) => createdAt,
    EndTime: ({ endsAt }) => (now >= endsAt ? endsAt : null),
    State: stateOf(now),
    Result: resultOf(now),
    ScanState: (task) => onScan(task, scanState(task, now)),
    ScanResult: (task) => onScan(task, scanResult(task, now)),
  };
  const asked = parameters.text('orderColumn') !== null;
  return asked
    ? sortItems(tasks, parameters, columns)
    : [...tasks].sort((a, b) => a.createdAt - b.createdAt);
}

function onScan(task: Task, value: string): string | null {
  return task.scan === null ? null : value;
}

/** Scans have neither state nor result. */
function stateOf(now: number): (task: Task) => string | null {
  return (task) => (task.scan === null ? taskState(task, now) : null);
}

function resultOf(now: number): (task: Task) => string | null {
  return (task) => (task.scan !== null ? null : now >= task.endsAt ? task.result : 'None');
}
