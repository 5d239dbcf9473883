import { SECOND } from '../../units.ts';
import { renderSize } from '../sizes.ts';
import type { WallClock } from '../times.ts';
import { numberLines, stageText, type LineDraft, type LogLine } from './log-line.ts';
import { bottleneckOf, meanLoads } from './loads.ts';
import { NEVER, type ResultWord, type Session, type Task } from './model.ts';

/** How the server's build writes a session's log. */
export interface LogManner {
  readonly wall: WallClock;
  /** Builds from 13 on leave the load line out of some logs (api/vbr.md section 3). */
  readonly loadLineMayMiss: boolean;
}

const STATUS: Readonly<Record<ResultWord, LogLine['status']>> = {
  Success: 'Succeeded',
  None: 'Succeeded',
  Warning: 'Warning',
  Failed: 'Failed',
};

/** The log of a session from its first to its last line, oldest first. */
export function sessionLog(
  session: Session,
  tasks: readonly Task[],
  manner: LogManner,
): readonly LogLine[] {
  const { createdAt } = session;
  const drafts: LineDraft[] = [
    { startsAt: createdAt + 200, title: `Job started at ${manner.wall.spoken(createdAt)}` },
    ...preparation(session, tasks),
    ...tasks.filter(isListed).map(taskLine),
    ...(session.endsAt === NEVER ? waiting(session) : closing(session, tasks, manner)),
  ];
  return numberLines(drafts, 1);
}

/** Scans of one machine share a line. */
function isListed(task: Task): boolean {
  return task.scan === null || task.scan.type === 'Antivirus';
}

function preparation(session: Session, tasks: readonly Task[]): readonly LineDraft[] {
  const { createdAt } = session;
  if (tasks.length === 0) return [];
  const size = session.machines.reduce((sum, machine) => sum + machine.size, 0);
  const queued = Math.max(...tasks.map((task) => task.createdAt));
  return [
    {
      startsAt: createdAt + 500,
      endsAt: Math.min(createdAt + 3 * SECOND, session.endsAt),
      title: 'Building list of machines to process',
    },
    {
      startsAt: createdAt + 3100,
      title: `VM size: ${renderSize(size)} (${renderSize(size * 0.6)} used)`,
    },
    ...(session.platform === 'VMware'
      ? [{ startsAt: createdAt + 3120, title: 'Changed block tracking is enabled' }]
      : []),
    { startsAt: queued + 40, title: 'All VMs have been queued for processing' },
  ];
}

/** A line of its own for every machine; what went wrong stands behind the name, or below it. */
function taskLine(task: Task, index: number): LineDraft {
  const troubled = task.result !== 'Success';
  const inTitle = troubled && index % 2 === 0;
  return {
    startsAt: task.startsAt,
    endsAt: task.endsAt,
    status: STATUS[task.result],
    title: `Processing ${task.name}${inTitle ? ` ${task.message}` : ''}`,
    description: troubled && !inTitle ? task.message : '',
    info: { field: 'ObjectName', data: task.name },
  };
}

function waiting({ createdAt, liveState }: Session): readonly LineDraft[] {
  const title =
    liveState === 'WaitingRepository'
      ? 'Resource not ready: backup repository "Slow Archive Repository" has no free task slots'
      : 'Waiting for new restore points';
  return [{ startsAt: createdAt + 5 * SECOND, endsAt: NEVER, title }];
}

function closing(
  session: Session,
  tasks: readonly Task[],
  { wall, loadLineMayMiss }: LogManner,
): readonly LineDraft[] {
  const { endsAt, outcome } = session;
  const quiet = loadLineMayMiss && session.job?.quietLog === true;
  const end: LineDraft = {
    startsAt: endsAt - 20,
    status: STATUS[outcome.result],
    title: `Job finished${MANNER_OF_END[outcome.result]} at ${wall.spoken(endsAt)} `,
    description: outcome.result === 'Success' ? '' : outcome.message,
  };
  return [...bottleneckLines(session, tasks).slice(quiet ? 1 : 0), end];
}

const MANNER_OF_END: Readonly<Record<ResultWord, string>> = {
  Success: '',
  None: '',
  Warning: ' with warning',
  Failed: ' with error',
};

/** The load line first in this list, whatever its place in the log: their order varies. */
function bottleneckLines(session: Session, tasks: readonly Task[]): readonly LineDraft[] {
  const loads = meanLoads(tasks);
  if (loads.length === 0) return [];
  const bottleneck = bottleneckOf(
    loads,
    tasks.some(({ throttled }) => throttled),
  );
  const loadFirst = session.createdAt % 2 === 0;
  return [
    { startsAt: session.endsAt - (loadFirst ? 240 : 130), title: `Load: ${stageText(loads)}` },
    {
      startsAt: session.endsAt - (loadFirst ? 130 : 240),
      title: `Primary bottleneck: ${bottleneck}`,
    },
  ];
}
