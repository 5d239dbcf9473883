import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import {
  csvText,
  jsonForTerminal,
  safeLines,
  safeText,
  tsvText,
} from '../../../src/output/safe-text.ts';
import { widthOf } from '../../../src/output/width.ts';
import { runs } from '../../support/runs.ts';
import { anyText } from '../../support/any-text.ts';
import { cpuMilliseconds } from '../../support/cpu-time.ts';

/** Texts that are mostly made of what has to be stopped. */
const nasty = fc
  .array(
    fc.oneof(
      anyText({ maxLength: 3 }),
      fc.constantFrom(
        '\u001b[31m',
        '\u001b]8;;http://x\u0007',
        '\u009b2J',
        '\u202e',
        '\u2066',
        '\u200b',
        '\u200d',
        '\u2028',
        '\ud800',
        '\u{e0041}',
        '\r\n',
        '\t',
        '=',
        '"',
        ',',
        '\\',
        '👩‍👩‍👧',
        '❤️',
        '漢字',
        'é',
      ),
    ),
    { maxLength: 20 },
  )
  .map((parts) => parts.join(''));

const OBEYED =
  /[\p{Control}\p{Surrogate}\u2028\u2029\u061c\u200b\u200c\u200e\u200f\u202a-\u202e\u2060-\u206f\ufeff\u{e0000}-\u{e0fff}]/u;

describe('safeText', () => {
  test.each([
    ['plain text stays', 'Backup Job 1', 'Backup Job 1'],
    ['an escape sequence becomes visible', 'a\u001b[2Jb', 'a^[[2Jb'],
    ['an 8-bit escape too', 'a\u009b2Jb', 'a\\x9b2Jb'],
    ['bell and delete', '\u0007\u007f', '^G^?'],
    ['line ends and tabs are one blank', 'one\r\n\r\ntwo\tthree\u2028four', 'one two three four'],
    ['none at the ends', '\none\n', 'one'],
    ['an override of the reading direction goes', 'exe.\u202etxt', 'exe.txt'],
    ['isolates and marks go', '\u2067a\u2069\u200f', 'a'],
    ['zero-width space and joiner between letters go', 'ad\u200bm\u200din', 'admin'],
    ['hidden tags go', 'a\u{e0041}\u{e0042}', 'a'],
    ['a family stays one picture', '👩‍👩‍👧', '👩‍👩‍👧'],
    ['a skin tone and its joiner stay', '👩🏽‍💻', '👩🏽‍💻'],
    ['half a pair is replaced', 'a\ud83db', 'a\ufffdb'],
    ['other scripts stay', 'Łódź 東京 हिन्दी ไทย العربية', 'Łódź 東京 हिन्दी ไทย العربية'],
  ])('%s', (_, text, safe) => {
    expect(safeText(text)).toBe(safe);
  });

  test('nothing that a terminal obeys or hides comes through, whatever is sent', () => {
    fc.assert(
      fc.property(nasty, (text) => {
        const safe = safeText(text);
        expect(safe).not.toMatch(OBEYED);
        expect(safeText(safe)).toBe(safe);
        // Safe text is measured as it will be drawn: it holds no code that a width ignores.
        expect(widthOf(safe)).toBe(widthOf(`${safe}|`) - 1);
      }),
      { numRuns: runs(500) },
    );
  });

  test('takes long texts in their stride', () => {
    const started = cpuMilliseconds();
    for (const unit of [' ', ' \n', '\u200d', '👩\u200d', '\t ', '\u001b']) {
      safeText(unit.repeat(100_000));
      csvText(unit.repeat(100_000));
    }
    expect(cpuMilliseconds() - started).toBeLessThan(10_000);
  });
});

describe('safeLines', () => {
  test('splits at every kind of line end and makes each line safe', () => {
    expect(safeLines('a\r\nb\u001bc\n\nd')).toEqual(['a', 'b^[c', '', 'd']);
    expect(safeLines('')).toEqual(['']);
  });
});

/** A reader of RFC 4180 rows, written from the RFC. */
function readCsvRow(row: string): string[] {
  const cells: string[] = [];
  const cell = /(?:"((?:[^"]|"")*)"|([^",\n]*))(,|$)/gy;
  for (let match = cell.exec(row); match !== null; match = cell.exec(row)) {
    cells.push(match[1]?.replaceAll('""', '"') ?? match[2] ?? '');
    if (match[3] === '') break;
  }
  return cells;
}

describe('csvText', () => {
  test.each([
    ['plain', 'Job 1', 'Job 1'],
    ['a comma is quoted', 'a,b', '"a,b"'],
    ['quotes are doubled', 'say "hi"', '"say ""hi"""'],
    ['a line end is kept in quotes', 'a\r\nb', '"a\nb"'],
    ['blanks at the ends are kept in quotes', ' a ', '" a "'],
    ['equals', '=1+1', "'=1+1"],
    ['plus', '+1', "'+1"],
    ['minus', '-1', "'-1"],
    ['at', '@SUM(A1)', "'@SUM(A1)"],
    ['full-width equals', '＝1', "'＝1"],
    ['behind a blank', ' =1', "' =1"],
    ['tab', '\t=1', '"\'\t=1"'],
    ['carriage return', '\r=1', '"\'\n=1"'],
    ['behind an invisible mark', '\u200b=1', "'=1"],
    ['with a call', '=HYPERLINK("http://x","y")', '"\'=HYPERLINK(""http://x"",""y"")"'],
    ['an escape sequence', '\u001b[2J', '^[[2J'],
  ])('%s', (_, text, cell) => {
    expect(csvText(text)).toBe(cell);
  });

  test('a row reads back cell by cell, and no cell begins a formula', () => {
    fc.assert(
      fc.property(fc.array(nasty, { minLength: 1, maxLength: 4 }), (texts) => {
        const cells = readCsvRow(texts.map(csvText).join(','));
        expect(cells).toHaveLength(texts.length);
        for (const [index, cell] of cells.entries()) {
          expect(cell).not.toMatch(/^\s*[=+\-@＝＋－＠]|^[\t\r\n]/);
          expect(safeText(cell.replace(/^'/, ''))).toBe(
            safeText((texts[index] ?? '').replace(/^'/, '')),
          );
        }
      }),
      { numRuns: runs(500) },
    );
  });
});

describe('tsvText', () => {
  test('a tab or a line end is a space, a backslash stays: cut hands cells on as they are', () => {
    expect(tsvText('a\tb\nc\\d\r\ne')).toBe('a b c\\d e');
  });

  test('a cell never holds a tab or a line end', () => {
    fc.assert(
      fc.property(nasty, (text) => {
        const cell = tsvText(text);
        expect(cell).not.toMatch(/[\t\n\r]/);
      }),
      { numRuns: runs(500) },
    );
  });
});

describe('jsonForTerminal', () => {
  test('what a terminal obeys is written as escapes', () => {
    expect(jsonForTerminal('{"a":"\u009b\u202e\u007f\u{e0041}"}')).toBe(
      '{"a":"\\u009b\\u202e\\u007f\\udb40\\udc41"}',
    );
  });

  test('an indented object of a server stays JSON', () => {
    const text = jsonForTerminal('{\r\n\t"a": 1,\r"b": 2}');
    expect(text).toBe('{\n\t"a": 1,\n"b": 2}');
    expect(JSON.parse(text)).toEqual({ a: 1, b: 2 });
  });

  test('the value stays the same, and line ends between tokens stay', () => {
    fc.assert(
      fc.property(fc.dictionary(nasty, nasty), (value) => {
        const json = JSON.stringify(value, null, 2);
        const text = jsonForTerminal(json);
        expect(JSON.parse(text)).toEqual(value);
        expect(text.split('\n')).toHaveLength(json.split('\n').length);
        expect(text.replaceAll('\n', '')).not.toMatch(OBEYED);
      }),
    );
  });
});
