/** Where sessions' statistics are asked for, see `withStatistics`. */
import type { VsiError } from '../../model/errors.ts';
import type { Session } from '../../model/session.ts';
import { isLive } from '../../model/status.ts';
import type { JobDirectory } from './job-directory.ts';
import type { LogReader } from './log-lists.ts';
import type { Meter } from './meter.ts';
import type { Progress } from './progress.ts';
import { isOfOneList } from './refusal.ts';
import {
  statisticsOfLog,
  statisticsOfProgress,
  statisticsOfTasks,
  type Statistics,
} from './statistics.ts';
import type { TaskMeasures } from './task-measures.ts';
import type { VbrRevision } from './versions.ts';

/** What asking for statistics needs. */
export interface StatisticsSourcesOptions {
  readonly readLog: LogReader;
  readonly revision: VbrRevision;
  readonly measures: TaskMeasures;
  readonly directory: () => Promise<JobDirectory>;
  /** What the job's state tells now of its last session. */
  readonly progressOf: (session: Session) => Promise<Progress | null>;
  /** Called with what went wrong for some of the sessions. */
  readonly missing: (error: VsiError) => void;
}

/** What the sources told of a session, best first; null: one that had nothing. */
export type Found = readonly (Partial<Statistics> | null)[];

/** What is found of each session, by its id. */
export type FoundBySession = ReadonlyMap<string, Found>;

/** Asks the sources of one server. A session whose source fails keeps its other fields. */
export class StatisticsSources {
  readonly #options: StatisticsSourcesOptions;

  constructor(options: StatisticsSourcesOptions) {
    this.#options = options;
  }

  /** Of many sessions, from the sources that the revision has. */
  ofMany(sessions: readonly Session[], meter: Meter): Promise<FoundBySession> {
    if (this.#options.revision.taskSessions) return this.#ofTasks(sessions, meter);
    return this.#ofLogs(sessions.filter(hasEnded), meter);
  }

  /**
   * Of one session, besides its log: sizes are asked of the tasks only where the job's state does not
   * tell them.
   */
  async besidesLog(session: Session): Promise<BesidesLog> {
    const { revision, measures } = this.#options;
    const progress = statisticsOfProgress(await this.#jobProgress(session));
    const isTold = (progress?.processedBytes ?? null) !== null;
    if (isTold || !revision.taskSessions) return { progress, measured: null };
    return { progress, measured: statisticsOfTasks(await measures.ofOne(session)) };
  }

  /** Of one session's log; its last lines tell the loads, so one that lives has none yet. */
  async ofLog(session: Session): Promise<Partial<Statistics> | null> {
    if (!hasEnded(session)) return null;
    try {
      return statisticsOfLog(await this.#options.readLog(session));
    } catch (error) {
      if (!isOfOneList(error)) throw error;
      this.#options.missing(error);
      return null;
    }
  }

  async #ofTasks(sessions: readonly Session[], meter: Meter): Promise<FoundBySession> {
    const { directory, measures } = this.#options;
    const [jobs, measured] = await Promise.all([directory(), measures.ofAll(sessions, meter)]);
    const progressesOf = ({ id }: Session): readonly Progress[] => measured.get(id) ?? [];
    // Agent jobs have no tasks (api/vbr.md section 5.2): their log still names the bottleneck.
    const bare = sessions.filter(
      (session) => hasEnded(session) && progressesOf(session).length === 0,
    );
    const logged = await this.#ofLogs(bare, meter);
    return new Map(
      sessions.map((session) => [
        session.id,
        [
          statisticsOfProgress(jobs.progressOf(session)),
          statisticsOfTasks(progressesOf(session)),
          ...(logged.get(session.id) ?? []),
        ],
      ]),
    );
  }

  async #ofLogs(sessions: readonly Session[], meter: Meter): Promise<FoundBySession> {
    const all = await Promise.all(
      sessions.map(
        async (session) => [session.id, [await meter.step(this.ofLog(session))]] as const,
      ),
    );
    return new Map(all);
  }

  async #jobProgress(session: Session): Promise<Progress | null> {
    if (!this.#options.revision.jobProgress) return null;
    try {
      return await this.#options.progressOf(session);
    } catch (error) {
      if (!isOfOneList(error)) throw error;
      return null;
    }
  }
}

/** What is known of one session's statistics besides its log. */
export interface BesidesLog {
  readonly progress: Partial<Statistics> | null;
  /** Summed over its tasks. */
  readonly measured: Partial<Statistics> | null;
}

function hasEnded({ status }: Session): boolean {
  return !isLive(status);
}
