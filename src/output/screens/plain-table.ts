/** Tables below a heading of their own: no header line, no lines around. */
import type { Status } from '../../model/status.ts';
import type { Screen } from '../screen.ts';
import { createTable, type Row, type TableColumn } from '../table.ts';

/** A short text on the left; other columns differ from it in a few things. */
export const PLAIN_COLUMN: TableColumn = {
  header: '',
  align: 'left',
  importance: 90,
  overflow: 'never',
  minWidth: 1,
};

/** A name, which gives way before what stands beside it does. */
export const NAME_COLUMN: TableColumn = { ...PLAIN_COLUMN, overflow: 'truncate', minWidth: 16 };

/** The rows line by line; empty without any. */
export function plainTable(
  columns: readonly TableColumn[],
  rows: readonly Row[],
  { width, theme }: Screen,
): readonly string[] {
  if (rows.length === 0) return [];
  const table = createTable({ columns, width, theme, header: false, sample: rows });
  return table.draw(rows).split('\n').slice(0, -1);
}

/** Compares by status, those that are named in their order before all others. */
export function byStatus(
  order: readonly Status[],
): (a: { readonly status: Status }, b: { readonly status: Status }) => number {
  const rankOf = (status: Status): number => {
    const rank = order.indexOf(status);
    return rank === -1 ? order.length : rank;
  };
  return (a, b) => rankOf(a.status) - rankOf(b.status);
}
