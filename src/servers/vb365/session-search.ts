/** Finding one session of any kind by its id. */
import { VsiError, isNotFound } from '../../model/errors.ts';
import type { Session } from '../../model/session.ts';
import { withSource, type ListTools } from '../lists/list.ts';
import { isUuid } from '../reading/reading.ts';
import type { JobDirectory } from './job-directory.ts';
import { toJobSession } from './job-session.ts';
import { readList } from './list.ts';
import { OTHER_LISTS, type OtherList } from './session-kinds.ts';
import type { Vb365Version } from './versions.ts';

/** What looking for a session needs. */
export interface SessionSearchOptions {
  readonly tools: ListTools;
  readonly version: Vb365Version;
  /** The server's name, for records. */
  readonly server: string;
  readonly directory: () => Promise<JobDirectory>;
}

/**
 * Looks for a session where most of them are, among the job sessions, then among the other kinds that
 * the version has.
 *
 * @throws NOT_FOUND when none of them knows the id
 */
export async function findSession(options: SessionSearchOptions, id: string): Promise<Session> {
  // Every session's id is a UUID; servers answer anything else with errors of many kinds.
  const found = isUuid(id)
    ? ((await findJobSession(options, id)) ?? (await findOther(options, id)))
    : null;
  if (found !== null) return found;
  throw new VsiError('NOT_FOUND', `no session has the id ${id}`, {
    where: options.server,
    hint: 'the server may have deleted it by age; vsi session list --limit 0 shows those it keeps',
  });
}

async function findJobSession(
  { tools, version, server, directory }: SessionSearchOptions,
  id: string,
): Promise<Session | null> {
  const path = `/${version.name}/JobSessions/${encodeURIComponent(id)}`;
  const [answer, jobs] = await Promise.all([orNull(tools.api.json(path)), directory()]);
  if (answer === null) return null;
  const where = tools.api.where(path);
  const context = { server, version, where, jobs, askedType: null, askedJobId: null };
  return withSource(toJobSession(answer.value, context), answer.sourceOf(answer.value));
}

async function findOther(options: SessionSearchOptions, id: string): Promise<Session | null> {
  for (const list of OTHER_LISTS.filter(({ isOffered }) => isOffered(options.version))) {
    const found = await (list.byId ? findById(options, list, id) : findInList(options, list, id));
    if (found !== null) return found;
  }
  return null;
}

async function findById(
  { tools, version, server }: SessionSearchOptions,
  { resource, reader }: OtherList,
  id: string,
): Promise<Session | null> {
  const path = `/${version.name}/${resource}/${encodeURIComponent(id)}`;
  const answer = await orNull(tools.api.json(path));
  if (answer === null) return null;
  const context = { server, version, where: tools.api.where(path) };
  return withSource(reader(answer.value, context), answer.sourceOf(answer.value));
}

async function findInList(
  { tools, version, server }: SessionSearchOptions,
  { what, resource, paged, reader }: OtherList,
  id: string,
): Promise<Session | null> {
  const path = `/${version.name}/${resource}`;
  const context = { server, version, where: tools.api.where(path) };
  const pages = readList<Session>(tools, {
    what,
    path,
    paged,
    reader: () => (item, source) => withSource(reader(item, context), source),
    idOf: (session) => session.id,
  });
  const search = async (): Promise<Session | null> => {
    for await (const page of pages) {
      const found = page.find((session) => session.id === id.toLowerCase());
      if (found !== undefined) return found;
    }
    return null;
  };
  return orNull(search());
}

/** null instead of "not found": then it may be of another kind. */
async function orNull<T>(answer: Promise<T>): Promise<T | null> {
  try {
    return await answer;
  } catch (error) {
    if (isNotFound(error)) return null;
    throw error;
  }
}
