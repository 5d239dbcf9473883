import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import {
  formatInstant,
  offsetOf,
  parseInstant,
  secondsBetween,
} from '../../../src/model/instant.ts';

describe('parseInstant', () => {
  test.each([
    ['2019-02-04T16:49:22Z', '2019-02-04T16:49:22.000Z'],
    ['2019-02-04T16:49:22.8Z', '2019-02-04T16:49:22.800Z'],
    ['2019-06-16T22:00:00.0246404Z', '2019-06-16T22:00:00.024Z'],
    ['2019-06-16T15:00:00.0402129-07:00', '2019-06-16T22:00:00.040Z'],
    ['2022-02-04T21:40:34.473+03:00', '2022-02-04T18:40:34.473Z'],
    ['2022-02-04T21:40+0300', '2022-02-04T18:40:00.000Z'],
    ['2024-02-29 12:00:00Z', '2024-02-29T12:00:00.000Z'],
    ['2000-02-29T12:00Z', '2000-02-29T12:00:00.000Z'],
    ['2024-01-31T12:00Z', '2024-01-31T12:00:00.000Z'],
    ['2016-12-31T23:59:60Z', '2017-01-01T00:00:00.000Z'],
    [' 2019-02-04T16:49:22 +01:00\r', '2019-02-04T15:49:22.000Z'],
    ['2024-02-28T24:00Z', '2024-02-29T00:00:00.000Z'],
    ['2024-02-28T24:00:00Z', '2024-02-29T00:00:00.000Z'],
  ])('%s', (text, iso) => {
    const instant = parseInstant(text);
    expect(instant === null ? null : formatInstant(instant)).toBe(iso);
  });

  test.each([
    '9999-12-31T23:59:59.9999999Z',
    '0001-01-01T00:00:00Z',
    '0001-01-01T00:00:00',
    '1900-01-01T00:00:00+00:00',
    '2023-02-29T00:00:00Z',
    '2100-02-29T00:00:00Z',
    '2023-02-00T00:00:00Z',
    '2023-00-01T00:00:00Z',
    '2023-13-01T00:00:00Z',
    '2023-12-01T25:00:00Z',
    '2023-12-01T12:60:00Z',
    '2023-12-01T12:00:61Z',
    '2023-12-01T24:30:00Z',
    '2023-12-01T24:00:01Z',
    '2023-12-01T24:00:00.5Z',
    '17/06/2019 10:00:00 AM',
    'now',
    '',
  ])('%s is no time', (text) => {
    expect(parseInstant(text)).toBeNull();
  });

  test('a time without an offset is UTC, or what the caller says', () => {
    expect(parseInstant('2024-11-13T18:00:45.528604')).toBe(
      parseInstant('2024-11-13T18:00:45.528604Z'),
    );
    expect(parseInstant('2024-11-13T18:00:45', 60)).toBe(parseInstant('2024-11-13T17:00:45Z'));
  });

  test('agrees with the language wherever both understand the text', () => {
    const years = { min: new Date('1901-01-01T00:00:00Z'), max: new Date('9998-12-31T23:59:59Z') };
    fc.assert(
      fc.property(fc.date({ ...years, noInvalidDate: true }), (date) => {
        expect(parseInstant(date.toISOString())).toBe(date.getTime());
      }),
    );
  });

  test('never throws and never answers NaN', () => {
    fc.assert(
      fc.property(fc.string(), (text) => {
        const instant = parseInstant(text);
        expect(instant === null || Number.isFinite(instant)).toBe(true);
      }),
    );
  });
});

describe('offsetOf', () => {
  test.each([
    ['2022-02-04T21:40:34.473+03:00', 180],
    ['2019-06-16T15:00:00-07:30', -450],
    ['2019-06-16T15:00:00Z', 0],
    [' 2019-06-16T15:00:00 +02:00\r', 120],
    ['2019-06-16T15:00:00', null],
    ['never', null],
  ])('%s → %s', (text, minutes) => {
    expect(offsetOf(text)).toBe(minutes);
  });
});

describe('secondsBetween', () => {
  test('keeps what is below the millisecond until the end', () => {
    const start = parseInstant('2019-02-04T16:49:22.8529769Z');
    const end = parseInstant('2019-02-04T16:50:21.3024288Z');
    expect(secondsBetween(start, end)).toBe(58.449);
  });

  test('null while one end is open, and for an end before the start', () => {
    expect(secondsBetween(null, 5)).toBeNull();
    expect(secondsBetween(5, null)).toBeNull();
    expect(secondsBetween(0, null)).toBeNull();
    expect(secondsBetween(5000, 4000)).toBeNull();
    expect(secondsBetween(4000, 4000)).toBe(0);
  });
});
