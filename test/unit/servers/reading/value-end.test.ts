import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { ValueEnd } from '../../../../src/servers/reading/value-end.ts';

/** Where the value ends that the text begins with, when the text comes in pieces; null = nowhere. */
function endOf(text: string, cuts: readonly number[]): number | null {
  const end = new ValueEnd();
  const places = cuts.map((cut) => cut % (text.length + 1)).sort((a, b) => a - b);
  let from = 0;
  for (const place of [...places, text.length]) {
    const found = end.find(text.slice(from, place), 0);
    expect(end.isOpen).toBe(found === -1 && place > 0);
    if (found !== -1) return from + found;
    from = place;
  }
  return null;
}

/** A JSON text that begins with a quote or a bracket. */
const values = fc
  .tuple(
    fc.oneof(fc.string(), fc.array(fc.jsonValue()), fc.dictionary(fc.string(), fc.jsonValue())),
    fc.constantFrom(0, 1, '\t'),
  )
  .map(([value, indent]) => JSON.stringify(value, null, indent));
const cuts = fc.array(fc.nat(), { maxLength: 12 });
/** What may follow, quotes and brackets included. */
const rests = fc.stringMatching(/^[\]}",:[{\\ \nab]{0,6}$/);

describe('the end of a JSON value', () => {
  test('is found wherever the text is torn and whatever follows', () => {
    fc.assert(
      fc.property(values, rests, cuts, (text, rest, places) => {
        expect(endOf(text + rest, places)).toBe(text.length);
      }),
    );
  });

  test('is found at every single cut within quotes and backslashes', () => {
    const text = JSON.stringify({ '"]}': ['\\', '\\"', '}\\\\', '\u2028é😀', { '\\': '"' }] });
    for (let cut = 0; cut <= text.length; cut += 1) {
      for (const next of [cut, cut + 1, cut + 2]) {
        expect(endOf(`${text}]`, [cut, next])).toBe(text.length);
      }
    }
  });

  test('does not come before it is there', () => {
    fc.assert(
      fc.property(values, fc.nat(), cuts, (text, length, places) => {
        expect(endOf(text.slice(0, 1 + (length % (text.length - 1))), places)).toBe(null);
      }),
    );
  });

  test('is found again and again by the same finder', () => {
    const text = '{"a":[1]} "b" [{}]';
    const end = new ValueEnd();
    expect([end.find(text, 0), end.find(text, 10), end.find(text, 14)]).toEqual([9, 13, 18]);
    expect(end.find('', 0)).toBe(-1);
    expect(end.isOpen).toBe(false);
  });
});
