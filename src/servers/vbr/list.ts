/** Reading VBR's lists: `{data, pagination}`, by skip and limit (api/vbr.md section 2). */
import type { JsonAnswer } from '../reading/json.ts';
import { readPagedList, type ItemReader, type ListRequest, type ListTools } from '../lists/list.ts';
import type { PageAnswer } from '../lists/paging.ts';
import { readFields, readNumber, requireFields, requireList } from '../reading/reading.ts';

/** Query parameters as the API names them; one that takes several values is repeated. */
export type Filters = readonly (readonly [name: string, value: string])[];

/** One list of one VBR server. */
export interface VbrList<T> extends ListRequest<T> {
  readonly filters?: Filters;
  /** Paging by offset needs an order of which nothing is documented unless it is asked for. */
  readonly order: Filters;
  /** False: the first request takes no parameters at all; only what follows names skip and limit. */
  readonly takesParameters?: boolean;
  /** Told how many items the list has, with every page. */
  readonly onTotal?: (total: number | null, arrived: number) => void;
}

/** Newest first, as sessions are asked for. */
export const BY_CREATION: Filters = [
  ['orderColumn', 'CreationTime'],
  ['orderAsc', 'false'],
];

/** Reads a list to its end. @throws as `readPagedList` */
export function readList<T>(tools: ListTools, list: VbrList<T>): AsyncGenerator<readonly T[]> {
  return readPagedList(tools, list, {
    pathOf: (skip, limit) => pathOf(list, skip, limit),
    pageOf: (answer, read, where) => {
      const page = pageOf(answer, read, where);
      list.onTotal?.(page.total, page.items.length);
      return page;
    },
  });
}

function pathOf<T>(list: VbrList<T>, skip: number, limit: number): string {
  const { path, filters = [], order, takesParameters = true } = list;
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
