import { SECOND } from '../../units.ts';
import { renderSize } from '../sizes.ts';
import type { WallClock } from '../times.ts';
import { numberLines, stageText, type LineDraft, type LogLine } from './log-line.ts';
import { bottleneckOf } from './loads.ts';
import type { Task } from './model.ts';

/** The log of one task, oldest first. */
export function taskLog(task: Task, wall: WallClock): readonly LogLine[] {
  const drafts: LineDraft[] = [
    {
      startsAt: task.createdAt,
      title: `Queued for processing at ${wall.spoken(task.createdAt)}`,
    },
    {
      startsAt: task.createdAt + 30,
      endsAt: task.startsAt,
      title: 'Required backup infrastructure resources have been assigned',
    },
    { startsAt: task.startsAt, endsAt: task.endsAt, title: `Processing ${task.name}` },
    ...work(task),
    ...end(task, wall),
  ];
  return numberLines(drafts, 1 + (task.usn % 30_000));
}

function work(task: Task): readonly LineDraft[] {
  const { startsAt, endsAt } = task;
  const lasts = endsAt - startsAt;
  if (task.scan !== null) {
    return [{ startsAt: startsAt + 400, endsAt, title: `Scanning disks with ${task.scan.engine}` }];
  }
  if (task.kind === 'Restore') {
    return [{ startsAt: startsAt + 400, endsAt, title: `Restoring ${task.name} from the backup` }];
  }
  const from = startsAt + lasts * 0.15;
  const to = startsAt + lasts * 0.9;
  return [
    { startsAt: startsAt + lasts * 0.05, endsAt: from, title: 'Creating VM snapshot' },
    {
      startsAt: from,
      endsAt: from + 50,
      title: `Using backup proxy VMware Backup Proxy for disk Hard disk 1 [hotadd]`,
    },
    {
      startsAt: from + 60,
      endsAt: to,
      title: `Hard disk 1 (${renderSize(task.size)})`,
      description: readText(task),
      info: { field: 'Proxy', data: 'VMware Backup Proxy' },
    },
    { startsAt: to, endsAt: startsAt + lasts * 0.95, title: 'Removing VM snapshot' },
  ];
}

function readText({ read, transferTime }: Task): string {
  if (read === 0 || transferTime <= 0) return '';
  return `${renderSize(read)} read at ${renderSize(read / (transferTime / SECOND))}/s [CBT]`;
}

function end(task: Task, wall: WallClock): readonly LineDraft[] {
  const { endsAt, loads } = task;
  const troubled = task.result !== 'Success';
  const busyFirst = task.usn % 2 === 0;
  return [
    ...(troubled
      ? [
          {
            startsAt: endsAt - 400,
            status: task.result === 'Failed' ? ('Failed' as const) : ('Warning' as const),
            title: task.message,
          },
        ]
      : []),
    ...(loads.length === 0
      ? []
      : [
          { startsAt: endsAt - (busyFirst ? 300 : 200), title: `Busy: ${stageText(loads)}` },
          {
            startsAt: endsAt - (busyFirst ? 200 : 300),
            title: `Primary bottleneck: ${bottleneckOf(loads, task.throttled)}`,
          },
        ]),
    { startsAt: endsAt - 100, title: `Processing finished at ${wall.spoken(endsAt)}` },
  ];
}
