/** The sessions of all VB365 jobs of a type. */
import type { Session } from '../../model/session.ts';
import type { Status } from '../../model/status.ts';
import type { Pages, SessionQuery } from '../backup-server.ts';
import {
  endedSince,
  jobSessions,
  statusFilter,
  type JobSessionSource,
} from './job-session-list.ts';
import type { JobType } from './record-context.ts';
import { MARGIN, readWindow } from './window.ts';

/** One job's newest sessions, by its id. */
export type NewestSessions = (jobId: string) => Promise<readonly Session[]>;

/**
 * What a query asks for of the jobs of one type, and a page or so beyond.
 *
 * @param type null: of both, or of the only one that the version has
 */
export function sessionsOfAllJobs(
  source: JobSessionSource,
  type: JobType | null,
  query: SessionQuery,
  newestOf: NewestSessions,
): Pages<Session> {
  const { version } = source;
  const { since } = query;
  const request = { type, jobId: null, filters: statusFilter(version, query.statuses) };
  return readWindow({
    since,
    margin: MARGIN,
    pages: jobSessions(source, request),
    endedSince:
      version.endTimeFilter && since !== null
        ? (start) => {
            const filters = { ...request.filters, ...endedSince(since) };
            return jobSessions(source, { ...request, filters, start });
          }
        : null,
    liveOf: wantsLive(query.statuses)
      ? (seenAlive) => liveSessions(source, { type, seenAlive, newestOf })
      : null,
  });
}

/** The newest sessions of jobs that say they run or wait and whose live session was not seen. */
async function* liveSessions(
  { directory }: JobSessionSource,
  wanted: {
    readonly type: JobType | null;
    readonly seenAlive: ReadonlySet<string>;
    readonly newestOf: NewestSessions;
  },
): AsyncGenerator<readonly Session[]> {
  const { type, seenAlive, newestOf } = wanted;
  const { jobs } = await directory();
  for (const { id, kind, lastStatus } of jobs) {
    const isOfType = type === null || (type === 'Copy') === (kind === 'copy');
    const saysLive = lastStatus === 'running' || lastStatus === 'queued';
    if (!isOfType || !saysLive || seenAlive.has(id)) continue;
    yield await newestOf(id);
  }
}

/** Whether sessions are wanted that still live: the list itself may not show them. */
function wantsLive(statuses: readonly Status[] | null): boolean {
  return statuses === null || statuses.includes('running') || statuses.includes('queued');
}
