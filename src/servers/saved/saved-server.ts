/** Saved records behind the port `BackupServer`: what a file holds, asked like a server. */
import { VsiError } from '../../model/errors.ts';
import type { Instant } from '../../model/instant.ts';
import type { Job } from '../../model/job.ts';
import { overlaps } from '../../model/selection.ts';
import type { Session } from '../../model/session.ts';
import type { BackupServer, SessionQuery } from '../backup-server.ts';
import { toUnlistedJob } from '../vbr/job.ts';
import type { SavedRecords } from './collector.ts';

/** What the records are offered with. */
export interface SavedServerOptions {
  /** The file's name, for errors. */
  readonly file: string;
  /** Told once when a window of time leaves nothing of a file that holds sessions. */
  readonly onNothingInWindow: (range: { readonly from: Instant; readonly to: Instant }) => void;
}

const PAGE_SIZE = 1000;

/** A server that answers out of saved records. */
export function createSavedServer(
  records: SavedRecords,
  { file, onNothingInWindow }: SavedServerOptions,
): BackupServer {
  const { name, product, sessions } = records;
  let isTold = false;

  function tellRange(query: SessionQuery): void {
    if (isTold || query.since === null) return;
    const starts = sessions
      .filter(({ jobId }) => query.jobId === null || jobId === query.jobId)
      .flatMap(({ createdAt }) => (createdAt === null ? [] : [createdAt]));
    const [newest] = starts;
    const oldest = starts.at(-1);
    if (newest === undefined || oldest === undefined) return;
    isTold = true;
    onNothingInWindow({ from: oldest, to: newest });
  }

  async function* sessionsOf(query: SessionQuery): AsyncGenerator<readonly Session[]> {
    let delivered = 0;
    for (let at = 0; at < sessions.length; at += PAGE_SIZE) {
      const page = sessions
        .slice(at, at + PAGE_SIZE)
        .filter(
          (session) =>
            (query.jobId === null || session.jobId === query.jobId) && overlaps(session, query),
        );
      delivered += page.length;
      if (page.length > 0) yield page;
    }
    if (delivered === 0) tellRange(query);
  }

  function holdsNo(what: string, session: Session): VsiError {
    return new VsiError('UNSUPPORTED', `the file holds no ${what} of session ${session.id}`, {
      where: file,
      hint: `vsi session ${what} ${session.id} -o ndjson prints them: put them behind the session's record`,
    });
  }

  async function* pagesFor<T>(
    map: ReadonlyMap<string, readonly T[]>,
    what: string,
    session: Session,
  ): AsyncGenerator<readonly T[]> {
    const items = map.get(session.id);
    if (items === undefined) throw holdsNo(what, session);
    yield items;
  }

  return {
    name,
    product,
    apiVersion: 'saved',
    jobs: () => onePage(jobsOf(records)),
    sessions: sessionsOf,
    session: async (id) => {
      const found = sessions.find((session) => session.id.toLowerCase() === id.toLowerCase());
      if (found !== undefined) return found;
      throw new VsiError('NOT_FOUND', `no session has the id ${id}`, { where: file });
    },
    log: (session) => pagesFor(records.logs, 'log', session),
    tasks: (session) => pagesFor(records.tasks, 'tasks', session),
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

/** The file's jobs, and those that are known from its sessions only, by their newest one. */
function jobsOf({ jobs, sessions }: SavedRecords): readonly Job[] {
  const known = new Map(jobs.map((job) => [job.id, job]));
  for (const session of sessions) {
    const { jobId, parentSessionId } = session;
    if (jobId === null || parentSessionId !== null || known.has(jobId)) continue;
    known.set(jobId, { ...toUnlistedJob(session, jobId), product: session.product });
  }
  return [...known.values()];
}
