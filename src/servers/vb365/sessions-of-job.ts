/** The sessions of one VB365 job. */
import { isNotFound } from '../../model/errors.ts';
import type { Session } from '../../model/session.ts';
import { isLive } from '../../model/status.ts';
import { ALL_SESSIONS, type Pages, type SessionQuery } from '../backup-server.ts';
import { PAGE_SIZE } from '../lists/list.ts';
import {
  jobSessions,
  statusFilter,
  type JobSessionRequest,
  type JobSessionSource,
} from './job-session-list.ts';
import type { JobTypesToAsk } from './session-kinds.ts';
import { MARGIN, readWindow } from './window.ts';

/** How many of a job's newest sessions to look through for a live one. */
const NEWEST = 30;

/** What the lists of single jobs need besides. */
export interface OtherWays {
  readonly typesToAsk: JobTypesToAsk;
  /** The sessions of all jobs, newest first. */
  readonly ofAllJobs: (query: SessionQuery) => Pages<Session>;
}

/** Reads one job's sessions, whichever way the version and the kind of job allow. */
export class SessionsOfJob {
  readonly #source: JobSessionSource;
  readonly #others: OtherWays;

  constructor(source: JobSessionSource, others: OtherWays) {
    this.#source = source;
    this.#others = others;
  }

  /**
   * They follow one another, so that one which is older than the window and not in the first page
   * behind it ended before it: nothing more is to be asked.
   */
  async *list(
    jobId: string,
    query: SessionQuery,
    pageSize = PAGE_SIZE,
  ): AsyncGenerator<readonly Session[]> {
    let isEmpty = true;
    try {
      const request = { ...this.#requestOf(jobId, query), pageSize };
      const pages = jobSessions(this.#source, request);
      const window = { since: query.since, margin: MARGIN, endedSince: null, liveOf: null };
      for await (const page of readWindow({ ...window, pages })) {
        isEmpty &&= page.length === 0;
        yield page.filter((session) => session.jobId === jobId);
      }
    } catch (error) {
      if (!isEmpty || !isNotFound(error)) throw error;
      yield* this.#outOfAll(jobId, query);
      return;
    }
    if (isEmpty && (await this.#isCopyJobThatRan(jobId))) yield* this.#outOfAll(jobId, query);
  }

  /** The newest few, up to the first that lives; the rest is not asked for. */
  async newest(jobId: string): Promise<readonly Session[]> {
    const newest: Session[] = [];
    for await (const page of this.list(jobId, ALL_SESSIONS, NEWEST)) {
      newest.push(...page.slice(0, NEWEST));
      if (newest.length >= NEWEST || newest.some(({ status }) => isLive(status))) break;
    }
    return newest;
  }

  #requestOf(jobId: string, { kinds, statuses }: SessionQuery): JobSessionRequest {
    const { version } = this.#source;
    const byParameter = version.sessionsOfJob === 'parameter';
    const [type = null] = byParameter ? this.#others.typesToAsk(kinds) : [];
    return { type, jobId, filters: byParameter ? statusFilter(version, statuses) : {} };
  }

  /**
   * No document says whether a copy job's id is understood where a job's sessions are asked for
   * (api/vb365.md, open question 4), and before v7 a deleted job's is not: then they are looked for
   * in the list of all.
   */
  async *#outOfAll(jobId: string, query: SessionQuery): AsyncGenerator<readonly Session[]> {
    const isCopy = (await this.#source.directory()).find(jobId)?.kind === 'copy';
    const kinds = isCopy && query.kinds === null ? ['copy'] : query.kinds;
    for await (const page of this.#others.ofAllJobs({ ...query, kinds })) {
      yield page.filter((session) => session.jobId === jobId);
    }
  }

  async #isCopyJobThatRan(jobId: string): Promise<boolean> {
    const job = (await this.#source.directory()).find(jobId);
    return job?.kind === 'copy' && job.lastRunAt !== null;
  }
}
