import { describe, expect, test } from '@jest/globals';
import { NO_OUTLOOK, outlookOf } from '../../../src/analysis/outlook.ts';
import { newSession, type Session } from '../../../src/model/session.ts';

const NOW = Date.UTC(2026, 10, 22, 8);
const MINUTE = 60_000;

let count = 0;

function session(known: Partial<Session>): Session {
  count += 1;
  return newSession({
    id: `s${count}`,
    server: 'backup',
    product: 'vb365',
    jobId: 'job',
    kind: 'backup',
    mode: 'incremental',
    status: 'success',
    ...known,
  });
}

/** Good runs of so many minutes, one a day before now. */
function past(minutes: readonly number[], known: Partial<Session> = {}): readonly Session[] {
  return minutes.map((length, index) =>
    session({
      createdAt: NOW - (index + 1) * 24 * 60 * MINUTE,
      endedAt: NOW - (index + 1) * 24 * 60 * MINUTE + length * MINUTE,
      durationSeconds: length * 60,
      ...known,
    }),
  );
}

const running = session({ status: 'running', createdAt: NOW - 4 * MINUTE });

describe('the end that is to be expected', () => {
  test('is the start and the median of the comparable runs', () => {
    const outlook = outlookOf(running, past([8, 12, 9, 30, 11]), NOW);
    expect(outlook).toMatchObject({ etaAt: NOW + 7 * MINUTE, isLate: false });
    expect(outlook.usual).toMatchObject({ median: 11 * 60, runs: 5 });
  });

  test('compares full with full', () => {
    const history = [
      ...past([10, 10, 10, 10, 10]),
      ...past([60, 60, 60, 60, 60], { mode: 'full' }),
    ];
    const full = { ...running, mode: 'full' as const };
    expect(outlookOf(full, history, NOW).etaAt).toBe(NOW + 56 * MINUTE);
    expect(outlookOf(running, history, NOW).etaAt).toBe(NOW + 6 * MINUTE);
  });

  test('is past for a session that takes longer than usual', () => {
    const outlook = outlookOf(running, past([3, 3, 3, 3, 3]), NOW);
    expect(outlook).toMatchObject({ etaAt: null, isLate: true, usual: { median: 180 } });
    expect(outlookOf(running, past([4, 4, 4, 4, 4]), NOW)).toMatchObject({
      etaAt: null,
      isLate: true,
    });
  });

  test.each([
    ['four runs tell nothing', running, past([10, 10, 10, 10])],
    ['failed runs do not count', running, past([10, 10, 10, 10, 10], { status: 'failed' })],
    ['a retry repeats only a part', { ...running, retryNumber: 1 }, past([9, 9, 9, 9, 9])],
    [
      'what waits goes on waiting',
      { ...running, status: 'queued' as const },
      past([9, 9, 9, 9, 9]),
    ],
    ['what is over has ended', { ...running, status: 'success' as const }, past([9, 9, 9, 9, 9])],
    ['without a start there is no end', { ...running, createdAt: null }, past([9, 9, 9, 9, 9])],
  ])('is not known where %s', (_, live, history) => {
    expect(outlookOf(live, history, NOW)).toEqual(NO_OUTLOOK);
  });
});
