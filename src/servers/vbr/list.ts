/** Reading VBR's lists: `{data, pagination}`, by skip and limit (api/vbr.md section 2). */
import type { JsonAnswer } from '../json.ts';
import { readPages, type PageAnswer } from '../paging.ts';
import { readFields, readNumber, requireFields, requireList } from '../reading.ts';
import type { ApiClient } from './api-client.ts';

/** No maximum is documented; 1,000 and more are in use without trouble (api/vbr.md section 2). */
export const PAGE_SIZE = 1000;

/** What all lists of one server share. */
export interface ListTools {
  readonly api: ApiClient;
  /** Pages under way at once. */
  readonly concurrency: number;
  readonly signal: AbortSignal;
  /** Told of every page that has arrived, for the spinner. */
  readonly onPage: (rows: number) => void;
}

/** Makes a record of an item; `source` is the item's own text where it is kept. */
export type ItemReader<T> = (item: unknown, source: string | null) => T;

/** Query parameters as the API names them; one that takes several values is repeated. */
export type Filters = readonly (readonly [name: string, value: string])[];

/** One list of one server. */
export interface ListRequest<T> {
  /** In the plural, for errors: `sessions`. */
  readonly what: string;
  /** From the server's root, without the query: `/api/v1/sessions`. */
  readonly path: string;
  readonly filters?: Filters;
  /** Paging by offset needs an order of which nothing is documented unless it is asked for. */
  readonly order: Filters;
  /** False: the first request takes no parameters at all; only what follows names skip and limit. */
  readonly takesParameters?: boolean;
  /** PAGE_SIZE unless given. */
  readonly pageSize?: number;
  /** Called with every page, while the page is on its way. */
  readonly reader: () => ItemReader<T> | Promise<ItemReader<T>>;
  readonly idOf: (item: T) => string | null;
  /** Told how many items the list has, with every page. */
  readonly onTotal?: (total: number | null, arrived: number) => void;
}

/** Newest first, as sessions are asked for. */
export const BY_CREATION: Filters = [
  ['orderColumn', 'CreationTime'],
  ['orderAsc', 'false'],
];

/**
 * Reads a list to its end, advancing by what arrived: neither the limit asked for nor one in the
 * answer is sure to be kept to.
 *
 * @throws LIST_INCOMPLETE, ANSWER_UNREADABLE, and what `ApiClient` throws
 */
export function readList<T>(
  { api, concurrency, signal, onPage }: ListTools,
  request: ListRequest<T>,
): AsyncGenerator<readonly T[]> {
  const { what, path, idOf, pageSize = PAGE_SIZE } = request;
  return readPages({
    what,
    where: api.where(path),
    pageSize,
    concurrency,
    signal,
    idOf,
    fetch: async (skip, limit, pageSignal) => {
      const [answer, reader] = await Promise.all([
        api.json(pathOf(request, skip, limit), pageSignal),
        request.reader(),
      ]);
      const page = pageOf(answer, reader, api.where(path));
      request.onTotal?.(page.total, page.items.length);
      onPage(page.items.length);
      return page;
    },
  });
}

function pathOf<T>(request: ListRequest<T>, skip: number, limit: number): string {
  const { path, filters = [], order, takesParameters = true } = request;
  if (!takesParameters && skip === 0) return path;
  const parameters = new URLSearchParams({ skip: String(skip), limit: String(limit) });
  for (const [name, value] of [...order, ...filters]) parameters.append(name, value);
  return `${path}?${parameters.toString()}`;
}

/** The items of one answer. The documents' examples of 1.3 leave `limit` out of the pagination. */
function pageOf<T>(
  { value, sourceOf }: JsonAnswer,
  read: ItemReader<T>,
  where: string,
): PageAnswer<T> {
  const fields = requireFields(value, where, 'the answer');
  const items = requireList(fields['data'], where, 'data');
  const pagination = readFields(fields['pagination']);
  return {
    items: items.map((item) => read(item, sourceOf(item))),
    limit: readNumber(pagination['limit']),
    total: readNumber(pagination['total']),
  };
}

/** Everything of a list at once. */
export async function collect<T>(pages: AsyncIterable<readonly T[]>): Promise<readonly T[]> {
  const all: T[] = [];
  for await (const page of pages) all.push(...page);
  return all;
}

/** A record with its source where that is kept. */
export function withSource<T extends { readonly source?: string }>(
  record: T,
  source: string | null,
): T {
  return source === null ? record : { ...record, source };
}
