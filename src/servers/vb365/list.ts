/** Reading VB365's lists, whatever their shape: an array or a page in any version. */
import { openArray } from '../reading/array-items.ts';
import type { JsonAnswer } from '../reading/json.ts';
import {
  PAGE_SIZE,
  readPagedList,
  type ItemReader,
  type ListForm,
  type ListRequest,
  type ListTools,
} from '../lists/list.ts';
import type { PageAnswer } from '../lists/paging.ts';
import { isFields, isList, readNumber, requireFields, requireList } from '../reading/reading.ts';

/** One list of one VB365 server. */
export interface Vb365List<T> extends ListRequest<T> {
  /** Filters, as the API names them. */
  readonly query?: Readonly<Record<string, string>>;
  /** Whether the route takes offset and limit; without, it answers everything at once. */
  readonly paged: boolean;
  /** Where to begin, in items; 0 unless given. */
  readonly start?: number;
}

/**
 * Reads a list to its end by own offsets: the links to the next page are absolute, relative or of
 * another version (api/vb365.md section 3). A route without paging may still answer a page; then the
 * rest is asked for by offset all the same.
 *
 * @throws as `readPagedList`
 */
export function readList<T>(tools: ListTools, list: Vb365List<T>): AsyncGenerator<readonly T[]> {
  return readPagedList(tools, list, formOf(list));
}

/**
 * The same for a list that may come as one array of a server's whole history (v3 and v4): its items
 * are read while it arrives, and ending the iteration ends the transfer.
 */
export async function* readStreamedList<T>(
  tools: ListTools,
  list: Vb365List<T>,
): AsyncGenerator<readonly T[]> {
  const { api, onPage } = tools;
  const path = pathOf(list, 0, PAGE_SIZE);
  const where = api.where(path);
  const transfer = new AbortController();
  try {
    const [chunks, reader] = await Promise.all([api.stream(path, transfer.signal), list.reader()]);
    const opened = await openArray(chunks, { where, batchSize: PAGE_SIZE });
    if (opened.kind === 'text') {
      const first = pageOf(api.parse(opened.text, path), reader, where);
      yield* readPagedList(tools, list, { ...formOf(list), first });
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

function formOf<T>(list: Vb365List<T>): ListForm<T> {
  return { pathOf: (offset, limit) => pathOf(list, offset, limit), pageOf };
}

/** The route with its filters, and with offset and limit where they are taken or needed. */
function pathOf<T>(
  { path, query, paged, start = 0 }: Vb365List<T>,
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
