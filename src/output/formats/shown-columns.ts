/** Which columns a table of records has: chosen by its first rows, since these do not wait for the last. */
import type { Column, RecordSpec } from '../records/field.ts';
import { screenFor, type Screen } from '../screen.ts';

/** How cells are drawn. */
export interface CellLook {
  readonly screen: Screen;
  readonly wide: boolean;
}

/** The columns of a record's table: all of them where it is wide, else the important ones. */
export function tableColumns<R extends object>(
  spec: RecordSpec<R>,
  { wide, showServer }: { readonly wide: boolean; readonly showServer: boolean },
): readonly Column<R>[] {
  return spec.columns.filter(
    ({ key, importance }) => (wide || importance > 0) && (key !== 'server' || showServer),
  );
}

/** Whether rows of several servers stand together. */
export function serversDiffer(records: readonly object[]): boolean {
  const servers = new Set(records.map((record) => ('server' in record ? record.server : null)));
  return servers.size > 1;
}

/** Without the columns that are shown only where a row has something for them, and none of these has. */
export function filledColumns<R extends object>(
  columns: readonly Column<R>[],
  records: readonly R[],
  look: CellLook,
): readonly Column<R>[] {
  return columns.filter(
    (column) => column.onlyIfFilled !== true || isFilled(column, records, look),
  );
}

function isFilled<R extends object>(
  { key, cell }: Column<R>,
  records: readonly R[],
  { screen, wide }: CellLook,
): boolean {
  return records.some(
    (record) =>
      (wide || record[key] !== null) && cell(record, screenFor(screen, record), wide) !== '',
  );
}

/** The columns that are left out of a table which has begun, and whether rows have something for them. */
export interface LeftOut<R> {
  /** Looks at more rows. */
  readonly look: (records: readonly R[]) => void;
  /** Whether no column is left out for which nothing was found yet. */
  readonly isSettled: () => boolean;
  /** What to say of columns that would have been shown; null: of none. */
  readonly notice: () => string | null;
}

/**
 * Remembers which of the columns that were left out would have been shown, had the rows come earlier.
 *
 * @param columns of these only the ones that are shown where a row fills them; the others always are
 * @param hasRoom whether such a column would be shown beside the others; all would unless given
 */
export function watchLeftOut<R extends object>(
  columns: readonly Column<R>[],
  cellLook: CellLook,
  hasRoom: (column: Column<R>, records: readonly R[]) => boolean = () => true,
): LeftOut<R> {
  let open = columns.filter(({ onlyIfFilled }) => onlyIfFilled === true);
  const missed: Column<R>[] = [];
  return {
    look: (records) => {
      if (open.length === 0) return;
      const found = open.filter((column) => isFilled(column, records, cellLook));
      if (found.length === 0) return;
      open = open.filter((column) => !found.includes(column));
      missed.push(...found.filter((column) => hasRoom(column, records)));
    },
    isSettled: () => open.length === 0,
    notice: () => {
      if (missed.length === 0) return null;
      const keys = columns.filter((column) => missed.includes(column)).map(({ key }) => key);
      return `Only later rows have ${keys.join(', ')}: the table has no column for that, --columns chooses any`;
    },
  };
}
