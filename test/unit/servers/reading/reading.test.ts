import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import {
  isFields,
  readBoolean,
  readFields,
  readId,
  readInstant,
  readInteger,
  readList,
  readNumber,
  readText,
  readWord,
  requireFields,
  requireId,
  requireList,
} from '../../../../src/servers/reading/reading.ts';

const WHERE = 'GET /v8/Jobs on backup.example.com';
const ID = '9f4eba99-ce30-419b-a942-354744045f51';

describe('readText', () => {
  test('keeps text as served, spaces and all', () => {
    expect(readText(' Mail – 東京 ')).toBe(' Mail – 東京 ');
  });

  test.each([
    [7, '7'],
    [12345678901234567890n, '12345678901234567890'],
    [false, 'false'],
  ])('takes the text of %p', (value, text) => {
    expect(readText(value)).toBe(text);
  });

  test.each([undefined, null, '', {}, []])('has none for %p', (value) => {
    expect(readText(value)).toBeNull();
  });
});

describe('readId', () => {
  test('writes UUIDs in lower case, so that links and bodies agree', () => {
    expect(readId(ID.toUpperCase())).toBe(ID);
    expect(readId(` ${ID} `)).toBe(ID);
  });

  test('leaves other ids alone', () => {
    expect(readId(17)).toBe('17');
    expect(readId('Group-ABC')).toBe('Group-ABC');
  });

  test('mends half characters, which can stand in no address', () => {
    expect(readId('a\ud800b')).toBe('a\ufffdb');
    expect(readId('a\ud83d\udceeb')).toBe('a📮b');
  });

  test.each([undefined, null, '', ' ', '00000000-0000-0000-0000-000000000000', {}])(
    'takes %p as no id',
    (value) => {
      expect(readId(value)).toBeNull();
    },
  );
});

describe('readInteger', () => {
  test.each([
    [0, 0],
    [1683256, 1683256],
    ['1683256', 1683256],
    [' 20 ', 20],
    ['+20', 20],
    ['-3', -3],
    ['00012', 12],
    [1.5, 2],
    ['832.4', 832],
    ['1e3', 1000],
    [-0, 0],
    [-0.2, 0],
    [9007199254740993n, 9007199254740993n],
    ['9007199254740993', 9007199254740993n],
    ['9223372036854775807', 9223372036854775807n],
    [42n, 42],
  ])('reads %p', (value, expected) => {
    expect(readInteger(value)).toBe(expected);
  });

  test.each([
    undefined,
    null,
    '',
    ' ',
    'N/A',
    '131,9',
    '1 000',
    '0x10',
    '832.4 KB/s',
    NaN,
    Infinity,
    1e300,
    '1e999',
    '99999999999999999999',
    true,
    [],
    [1],
    {},
  ])('finds no number in %p', (value) => {
    expect(readInteger(value)).toBeNull();
  });

  test('loses no digit of any 64-bit integer', () => {
    fc.assert(
      fc.property(fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n }), (value) => {
        expect(String(readInteger(String(value)))).toBe(String(value));
        expect(String(readInteger(value))).toBe(String(value));
      }),
    );
  });
});

describe('readNumber', () => {
  test.each([
    [99.5, 99.5],
    ['99.5', 99.5],
    [12n, 12],
    ['99,5', null],
    ['', null],
    [NaN, null],
    [-Infinity, null],
    ['1e999', null],
    [true, null],
    [null, null],
  ])('reads %p as %p', (value, expected) => {
    expect(readNumber(value)).toBe(expected);
  });
});

describe('readBoolean', () => {
  test.each([
    [true, true],
    [false, false],
    ['True', true],
    [' false ', false],
    ['yes', null],
    [1, null],
    [null, null],
  ])('reads %p as %p', (value, expected) => {
    expect(readBoolean(value)).toBe(expected);
  });
});

describe('readInstant', () => {
  test.each([
    ['2019-06-16T22:00:00Z', 1560722400000],
    ['2019-06-16T22:00:00.5Z', 1560722400500],
    ['2019-06-16T22:00:00.0087714Z', 1560722400000 + 8.7714],
    ['2019-06-16T15:00:00-07:00', 1560722400000],
  ])('reads %p', (text, instant) => {
    expect(readInstant(text)).toBeCloseTo(instant, 3);
  });

  test('assumes the offset it is told where the text has none', () => {
    expect(readInstant('2019-06-16T22:00:00', 120)).toBe(1560722400000 - 7_200_000);
    expect(readInstant('2019-06-16T22:00:00')).toBe(1560722400000);
  });

  test.each([
    undefined,
    null,
    '',
    'yesterday',
    1560722400000,
    '0001-01-01T00:00:00Z',
    '1900-01-01T00:00:00',
    '9999-12-31T23:59:59.9999999Z',
  ])('takes %p as no time', (value) => {
    expect(readInstant(value)).toBeNull();
  });
});

describe('readWord', () => {
  const words = new Map([['success', 1]]);

  test('does not care about case and outer spaces', () => {
    expect(readWord(' SUCCESS ', words)).toBe(1);
  });

  test.each(['Succeeded', '', null, 1, undefined, '__proto__'])('does not know %p', (value) => {
    expect(readWord(value, words)).toBeNull();
  });
});

describe('frames', () => {
  test('pass through when right', () => {
    const list: unknown[] = [];
    const fields = {};
    expect(requireList(list, WHERE, 'results')).toBe(list);
    expect(requireFields(fields, WHERE, 'the answer')).toBe(fields);
    expect(requireId(ID, WHERE, 'id')).toBe(ID);
  });

  test.each([
    ['text', 'a string'],
    [null, 'null'],
    [undefined, 'missing'],
    [1n, 'a number'],
    [{}, 'an object'],
  ])('name endpoint, field and what %p is instead of a list', (value, found) => {
    expect(() => requireList(value, WHERE, 'results')).toThrow(
      expect.objectContaining({
        code: 'ANSWER_UNREADABLE',
        where: WHERE,
        message: `results should be a list but is ${found}`,
      }),
    );
  });

  test('take a list for no object, and the nil UUID for no id', () => {
    expect(() => requireFields([], WHERE, 'the answer')).toThrow(
      'should be an object but is a list',
    );
    expect(() => requireId('00000000-0000-0000-0000-000000000000', WHERE, 'id')).toThrow(
      'id should be an id',
    );
  });

  test('optional parts are empty where they are not there', () => {
    expect(readFields('x')).toEqual({});
    expect(readFields(undefined)).toEqual({});
    expect(readList({ length: 1 })).toEqual([]);
    expect(isFields([])).toBe(false);
  });
});

test('no JSON value makes a field reader fail, or return anything but its type', () => {
  fc.assert(
    fc.property(fc.jsonValue(), (value) => {
      expect(typeof (readText(value) ?? '')).toBe('string');
      expect(typeof (readId(value) ?? '')).toBe('string');
      expect(['number', 'bigint']).toContain(typeof (readInteger(value) ?? 0));
      expect(Number.isFinite(readNumber(value) ?? 0)).toBe(true);
      expect(typeof (readBoolean(value) ?? true)).toBe('boolean');
      expect(Number.isFinite(readInstant(value) ?? 0)).toBe(true);
      expect(Array.isArray(readList(value))).toBe(true);
      expect(isFields(readFields(value))).toBe(true);
    }),
  );
});
