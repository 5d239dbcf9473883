import { uuidOf } from '../random.ts';
import type { Query } from './query.ts';
import { when, type Json, type Wire } from './render/wire.ts';

/** What a page holds where no limit is asked for, and at most (api/vb365.md section 3, Paging). */
const DEFAULT_LIMIT = 30;
const MAXIMUM_LIMIT = 10_000;

/** A list to be cut into pages. */
export interface List<T> {
  readonly items: readonly T[];
  readonly render: (item: T) => Json;
  /** Where the list is, below the version: `jobsessions`. */
  readonly path: string;
}

/** One page: `{offset, limit, results, _links}`, with `setId` since v6; the total is never told. */
export function renderPage<T>(list: List<T>, query: Query, wire: Wire): Json {
  const { items, path } = list;
  const offset = query.integer('offset') ?? 0;
  const asked = query.integer('limit') ?? DEFAULT_LIMIT;
  const limit = asked === 0 ? DEFAULT_LIMIT : Math.min(asked, MAXIMUM_LIMIT);
  const at = (start: number): string => {
    const parameters = new URLSearchParams(query.others());
    parameters.set('limit', String(limit));
    parameters.set('offset', String(start));
    return `${path}?${parameters.toString()}`;
  };
  const { page } = wire.links;
  return {
    offset,
    limit,
    ...when(wire.version >= 6, { setId: uuidOf(`${path}/set`) }),
    results: items.slice(offset, offset + limit).map(list.render),
    _links: {
      self: page(at(offset), 'self'),
      ...when(offset > 0, {
        first: page(at(0), 'first'),
        prev: page(at(Math.max(0, offset - limit)), 'prev'),
      }),
      ...when(offset + limit < items.length, { next: page(at(offset + limit), 'next') }),
    },
  };
}

/** The whole list as an array: old versions have no pages for most of them. */
export function renderArray<T>(list: Pick<List<T>, 'items' | 'render'>): readonly Json[] {
  return list.items.map(list.render);
}
