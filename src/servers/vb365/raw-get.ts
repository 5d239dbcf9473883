/** Raw GETs for `vsi api`: any path of the server, the bodies as served. */
import { VsiError } from '../../model/errors.ts';
import { parseJson } from '../json.ts';
import { isFields, isList, readNumber } from '../reading.ts';
import type { ApiClient } from './api-client.ts';

/** What a raw GET needs. */
export interface RawGetOptions {
  readonly api: ApiClient;
  /** `https://host:port`; nothing else is ever asked. */
  readonly origin: string;
  /** The version's root: `/v8`. */
  readonly root: string;
}

/**
 * One GET, or with `paginate` one for every page: as long as a full page object comes, the next is
 * asked for at offset + the number of results. The first request is sent as it was given.
 *
 * @throws USAGE for an address of another server, LIST_INCOMPLETE when a page does not begin where it
 *   should, and what `ApiClient` throws
 */
export async function* rawGet(
  { api, origin, root }: RawGetOptions,
  path: string,
  { paginate }: { readonly paginate: boolean },
): AsyncGenerator<string> {
  const url = urlOf(path, origin, root);
  let previous: string | null = null;
  for (;;) {
    const target = `${url.pathname}${url.search}`;
    const body = await api.text(target);
    const page = paginate ? pageOf(body, api.where(target)) : null;
    const offset = Number(url.searchParams.get('offset') ?? 0);
    if (previous !== null && (page === null || repeats(page, offset, body === previous))) {
      throw new VsiError(
        'LIST_INCOMPLETE',
        `the page at offset ${offset} is not the one asked for`,
        {
          where: api.where(target),
          hint: 'The server seems to ignore the offset; a larger limit in the path asks for more at once.',
        },
      );
    }
    if (page?.isEmpty === true && previous !== null) return;
    yield body;
    if (page === null || page.isLast) return;
    previous = body;
    url.searchParams.set('offset', String(offset + page.count));
    url.searchParams.set('limit', String(page.limit));
  }
}

/**
 * The address that a person means: from the server's root with a leading slash, below the version's
 * root without, whole when it is this server's own. Links inside v6 items are from the root without a
 * slash (`v6/jobs/…`, api/vb365.md section 3): a leading version is understood, too.
 */
function urlOf(path: string, origin: string, root: string): URL {
  const fromRoot = /^v\d+(?:[/?]|$)/i.test(path) ? `/${path}` : path;
  const isWhole = /^[a-z][a-z0-9+.-]*:/i.test(path);
  const text = isWhole || fromRoot.startsWith('/') ? fromRoot : `${root}/${fromRoot}`;
  const url = URL.canParse(text, origin) ? new URL(text, origin) : null;
  if (url?.origin !== new URL(origin).origin || url.username !== '') {
    throw new VsiError('USAGE', `${JSON.stringify(path)} is no path of this server`, {
      where: origin,
      hint: 'Give a path such as Jobs or /v8/Jobs; the login goes to no other server.',
    });
  }
  return url;
}

/** What the next request is made from. */
interface RawPage {
  readonly count: number;
  readonly limit: number;
  /** Where the page says that it begins. */
  readonly offset: number | null;
  readonly isEmpty: boolean;
  readonly isLast: boolean;
}

/** null: the body is no page object, so there is nothing to page through. */
function pageOf(body: string, where: string): RawPage | null {
  const answer = parseJson(body, where);
  if (!isFields(answer) || !isList(answer['results'])) return null;
  const count = answer['results'].length;
  const limit = readNumber(answer['limit']) ?? count;
  return {
    count,
    limit,
    offset: readNumber(answer['offset']),
    isEmpty: count === 0,
    isLast: count === 0 || count < limit,
  };
}

/** Whether the server sent the page before again, or says that it begins elsewhere. */
function repeats(page: RawPage, offset: number, isSame: boolean): boolean {
  return !page.isEmpty && (isSame || (page.offset !== null && page.offset !== offset));
}
