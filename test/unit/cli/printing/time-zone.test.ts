import { describe, expect, test } from '@jest/globals';
import { createFlagValues } from '../../../../src/cli/invocation.ts';
import {
  windowOf,
  windowOfLength,
  withServerClock,
} from '../../../../src/cli/printing/time-zone.ts';
import { DAY } from '../../../../src/model/duration.ts';
import { EVERYTHING, isSelected } from '../../../../src/model/selection.ts';
import { newSession } from '../../../../src/model/session.ts';
import { failureOf } from '../../../support/failures.ts';
import { memoryHost } from '../../../support/host.ts';

const at = (text: string): number => Date.parse(text);

/** At 05:30 UTC on 22 November, on a machine in Tokyo. */
function given(flags: Readonly<Record<string, string>>) {
  const { host } = memoryHost({ argv: [], timeZone: () => 'Asia/Tokyo' });
  return { flags: createFlagValues(new Map(Object.entries(flags))), host };
}

describe('days and times without an offset', () => {
  test.each([
    [{}, '2026-11-01T00:00+09:00', '2026-11-02T00:00+09:00'],
    [{ 'time-zone': 'utc' }, '2026-11-01T00:00Z', '2026-11-02T00:00Z'],
    [{ 'time-zone': 'America/New_York' }, '2026-11-01T00:00-04:00', '2026-11-02T00:00-05:00'],
  ])('%j: those of the zone, over a clock change, too', (zone, since, until) => {
    expect(windowOf(given({ ...zone, since: '2026-11-01', until: '2026-11-01' }))).toEqual({
      since: at(since),
      until: at(until),
    });
  });

  test('what has an offset or is a length of time depends on no zone', () => {
    for (const zone of ['utc', 'server', 'Asia/Tokyo']) {
      const flags = { 'time-zone': zone, since: '7d', until: '2026-11-20T10:00:00+02:00' };
      expect(windowOf(given(flags))).toMatchObject({
        since: at('2026-11-15T05:30Z'),
        until: at('2026-11-20T08:00Z'),
      });
    }
  });
});

describe('--time-zone server', () => {
  const window = windowOf(
    given({ 'time-zone': 'server', since: '2026-11-20', until: '2026-11-20' }),
  );

  test('asks for what is that day anywhere', () => {
    expect(window.since).toBe(at('2026-11-20T00:00+14:00'));
    expect(window.until).toBe(at('2026-11-21T00:00-12:00'));
  });

  test.each([
    [60, '2026-11-19T22:59Z', false],
    [60, '2026-11-19T23:00Z', true],
    [60, '2026-11-20T22:59Z', true],
    [60, '2026-11-20T23:00Z', false],
    [-300, '2026-11-20T04:59Z', false],
    [-300, '2026-11-20T05:00Z', true],
    [-300, '2026-11-21T04:59Z', true],
    [330, '2026-11-19T18:30Z', true],
  ])('takes the day on a clock %d minutes ahead: %s is %s', (utcOffsetMinutes, time, taken) => {
    const session = {
      ...newSession({ id: 's', server: 'x', product: 'vbr', kind: 'backup', status: 'success' }),
      createdAt: at(time),
      endedAt: at(time),
      utcOffsetMinutes,
    };
    expect(isSelected(session, { ...EVERYTHING, ...window })).toBe(taken);
  });

  test('today is the day that it is on that clock', () => {
    const today = windowOf(given({ 'time-zone': 'server', since: 'today' }));
    expect(today.windowAt?.(-600)).toEqual({ since: at('2026-11-21T00:00-10:00'), until: null });
    expect(today.windowAt?.(60)).toEqual({ since: at('2026-11-22T00:00+01:00'), until: null });
  });

  test('is refused by a product that tells UTC only, which is left', async () => {
    const closed: string[] = [];
    const server = (product: 'vb365' | 'vbr') => ({
      name: product,
      product,
      close: async () => void closed.push(product),
    });
    const zone = given({ 'time-zone': 'Server' });
    expect((await withServerClock(zone, server('vbr'))).name).toBe('vbr');
    expect(await failureOf(() => withServerClock(zone, server('vb365')))).toMatchObject({
      code: 'USAGE',
      where: 'vb365',
    });
    expect(closed).toEqual(['vb365']);
    expect((await withServerClock(given({}), server('vb365'))).name).toBe('vb365');
  });
});

describe('a window that ends before it begins', () => {
  test.each<Readonly<Record<string, string>>>([
    { since: '1h', until: '2h' },
    { since: '2026-11-02', until: '2026-10-31' },
    { since: 'today', until: '2d', 'time-zone': 'utc' },
    { since: '2026-11-02', until: '2026-10-31', 'time-zone': 'server' },
    { since: '2026-11-02T10:00:00.001Z', until: '2026-11-02T10:00:00.000Z' },
  ])('%j is refused', async (flags) => {
    const refusal = {
      code: 'USAGE',
      message: '--until lies before --since',
      hint: 'it is about the time between them',
    };
    expect(await failureOf(() => windowOf(given(flags)))).toMatchObject(refusal);
    expect(await failureOf(() => windowOfLength(given(flags), DAY))).toMatchObject(refusal);
  });

  test.each<Readonly<Record<string, string>>>([
    // One moment: what ran then.
    { since: '2h', until: '2h' },
    { since: '2026-11-02T10:00:00Z', until: '2026-11-02T12:00:00+02:00' },
    { since: '2026-11-02', until: '2026-11-02', 'time-zone': 'server' },
    // On some clocks of the earth it is a window.
    { since: '2026-11-20T10:00:00Z', until: '2026-11-20T03:00:00', 'time-zone': 'server' },
    { since: '2026-11-23' },
  ])('%j is none', (flags) => {
    expect(() => windowOf(given(flags))).not.toThrow();
  });
});

describe('a window of which only the length is given', () => {
  test.each<[Readonly<Record<string, string>>, string, string | null]>([
    [{}, '2026-11-21T05:30Z', null],
    [{ until: '40d' }, '2026-10-12T05:30Z', '2026-10-13T05:30Z'],
    [{ until: '2026-11-01T10:00:00Z' }, '2026-10-31T10:00Z', '2026-11-01T10:00Z'],
    // An end that is still to come: it counts from now.
    [{ until: 'today' }, '2026-11-21T05:30Z', '2026-11-22T15:00Z'],
    [{ since: '50d', until: '40d' }, '2026-10-03T05:30Z', '2026-10-13T05:30Z'],
  ])('%j begins at %s', (flags, since, until) => {
    expect(windowOfLength(given(flags), DAY)).toEqual({
      since: at(since),
      until: until === null ? null : at(until),
    });
  });

  test('has it on every clock, and is asked for as of the earliest one', () => {
    const window = windowOfLength(given({ until: '2026-11-01', 'time-zone': 'server' }), DAY);
    expect(window).toMatchObject({
      since: at('2026-11-01T00:00+14:00'),
      until: at('2026-11-02T00:00-12:00'),
    });
    expect(window.windowAt?.(-300)).toEqual({
      since: at('2026-11-01T00:00-05:00'),
      until: at('2026-11-02T00:00-05:00'),
    });
  });
});
