import type { Json } from '../render/values.ts';
import { BadParameter } from './answers.ts';
import type { Parameters } from './parameters.ts';

/** The page size where the client names none (api/vbr.md section 2). */
const DEFAULT_LIMIT = 200;

/** Which part of a list is asked for. */
export interface Page {
  readonly skip: number;
  readonly limit: number;
}

/** Reads skip and limit. @throws BadParameter on what is no page */
export function readPage(parameters: Parameters): Page {
  return {
    skip: parameters.integer('skip', { least: 0 }) ?? 0,
    limit: parameters.integer('limit', { least: 1 }) ?? DEFAULT_LIMIT,
  };
}

/** One page of a list that is already filtered and sorted. */
export function pageAnswer<T>(
  items: readonly T[],
  page: Page,
  options: { readonly showsPage: boolean; readonly render: (item: T) => Json },
): Json {
  const shown = items.slice(page.skip, page.skip + page.limit);
  return {
    data: shown.map(options.render),
    pagination: {
      total: items.length,
      count: shown.length,
      // Documents of 1.3 leave skip and limit out (api/vbr.md section 2).
      ...(options.showsPage ? page : {}),
    },
  };
}

/** What a list can be sorted by: the column's name and the value of an item. */
export type Columns<T> = Readonly<Record<string, (item: T) => string | number | null>>;

/**
 * Sorts as asked for; without a column the list stays as it is. Ascending only when `orderAsc` is
 * true. Equal items keep their order.
 *
 * @throws BadParameter on a column that the revision does not have
 */
export function sortItems<T>(
  items: readonly T[],
  parameters: Parameters,
  columns: Columns<T>,
): readonly T[] {
  const column = parameters.text('orderColumn');
  const direction = parameters.flag('orderAsc') === true ? 1 : -1;
  if (column === null) return items;
  const valueOf = Object.hasOwn(columns, column) ? columns[column] : undefined;
  if (valueOf === undefined) throw new BadParameter(`There is no column '${column}'.`);
  return items
    .map((item) => ({ item, value: valueOf(item) }))
    .sort((a, b) => direction * compare(a.value, b.value))
    .map(({ item }) => item);
}

/** What has no value comes before all that have one. */
function compare(a: string | number | null, b: string | number | null): number {
  if (a === b) return 0;
  if (a === null) return -1;
  if (b === null) return 1;
  return a < b ? -1 : 1;
}

/**
 * Whether a name pattern fits: the whole of any of the values, with `*` at its beginning, its end or
 * both for any text. The pattern matches any parameter, not only the name (api/vbr.md section 2).
 */
export function namePattern(
  pattern: string,
): (values: readonly (string | null | undefined)[]) => boolean {
  const wanted = pattern.toLowerCase();
  const [open, end] = [wanted.startsWith('*'), wanted.length > 1 && wanted.endsWith('*')];
  const core = wanted.slice(open ? 1 : 0, end ? -1 : undefined);
  const fits = (value: string): boolean => {
    if (open && end) return value.includes(core);
    if (open) return value.endsWith(core);
    return end ? value.startsWith(core) : value === core;
  };
  return (values) => values.some((value) => typeof value === 'string' && fits(value.toLowerCase()));
}

/** A condition on an item; the list of them holds when all do. */
export type Condition<T> = (item: T) => boolean;

/** Keeps what meets every condition; the list itself when there is none. */
export function keep<T>(items: readonly T[], conditions: readonly Condition<T>[]): readonly T[] {
  return conditions.length === 0
    ? items
    : items.filter((item) => conditions.every((holds) => holds(item)));
}

/** The four filters by time: both bounds belong to the range, and what has no end has not ended. */
export function timeConditions<T>(
  parameters: Parameters,
  times: { readonly created: (item: T) => number; readonly ended: (item: T) => number | null },
): readonly Condition<T>[] {
  const conditions: Condition<T>[] = [];
  const bound = (name: string, holds: (item: T, bound: number) => boolean): void => {
    const instant = parameters.instant(name);
    if (instant !== null) conditions.push((item) => holds(item, instant));
  };
  bound('createdAfterFilter', (item, after) => times.created(item) >= after);
  bound('createdBeforeFilter', (item, before) => times.created(item) <= before);
  bound('endedAfterFilter', (item, after) => (times.ended(item) ?? -Infinity) >= after);
  bound('endedBeforeFilter', (item, before) => (times.ended(item) ?? Infinity) <= before);
  return conditions;
}
