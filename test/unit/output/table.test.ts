import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { safeText } from '../../../src/output/safe-text.ts';
import { createTable, type Row, type TableColumn } from '../../../src/output/table.ts';
import { createTheme } from '../../../src/output/theme.ts';
import { widthOf } from '../../../src/output/width.ts';
import { bufferSink } from './support.ts';
import { runs } from '../../support/runs.ts';
import { cpuMilliseconds } from '../../support/cpu-time.ts';

const theme = await createTheme({ colorLevel: 0, ascii: false });
const colored = await createTheme({ colorLevel: 1, ascii: false });

function column(header: string, rest: Partial<TableColumn> = {}): TableColumn {
  return { header, align: 'left', importance: 10, overflow: 'never', minWidth: 8, ...rest };
}

function draw(
  columns: readonly TableColumn[],
  rows: readonly Row[],
  width: number | null = null,
): string[] {
  const table = createTable({ columns, width, theme, header: true, sample: rows });
  return table.draw(rows).split('\n').slice(0, -1);
}

const NAME = column('NAME', { importance: 100, overflow: 'truncate' });
const SIZE = column('SIZE', { align: 'right', importance: 50 });
const NOTE = column('NOTE', { importance: 20 });

describe('layout', () => {
  test('columns are as wide as they need, numbers on the right, no blanks at line ends', () => {
    expect(
      draw(
        [NAME, SIZE, NOTE],
        [
          ['a', '1 B', 'x'],
          ['longer', '100 B', ''],
        ],
      ),
    ).toEqual(['NAME     SIZE  NOTE', 'a         1 B  x', 'longer  100 B']);
  });

  test('the least important column goes first, then names are shortened', () => {
    const rows = [['a rather long name', '100 B', 'a note']];
    expect(draw([NAME, SIZE, NOTE], rows, 33)).toEqual([
      'NAME                 SIZE  NOTE',
      'a rather long name  100 B  a note',
    ]);
    expect(draw([NAME, SIZE, NOTE], rows, 32)[1]).toBe('a rather long na…  100 B  a note');
    expect(draw([NAME, SIZE, NOTE], rows, 22)).toEqual([
      'NAME              SIZE',
      'a rather long …  100 B',
    ]);
    expect(draw([NAME, SIZE, NOTE], rows, 14)).toEqual(['NAME', 'a rather long…']);
  });

  test('a column without any value goes before an important one', () => {
    const rows = [['name', 'n/a', 'a note']];
    expect(draw([NAME, SIZE, NOTE], rows, 13)).toEqual(['NAME  NOTE', 'name  a note']);
  });

  test('wide characters and colours are measured as they are drawn', () => {
    const rows = [
      ['漢字', '1'],
      ['👩‍👩‍👧', '22'],
      ['हिन्दी', colored.status('failed')],
      ['e\u0301', '4'],
    ];
    const lines = draw([NAME, column('X')], rows);
    expect(lines).toEqual([
      'NAME  X',
      '漢字  1',
      '👩‍👩‍👧    22',
      'हिन्दी  \u001b[31m✖ failed\u001b[39m',
      'e\u0301     4',
    ]);
  });

  test('a text that must be read in full is wrapped below itself', () => {
    const columns = [column('T'), column('MESSAGE', { overflow: 'wrap', importance: 100 })];
    expect(
      draw(
        columns,
        [
          ['1', 'one two three four'],
          ['2', 'five'],
        ],
        12,
      ),
    ).toEqual(['T  MESSAGE', '1  one two', '   three', '   four', '2  five']);
  });

  test('no column is left out of a table of one column, however narrow', () => {
    expect(draw([NAME], [['abcdef']], 3)).toEqual(['NA…', 'ab…']);
  });
});

describe('rows that come later', () => {
  const rows = [['a', '1 B']];

  test('the header stands once, the columns stay where they were', () => {
    const table = createTable({
      columns: [NAME, SIZE],
      width: 40,
      theme,
      header: true,
      sample: rows,
    });
    expect(table.draw(rows)).toBe('NAME  SIZE\na      1 B\n');
    expect(table.draw([['b', '2 B']])).toBe('b      2 B\n');
  });

  test('a wider value gets the room that is left', () => {
    const table = createTable({
      columns: [NAME, SIZE],
      width: 40,
      theme,
      header: true,
      sample: rows,
    });
    table.draw(rows);
    expect(table.draw([['a longer name', '1023.9 MB']])).toBe('a longer name  1023.9 MB\n');
  });

  test('a number takes from a long name rather than being cut', () => {
    const sample = [['a name of twenty chs', '1 B']];
    const table = createTable({ columns: [NAME, SIZE], width: 26, theme, header: false, sample });
    expect(table.draw(sample)).toBe('a name of twenty chs  1 B\n');
    expect(table.draw([['a name of twenty chs', '1023.9 MB']])).toBe(
      'a name of twen…  1023.9 MB\n',
    );
  });

  test('many rows are drawn in pieces, all of them', async () => {
    const many = Array.from({ length: 1234 }, (_, index): Row => [`job ${String(index)}`, '1 B']);
    const sink = bufferSink();
    const table = createTable({
      columns: [NAME, SIZE],
      width: 40,
      theme,
      header: true,
      sample: many,
    });
    await table.write(many, sink);
    const lines = sink.text().split('\n');
    expect(lines).toHaveLength(1236);
    expect(lines.at(-2)).toBe('job 1233   1 B');
  });
});

const cell = fc.oneof(
  fc.string({ unit: 'grapheme', maxLength: 30 }).map(safeText),
  fc.constantFrom('漢字漢字漢字', '👩‍👩‍👧 family', 'n/a', '', colored.status('success'), '1023.9 MB/s'),
);

test('no line exceeds the width, whatever the cells', () => {
  const columns = [
    column('ID', { importance: 70 }),
    NAME,
    SIZE,
    column('MESSAGE', { overflow: 'wrap', importance: 90, minWidth: 12 }),
    column('STATUS', { importance: 95 }),
  ];
  const row = fc.tuple(cell, cell, cell, cell, cell);
  fc.assert(
    fc.property(
      fc.array(row, { minLength: 1, maxLength: 6 }),
      fc.array(row, { maxLength: 6 }),
      fc.integer({ min: 2, max: 120 }),
      (sample, later, width) => {
        const table = createTable({ columns, width, theme, header: true, sample });
        for (const line of (table.draw(sample) + table.draw(later)).split('\n')) {
          expect(widthOf(line)).toBeLessThanOrEqual(width);
        }
      },
    ),
    { numRuns: runs(100) },
  );
});

test('10,000 rows take a moment, not minutes', async () => {
  const rows = Array.from({ length: 10_000 }, (_, index): Row => [
    `job ${String(index)} 漢字`,
    '93.6 MB',
    colored.status('success'),
  ]);
  const started = cpuMilliseconds();
  const table = createTable({
    columns: [NAME, SIZE, NOTE],
    width: 80,
    theme,
    header: true,
    sample: rows.slice(0, 100),
  });
  await table.write(rows, bufferSink());
  expect(cpuMilliseconds() - started).toBeLessThan(60_000);
}, 90_000);
