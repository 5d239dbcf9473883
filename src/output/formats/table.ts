import { columnsFor } from '../records/columns.ts';
import type { Column, RecordSpec } from '../records/field.ts';
import { screenFor, type Screen } from '../screen.ts';
import { createTable, type OutputTable } from '../table.ts';
import {
  filledColumns,
  serversDiffer,
  tableColumns,
  watchLeftOut,
  type LeftOut,
} from './shown-columns.ts';
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
      layout.leftOut.look(page);
      await layout.table.write(mapped(page, layout.cells), sink);
    },
    // An empty list is no table: what to say then is the command's business.
    end: sayWhatIsLeftOut,
    abandon: sayWhatIsLeftOut,
  };

  async function sayWhatIsLeftOut(): Promise<void> {
    const notice = layout?.leftOut.notice() ?? null;
    if (notice !== null) options.notice?.(notice);
  }
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
  readonly leftOut: LeftOut<R>;
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
  const cells = cellsOf(columns);
  const table = tableOf(columns, records);
  const leftOut = watchLeftOut(
    offered.filter((column) => !columns.includes(column)),
    { screen, wide },
    // What a narrow screen has no place for is not shown in the first rows either.
    (column, later) => {
      const all = offered.filter((other) => other === column || columns.includes(other));
      return tableOf(all, later).columns.includes(column);
    },
  );
  return { table, cells, leftOut };

  function cellsOf(shown: readonly Column<R>[]): (record: R) => readonly string[] {
    return (record) => {
      const own = screenFor(screen, record);
      return shown.map(({ cell }) => cell(record, own, wide));
    };
  }

  function tableOf(shown: readonly Column<R>[], rows: readonly R[]): OutputTable {
    return createTable({
      columns: shown,
      width: wide ? null : screen.width,
      theme: screen.theme,
      header,
      keepColumns,
      sample: rows.slice(0, LAYOUT_ROWS).map(cellsOf(shown)),
    });
  }
}

function* mapped<R, T>(records: readonly R[], map: (record: R) => T): Iterable<T> {
  for (const record of records) yield map(record);
}
