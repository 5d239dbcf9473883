/** Raw GETs for `vsi api`: any path of a server, the bodies as served. */
import { isVsiError, VsiError } from '../../model/errors.ts';
import type { ApiClient } from '../http/api-client.ts';
import { parseJson } from '../reading/json.ts';

/** What raw GETs of one product differ in. */
export interface RawGetOptions {
  readonly api: ApiClient;
  /** `https://host:port`; nothing else is ever asked. */
  readonly origin: string;
  /** Below what a path without a leading slash is meant: `/v8`. */
  readonly root: string;
  /** A path that begins like this is meant from the server's root, though it has no leading slash. */
  readonly rootless: RegExp;
  /** Paths to give as examples in an error: `Jobs or /v8/Jobs`. */
  readonly examples: string;
  readonly paging: RawPaging;
}

/** How a product's pages follow one another. */
export interface RawPaging {
  /** The query parameter that says where a page begins. */
  readonly position: string;
  /** Whether a page without items may end a list; else it is the list that breaks off. */
  readonly endsEmpty: boolean;
  /** null: the answer is no page, so there is nothing to page through. */
  readonly pageOf: (answer: unknown, position: number) => RawPage | null;
}

/** What the next request is made from. */
export interface RawPage {
  readonly count: number;
  /** Where the page says that it begins; null where it does not say. */
  readonly start: number | null;
  readonly isLast: boolean;
  /** The limit to ask for from now on; null: as it was asked for. */
  readonly limit: number | null;
}

/**
 * One GET, or with `paginate` one for every page: as long as pages tell of more, the next is asked for
 * behind the items that came. The first request is sent as it was given.
 *
 * @throws USAGE for an address of another server, LIST_INCOMPLETE when a page is not the one asked
 *   for or the list ends early, and what `ApiClient` throws
 */
export async function* rawGet(
  options: RawGetOptions,
  path: string,
  { paginate }: { readonly paginate: boolean },
): AsyncGenerator<string> {
  const { api, paging } = options;
  const url = urlOf(path, options);
  let previous: string | null = null;
  for (;;) {
    const target = `${url.pathname}${url.search}`;
    const where = api.where(target);
    const body = await api.text(target).catch((error: unknown) => {
      throw isVsiError(error) && error.code === 'NOT_FOUND'
        ? withPathHint(error, options, path)
        : error;
    });
    const position = Number(url.searchParams.get(paging.position) ?? 0);
    const page = paginate ? paging.pageOf(parseJson(body, where), position) : null;
    if (previous !== null) {
      if (page?.count === 0 && paging.endsEmpty) return;
      if (page === null || body === previous || isElsewhere(page, position)) {
        throw strayed(paging, position, where);
      }
    }
    yield body;
    if (page === null || page.isLast) return;
    previous = body;
    url.searchParams.set(paging.position, String(position + page.count));
    if (page.limit !== null) url.searchParams.set('limit', String(page.limit));
  }
}

/** How paths are written, for one that names the root twice or not at all. */
function withPathHint(error: VsiError, { root, examples }: RawGetOptions, path: string): VsiError {
  const isBelow = path.startsWith('/') ? path.startsWith(`${root}/`) : !/^v\d/i.test(path);
  if (error.hint !== null || isBelow) return error;
  return new VsiError(error.code, error.message, {
    where: error.where,
    hint: `without a leading slash a path begins at ${root}, for example ${examples}`,
    cause: error,
  });
}

/** Whether a page that should go on is empty, or says that it begins somewhere else. */
function isElsewhere({ count, start }: RawPage, position: number): boolean {
  return count === 0 || (start !== null && start !== position);
}

function strayed({ position: parameter }: RawPaging, position: number, where: string): VsiError {
  return new VsiError(
    'LIST_INCOMPLETE',
    `the page at ${parameter} ${position} is not the one asked for`,
    {
      where,
      hint: `the server seems to ignore ${parameter}; a larger limit in the path asks for more at once`,
    },
  );
}

/**
 * The address that a person means: from the server's root with a leading slash, below the API's root
 * without, whole when it is this server's own.
 */
function urlOf(path: string, { origin, root, rootless, examples }: RawGetOptions): URL {
  const fromRoot = rootless.test(path) ? `/${path}` : path;
  const isWhole = /^[a-z][a-z0-9+.-]*:/i.test(path);
  const text = isWhole || fromRoot.startsWith('/') ? fromRoot : `${root}/${fromRoot}`;
  const url = URL.canParse(text, origin) ? new URL(text, origin) : null;
  if (url?.origin !== new URL(origin).origin || url.username !== '') {
    throw new VsiError('USAGE', `“${path}” is no path of this server`, {
      where: origin,
      hint: `give a path such as ${examples}; the login goes to no other server`,
    });
  }
  return url;
}
