/** Raw GETs for `vsi api`: any path of the server, the bodies as served. */
import { VsiError } from '../../model/errors.ts';
import { parseJson } from '../json.ts';
import { isFields, isList, readFields, readNumber } from '../reading.ts';
import type { ApiClient } from './api-client.ts';

/** What a raw GET needs. */
export interface RawGetOptions {
  readonly api: ApiClient;
  /** `https://host:port`; nothing else is ever asked. */
  readonly origin: string;
}

const ROOT = '/api/v1';

/**
 * One GET, or with `paginate` one for every page: as long as the pagination tells of more, the next is
 * asked for at skip + the number of items. The first request is sent as it was given.
 *
 * @throws USAGE for an address of another server, LIST_INCOMPLETE when a page is not the one asked
 *   for or the list ends early, and what `ApiClient` throws
 */
export async function* rawGet(
  { api, origin }: RawGetOptions,
  path: string,
  { paginate }: { readonly paginate: boolean },
): AsyncGenerator<string> {
  const url = urlOf(path, origin);
  let previous: string | null = null;
  for (;;) {
    const target = `${url.pathname}${url.search}`;
    const body = await api.text(target);
    const page = paginate ? pageOf(body, api.where(target)) : null;
    const skip = Number(url.searchParams.get('skip') ?? 0);
    if (previous !== null && (page === null || isOther(page, skip, body === previous))) {
      throw new VsiError('LIST_INCOMPLETE', `the page at ${skip} is not the one asked for`, {
        where: api.where(target),
        hint: 'The server seems to ignore skip; a larger limit in the path asks for more at once.',
      });
    }
    yield body;
    if (page === null || skip + page.count >= page.total) return;
    previous = body;
    url.searchParams.set('skip', String(skip + page.count));
  }
}

/**
 * The address that a person means: from the server's root with a leading slash, or when it begins
 * with `api/`; below `/api/v1` otherwise; whole when it is this server's own.
 */
function urlOf(path: string, origin: string): URL {
  const isWhole = /^[a-z][a-z0-9+.-]*:/i.test(path);
  const fromRoot = /^api(?:[/?]|$)/i.test(path) ? `/${path}` : path;
  const text = isWhole || fromRoot.startsWith('/') ? fromRoot : `${ROOT}/${fromRoot}`;
  const url = URL.canParse(text, origin) ? new URL(text, origin) : null;
  if (url?.origin !== new URL(origin).origin || url.username !== '') {
    throw new VsiError('USAGE', `${JSON.stringify(path)} is no path of this server`, {
      where: origin,
      hint: 'Give a path such as sessions?limit=5 or /api/v1/sessions; the login goes to no other server.',
    });
  }
  return url;
}

/** What the next request is made from. */
interface RawPage {
  readonly count: number;
  /** Where the page says that it begins. */
  readonly skip: number | null;
  /** How many items the list has; where it does not say, the page is the last. */
  readonly total: number;
}

/** null: the body is no page, so there is nothing to page through. */
function pageOf(body: string, where: string): RawPage | null {
  const answer = parseJson(body, where);
  if (!isFields(answer) || !isList(answer['data'])) return null;
  const pagination = readFields(answer['pagination']);
  return {
    count: answer['data'].length,
    skip: readNumber(pagination['skip']),
    total: readNumber(pagination['total']) ?? 0,
  };
}

/** Whether the server sent the page before again, nothing at all, or says that it begins elsewhere. */
function isOther(page: RawPage, skip: number, isSame: boolean): boolean {
  return isSame || page.count === 0 || (page.skip !== null && page.skip !== skip);
}
