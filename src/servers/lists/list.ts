/** Reading the lists of any product to their end. */
import { append } from '../../model/append.ts';
import type { ApiClient } from '../http/api-client.ts';
import type { ConnectionSettings, ServerEnvironment } from '../environment.ts';
import type { JsonAnswer } from '../reading/json.ts';
import { readPages, type PageAnswer } from './paging.ts';

/**
 * Items to ask for at once. VB365 allows 10,000 (api/vb365.md section 3), VBR documents no maximum
 * (api/vbr.md section 2); a page of 1,000 arrives in one piece from both.
 */
export const PAGE_SIZE = 1000;

/** What all lists of one server share. */
export interface ListTools {
  readonly api: ApiClient;
  /** Pages under way at once. */
  readonly concurrency: number;
  readonly signal: AbortSignal;
  /** Told of every page that has arrived, for the spinner. */
  readonly onPage: (rows: number) => void;
  /** Told how many of the rows so far were asked about in detail. */
  readonly onDetails: (details: { readonly done: number; readonly total: number }) => void;
}

/** The tools of one server's lists. */
export function createListTools(
  api: ApiClient,
  { concurrency }: Pick<ConnectionSettings, 'concurrency'>,
  { signal, progress }: Pick<ServerEnvironment, 'signal' | 'progress'>,
): ListTools {
  return {
    api,
    concurrency,
    signal,
    onPage: (rows) => {
      progress({ pages: 1, rows });
    },
    onDetails: (details) => {
      progress({ pages: 0, rows: 0, details });
    },
  };
}

/** Makes a record of an item; `source` is the item's own text where it is kept. */
export type ItemReader<T> = (item: unknown, source: string | null) => T;

/** One list of one server. */
export interface ListRequest<T> {
  /** In the plural, for errors: `job sessions`. */
  readonly what: string;
  /** From the server's root, without the query: `/v8/JobSessions`. */
  readonly path: string;
  /** PAGE_SIZE unless given. */
  readonly pageSize?: number;
  /** Called with every page, while the page is on its way. */
  readonly reader: () => ItemReader<T> | Promise<ItemReader<T>>;
  readonly idOf: (item: T) => string | null;
  /** The time that the list is ordered by, newest first; left out where it has another order. */
  readonly timeOf?: (item: T) => number | null;
}

/** How a product's lists are asked for and read. */
export interface ListForm<T> {
  /** The list's path with its query. */
  readonly pathOf: (offset: number, limit: number) => string;
  /** The items of one answer. @param where the endpoint, for errors */
  readonly pageOf: (answer: JsonAnswer, read: ItemReader<T>, where: string) => PageAnswer<T>;
  /** The first page where it has come already: then only the rest is asked for. */
  readonly first?: PageAnswer<T>;
}

/**
 * Reads a list to its end, advancing by what arrived: neither the limit asked for nor one in the
 * answer is sure to be kept to.
 *
 * @throws LIST_INCOMPLETE, ANSWER_UNREADABLE, and what `ApiClient` throws
 */
export function readPagedList<T>(
  { api, concurrency, signal, onPage }: ListTools,
  { what, path, pageSize = PAGE_SIZE, reader, idOf, timeOf }: ListRequest<T>,
  { pathOf, pageOf, first }: ListForm<T>,
): AsyncGenerator<readonly T[]> {
  const where = api.where(path);

  async function fetch(
    offset: number,
    limit: number,
    pageSignal: AbortSignal,
  ): Promise<PageAnswer<T>> {
    if (offset === 0 && first !== undefined) return first;
    const [answer, read] = await Promise.all([
      api.json(pathOf(offset, limit), pageSignal),
      reader(),
    ]);
    return pageOf(answer, read, where);
  }

  return readPages({
    what,
    where,
    pageSize,
    concurrency,
    signal,
    idOf,
    ...(timeOf === undefined ? {} : { timeOf }),
    fetch: async (offset, limit, pageSignal) => {
      const page = await fetch(offset, limit, pageSignal);
      onPage(page.items.length);
      return page;
    },
  });
}

/** Everything of a list at once. */
export async function collect<T>(pages: AsyncIterable<readonly T[]>): Promise<readonly T[]> {
  const all: T[] = [];
  for await (const page of pages) append(all, page);
  return all;
}

/** A record with its source where that is kept. */
export function withSource<T extends { readonly source?: string }>(
  record: T,
  source: string | null,
): T {
  return source === null ? record : { ...record, source };
}
