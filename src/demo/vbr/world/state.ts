import { SECOND } from '../../units.ts';
import { bottleneckOf, meanLoads, type Bottleneck } from './loads.ts';
import { NEVER, type Session, type Task } from './model.ts';

/** The session states of 1.3-rev2 that the world runs through. */
export type StateWord =
  | 'Starting'
  | 'Working'
  | 'Postprocessing'
  | 'Stopped'
  | 'WaitingSlot'
  | 'WaitingRepository'
  | 'Idle'
  | 'ActionRequired';

/** What was moved so far, of a task or of a whole session. */
export interface Progress {
  readonly percent: number;
  readonly processed: number;
  readonly read: number;
  readonly transferred: number;
  /** Bytes per second while data was read; null while nothing was. */
  readonly rate: number | null;
  readonly bottleneck: Bottleneck;
  /** Since its beginning, in milliseconds. */
  readonly duration: number;
}

/** A session starts for so long before its first task is queued. */
const STARTING = 4 * SECOND;

/** The state at a moment; only `Stopped` is final. */
export function sessionState(session: Session, tasks: readonly Task[], now: number): StateWord {
  if (now >= session.endsAt) return 'Stopped';
  if (now < session.createdAt + STARTING) return 'Starting';
  if (session.liveState !== null) return session.liveState;
  const done = tasks.length > 0 && tasks.every(({ endsAt }) => now >= endsAt);
  return done ? 'Postprocessing' : 'Working';
}

/** The state of one task at a moment: it waits for a slot, works, or is through. */
export function taskState(task: Task, now: number): StateWord {
  if (now >= task.endsAt) return 'Stopped';
  return now < task.startsAt ? 'WaitingSlot' : 'Working';
}

/** What one task has moved by now. */
export function taskProgress(task: Task, now: number): Progress {
  const share = shareDone(task, now);
  const read = Math.round(task.read * share);
  const time = task.transferTime * share;
  return {
    percent: Math.floor(share * 100),
    processed: Math.round(task.size * share),
    read,
    transferred: Math.round(task.transferred * share),
    rate: read > 0 && time > 0 ? read / (time / SECOND) : null,
    bottleneck: bottleneckOf(share > 0 ? task.loads : [], task.throttled),
    duration: Math.min(now, task.endsAt) - task.createdAt,
  };
}

/** The sum over a session's tasks; null for a session that moves no data. */
export function sessionProgress(
  session: Session,
  tasks: readonly Task[],
  now: number,
): Progress | null {
  const moving = tasks.filter(({ kind }) => kind === 'Backup' || kind === 'Replica');
  if (moving.length === 0) return null;
  const parts = moving.map((task) => taskProgress(task, now));
  const read = sum(parts.map((part) => part.read));
  const begun = moving.filter((task) => shareDone(task, now) > 0);
  return {
    percent: sessionPercent(session, tasks, now),
    processed: sum(parts.map((part) => part.processed)),
    read,
    transferred: sum(parts.map((part) => part.transferred)),
    rate: rateOf(begun, read, now),
    bottleneck: bottleneckOf(
      meanLoads(begun),
      begun.some(({ throttled }) => throttled),
    ),
    duration: Math.min(now, session.endsAt) - session.createdAt,
  };
}

/** Progress in percent: by the data where there is any, else by the clock; 100 once stopped. */
export function sessionPercent(session: Session, tasks: readonly Task[], now: number): number {
  if (now >= session.endsAt) return 100;
  if (session.endsAt === NEVER) return session.liveState === 'Idle' ? 100 : 0;
  const size = sum(tasks.map((task) => task.size));
  if (size > 0) {
    return Math.floor((100 * sum(tasks.map((task) => task.size * shareDone(task, now)))) / size);
  }
  return Math.floor((100 * (now - session.createdAt)) / (session.endsAt - session.createdAt));
}

/** The tasks that exist by now: they are queued when the session has looked at its machines. */
export function tasksByNow(tasks: readonly Task[], now: number): readonly Task[] {
  return tasks.filter(({ createdAt }) => createdAt <= now);
}

/** A task's share of its work, 0 to 1. */
function shareDone(task: Task, now: number): number {
  if (now >= task.endsAt) return 1;
  if (now <= task.startsAt) return 0;
  return (now - task.startsAt) / (task.endsAt - task.startsAt);
}

/** All that was read, over the time from the first task's start to the last one's end so far. */
function rateOf(begun: readonly Task[], read: number, now: number): number | null {
  if (begun.length === 0 || read === 0) return null;
  const from = Math.min(...begun.map(({ startsAt }) => startsAt));
  const to = Math.max(...begun.map(({ endsAt }) => Math.min(now, endsAt)));
  return read / Math.max(1, (to - from) / SECOND);
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}
