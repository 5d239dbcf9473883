/** The lists of sessions that belong to no job: restores, retrievals, repository syncs, owner changes. */
import { isNotFound } from '../../model/errors.ts';
import { newestFirst } from '../../model/order.ts';
import type { Session } from '../../model/session.ts';
import { withSource, type ListTools } from '../lists/list.ts';
import { inOrder } from '../lists/in-order.ts';
import type { Part } from '../lists/parts.ts';
import { readList } from './list.ts';
import { namesList, OTHER_LISTS, wantsList, type OtherList } from './session-kinds.ts';
import type { Vb365Version } from './versions.ts';

/** What reading them needs. */
export interface OtherListsOptions {
  readonly tools: ListTools;
  readonly version: Vb365Version;
  /** The server's name, for records. */
  readonly server: string;
  /** Says that the server has no such list. */
  readonly lacking: (what: string) => void;
}

/**
 * The lists that are wanted and offered; for one that is named and not offered it is said.
 *
 * @param kinds null: none are named
 */
export function otherLists(
  options: OtherListsOptions,
  kinds: readonly string[] | null,
): Part<Session>[] {
  return OTHER_LISTS.filter((list) => wantsList(kinds, list)).flatMap((list) => {
    if (list.isOffered(options.version)) {
      return [{ what: list.what, pages: otherSessions(list, options) }];
    }
    if (kinds !== null && namesList(kinds, list)) options.lacking(list.what);
    return [];
  });
}

/** Newest first; empty with a notice where this build of the server does not know the route. */
async function* otherSessions(
  list: OtherList,
  { tools, version, server, lacking }: OtherListsOptions,
): AsyncGenerator<readonly Session[]> {
  const path = `/${version.name}/${list.resource}`;
  const context = { server, version, where: tools.api.where(path) };
  const pages = readList<Session>(tools, {
    what: list.what,
    path,
    paged: list.paged,
    reader: () => (item, source) => withSource(list.reader(item, context), source),
    idOf: ({ id }) => id,
    timeOf: ({ createdAt }) => createdAt,
  });
  try {
    yield* inOrder(pages, { compare: newestFirst, timeOf: ({ createdAt }) => createdAt });
  } catch (error) {
    if (!isNotFound(error)) throw error;
    lacking(list.what);
  }
}
