import { columnsFor } from '../records/columns.ts';
import type { Column, RecordSpec } from '../records/field.ts';
import { screenFor, type Screen } from '../screen.ts';
import { createTable, type OutputTable } from '../table.ts';
import type { FormatInput, RecordWriter } from './writer.ts';

/** How many records are looked at before the columns are laid out. */
const LAYOUT_ROWS = 100;

/** table (fitted to the screen) and wide (every column, nothing cut, absolute times). */
export function tableWriter<R extends object>({
  spec,
  fields,
  options,
}: FormatInput<R>): RecordWriter<R> {
  const { screen, sink, format, header } = options;
  const wide = format === 'wide';
  const showServer = options.showServer ?? null;
  let layout: Layout<R> | null = null;

  return {
    write: async (page) => {
      if (page.length === 0 || sink.closed) return;
      layout ??= layOut(page, {
        columns:
          options.fields === null
            ? tableColumns(spec, { wide, showServer: showServer ?? serversDiffer(page) })
            : columnsFor(spec, fields),
        keepColumns: options.fields !== null,
        screen,
        wide,
        header,
      });
      await layout.table.write(mapped(page, layout.cells), sink);
    },
    end: async () => {
      // An empty list is no table: what to say then is the command's business.
    },
  };
}

/** A few records as a table within a screen. */
export function drawRecords<R extends object>(
  spec: RecordSpec<R>,
  records: readonly R[],
  screen: Screen,
): string {
  const columns = tableColumns(spec, { wide: false, showServer: false });
  const { table, cells } = layOut(records, {
    columns,
    keepColumns: false,
    screen,
    wide: false,
    header: true,
  });
  return table.draw(records.map(cells));
}

interface Layout<R> {
  readonly table: OutputTable;
  readonly cells: (record: R) => readonly string[];
}

interface LayoutOptions<R> {
  readonly columns: readonly Column<R>[];
  /** None is left out on a narrow screen: they were asked for by name. */
  readonly keepColumns: boolean;
  readonly screen: Screen;
  readonly wide: boolean;
  readonly header: boolean;
}

function layOut<R extends object>(
  records: readonly R[],
  { columns: offered, keepColumns, screen, wide, header }: LayoutOptions<R>,
): Layout<R> {
  const columns = keepColumns ? offered : filledColumns(offered, records, { screen, wide });
  const cells = (record: R) => {
    const own = screenFor(screen, record);
    return columns.map(({ cell }) => cell(record, own, wide));
  };
  const table = createTable({
    columns,
    width: wide ? null : screen.width,
    theme: screen.theme,
    header,
    keepColumns,
    sample: records.slice(0, LAYOUT_ROWS).map(cells),
  });
  return { table, cells };
}

/** Without the columns that are shown only where a row has something for them, and none of these has. */
export function filledColumns<R extends object>(
  columns: readonly Column<R>[],
  records: readonly R[],
  { screen, wide }: { readonly screen: Screen; readonly wide: boolean },
): readonly Column<R>[] {
  return columns.filter(
    ({ onlyIfFilled = false, key, cell }) =>
      !onlyIfFilled ||
      records.some(
        (record) =>
          (wide || record[key] !== null) && cell(record, screenFor(screen, record), wide) !== '',
      ),
  );
}

function* mapped<R, T>(records: readonly R[], map: (record: R) => T): Iterable<T> {
  for (const record of records) yield map(record);
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
