/** Saved records behind the port `BackupServer`: what a file holds, asked like a server. */
import { VsiError } from '../../model/errors.ts';
import type { Instant } from '../../model/instant.ts';
import type { Job } from '../../model/job.ts';
import type { LogRecord } from '../../model/log-record.ts';
import type { Product } from '../../model/product.ts';
import { overlaps } from '../../model/selection.ts';
import type { Session } from '../../model/session.ts';
import type { Task } from '../../model/task.ts';
import type { BackupServer, Pages, SessionQuery } from '../backup-server.ts';
import { toUnlistedJob } from '../vbr/job.ts';
import type { SavedRecords } from './server-records.ts';

/** All that a file holds of one server, in memory or still to be read. */
export interface SavedSource {
  readonly name: string;
  readonly product: Product;
  /** Those that are known from sessions only included. */
  readonly jobs: () => readonly Job[];
  /** Newest first, each once; what the query does not ask for may be among them or not. */
  readonly sessions: (query: SessionQuery) => Pages<Session>;
  /** The session with this id, in any case. */
  readonly find: (id: string) => Promise<Session | undefined>;
  /** undefined: the file has none of this session. */
  readonly log: (sessionId: string) => readonly LogRecord[] | undefined;
  readonly tasks: (sessionId: string) => readonly Task[] | undefined;
}

/** What the records are offered with. */
export interface SavedServerOptions {
  /** The file's name, for errors. */
  readonly file: string;
  /** Told once when a window of time leaves nothing of a file that holds sessions. */
  readonly onNothingInWindow: (range: SavedRange) => void;
}

/** How many sessions a file holds, and when the first and the last of those began that were asked for. */
export interface SavedRange {
  readonly sessions: number;
  readonly from: Instant;
  readonly to: Instant;
}

const PAGE_SIZE = 1000;

/** Records that are all in memory. */
export function keptRecords(records: SavedRecords): SavedSource {
  const { name, product, sessions } = records;
  return {
    name,
    product,
    jobs: () => jobsOf(records),
    sessions: async function* () {
      for (let at = 0; at < sessions.length; at += PAGE_SIZE) {
        yield sessions.slice(at, at + PAGE_SIZE);
      }
    },
    find: async (id) => sessions.find((session) => hasId(session, id)),
    log: (id) => records.logs.get(id),
    tasks: (id) => records.tasks.get(id),
  };
}

/** A server that answers out of saved records. */
export function createSavedServer(
  source: SavedSource,
  { file, onNothingInWindow }: SavedServerOptions,
): BackupServer {
  const { name, product } = source;
  let isTold = false;

  async function* sessionsOf(query: SessionQuery): AsyncGenerator<readonly Session[]> {
    let delivered = 0;
    let count = 0;
    /** When the oldest and the newest of the job's sessions began. */
    let from: Instant | null = null;
    let to: Instant | null = null;
    for await (const sessions of source.sessions(query)) {
      const ofJob = sessions.filter(({ jobId }) => query.jobId === null || jobId === query.jobId);
      const page = ofJob.filter((session) => overlaps(session, query));
      delivered += page.length;
      count += sessions.length;
      if (page.length > 0) yield page;
      for (const { createdAt } of ofJob) {
        from = createdAt ?? from;
        to ??= createdAt;
      }
    }
    if (delivered > 0 || from === null || to === null || isTold || query.since === null) return;
    isTold = true;
    onNothingInWindow({ sessions: count, from, to });
  }

  function holdsNo(what: string, session: Session): VsiError {
    return new VsiError('UNSUPPORTED', `the file holds no ${what} of session ${session.id}`, {
      where: file,
      hint: `vsi session ${what} ${session.id} -o ndjson prints them: put them behind the session's record`,
    });
  }

  async function* pagesFor<T>(
    items: readonly T[] | undefined,
    what: string,
    session: Session,
  ): AsyncGenerator<readonly T[]> {
    if (items === undefined) throw holdsNo(what, session);
    yield items;
  }

  return {
    name,
    product,
    apiVersion: 'saved',
    jobs: () => onePage(source.jobs()),
    sessions: sessionsOf,
    session: async (id) => {
      const found = await source.find(id);
      if (found !== undefined) return found;
      throw new VsiError('NOT_FOUND', `no session has the id ${id}`, { where: file });
    },
    log: (session) => pagesFor(source.log(session.id), 'log', session),
    tasks: (session) => pagesFor(source.tasks(session.id), 'tasks', session),
    get: () => refused(file),
    login: async () => {
      throw noServer(file);
    },
    logout: async () => false,
    close: async () => undefined,
  };
}

async function* onePage<T>(items: readonly T[]): AsyncGenerator<readonly T[]> {
  if (items.length > 0) yield items;
}

async function* refused(file: string): AsyncGenerator<string> {
  yield* [];
  throw noServer(file);
}

function noServer(file: string): VsiError {
  return new VsiError('UNSUPPORTED', 'saved records are no server', { where: file });
}

function hasId(session: Session, id: string): boolean {
  return session.id.toLowerCase() === id.toLowerCase();
}

/** The file's jobs, and those that are known from its sessions only, by their newest one. */
function jobsOf({ jobs, sessions }: SavedRecords): readonly Job[] {
  const known = new Map(jobs.map((job) => [job.id, job]));
  for (const session of sessions) {
    const { jobId, parentSessionId } = session;
    if (jobId === null || parentSessionId !== null || known.has(jobId)) continue;
    known.set(jobId, unlistedJob(session, jobId));
  }
  return [...known.values()];
}

/** A job that is known from its newest session only. */
export function unlistedJob(session: Session, jobId: string): Job {
  return { ...toUnlistedJob(session, jobId), product: session.product };
}
