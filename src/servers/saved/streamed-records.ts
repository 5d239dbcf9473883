import type { Pages, SessionQuery } from '../backup-server.ts';
import type { Session } from '../../model/session.ts';
import type { CollectorOptions } from './collector.ts';
import { readSavedFile, readSessions } from './read-file.ts';
import { keptRecords, type SavedSource } from './saved-server.ts';
import type { Survey } from './survey.ts';

/** A large file that can be read more than once. */
export interface StreamedFile {
  readonly survey: Survey;
  /** Its bytes from the beginning. */
  readonly open: () => AsyncIterable<Uint8Array>;
  readonly options: CollectorOptions;
}

/**
 * Records of a large file that are read as they are needed. A single session that is asked for by its id
 * makes all of them be kept: who asks once asks for others.
 */
export function streamedRecords({ survey, open, options }: StreamedFile): SavedSource {
  const { name, product, oldest, jobs } = survey;
  let kept: Promise<SavedSource | null> | null = null;

  async function readAll(): Promise<SavedSource | null> {
    const { servers, missing } = await readSavedFile(open(), options);
    if (missing !== null) throw missing;
    const [records] = servers;
    return records === undefined ? null : keptRecords(records);
  }

  async function* sessionsOf(query: SessionQuery): Pages<Session> {
    // Whether anything began earlier is asked behind the list itself.
    if (query.since === null && query.until !== null && query.until <= oldest) return;
    const source = await kept;
    yield* source === null ? readSessions(open(), options) : source.sessions(query);
  }

  return {
    name,
    product,
    jobs: () => jobs,
    sessions: sessionsOf,
    find: async (id) => {
      kept ??= readAll();
      return (await kept)?.find(id);
    },
    // It holds nothing but sessions.
    log: () => undefined,
    tasks: () => undefined,
  };
}
