/** The session lists of a VB365 server: what to ask each version for, and how to put it together. */
import { DAY } from '../../model/duration.ts';
import { isNotFound } from '../../model/errors.ts';
import { newestFirst } from '../../model/order.ts';
import type { Session } from '../../model/session.ts';
import { isLive, type Status } from '../../model/status.ts';
import { ALL_SESSIONS, type Pages, type SessionQuery } from '../backup-server.ts';
import type { ServerEnvironment } from '../environment.ts';
import { PAGE_SIZE } from '../lists/list.ts';
import { mergePages } from '../lists/merge.ts';
import { isOfOneList } from '../partial-failure.ts';
import { tolerant, type Part } from '../lists/parts.ts';
import {
  endedSince,
  jobSessions,
  statusFilter,
  type JobSessionRequest,
  type JobSessionSource,
} from './job-session-list.ts';
import { otherLists } from './other-lists.ts';
import type { JobType } from './record-context.ts';
import { wantedJobTypes } from './session-kinds.ts';
import { readWindow } from './window.ts';

/** What reading sessions needs. */
export interface SessionListsOptions extends JobSessionSource {
  readonly notice: ServerEnvironment['notice'];
  readonly missing: ServerEnvironment['missing'];
}

/**
 * How far before the window to read on: the longest that a session may take and still be found. A
 * first full backup may take days. Where the server can be asked for what ended since (v6 to v8), more
 * is found, but not surely: by the documents' own text that bound may mean the start
 * (api/vb365.md section 3).
 */
const MARGIN = 7 * DAY;

/** How many of a job's newest sessions to look through for a live one. */
const NEWEST = 30;

/** Reads the sessions that a query asks for, newest first, each once. */
export function createSessionLists(options: SessionListsOptions) {
  const { tools, version, server, directory, notice, missing } = options;

  function sessions(query: SessionQuery): Pages<Session> {
    return merged(partsOf(query));
  }

  function merged(parts: readonly Part<Session>[]): Pages<Session> {
    return mergePages(tolerant(parts, { isOfOneList, missing }), newestFirst, ({ id }) => id);
  }

  function partsOf(query: SessionQuery): Part<Session>[] {
    const { jobId, kinds } = query;
    if (jobId === null)
      return [...allJobs(query), ...otherLists({ tools, version, server, lacking }, kinds)];
    // Sessions of other kinds have no job.
    if (wantedJobTypes(kinds).length === 0) return [];
    return [{ what: nameOf(null), pages: ofJob(jobId, query) }];
  }

  /** One list for both types, or one for each where the body does not tell them apart (v6). */
  function allJobs(query: SessionQuery): Part<Session>[] {
    return typesToAsk(query.kinds).map((type) => ({
      what: nameOf(type),
      pages: overWindow(type, query),
    }));
  }

  /** What to ask for as `jobType`; null: without the filter. */
  function typesToAsk(kinds: readonly string[] | null): readonly (JobType | null)[] {
    const wanted = wantedJobTypes(kinds);
    if (version.jobTypeFilter) {
      return wanted.length === 2 && version.jobTypeInBody ? [null] : wanted;
    }
    if (kinds?.includes('copy') === true) lacking('backup copy jobs');
    return wanted.includes('Backup') ? [null] : [];
  }

  function overWindow(type: JobType | null, query: SessionQuery): Pages<Session> {
    const { since } = query;
    const request = { type, jobId: null, filters: statusFilter(version, query.statuses) };
    return readWindow({
      since,
      margin: MARGIN,
      pages: jobSessions(options, request),
      endedSince:
        version.endTimeFilter && since !== null
          ? (start) => {
              const filters = { ...request.filters, ...endedSince(since) };
              return jobSessions(options, { ...request, filters, start });
            }
          : null,
      liveOf: wantsLive(query.statuses) ? (seenAlive) => liveSessions(type, seenAlive) : null,
    });
  }

  /**
   * One job's sessions. They follow one another, so that one which is older than the window and not
   * in the first page behind it ended before it: nothing more is to be asked.
   */
  async function* ofJob(
    jobId: string,
    query: SessionQuery,
    pageSize = PAGE_SIZE,
  ): AsyncGenerator<readonly Session[]> {
    let isEmpty = true;
    try {
      const pages = jobSessions(options, { ...requestOfJob(jobId, query), pageSize });
      const window = { since: query.since, margin: MARGIN, endedSince: null, liveOf: null };
      for await (const page of readWindow({ ...window, pages })) {
        isEmpty &&= page.length === 0;
        yield page.filter((session) => session.jobId === jobId);
      }
    } catch (error) {
      if (!isEmpty || !isNotFound(error)) throw error;
      yield* outOfAll(jobId, query);
      return;
    }
    if (isEmpty && (await isCopyJobThatRan(jobId))) yield* outOfAll(jobId, query);
  }

  function requestOfJob(jobId: string, { kinds, statuses }: SessionQuery): JobSessionRequest {
    const byParameter = version.sessionsOfJob === 'parameter';
    const [type = null] = byParameter ? typesToAsk(kinds) : [];
    return { type, jobId, filters: byParameter ? statusFilter(version, statuses) : {} };
  }

  /**
   * No document says whether a copy job's id is understood where a job's sessions are asked for
   * (api/vb365.md, open question 4), and before v7 a deleted job's is not: then they are looked for
   * in the list of all.
   */
  async function* outOfAll(jobId: string, query: SessionQuery): AsyncGenerator<readonly Session[]> {
    const isCopy = (await directory()).find(jobId)?.kind === 'copy';
    const kinds = isCopy && query.kinds === null ? ['copy'] : query.kinds;
    for await (const page of merged(allJobs({ ...query, kinds }))) {
      yield page.filter((session) => session.jobId === jobId);
    }
  }

  async function isCopyJobThatRan(jobId: string): Promise<boolean> {
    const job = (await directory()).find(jobId);
    return job?.kind === 'copy' && job.lastRunAt !== null;
  }

  /** The newest sessions of jobs that say they run or wait and whose live session was not seen. */
  async function* liveSessions(
    type: JobType | null,
    seenAlive: ReadonlySet<string>,
  ): AsyncGenerator<readonly Session[]> {
    const { jobs } = await directory();
    for (const { id, kind, lastStatus } of jobs) {
      const isOfType = type === null || (type === 'Copy') === (kind === 'copy');
      const saysLive = lastStatus === 'running' || lastStatus === 'queued';
      if (!isOfType || !saysLive || seenAlive.has(id)) continue;
      yield await newestOf(ofJob(id, ALL_SESSIONS, NEWEST));
    }
  }

  function lacking(what: string): void {
    notice(`${server}: API ${version.name} has no ${what}`);
  }

  return { sessions };
}

/** The newest few, up to the first that lives; the rest is not asked for. */
async function newestOf(pages: Pages<Session>): Promise<readonly Session[]> {
  const newest: Session[] = [];
  for await (const page of pages) {
    newest.push(...page.slice(0, NEWEST));
    if (newest.length >= NEWEST || newest.some(({ status }) => isLive(status))) break;
  }
  return newest;
}

/** What the lists are called when they fail. */
function nameOf(type: JobType | null): string {
  return type === null ? 'job sessions' : `sessions of ${type.toLowerCase()} jobs`;
}

/** Whether sessions are wanted that still live: the list itself may not show them. */
function wantsLive(statuses: readonly Status[] | null): boolean {
  return statuses === null || statuses.includes('running') || statuses.includes('queued');
}
