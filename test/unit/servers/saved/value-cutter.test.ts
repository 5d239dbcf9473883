import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { ValueCutter } from '../../../../src/servers/saved/value-cutter.ts';
import { cpuMilliseconds } from '../../../support/cpu-time.ts';

/** Feeds a text in pieces that end at the given places. */
function cut(text: string, places: readonly number[] = []) {
  const values: unknown[] = [];
  const lines: number[] = [];
  const cutter = new ValueCutter(({ value, line }) => {
    values.push(value);
    lines.push(line);
  });
  const ends = [...places.filter((at) => at <= text.length).sort((a, b) => a - b), text.length];
  let from = 0;
  for (const end of ends) {
    const wrong = cutter.feed(text.slice(from, end));
    if (wrong !== null) return { values, lines, wrong, isOpen: cutter.isOpen };
    from = end;
  }
  return { values, lines, wrong: cutter.finish(), isOpen: cutter.isOpen };
}

const objects = fc.array(fc.dictionary(fc.string(), fc.jsonValue()), { maxLength: 6 });
const places = fc.array(fc.nat(400), { maxLength: 8 });

describe('cutting a text into JSON values', () => {
  test('finds every object again, however it is written and wherever it is torn', () => {
    const writings: readonly ((items: readonly unknown[]) => string)[] = [
      (items) => items.map((item) => `${JSON.stringify(item)}\n`).join(''),
      (items) => items.map((item) => JSON.stringify(item)).join('\r\n'),
      (items) => JSON.stringify(items),
      (items) => JSON.stringify(items, null, 2),
      (items) => items.map((item) => JSON.stringify(item, null, 4)).join('\n'),
      (items) => `[\n${items.map((item) => JSON.stringify(item)).join(',\n')}\n]\n`,
      (items) => items.map((item) => JSON.stringify([item])).join(''),
    ];
    fc.assert(
      fc.property(objects, places, fc.constantFrom(...writings), (items, ends, write) => {
        const { values, wrong, isOpen } = cut(write(items), ends);
        expect([wrong, isOpen]).toEqual([null, false]);
        expect(JSON.stringify(values)).toBe(JSON.stringify(items));
      }),
    );
  });

  test('says on which line a value begins', () => {
    expect(cut('{"a":1}\n\n{\n "b": [1,\n 2]\n}\n{"c":3}').lines).toEqual([1, 3, 7]);
    expect(cut('[\n{"a":"}\\""},\n{"b":2}\n]').lines).toEqual([2, 3]);
  });

  test('a text that ends within a value or a list is open', () => {
    expect(cut('{"a":1}\n{"a":').isOpen).toBe(true);
    expect(cut('[{"a":1},').isOpen).toBe(true);
    expect(cut('[{"a":1}]').isOpen).toBe(false);
    expect(cut('\uFEFF{"a":1}').values).toEqual([{ a: 1 }]);
  });

  test('null stands for no object', () => {
    expect(cut('[null,\n{"a":1},null]null\n', [3, 20])).toMatchObject({
      values: [{ a: 1 }],
      wrong: null,
    });
  });

  test('what is no JSON is named with its line', () => {
    expect(cut('{"a":1}\nVSI OK').wrong).toEqual({ line: 2, text: 'VSI OK' });
    expect(cut('{"a":1}\n{"a" 1}\n{"b":2}').wrong).toMatchObject({ line: 2 });
    expect(cut(']').wrong).toMatchObject({ line: 1 });
  });

  test('a long list on one line takes time in proportion to its length', () => {
    const items = (count: number): string =>
      JSON.stringify(Array.from({ length: count }, () => ({ a: 'x'.repeat(200) })));
    const once = (text: string): number => {
      const begin = cpuMilliseconds();
      expect(cut(text).wrong).toBe(null);
      return cpuMilliseconds() - begin;
    };
    const time = (text: string): number => Math.min(once(text), once(text), once(text), once(text));
    once(items(1000));
    const short = time(items(1000));
    // Quadratic it would be two hundred and fifty-six times as long.
    expect(time(items(16_000))).toBeLessThan(100 * Math.max(short, 1));
  });
});
