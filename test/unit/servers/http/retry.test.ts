import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import {
  parseRetryAfter,
  retryPause,
  type Outcome,
  type RetryState,
} from '../../../../src/servers/http/retry.ts';

const NOW = Date.UTC(2026, 10, 20, 12);

const state = (changes: Partial<RetryState> = {}): RetryState => ({
  method: 'GET',
  retries: 2,
  tries: 1,
  timeouts: 0,
  now: NOW,
  random: 0.5,
  ...changes,
});

const answer = (status: number, retryAfter?: string): Outcome => ({
  kind: 'answer',
  status,
  retryAfter,
});

describe('a pause before the next try', () => {
  test('doubles, spreads, and has an upper end', () => {
    const pauses = [1, 2, 3, 4, 5, 6, 7].map((tries) =>
      retryPause(answer(503), state({ tries, retries: 99 })),
    );
    expect(pauses).toEqual([375, 750, 1500, 3000, 6000, 7500, 7500]);
    expect(retryPause(answer(503), state({ random: 0 }))).toBe(250);
    expect(retryPause(answer(503), state({ random: 1 }))).toBe(500);
  });

  test('comes no more often than allowed', () => {
    expect(retryPause(answer(503), state({ tries: 2 }))).not.toBeNull();
    expect(retryPause(answer(503), state({ tries: 3 }))).toBeNull();
    expect(retryPause(answer(503), state({ retries: 0 }))).toBeNull();
  });

  test('is as long as the server asks, unless it asks for too much', () => {
    expect(retryPause(answer(429, '30'), state())).toBe(30_125);
    expect(retryPause(answer(503, '0'), state())).toBe(125);
    expect(retryPause(answer(429, '3600'), state())).toBeNull();
    expect(retryPause(answer(429, 'soon'), state())).toBe(375);
  });

  test.each([
    ['passing', 0, 375],
    ['timeout', 1, 375],
    ['timeout', 2, null],
    ['passing', 2, null],
    ['final', 0, null],
  ] as const)('after a %s fault with %i timeouts so far', (fault, timeouts, pause) => {
    expect(retryPause({ kind: 'fault', fault, answered: false }, state({ timeouts }))).toBe(pause);
  });

  test('of a POST only while no answer had begun', () => {
    const post = state({ method: 'POST' });
    expect(retryPause({ kind: 'fault', fault: 'passing', answered: true }, post)).toBeNull();
    expect(retryPause({ kind: 'fault', fault: 'passing', answered: false }, post)).toBe(375);
    expect(retryPause({ kind: 'fault', fault: 'passing', answered: true }, state())).toBe(375);
  });

  test.each([
    [200, null, null],
    [404, null, null],
    [429, 375, null],
    [500, 375, null],
    [501, null, null],
    [502, 375, 375],
    [503, 375, 375],
    [504, 375, 375],
  ])('after %i: %p for a GET, %p for a POST', (status, get, post) => {
    expect(retryPause(answer(status), state())).toBe(get);
    expect(retryPause(answer(status), state({ method: 'POST' }))).toBe(post);
  });
});

describe('Retry-After', () => {
  test.each([
    ['0', 0],
    [' 12 ', 12_000],
    ['1.5', 1500],
    [new Date(NOW + 61_000).toUTCString(), 61_000],
    [new Date(NOW - 61_000).toUTCString(), 0],
    ['Friday, 20-Nov-26 12:00:30 GMT', 30_000],
    ['', null],
    [undefined, null],
    ['-5', null],
    ['2026', 2_026_000],
    ['1/2', null],
    ['later today', null],
  ])('%j', (header, pause) => {
    expect(parseRetryAfter(header, NOW)).toBe(pause);
  });

  test('never makes a negative or broken pause', () => {
    fc.assert(
      fc.property(fc.string(), (header) => {
        const pause = parseRetryAfter(header, NOW);
        expect(pause === null || (Number.isFinite(pause) && pause >= 0)).toBe(true);
      }),
    );
  });
});
