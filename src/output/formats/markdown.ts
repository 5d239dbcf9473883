import { columnsFor } from '../records/columns.ts';
import type { Column } from '../records/field.ts';
import { markdownText } from '../safe-text.ts';
import { screenFor } from '../screen.ts';
import { writeChunked } from '../sink.ts';
import { createTheme } from '../theme.ts';
import type { FormatInput, RecordWriter } from './writer.ts';
import { filledColumns, serversDiffer, tableColumns } from './table.ts';

/**
 * markdown: one table as GitHub, GitLab and most wikis draw it, with the columns of the terminal's
 * table, nothing cut, times absolute. Every value is text: no markup, link, mention or cell of its own
 * comes from what a server sent.
 */
export async function markdownWriter<R extends object>({
  spec,
  fields,
  options,
}: FormatInput<R>): Promise<RecordWriter<R>> {
  const { sink, header } = options;
  // Colours would stand in the text as escape codes.
  const theme = await createTheme({ colorLevel: 0, ascii: options.screen.theme.ascii });
  const screen = { ...options.screen, theme };
  let columns: readonly Column<R>[] | null = null;

  async function write(page: readonly R[]): Promise<void> {
    await writeChunked(sink, lines(page));
  }

  function* lines(page: readonly R[]): Iterable<string> {
    const isFirst = columns === null;
    columns ??= options.fields === null ? defaultColumns(page) : columnsFor(spec, fields);
    if (isFirst && header) yield headerLines(columns);
    for (const record of page) {
      const own = screenFor(screen, record);
      yield row(columns.map(({ cell }) => cell(record, own, true)));
    }
  }

  function defaultColumns(page: readonly R[]): readonly Column<R>[] {
    const showServer = options.showServer ?? serversDiffer(page);
    return filledColumns(tableColumns(spec, { wide: false, showServer }), page, {
      screen,
      wide: false,
    });
  }

  return {
    write: async (page) => {
      if (page.length > 0) await write(page);
    },
    // The header of an empty list is still due at its end: a table without rows says so.
    end: async () => {
      if (columns === null) await write([]);
    },
  };
}

function headerLines<R>(columns: readonly Column<R>[]): string {
  const rules = columns.map(({ align }) => (align === 'right' ? '---:' : '---'));
  return `${row(columns.map((column) => column.header))}| ${rules.join(' | ')} |\n`;
}

function row(cells: readonly string[]): string {
  return `| ${cells.map(markdownText).join(' | ')} |\n`;
}
