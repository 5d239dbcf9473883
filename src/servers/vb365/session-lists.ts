/** The session lists of a VB365 server: what to ask each version for, and how to put it together. */
import { newestFirst } from '../../model/order.ts';
import type { Session } from '../../model/session.ts';
import type { Pages, SessionQuery } from '../backup-server.ts';
import type { ServerEnvironment } from '../environment.ts';
import { mergePages } from '../lists/merge.ts';
import { tolerant, type Part } from '../lists/parts.ts';
import { isOfOneList } from '../partial-failure.ts';
import type { JobSessionSource } from './job-session-list.ts';
import { otherLists } from './other-lists.ts';
import type { JobType } from './record-context.ts';
import { jobTypesToAsk, wantedJobTypes } from './session-kinds.ts';
import { sessionsOfAllJobs } from './sessions-of-all-jobs.ts';
import { SessionsOfJob } from './sessions-of-job.ts';

/** What reading sessions needs. */
export interface SessionListsOptions extends JobSessionSource {
  readonly notice: ServerEnvironment['notice'];
  readonly missing: ServerEnvironment['missing'];
}

/** The sessions of one server. */
export interface SessionLists {
  /** What a query asks for, newest first, each once. */
  readonly sessions: (query: SessionQuery) => Pages<Session>;
}

/** The session lists of one server. */
export function createSessionLists(options: SessionListsOptions): SessionLists {
  const { tools, version, server, notice, missing } = options;
  const lacking = (what: string): void => {
    notice(`${server}: API ${version.name} has no ${what}`);
  };
  const typesToAsk = jobTypesToAsk(version, lacking);
  const ofJob = new SessionsOfJob(options, {
    typesToAsk,
    ofAllJobs: (query) => merged(allJobs(query)),
  });

  function merged(parts: readonly Part<Session>[]): Pages<Session> {
    return mergePages(tolerant(parts, { isOfOneList, missing }), newestFirst, ({ id }) => id);
  }

  /** One list for both types, or one for each where the body does not tell them apart (v6). */
  function allJobs(query: SessionQuery): Part<Session>[] {
    return typesToAsk(query.kinds).map((type) => ({
      what: nameOf(type),
      pages: sessionsOfAllJobs(options, type, query, (jobId) => ofJob.newest(jobId)),
    }));
  }

  function partsOf(query: SessionQuery): Part<Session>[] {
    const { jobId, kinds } = query;
    if (jobId === null)
      return [...allJobs(query), ...otherLists({ tools, version, server, lacking }, kinds)];
    // Sessions of other kinds have no job.
    if (wantedJobTypes(kinds).length === 0) return [];
    return [{ what: nameOf(null), pages: ofJob.list(jobId, query) }];
  }

  return { sessions: (query) => merged(partsOf(query)) };
}

/** What the lists are called when they fail. */
function nameOf(type: JobType | null): string {
  return type === null ? 'job sessions' : `sessions of ${type.toLowerCase()} jobs`;
}
