/** Reading VB365's lists, whatever their shape: an array or a page in any version. */
import { openArray } from '../array-items.ts';
import type { JsonAnswer } from '../json.ts';
import { readPages, type PageAnswer } from '../paging.ts';
import { isFields, isList, readNumber, requireFields, requireList } from '../reading.ts';
import type { ApiClient } from './api-client.ts';

/** The vendor allows 10,000 (api/vb365.md section 3); a page of 1,000 arrives in one piece. */
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

/** One list of one server. */
export interface ListRequest<T> {
  /** In the plural, for errors: `job sessions`. */
  readonly what: string;
  /** From the server's root, without the query: `/v8/JobSessions`. */
  readonly path: string;
  /** Filters, as the API names them. */
  readonly query?: Readonly<Record<string, string>>;
  /** Whether the route takes offset and limit; without, it answers everything at once. */
  readonly paged: boolean;
  /** Where to begin, in items; 0 unless given. */
  readonly start?: number;
  /** Items to ask for at once; PAGE_SIZE unless given. */
  readonly pageSize?: number;
  /** Called with every page, while the page is on its way. */
  readonly reader: () => ItemReader<T> | Promise<ItemReader<T>>;
  readonly idOf: (item: T) => string | null;
}

/**
 * Reads a list to its end by own offsets: the links to the next page are absolute, relative or of
 * another version (api/vb365.md section 3). A route without paging may still answer a page; then the
 * rest is asked for by offset all the same.
 *
 * @throws LIST_INCOMPLETE, ANSWER_UNREADABLE, and what `ApiClient` throws
 */
export function readList<T>(
  tools: ListTools,
  request: ListRequest<T>,
): AsyncGenerator<readonly T[]> {
  return pagesOf(tools, request, (page) => fetchPage(tools.api, request, page));
}

/**
 * The same for a list that may come as one array of a server's whole history (v3 and v4): its items
 * are read while it arrives, and ending the iteration ends the transfer.
 */
export async function* readStreamedList<T>(
  tools: ListTools,
  request: ListRequest<T>,
): AsyncGenerator<readonly T[]> {
  const { api, onPage } = tools;
  const path = pathOf(request, 0, PAGE_SIZE);
  const where = api.where(path);
  const transfer = new AbortController();
  try {
    const [chunks, reader] = await Promise.all([
      api.stream(path, transfer.signal),
      request.reader(),
    ]);
    const opened = await openArray(chunks, { where, batchSize: PAGE_SIZE });
    if (opened.kind === 'text') {
      const first = pageOf(api.parse(opened.text, path), reader, where);
      yield* pagesOf(tools, request, async (page) =>
        page.offset === 0 ? first : fetchPage(api, request, page),
      );
      return;
    }
    for await (const batch of opened.batches) {
      const { items } = pageOf(api.parse(batch, path), reader, where);
      onPage(items.length);
      yield items;
    }
  } finally {
    transfer.abort();
  }
}

interface PageRequest {
  readonly offset: number;
  readonly limit: number;
  readonly signal: AbortSignal;
}

async function fetchPage<T>(
  api: ApiClient,
  request: ListRequest<T>,
  { offset, limit, signal }: PageRequest,
): Promise<PageAnswer<T>> {
  const path = pathOf(request, offset, limit);
  const [answer, reader] = await Promise.all([api.json(path, signal), request.reader()]);
  return pageOf(answer, reader, api.where(path));
}

function pagesOf<T>(
  { api, concurrency, signal, onPage }: ListTools,
  { what, path, idOf, pageSize = PAGE_SIZE }: ListRequest<T>,
  fetch: (page: PageRequest) => Promise<PageAnswer<T>>,
): AsyncGenerator<readonly T[]> {
  return readPages({
    what,
    where: api.where(path),
    pageSize,
    concurrency,
    signal,
    idOf,
    fetch: async (offset, limit, pageSignal) => {
      const answer = await fetch({ offset, limit, signal: pageSignal });
      onPage(answer.items.length);
      return answer;
    },
  });
}

/** The route with its filters, and with offset and limit where they are taken or needed. */
function pathOf(
  {
    path,
    query,
    paged,
    start = 0,
  }: Pick<ListRequest<unknown>, 'path' | 'query' | 'paged' | 'start'>,
  offset: number,
  limit: number,
): string {
  const parameters = new URLSearchParams(query);
  if (paged || offset > 0) {
    parameters.set('limit', String(limit));
    parameters.set('offset', String(start + offset));
  }
  const search = parameters.toString();
  return search === '' ? path : `${path}?${search}`;
}

/**
 * One answer's items: an array, or the `results` of a page. The page's `totalCount` is left alone:
 * no real answer has ever held one (api/vb365.md section 3).
 */
function pageOf<T>(
  { value, sourceOf }: JsonAnswer,
  read: ItemReader<T>,
  where: string,
): PageAnswer<T> {
  const whole = isList(value);
  const results = whole ? value : resultsOf(value, where);
  return {
    items: results.map((item) => read(item, sourceOf(item))),
    limit: isFields(value) ? readNumber(value['limit']) : null,
    total: null,
    whole,
  };
}

function resultsOf(value: unknown, where: string): readonly unknown[] {
  return requireList(requireFields(value, where, 'the answer')['results'], where, 'results');
}

/** A record with its source where that is kept. */
export function withSource<T extends { readonly source?: string }>(
  record: T,
  source: string | null,
): T {
  return source === null ? record : { ...record, source };
}
