/** The job sessions of a VB365 server as it lists them, and what each version can be asked to filter by. */
import { formatInstant, type Instant } from '../../model/instant.ts';
import type { Session } from '../../model/session.ts';
import type { Status } from '../../model/status.ts';
import type { Pages } from '../backup-server.ts';
import { PAGE_SIZE, withSource, type ListTools } from '../lists/list.ts';
import type { JobDirectory } from './job-directory.ts';
import { toJobSession } from './job-session.ts';
import { readList, readStreamedList } from './list.ts';
import type { JobType } from './record-context.ts';
import type { Vb365Version } from './versions.ts';

/** Of which server the sessions are. */
export interface JobSessionSource {
  readonly tools: ListTools;
  readonly version: Vb365Version;
  /** The server's name, for records. */
  readonly server: string;
  readonly directory: () => Promise<JobDirectory>;
}

/** Which of the job sessions one request is about. */
export interface JobSessionRequest {
  readonly type: JobType | null;
  readonly jobId: string | null;
  readonly filters: Readonly<Record<string, string>>;
  /** Where to begin in the list; 0 unless given. */
  readonly start?: number;
  /** PAGE_SIZE unless given. */
  readonly pageSize?: number;
}

/** In the server's order, newest first as far as it keeps to it. */
export function jobSessions(
  { tools, version, server, directory }: JobSessionSource,
  request: JobSessionRequest,
): Pages<Session> {
  const { type, jobId, start = 0, pageSize = PAGE_SIZE } = request;
  const isOfPath = jobId !== null && version.sessionsOfJob === 'path';
  const path = isOfPath
    ? `/${version.name}/Jobs/${encodeURIComponent(jobId)}/JobSessions`
    : `/${version.name}/JobSessions`;
  const where = tools.api.where(path);
  const query = {
    ...(jobId === null || isOfPath ? {} : { jobId }),
    ...(type === null || isOfPath ? {} : { jobType: type }),
    ...request.filters,
  };
  const list = {
    what: 'job sessions',
    path,
    query,
    start,
    pageSize,
    paged: version.pagedSessions,
    reader: async () => {
      const jobs = await directory();
      const context = { server, version, where, jobs, askedType: type, askedJobId: jobId };
      return (item: unknown, source: string | null) =>
        withSource(toJobSession(item, context), source);
    },
    idOf: ({ id }: Session) => id,
    timeOf: ({ createdAt }: Session) => createdAt,
  };
  return version.pagedSessions ? readList(tools, list) : readStreamedList(tools, list);
}

/** v8's words in its status filter; the other statuses cannot be filtered (api/vb365.md section 3). */
const FILTER_WORDS: ReadonlyMap<Status, string> = new Map<Status, string>([
  ['success', 'Succeeded'],
  ['warning', 'Warning'],
  ['failed', 'Failed'],
  ['stopped', 'Stopped'],
  ['running', 'Running'],
]);

/** The query that asks for one status: only v8 has it, and not for every status. */
export function statusFilter(
  version: Vb365Version,
  statuses: readonly Status[] | null,
): Readonly<Record<string, string>> {
  const [only] = statuses ?? [];
  if (!version.statusFilter || statuses?.length !== 1 || only === undefined) return {};
  const word = FILTER_WORDS.get(only);
  return word === undefined ? {} : { status: word };
}

/** The query for what ended since a moment, where the version knows it. */
export function endedSince(since: Instant): Readonly<Record<string, string>> {
  return { endTimeLowerBound: formatInstant(since) };
}
