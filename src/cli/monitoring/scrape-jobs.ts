/** Asks a server for the figures of its jobs. */
import { append } from '../../model/append.ts';
import { withHistory } from '../../analysis/job-history.ts';
import { isInWindow, isJudged, isUnderWay, type RunChoice } from '../../analysis/run-choice.ts';
import { createRunCollector, type Run, type RunCollector } from '../../analysis/runs.ts';
import { isVsiError, type VsiError } from '../../model/errors.ts';
import type { Instant } from '../../model/instant.ts';
import type { Job } from '../../model/job.ts';
import { overlaps } from '../../model/selection.ts';
import type { Session } from '../../model/session.ts';
import { isLive, isSuccessful, type Status } from '../../model/status.ts';
import type { JobFigures } from '../../monitoring/job-metrics.ts';
import { ALL_SESSIONS, type BackupServer } from '../../servers/backup-server.ts';
import type { JobPatterns } from '../sessions/job-patterns.ts';
import { readHistories } from '../sessions/job-sessions.ts';

/** What a scrape needs. */
export interface ScrapeTools {
  readonly patterns: JobPatterns;
  /** From here on sessions are read with their statistics. */
  readonly since: Instant;
  /** Which runs are counted. */
  readonly choice: RunChoice;
  readonly now: Instant;
  readonly missing: (failure: VsiError) => void;
}

/**
 * The jobs of a server with their figures. The sessions of the window are read with their statistics;
 * for jobs without a success in it, their history of 30 days is, without.
 */
export async function scrapeJobs(
  server: BackupServer,
  tools: ScrapeTools,
): Promise<readonly JobFigures[]> {
  const jobs = await tools.patterns.read(server);
  const { choice, now } = tools;
  const { singly } = choice;
  const tallies = new Map(jobs.map((job) => [job.id, new Tally(choice, now)]));
  if (!(await tallyWindow(server, jobs, { ...tools, tallies }))) {
    return jobs.map((job) => ({ job, lastRun: null, runningSince: null, runs: null }));
  }
  const open = jobs.filter(({ id }) => tallies.get(id)?.isSettled === false);
  const histories = await readHistories(server, open, { ...tools, singly, runs: 1 });
  const older = new Map(histories.map((history) => [history.job.id, history]));
  return jobs.map((job) => {
    const tally = tallies.get(job.id) ?? new Tally(choice, now);
    const history = older.get(job.id);
    if (history?.sessions === undefined || history.sessions === null) {
      const told = tally.isSettled ? withHistory(job, tally.sessions, singly) : job;
      return { job: told, ...tally.figures() };
    }
    const before = new Tally(choice, now);
    before.addAll(history.sessions);
    const lastRun = tally.lastRun ?? before.lastRun;
    return { ...tally.figures(), job: history.job, lastRun };
  });
}

interface TallyTools extends ScrapeTools {
  readonly tallies: ReadonlyMap<string, Tally>;
}

/** False: the sessions could not be read to their end, so that nothing is counted. */
async function tallyWindow(
  server: BackupServer,
  jobs: readonly Job[],
  { since, missing, tallies }: TallyTools,
): Promise<boolean> {
  const [only, ...others] = jobs;
  if (only === undefined) return true;
  const jobId = others.length === 0 ? only.id : null;
  try {
    const query = { ...ALL_SESSIONS, jobId, since, statistics: true };
    for await (const page of server.sessions(query)) {
      for (const session of page) {
        if (!overlaps(session, { since, until: null })) continue;
        tallies.get(session.jobId ?? '')?.add(session);
      }
    }
  } catch (error) {
    if (!isVsiError(error) || error.code === 'INTERRUPTED') throw error;
    missing(error);
    return false;
  }
  for (const tally of tallies.values()) tally.end();
  return true;
}

/** What is kept of a job's sessions, which come newest first: counts, and the runs since its success. */
class Tally {
  readonly #choice: RunChoice;
  readonly #now: Instant;
  readonly #collector: RunCollector;
  readonly #runs = new Map<Status, number>();
  readonly sessions: Session[] = [];
  #settled = false;
  #lastRun: Run | null = null;
  #runningSince: Instant | null = null;
  #finished = 0;

  constructor(choice: RunChoice, now: Instant) {
    this.#choice = choice;
    this.#now = now;
    this.#collector = createRunCollector(choice.singly);
  }

  /** Whether a success was among them: then nothing older is needed. */
  get isSettled(): boolean {
    return this.#settled;
  }

  get lastRun(): Run | null {
    return this.#lastRun;
  }

  addAll(sessions: readonly Session[]): void {
    for (const session of sessions) this.add(session);
    this.end();
  }

  add(session: Session): void {
    this.#count(this.#collector.add(session));
  }

  end(): void {
    this.#count(this.#collector.end());
  }

  figures(): Pick<JobFigures, 'lastRun' | 'runningSince' | 'runs'> {
    return { lastRun: this.#lastRun, runningSince: this.#runningSince, runs: this.#runs };
  }

  #count(runs: readonly Run[]): void {
    for (const run of runs) {
      const { status, startedAt, attempts } = run;
      if (this.#isMeant(run)) this.#runs.set(status, (this.#runs.get(status) ?? 0) + 1);
      if (status === 'running' && this.#runningSince === null) this.#runningSince = startedAt;
      if (!isLive(status) && isNewer(run, this.#lastRun)) this.#lastRun = run;
      // The newest success ends the row of failures: what lies before it says nothing new.
      if (!this.#settled) append(this.sessions, attempts);
      if (isSuccessful(status)) this.#settled = true;
    }
  }

  /**
   * Whether it is counted; the state of the job is that of now in any case. As in a verdict, what is under
   * way takes no place of --last: else a failure would go from the figures whenever the next run begins.
   */
  #isMeant(run: Run): boolean {
    if (!isInWindow(run, this.#choice)) return false;
    const isFinished = !isUnderWay(run, this.#choice, this.#now);
    if (isFinished) this.#finished += 1;
    const isTooOld = isFinished && this.#finished > this.#choice.last;
    return !isTooOld && isJudged(run.status, this.#choice);
  }
}

function isNewer({ startedAt }: Run, than: Run | null): boolean {
  return than === null || (startedAt ?? -Infinity) > (than.startedAt ?? -Infinity);
}
