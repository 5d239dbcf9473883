/** One session by its id, whichever list it is in. */
import { VsiError, isNotFound } from '../../model/errors.ts';
import type { Session } from '../../model/session.ts';
import type { ApiClient } from '../http/api-client.ts';
import { isUuid } from '../reading/reading.ts';
import type { JobDirectory } from './job-directory.ts';
import { AUTOMATION_SESSIONS, SESSIONS, type SessionLists } from './session-lists.ts';

/** What looking for a session needs. */
export interface SessionSearchOptions {
  readonly api: ApiClient;
  readonly server: string;
  readonly directory: () => Promise<JobDirectory>;
  readonly lists: Pick<SessionLists, 'readerFor'>;
}

/** Reads one session. @throws NOT_FOUND when no list has it */
export async function findSession(options: SessionSearchOptions, id: string): Promise<Session> {
  // Ids of sessions are UUIDs; anything else is not worth a request.
  if (isUuid(id)) {
    for (const route of [SESSIONS, AUTOMATION_SESSIONS]) {
      const session = await sessionAt(options, route, id);
      if (session !== null) return session;
    }
  }
  throw new VsiError('NOT_FOUND', `no session has the id ${id}`, {
    where: options.server,
    hint: 'vsi session list shows the ids; a server keeps its history for some time only',
  });
}

/** null: there is none of that id. */
async function sessionAt(
  { api, directory, lists }: SessionSearchOptions,
  route: string,
  id: string,
): Promise<Session | null> {
  try {
    const [{ value, sourceOf }, jobs] = await Promise.all([
      api.json(`${route}/${encodeURIComponent(id)}`),
      directory(),
    ]);
    return lists.readerFor(route, jobs)(value, sourceOf(value));
  } catch (error) {
    if (isNotFound(error)) return null;
    throw error;
  }
}
