import Table from 'cli-table3';
import { NOT_AVAILABLE } from './units.ts';
import { writeChunked, type TextSink } from './sink.ts';
import type { Theme } from './theme.ts';
import { pad, truncate, widthOf, wrap } from './width.ts';

/** What a table must know of a column. */
export interface TableColumn {
  readonly header: string;
  readonly align: 'left' | 'right';
  /** The higher, the longer it stays on a narrow terminal. */
  readonly importance: number;
  readonly overflow: 'truncate' | 'wrap' | 'never';
  /** Not narrower than this while a less important column can go instead. */
  readonly minWidth: number;
}

export interface TableOptions {
  readonly columns: readonly TableColumn[];
  /** Columns of the terminal that no line exceeds; null = as wide as the cells are. */
  readonly width: number | null;
  readonly theme: Theme;
  readonly header: boolean;
  /** Where the screen is too narrow, columns are shortened, but none is left out; default false. */
  readonly keepColumns?: boolean;
  /** The rows that decide the layout: the first ones. */
  readonly sample: readonly Row[];
}

/** One cell for each column, safe and coloured. */
export type Row = readonly string[];

/** A table whose columns are fixed; rows are drawn as they come. */
export interface OutputTable {
  /** Those that the screen has room for. */
  readonly columns: readonly TableColumn[];
  /** The rows as text, each line ended; the header above the first of all rows. */
  readonly draw: (rows: readonly Row[]) => string;
  readonly write: (rows: Iterable<Row>, sink: TextSink) => Promise<void>;
}

/** Blanks between two columns. */
const GAP = 2;

/** Rows that are drawn before the next ones are looked at: the first appear at once. */
const ROWS_AT_ONCE = 100;

/** A column that is shown, with its place in the row and its present width. */
interface Slot {
  readonly column: TableColumn;
  readonly index: number;
  width: number;
}

/**
 * Lays a table out. Where it is wider than the screen, columns without any value go first, then the
 * least important ones, and what can be shortened gets the room that is left.
 */
export function createTable({
  columns,
  width,
  theme,
  header,
  keepColumns = false,
  sample,
}: TableOptions): OutputTable {
  const slots = fit(measure(columns, sample, header), { width, keepColumns, sample, theme });
  let headerDue = header;

  function draw(rows: readonly Row[]): string {
    widen(slots, rows, width);
    const drawLine = lineDrawer(slots);
    const lines = rows.flatMap((row) => linesOf(slots.map((slot) => cellLines(row, slot, theme))));
    if (headerDue) lines.unshift(slots.map((slot) => headerText(slot, theme)));
    headerDue = false;
    return lines.map(drawLine).join('');
  }

  return {
    columns: slots.map(({ column }) => column),
    draw,
    write: (rows, sink) => writeChunked(sink, drawn(rows)),
  };

  function* drawn(rows: Iterable<Row>): Iterable<string> {
    let some: Row[] = [];
    for (const row of rows) {
      some.push(row);
      if (some.length < ROWS_AT_ONCE) continue;
      yield draw(some);
      some = [];
    }
    if (some.length > 0) yield draw(some);
  }
}

function measure(columns: readonly TableColumn[], rows: readonly Row[], header: boolean): Slot[] {
  return columns.map((column, index) => ({
    column,
    index,
    width: widest(rows, index, header ? widthOf(column.header) : 1),
  }));
}

function widest(rows: readonly Row[], index: number, least: number): number {
  return rows.reduce((most, row) => Math.max(most, widthOf(row[index] ?? '')), least);
}

function lineWidth(slots: readonly Slot[], widthOfSlot: (slot: Slot) => number): number {
  return slots.reduce((sum, slot) => sum + widthOfSlot(slot), GAP * Math.max(0, slots.length - 1));
}

interface Space {
  readonly width: number | null;
  readonly keepColumns: boolean;
  readonly sample: readonly Row[];
  readonly theme: Theme;
}

function fit(slots: readonly Slot[], { width, keepColumns, sample, theme }: Space): Slot[] {
  if (width === null) return [...slots];
  for (const slot of slots) slot.width = Math.min(slot.width, width);
  const kept = keepColumns
    ? [...slots]
    : dropColumns(slots, width, (slot) =>
        sample.every((row) => isEmpty(row[slot.index] ?? '', theme)),
      );
  shrink(kept.filter(isFlexible), lineWidth(kept, presentWidth) - width);
  // A single column that was to be kept whole is still better cut than broken by the terminal.
  shrink(kept, lineWidth(kept, presentWidth) - width);
  return kept;
}

function isFlexible({ column }: Slot): boolean {
  return column.overflow !== 'never';
}

function presentWidth(slot: Slot): number {
  return slot.width;
}

function leastWidth(slot: Slot): number {
  return isFlexible(slot) ? Math.min(slot.width, slot.column.minWidth) : slot.width;
}

/** Drops columns until what stays fits with every flexible column at its least width. */
function dropColumns(
  slots: readonly Slot[],
  width: number,
  hasNoValue: (slot: Slot) => boolean,
): Slot[] {
  const rank = (slot: Slot) => slot.column.importance - (hasNoValue(slot) ? 1000 : 0);
  const order = slots.map((slot) => ({ slot, rank: rank(slot) })).sort((a, b) => a.rank - b.rank);
  let kept = [...slots];
  for (const { slot } of order) {
    if (lineWidth(kept, leastWidth) <= width || kept.length === 1) break;
    kept = kept.filter((other) => other !== slot);
  }
  return kept;
}

function isEmpty(cell: string, theme: Theme): boolean {
  return cell === '' || cell === theme.dim(NOT_AVAILABLE);
}

/** Takes so much width from the slots: from what exceeds least widths first, then from the widest. */
function shrink(slots: readonly Slot[], excess: number): void {
  for (let left = excess; left > 0; left -= 1) {
    const spare = mostOf(slots, spareWidth);
    const slot = spare !== null && spareWidth(spare) > 0 ? spare : mostOf(slots, presentWidth);
    if (slot === null || slot.width <= 1) return;
    slot.width -= 1;
  }
}

function spareWidth(slot: Slot): number {
  return slot.width - leastWidth(slot);
}

function mostOf(slots: readonly Slot[], amount: (slot: Slot) => number): Slot | null {
  return slots.reduce<Slot | null>(
    (most, slot) => (most === null || amount(slot) > amount(most) ? slot : most),
    null,
  );
}

/**
 * Gives later rows that need it what room the line still has, and what flexible columns can spare;
 * which columns there are stays the same.
 */
function widen(slots: readonly Slot[], rows: readonly Row[], width: number | null): void {
  const limit = width ?? Number.MAX_SAFE_INTEGER;
  const flexible = slots.filter(isFlexible);
  for (const slot of slots.filter((other) => !isFlexible(other))) {
    const wanted = widest(rows, slot.index, slot.width) - slot.width;
    const spare = flexible.reduce((sum, other) => sum + spareWidth(other), 0);
    slot.width += Math.max(0, Math.min(wanted, limit - lineWidth(slots, presentWidth) + spare));
    shrink(flexible, lineWidth(slots, presentWidth) - limit);
  }
  for (const slot of flexible) {
    const room = limit - lineWidth(slots, presentWidth);
    slot.width += Math.max(0, Math.min(room, widest(rows, slot.index, slot.width) - slot.width));
  }
}

function headerText({ column, width }: Slot, theme: Theme): string {
  return theme.heading(truncate(column.header, width, theme.ellipsis));
}

/** What a cell shows: its text, shortened or as several lines where the column is too narrow. */
function cellLines(row: Row, { column, index, width }: Slot, theme: Theme): readonly string[] {
  const cell = row[index] ?? '';
  if (widthOf(cell) <= width) return [cell];
  // Only plain text is wrapped: a colour would have to be taken up again on the next line.
  return column.overflow === 'wrap' && !cell.includes('\u001b')
    ? wrap(cell, width)
    : [truncate(cell, width, theme.ellipsis)];
}

/** The lines that a row takes: as many as its tallest cell. */
function linesOf(cells: readonly (readonly string[])[]): string[][] {
  const height = Math.max(1, ...cells.map((lines) => lines.length));
  return Array.from({ length: height }, (_, line) => cells.map((lines) => lines[line] ?? ''));
}

const NO_BORDERS = {
  top: '',
  'top-mid': '',
  'top-left': '',
  'top-right': '',
  bottom: '',
  'bottom-mid': '',
  'bottom-left': '',
  'bottom-right': '',
  left: '',
  'left-mid': '',
  mid: '',
  'mid-mid': '',
  right: '',
  'right-mid': '',
  middle: ' '.repeat(GAP),
};

/** Signs of a private area: one that begins a column, and one that fills it up. */
const FIRST_STAND_IN = 0xe000;
const FILLER = '\uf8ff';
const STAND_IN = /([\ue000-\uf8fe])\uf8ff*/g;

/**
 * cli-table3 draws one row of stand-ins, each as wide as its column; the texts of every line are
 * then put into a copy of that drawing. Two reasons: its time grows with the square of the rows
 * (its issue 68: 10,000 rows take 18 seconds), and it measures combining marks of many scripts,
 * newer emoji and some escape codes wrong.
 */
function lineDrawer(slots: readonly Slot[]): (cells: readonly string[]) => string {
  // Without head and border style cli-table3 would colour both, terminal or not.
  const table = new Table({
    chars: NO_BORDERS,
    style: { head: [], border: [], 'padding-left': 0, 'padding-right': 0, compact: true },
    colWidths: slots.map(({ width }) => width),
  });
  table.push(
    slots.map(({ width }, place) => {
      return String.fromCharCode(FIRST_STAND_IN + place) + FILLER.repeat(width - 1);
    }),
  );
  const drawing = table.toString();
  return (cells) => {
    const line = drawing.replaceAll(STAND_IN, (_, sign: string) => {
      const place = sign.charCodeAt(0) - FIRST_STAND_IN;
      const slot = slots[place];
      return slot === undefined ? '' : pad(cells[place] ?? '', slot.width, slot.column.align);
    });
    return `${line.trimEnd()}\n`;
  };
}
