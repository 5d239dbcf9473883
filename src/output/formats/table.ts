import type { FormatInput, RecordWriter } from '../formats.ts';
import { columnsFor } from '../records/columns.ts';
import type { Column } from '../records/field.ts';
import { createTable, type TableColumn } from '../table.ts';

/** How many records are looked at before the columns are laid out. */
const LAYOUT_ROWS = 100;

/** table (fitted to the screen) and wide (every column, nothing cut, absolute times). */
export function tableWriter<R extends object>(input: FormatInput<R>): RecordWriter<R> {
  const { screen, sink, format, header } = input.options;
  const wide = format === 'wide';
  let draw: ((records: readonly R[]) => Promise<void>) | null = null;

  function layOut(records: readonly R[]): (records: readonly R[]) => Promise<void> {
    const columns = columnsOfTable(input, records);
    const table = createTable({
      columns: columns.map((column): TableColumn => column),
      width: wide ? null : screen.width,
      theme: screen.theme,
      header,
      sample: records.slice(0, LAYOUT_ROWS).map(cellsOf(columns)),
    });
    return (rows) => table.write(mapped(rows, cellsOf(columns)), sink);
  }

  function cellsOf(columns: readonly Column<R>[]): (record: R) => readonly string[] {
    return (record) => columns.map(({ cell }) => cell(record, screen, wide));
  }

  return {
    write: async (page) => {
      if (page.length === 0 || sink.closed) return;
      draw ??= layOut(page);
      await draw(page);
    },
    end: async () => {
      // An empty list is no table: what to say then is the command's business.
    },
  };
}

function* mapped<R, T>(records: readonly R[], map: (record: R) => T): Iterable<T> {
  for (const record of records) yield map(record);
}

function columnsOfTable<R extends object>(
  { spec, fields, options }: FormatInput<R>,
  records: readonly R[],
): readonly Column<R>[] {
  if (options.fields !== null) return columnsFor(spec, fields);
  const wide = options.format === 'wide';
  const showServer = options.showServer ?? serversDiffer(records);
  return spec.columns.filter(
    ({ key, importance }) => (wide || importance > 0) && (key !== 'server' || showServer),
  );
}

function serversDiffer(records: readonly object[]): boolean {
  const servers = new Set(records.map((record) => ('server' in record ? record.server : null)));
  return servers.size > 1;
}
