import { createRandom, uuidOf, type Random } from '../../random.ts';
import { GIB, SECOND } from '../../units.ts';
import { loadsOf, slowestStageOf } from './loads.ts';
import {
  NEVER,
  type Activity,
  type Machine,
  type Outcome,
  type Scan,
  type Session,
  type Stage,
  type Task,
  type TaskKind,
} from './model.ts';
import { LANES } from './sessions.ts';

const TASK_KINDS: Partial<Record<Activity, TaskKind>> = {
  replica: 'Replica',
  sureBackup: 'Antivirus',
  contentScan: 'Antivirus',
  restoreVm: 'Restore',
  instantRecovery: 'Restore',
  fileRestore: 'Restore',
  nasRestore: 'Restore',
  quickMigration: 'Restore',
};

/** Below this a file share had nothing to read: no rate, but a bottleneck (a document's example). */
const NOTHING_TO_READ = GIB;

/** The tasks of a session, in the order of its machines; the same every time they are asked for. */
export function tasksOf(session: Session): readonly Task[] {
  const random = createRandom(session.id);
  const drafts = session.machines.map((machine): Draft => ({
    machine,
    work: machine.size * random.between(0.75, 1.25),
  }));
  const times = timesOf(session, drafts);
  const slowest = slowestStageOf(session, random);
  return drafts.flatMap((draft, index) => {
    const time = times[index];
    if (time === undefined) return [];
    const task = taskOf({ session, draft, index, time, slowest }, random);
    return task.kind === 'Antivirus' ? scansOf(task, random) : [task];
  });
}

interface Draft {
  readonly machine: Machine;
  /** How much of the session's time it takes, relative to the others. */
  readonly work: number;
}

interface Times {
  readonly createdAt: number;
  readonly startsAt: number;
  readonly endsAt: number;
}

/** Four lanes work the machines off one after the other; the longest lane fills the session's time. */
function timesOf(session: Session, drafts: readonly Draft[]): readonly Times[] {
  const lanes = new Array<number>(LANES).fill(0);
  const slots = drafts.map(({ work }) => {
    const lane = lanes.indexOf(Math.min(...lanes));
    const from = lanes[lane] ?? 0;
    lanes[lane] = from + work;
    return { from, to: from + work };
  });
  const lasts = session.endsAt - session.createdAt;
  const head = Math.min(25 * SECOND, lasts * 0.1);
  const tail = Math.min(15 * SECOND, lasts * 0.05);
  const scale = (lasts - head - tail) / Math.max(1, ...lanes);
  return slots.map(({ from, to }, index) => {
    const queued = session.createdAt + Math.min(head, 20 * SECOND) + index * 7;
    if (session.endsAt === NEVER) return { createdAt: queued, startsAt: NEVER, endsAt: NEVER };
    const startsAt = Math.round(session.createdAt + head + from * scale) + index * 7;
    const endsAt = Math.round(session.createdAt + head + to * scale) + index * 7;
    return {
      createdAt: Math.min(queued, startsAt),
      startsAt,
      endsAt: Math.min(endsAt, session.endsAt),
    };
  });
}

interface TaskPlan {
  readonly session: Session;
  readonly draft: Draft;
  readonly index: number;
  readonly time: Times;
  /** The stage that holds most of the session's tasks back; null where a limit does. */
  readonly slowest: Stage | null;
}

function taskOf({ session, draft, index, time, slowest }: TaskPlan, random: Random): Task {
  const key = `${session.id}/task/${index}`;
  const { machine } = draft;
  const fate = fateOf(session.outcome, index);
  const broken = fate.result === 'Failed';
  // What fails, fails before its first block or somewhere on the way.
  const progress = broken ? (random.chance(0.5) ? 0 : random.between(0.1, 0.7)) : 1;
  const kind = TASK_KINDS[session.activity] ?? 'Backup';
  const moves = kind === 'Backup' || kind === 'Replica';
  const idle = moves && machine.size < NOTHING_TO_READ;
  const read = !moves || idle ? 0 : Math.round(draft.work * session.share * progress);
  const pointKey = broken || session.algorithm === 'None' ? null : `${key}/point`;
  return {
    // Ids are made only where they are shown: sums over many sessions need none.
    get id() {
      return uuidOf(key);
    },
    get pointId() {
      return pointKey === null ? null : uuidOf(pointKey);
    },
    usn: usnOf(time.createdAt) + index,
    kind,
    session,
    name: machine.name,
    createdAt: time.createdAt,
    startsAt: time.startsAt,
    endsAt: time.endsAt,
    result: fate.result,
    message: fate.message,
    canceled: fate.canceled,
    algorithm: session.algorithm,
    size: Math.round(machine.size * (broken ? progress : 1)),
    read,
    transferred: Math.round(read * random.between(0.3, 0.55)),
    transferTime: (time.endsAt - time.startsAt) * random.between(0.5, 0.8),
    loads: read > 0 || (idle && !broken) ? loadsOf(session, slowest, random) : [],
    throttled: session.job?.bottlenecks[0] === 'Throttling',
    scan: null,
  };
}

function fateOf(outcome: Outcome, index: number): Pick<Task, 'result' | 'message' | 'canceled'> {
  const failure = outcome.failed.get(index);
  if (failure !== undefined) {
    return { result: 'Failed', message: failure, canceled: outcome.canceled };
  }
  const warning = outcome.warned.get(index);
  if (warning !== undefined) return { result: 'Warning', message: warning, canceled: false };
  return { result: 'Success', message: 'Success', canceled: false };
}

/** Every machine is scanned by an antivirus and by two YARA rules, side by side. */
function scansOf(task: Task, random: Random): readonly Task[] {
  return [0, 1, 2].map((number) => ({
    ...task,
    id: number === 0 ? task.id : uuidOf(`${task.id}/scan/${number}`),
    pointId: uuidOf(`${task.id}/point`),
    scan: scanOf(task, number, random),
  }));
}

function scanOf(task: Task, number: number, random: Random): Scan {
  const broken = task.result === 'Failed';
  if (number === 0) {
    return { type: 'Antivirus', engine: 'Microsoft Defender', result: broken ? 'Failed' : 'Clean' };
  }
  const result = random.chance(0.04) ? 'Infected' : random.chance(0.3) ? 'Inconclusive' : 'Clean';
  return { type: 'Yara', engine: 'YARA', result: broken ? 'Failed' : result };
}

/** A number that grows with time, as the server's update sequence does. */
export function usnOf(instant: number): number {
  return Math.floor(instant / 100) - 17_000_000_000;
}
