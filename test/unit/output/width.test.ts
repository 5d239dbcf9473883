import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { safeText } from '../../../src/output/safe-text.ts';
import { pad, truncate, widthOf, wrap } from '../../../src/output/width.ts';
import { cpuMilliseconds } from '../../support/cpu-time.ts';

const safe = fc
  .array(
    fc.oneof(
      fc.string({ unit: 'grapheme', maxLength: 8 }),
      fc.constantFrom('漢字', '👩‍👩‍👧', 'हिन्दी', ' ', '  ', 'word'),
    ),
    { maxLength: 12 },
  )
  .map((parts) => safeText(parts.join('')));

test.each([
  ['Backup', 6],
  ['漢字', 4],
  ['👩‍👩‍👧', 2],
  ['e\u0301', 1],
  ['แผนกบัญชี', 7],
  ['\u001b[31mred\u001b[39m', 3],
])('the width of %p is %p', (text, width) => {
  expect(widthOf(text)).toBe(width);
});

describe('truncate', () => {
  test.each([
    ['Backup Job', 10, 'Backup Job'],
    ['Backup Job', 9, 'Backup J…'],
    ['漢字漢字', 6, '漢字…'],
    ['漢字漢字', 5, '漢字…'],
    ['👩‍👩‍👧👩‍👩‍👧', 3, '👩‍👩‍👧…'],
    ['\u001b[31mfailed\u001b[39m', 4, 'fai…'],
    ['ab', 1, '…'],
    ['ab', 0, ''],
  ])('%p to %p columns', (text, width, cut) => {
    expect(truncate(text, width, '…')).toBe(cut);
  });

  test('an ellipsis wider than the room is cut itself', () => {
    expect(truncate('abcdef', 2, '...')).toBe('..');
  });

  test('never exceeds the width', () => {
    fc.assert(
      fc.property(safe, fc.nat(30), (text, width) => {
        expect(widthOf(truncate(text, width, '…'))).toBeLessThanOrEqual(width);
      }),
    );
  });
});

test('pad fills to the width on either side and leaves what is longer', () => {
  expect(pad('漢', 4)).toBe('漢  ');
  expect(pad('12', 4, 'right')).toBe('  12');
  expect(pad('12345', 4)).toBe('12345');
});

const graphemes = new Intl.Segmenter();

describe('wrap', () => {
  test('breaks between words, and inside a word only where it is longer than a line', () => {
    expect(wrap('one two three', 8)).toEqual(['one two', 'three']);
    expect(wrap('abcdefghij k', 4)).toEqual(['abcd', 'efgh', 'ij k']);
    expect(wrap('漢字漢字', 5)).toEqual(['漢字', '漢字']);
    expect(wrap('', 5)).toEqual(['']);
  });

  test('breaks a long word behind a sign that joins its parts', () => {
    expect(wrap('SHA-256 A0:04:AD:2B:1F is', 10)).toEqual(['SHA-256', 'A0:04:AD:', '2B:1F is']);
    expect(wrap('/var/lib/veeam/backup', 10)).toEqual(['/var/lib/', 'veeam/', 'backup']);
    // One far in front would leave the line nearly empty.
    expect(wrap('x:abcdefghij', 8)).toEqual(['x:abcdef', 'ghij']);
  });

  test('no line exceeds the width, no character is lost', () => {
    fc.assert(
      fc.property(safe, fc.integer({ min: 2, max: 30 }), (text, width) => {
        const lines = wrap(text, width);
        // One character that is wider than the line cannot be broken any further.
        const breakable = lines.filter((line) => [...graphemes.segment(line)].length > 1);
        for (const line of breakable) expect(widthOf(line)).toBeLessThanOrEqual(width);
        expect(lines.join('').replaceAll(' ', '')).toBe(text.replaceAll(' ', ''));
      }),
    );
  });

  test('takes a long word in its stride', () => {
    const started = cpuMilliseconds();
    expect(wrap('漢'.repeat(10_000), 80)).toHaveLength(250);
    expect(cpuMilliseconds() - started).toBeLessThan(10_000);
  });
});
