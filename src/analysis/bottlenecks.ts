import { compareText } from '../model/order.ts';
import type { Session, StageLoad } from '../model/session.ts';
import { adviceFor } from './advice.ts';
import { bottleneckOf, jobKey, type Run } from './runs.ts';

/** How often one stage held one job back; keys and their order are the record's (contract section 3). */
export interface BottleneckRow {
  readonly server: string;
  readonly jobId: string | null;
  readonly jobName: string | null;
  /** The job's runs that name a bottleneck. */
  readonly runs: number;
  readonly bottleneck: string;
  readonly bottleneckRuns: number;
  /** bottleneckRuns ÷ runs, 0 to 1. */
  readonly share: number;
  /** Means of the loads that are known of these runs, with one decimal; null where none are. */
  readonly stageLoads: readonly StageLoad[] | null;
  readonly advice: string | null;
}

/** One row still without the loads that have to be asked for. */
export interface BottleneckGroup {
  readonly job: Pick<Session, 'server' | 'jobId' | 'jobName' | 'product'>;
  readonly runs: number;
  readonly bottleneck: string;
  readonly bottleneckRuns: number;
  /** The newest sessions of these runs that tell no loads, a few at the most. */
  readonly samples: readonly Session[];
  readonly loads: StageMeans;
}

/** The bottlenecks of runs as they come in, newest first. */
export interface Bottlenecks {
  readonly add: (run: Run) => void;
  readonly groups: () => readonly BottleneckGroup[];
}

/** How many sessions of a row are worth a question for their loads. */
const SAMPLES_A_ROW = 3;

/** @see Bottlenecks */
export function createBottlenecks(): Bottlenecks {
  const jobs = new Map<string, JobBottlenecks>();
  return {
    add: (run) => {
      const session = bottleneckOf(run);
      if (session === null) return;
      const key = jobKey(session);
      const job = jobs.get(key) ?? new JobBottlenecks(session);
      jobs.set(key, job);
      job.add(session);
    },
    groups: () => [...jobs.values()].flatMap((job) => job.groups()),
  };
}

class JobBottlenecks {
  readonly #job: BottleneckGroup['job'];
  readonly #stages = new Map<string, { runs: number; samples: Session[]; loads: StageMeans }>();
  #runs = 0;

  /** @param newest the job's newest session: it knows the present name */
  constructor({ server, jobId, jobName, name, product }: Session) {
    this.#job = { server, jobId, jobName: jobName ?? name, product };
  }

  add(session: Session): void {
    const { bottleneck, stageLoads } = session;
    if (bottleneck === null) return;
    const stage = this.#stages.get(bottleneck) ?? { runs: 0, samples: [], loads: new StageMeans() };
    this.#stages.set(bottleneck, stage);
    this.#runs += 1;
    stage.runs += 1;
    if (stageLoads !== null) stage.loads.add(stageLoads);
    else if (stage.samples.length < SAMPLES_A_ROW) stage.samples.push(session);
  }

  groups(): readonly BottleneckGroup[] {
    return [...this.#stages].map(([bottleneck, { runs, samples, loads }]) => ({
      job: this.#job,
      runs: this.#runs,
      bottleneck,
      bottleneckRuns: runs,
      samples,
      loads,
    }));
  }
}

/** The mean load of each stage, over the sessions that tell one. */
export class StageMeans {
  readonly #stages = new Map<string, { sum: number; count: number }>();

  add(loads: readonly StageLoad[]): void {
    for (const { stage, percent } of loads) {
      const known = this.#stages.get(stage) ?? { sum: 0, count: 0 };
      this.#stages.set(stage, { sum: known.sum + percent, count: known.count + 1 });
    }
  }

  /** In the order in which data passes the stages, as far as the sessions kept to it. */
  result(): readonly StageLoad[] | null {
    if (this.#stages.size === 0) return null;
    return [...this.#stages].map(([stage, { sum, count }]) => ({
      stage,
      percent: Math.round((10 * sum) / count) / 10,
    }));
  }
}

/** The sessions to ask about: each row's newest first, then each row's second …, so many in all. */
export function samplesOf(groups: readonly BottleneckGroup[], most: number): readonly Session[] {
  const rounds = Array.from({ length: SAMPLES_A_ROW }, (_, round) =>
    groups.flatMap(({ samples }) => samples.slice(round, round + 1)),
  );
  return rounds.flat().slice(0, most);
}

/**
 * The rows, those of one job together, its most frequent bottleneck first. The jobs stand worst first:
 * those whose main bottleneck is at 90 percent or more, then from 70 percent on, then where no load is
 * known, then the rest; in each of these by share, then by number of runs.
 *
 * @param loadsOf what was found out about a sampled session
 */
export function bottleneckRows(
  groups: readonly BottleneckGroup[],
  loadsOf: (session: Session) => readonly StageLoad[] | null,
): readonly BottleneckRow[] {
  const jobs = new Map<BottleneckGroup['job'], BottleneckRow[]>();
  for (const group of groups) {
    jobs.set(group.job, [...(jobs.get(group.job) ?? []), rowOf(group, loadsOf)]);
  }
  return [...jobs.values()].map(mostFrequentFirst).sort(worstFirst).flat();
}

function rowOf(
  { job, runs, bottleneck, bottleneckRuns, samples, loads }: BottleneckGroup,
  loadsOf: (session: Session) => readonly StageLoad[] | null,
): BottleneckRow {
  for (const sample of samples) loads.add(loadsOf(sample) ?? []);
  return {
    server: job.server,
    jobId: job.jobId,
    jobName: job.jobName,
    runs,
    bottleneck,
    bottleneckRuns,
    share: bottleneckRuns / runs,
    stageLoads: loads.result(),
    advice: adviceFor(job.product, bottleneck),
  };
}

function mostFrequentFirst(rows: readonly BottleneckRow[]): readonly BottleneckRow[] {
  return [...rows].sort(
    (a, b) => b.bottleneckRuns - a.bottleneckRuns || compareText(a.bottleneck, b.bottleneck),
  );
}

function worstFirst([a]: readonly BottleneckRow[], [b]: readonly BottleneckRow[]): number {
  if (a === undefined || b === undefined) return 0;
  return (
    urgency(a) - urgency(b) ||
    b.share - a.share ||
    b.bottleneckRuns - a.bottleneckRuns ||
    compareText(a.jobName ?? '', b.jobName ?? '') ||
    compareText(a.server, b.server)
  );
}

/** A stage that is busy all the time holds the job back; one that idles is only the slowest of the idle. */
function urgency({ bottleneck, stageLoads }: BottleneckRow): number {
  const load = stageLoads?.find(({ stage }) => stage === bottleneck)?.percent ?? null;
  if (load === null) return 2;
  if (load >= 90) return 0;
  return load >= 70 ? 1 : 3;
}
