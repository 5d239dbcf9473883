import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import {
  breaksOff,
  excerpt,
  parseJson,
  parseWithSources,
  readJson,
} from '../../../../src/servers/reading/json.ts';
import { failureOf } from '../../../support/failures.ts';
import { anyText } from '../../../support/any-text.ts';

const WHERE = 'GET /v8/Jobs on backup.example.com';

describe('parseJson', () => {
  test('reads whole numbers beyond 2^53 exactly and leaves all others numbers', () => {
    expect(
      parseJson(
        '{"usn": 9007199254740993, "least":-9223372036854775808, "safe":9007199254740991,' +
          '"rate":1234567890123456.5, "list":[18446744073709551615,1e3,-0]}',
        WHERE,
      ),
    ).toEqual({
      usn: 9007199254740993n,
      least: -9223372036854775808n,
      safe: 9007199254740991,
      rate: 1234567890123456.5,
      list: [18446744073709551615n, 1000, -0],
    });
  });

  test('is not led astray by digits in strings, nor by a key given twice', () => {
    expect(parseJson('{"a":"id:1234567890123456789","a":[1,12345678901234567]}', WHERE)).toEqual({
      a: [1, 12345678901234567n],
    });
  });

  test('ignores a byte order mark', () => {
    expect(parseJson('\uFEFF[1]', WHERE)).toEqual([1]);
  });

  test.each([
    ['', 'the answer is empty'],
    ['\uFEFF \r\n', 'the answer is empty'],
    ['<!DOCTYPE html><html><body>It works!</body></html>', 'an HTML page instead of JSON'],
    ['\n<html lang="en">', 'an HTML page instead of JSON'],
    ['{"results":[{"id":"é', 'the answer breaks off after 21 bytes'],
    ['[1,2', 'the answer breaks off after 4 bytes'],
    ['{"a":"\\"', 'the answer breaks off after 8 bytes'],
    ['Service Unavailable', 'the answer is not JSON: “Service Unavailable”'],
    ['{"a":1}}', 'the answer is not JSON: “{"a":1}}”'],
  ])('names what is wrong with %j', async (text, message) => {
    const failure = await failureOf(() => parseJson(text, WHERE));
    expect(failure).toMatchObject({ code: 'ANSWER_UNREADABLE', message, where: WHERE });
  });

  test('quotes a strange answer briefly and without anything that could steer a terminal', async () => {
    const failure = await failureOf(() => parseJson(`\u001b[31mNo\u202e${'x'.repeat(500)}`, WHERE));
    expect(failure.message).toBe(`the answer is not JSON: “[31mNo ${'x'.repeat(53)}…”`);
  });

  test('agrees with JSON.parse on everything that a double holds exactly', () => {
    fc.assert(
      fc.property(fc.jsonValue({ noUnicodeString: false }), fc.boolean(), (value, pretty) => {
        const text = JSON.stringify(value, null, pretty ? 2 : 0);
        if (/\d{16}/.test(text.replace(/\d*[.e][\d.e+-]*/g, ''))) return;
        expect(parseJson(text, WHERE)).toEqual(JSON.parse(text));
      }),
    );
  });

  test('calls every proper beginning of an object cut off, and nothing else', () => {
    fc.assert(
      fc.property(fc.dictionary(fc.string(), fc.jsonValue()), fc.nat(), (value, at) => {
        const text = JSON.stringify(value);
        expect(breaksOff(text)).toBe(false);
        expect(breaksOff(text.slice(0, 1 + (at % (text.length - 1))))).toBe(true);
      }),
    );
  });
});

describe('parseWithSources', () => {
  test('knows every part as the server wrote it, number literals unchanged', () => {
    const { value, sourceOf } = parseWithSources(
      '{ "results": [ {"id": "a", "rate": 1.50, "usn": 9007199254740993, "big": 1E400} ], "n": 1e2 }',
      WHERE,
    );
    expect(value).toEqual({
      results: [{ id: 'a', rate: 1.5, usn: 9007199254740993n, big: Infinity }],
      n: 100,
    });
    const results = (value as { results: unknown[] }).results;
    expect(sourceOf(results[0])).toBe('{"id":"a","rate":1.50,"usn":9007199254740993,"big":1E400}');
    expect(sourceOf(results)).toBe(`[${sourceOf(results[0]) ?? ''}]`);
    expect(sourceOf({ id: 'a' })).toBeNull();
    expect(sourceOf('a')).toBeNull();
  });

  test('tells what is unreadable as parseJson does', async () => {
    expect(await failureOf(() => parseWithSources('{"a":', WHERE))).toMatchObject({
      message: 'the answer breaks off after 5 bytes',
    });
  });

  test('is what readJson takes when sources are to be kept', () => {
    const kept = readJson('[{"n":1.0}]', WHERE, true);
    expect(kept.sourceOf((kept.value as unknown[])[0])).toBe('{"n":1.0}');
    const plain = readJson('[{"n":1.0}]', WHERE, false);
    expect(plain.value).toEqual([{ n: 1 }]);
    expect(plain.sourceOf((plain.value as unknown[])[0])).toBeNull();
  });
});

test('an excerpt never ends in half a character', () => {
  fc.assert(
    fc.property(anyText(), fc.integer({ min: 1, max: 20 }), (text, length) => {
      const line = excerpt(text, length);
      expect(line.length).toBeLessThanOrEqual(length + 1);
      expect(line).not.toMatch(/[\p{Cc}\p{Cf}\p{Cs}]/u);
    }),
  );
});
