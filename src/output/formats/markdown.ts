import { append } from '../../model/append.ts';
import { columnsFor } from '../records/columns.ts';
import type { Column } from '../records/field.ts';
import { markdownText } from '../safe-text.ts';
import { screenFor } from '../screen.ts';
import { writeChunked } from '../sink.ts';
import { createTheme } from '../theme.ts';
import { filledColumns, tableColumns, watchLeftOut } from './shown-columns.ts';
import type { FormatInput, RecordWriter } from './writer.ts';

/** More rows than these are not kept in memory for a column that one of the next might fill. */
const MOST_WAITING = 10_000;

/**
 * markdown: one table as GitHub, GitLab and most wikis draw it, with the columns of the terminal's
 * table and the server's, nothing cut, times absolute. Where rows may wait, so many do until the columns are certain.
 * Every value is text: no markup, link, mention or cell of its own comes from what a server sent.
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
  const look = { screen, wide: false };
  // What stands in a wiki or a ticket must say of which server it is.
  const offered = (page: readonly R[]): readonly Column<R>[] =>
    tableColumns(spec, { wide: false, showServer: page.some(isOfServer) });
  let columns: readonly Column<R>[] | null =
    options.fields === null ? null : columnsFor(spec, fields);
  let headerDue = header;
  /** What no row filled so far: until the columns are chosen a reason to wait, then what is left out. */
  let unfilled = watchLeftOut(columns === null ? offered([]) : [], look);
  let waiting: R[] = [];

  /** Chooses the columns if that is still to be done, and prints what waits for it. */
  async function begin(): Promise<void> {
    if (columns === null) {
      const all = offered(waiting);
      columns = filledColumns(all, waiting, look);
      unfilled = watchLeftOut(without(all, columns), look);
    }
    const rows = waiting;
    waiting = [];
    await writeChunked(sink, lines(rows, columns));
  }

  function* lines(page: readonly R[], shown: readonly Column<R>[]): Iterable<string> {
    if (headerDue) yield headerLines(shown);
    headerDue = false;
    for (const record of page) {
      const own = screenFor(screen, record);
      yield row(shown.map(({ cell }) => cell(record, own, true)));
    }
  }

  function sayWhatIsLeftOut(): void {
    const notice = columns === null ? null : unfilled.notice();
    if (notice !== null) options.notice?.(notice);
  }

  return {
    write: async (page) => {
      if (page.length === 0) return;
      unfilled.look(page);
      append(waiting, page);
      const waits = options.mayWait === true && columns === null && !unfilled.isSettled();
      if (!waits || waiting.length >= MOST_WAITING) await begin();
    },
    end: async () => {
      // The header of an empty list is still due at its end: a table without rows says so.
      if (waiting.length > 0 || headerDue) await begin();
      sayWhatIsLeftOut();
    },
    abandon: async () => {
      if (waiting.length > 0) await begin();
      sayWhatIsLeftOut();
    },
  };
}

function isOfServer(record: object): boolean {
  return 'server' in record && record.server !== null;
}

function without<T>(all: readonly T[], some: readonly T[]): readonly T[] {
  return all.filter((each) => !some.includes(each));
}

function headerLines<R>(columns: readonly Column<R>[]): string {
  const rules = columns.map(({ align }) => (align === 'right' ? '---:' : '---'));
  return `${row(columns.map((column) => column.header))}| ${rules.join(' | ')} |\n`;
}

function row(cells: readonly string[]): string {
  return `| ${cells.map(markdownText).join(' | ')} |\n`;
}
