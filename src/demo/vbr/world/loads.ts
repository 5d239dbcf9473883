import type { Random } from '../../random.ts';
import { STAGES, type Load, type Session, type Stage, type Task } from './model.ts';

/** What held a session or a task back: a stage, the limit set by a person, or nothing measured. */
export type Bottleneck = Stage | 'Throttling' | 'NotDefined';

const SHORT_PATH: readonly Stage[] = ['Source', 'Proxy', 'Network', 'Target'];

/** How often a task is held back by another stage than its session. */
const ODD_ONE = 0.12;

/** How busy each stage was for one task of the session. */
export function loadsOf(session: Session, usual: Stage | null, random: Random): readonly Load[] {
  const path = session.job?.overWan === true ? STAGES : SHORT_PATH;
  const slowest = random.chance(ODD_ONE) ? random.pick(path) : usual;
  return path.map((stage) => ({
    stage,
    percent: stage === slowest ? random.integer(82, 99) : random.integer(0, 68),
  }));
}

/** The stage that is the slowest for most tasks of a session; null when a limit is set instead. */
export function slowestStageOf(session: Session, random: Random): Stage | null {
  const stages = session.job?.bottlenecks ?? ['Source'];
  const stage = random.pick(stages);
  return stage === 'Throttling' ? null : stage;
}

/** The mean loads over all tasks that were measured; empty when none was. */
export function meanLoads(tasks: readonly Task[]): readonly Load[] {
  const measured = tasks.filter(({ loads }) => loads.length > 0);
  const [first] = measured;
  if (first === undefined) return [];
  return first.loads.map(({ stage }, index) => {
    const sum = measured.reduce((total, { loads }) => total + (loads[index]?.percent ?? 0), 0);
    return { stage, percent: Math.round(sum / measured.length) };
  });
}

/** The busiest stage, the first one in the data path where several are equally busy. */
export function bottleneckOf(loads: readonly Load[], throttled: boolean): Bottleneck {
  const [first] = loads;
  if (first === undefined) return 'NotDefined';
  if (throttled) return 'Throttling';
  return loads.reduce((busiest, load) => (load.percent > busiest.percent ? load : busiest), first)
    .stage;
}
