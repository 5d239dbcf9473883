import { describe, expect, test } from '@jest/globals';
import {
  createPolling,
  PATIENCE,
  type PollingOptions,
} from '../../../../src/cli/sessions/polling.ts';
import { VsiError, type ErrorCode } from '../../../../src/model/errors.ts';

interface Bench {
  readonly polling: ReturnType<typeof createPolling>;
  readonly pauses: number[];
  readonly troubles: (string | null)[];
}

/** A clock that only pauses move. */
function bench(known: Partial<PollingOptions> = {}): Bench {
  let clock = 0;
  const pauses: number[] = [];
  const troubles: (string | null)[] = [];
  const polling = createPolling({
    now: () => clock,
    pause: async (milliseconds) => {
      pauses.push(milliseconds);
      clock += milliseconds;
    },
    interval: null,
    until: null,
    onTrouble: (trouble) => troubles.push(trouble === null ? null : trouble.message),
    ...known,
  });
  return { polling, pauses, troubles };
}

/** Fails with these codes one after the other, then answers. */
function failing(codes: readonly ErrorCode[]): () => Promise<string> {
  const left = [...codes];
  return async () => {
    const code = left.shift();
    if (code !== undefined) throw new VsiError(code, `it was ${code}`);
    return 'answer';
  };
}

describe('the pauses', () => {
  test('grow from two to ten seconds', async () => {
    const { polling, pauses } = bench();
    for (let look = 0; look < 12; look += 1) expect(await polling.rest()).toBe(true);
    expect(pauses[0]).toBe(2000);
    expect(pauses).toEqual([...pauses].sort((a, b) => a - b));
    expect(new Set(pauses).size).toBeGreaterThan(5);
    expect(pauses.at(-1)).toBe(10_000);
    polling.hasten();
    await polling.rest();
    expect(pauses.at(-1)).toBe(2000);
  });

  test('are as long as was asked for', async () => {
    const { polling, pauses } = bench({ interval: 60_000 });
    await polling.rest();
    await polling.rest();
    expect(pauses).toEqual([60_000, 60_000]);
  });

  test('end with the time: one look at its end, none after it', async () => {
    const { polling, pauses } = bench({ interval: 4000, until: 10_000 });
    expect([
      await polling.rest(),
      await polling.rest(),
      await polling.rest(),
      await polling.rest(),
    ]).toEqual([true, true, true, false]);
    expect(pauses).toEqual([4000, 4000, 2000]);
  });
});

describe('a question', () => {
  test('that fails in passing is asked again once the server has answered any', async () => {
    const { polling, pauses, troubles } = bench();
    await polling.ask(failing([]));
    const found = await polling.ask(failing(['UNREACHABLE', 'REQUEST_FAILED', 'TIMEOUT']));
    expect(found).toEqual({ answer: 'answer' });
    expect(pauses).toHaveLength(3);
    expect(troubles).toEqual([
      'it was UNREACHABLE',
      'it was REQUEST_FAILED',
      'it was TIMEOUT',
      null,
    ]);
  });

  test('that fails at the beginning is not asked again', async () => {
    const { polling, pauses } = bench();
    await expect(polling.ask(failing(['UNREACHABLE']))).rejects.toThrow('it was UNREACHABLE');
    expect(pauses).toEqual([]);
  });

  test.each([
    'NOT_FOUND',
    'LOGIN_REFUSED',
    'RIGHTS_REFUSED',
    'INTERRUPTED',
    'TLS_UNTRUSTED',
  ] as const)('that fails for good (%s) is not asked again', async (code) => {
    const { polling, pauses } = bench();
    await polling.ask(failing([]));
    await expect(polling.ask(failing([code]))).rejects.toMatchObject({ code });
    expect(pauses).toEqual([]);
  });

  test('that goes on failing is given up after a while', async () => {
    const { polling, pauses } = bench();
    await polling.ask(failing([]));
    const endless = failing(Array.from({ length: 1000 }, () => 'UNREACHABLE' as const));
    await expect(polling.ask(endless)).rejects.toMatchObject({ code: 'UNREACHABLE' });
    const waited = pauses.reduce((sum, pause) => sum + pause, 0);
    expect(waited).toBeGreaterThanOrEqual(PATIENCE);
    expect(waited).toBeLessThan(PATIENCE + 10_001);
  });

  test('is over with the time, without an answer', async () => {
    const { polling } = bench({ until: 5000 });
    await polling.ask(failing([]));
    const endless = failing(Array.from({ length: 1000 }, () => 'UNREACHABLE' as const));
    expect(await polling.ask(endless)).toBeNull();
  });
});

describe('a question that hangs', () => {
  /** A clock that also what is waited for in vain moves. */
  function hanging(until: number | null) {
    let clock = 0;
    const limits: number[] = [];
    const polling = createPolling({
      now: () => clock,
      pause: async (milliseconds) => {
        clock += milliseconds;
      },
      interval: 5000,
      until,
      within: async (milliseconds, work) => {
        limits.push(milliseconds);
        const late = new Promise<null>((resolve) => {
          setImmediate(() => {
            resolve(null);
          });
        });
        const answer = await Promise.race([work, late]);
        if (answer === null) clock += milliseconds;
        return answer;
      },
    });
    return { polling, limits, clock: () => clock };
  }
  const never = () => new Promise<string>(() => undefined);
  const answers = async () => 'answer';

  test('is given up when the time is over', async () => {
    const { polling, limits, clock } = hanging(30_000);
    expect(await polling.ask(answers)).toEqual({ answer: 'answer' });
    await polling.rest();
    expect(polling.gaveUp()).toBe(false);
    expect(await polling.ask(never)).toBeNull();
    expect(clock()).toBe(30_000);
    expect(limits).toEqual([30_000, 25_000]);
    expect(await polling.rest()).toBe(false);
    // Nothing more is asked.
    expect(polling.gaveUp()).toBe(true);
    expect(await polling.inTime(answers)).toBeNull();
    expect(clock()).toBe(30_000);
  });

  test('that was asked just before the end has two seconds, and no more', async () => {
    const { polling, clock } = hanging(29_000);
    await polling.ask(answers);
    for (let rests = 0; rests < 6; rests += 1) await polling.rest();
    expect(clock()).toBe(29_000);
    expect(await polling.ask(never)).toBeNull();
    expect(clock()).toBe(31_000);
  });

  test('the last look is due at the end, and is waited for', async () => {
    const { polling, limits } = hanging(3000);
    await polling.ask(answers);
    expect(await polling.rest()).toBe(true);
    expect(await polling.ask(answers)).toEqual({ answer: 'answer' });
    expect(limits.at(-1)).toBe(2000);
  });

  test('the first answer has ten seconds; without any it is an error', async () => {
    const { polling, clock } = hanging(1000);
    await expect(polling.ask(never)).rejects.toMatchObject({ code: 'TIMEOUT' });
    expect(clock()).toBe(10_000);
  });

  test('without an end nothing is bounded here', async () => {
    const { polling, limits } = hanging(null);
    expect(await polling.ask(answers)).toEqual({ answer: 'answer' });
    expect(limits).toEqual([]);
  });

  test('an error is thrown as it is', async () => {
    const { polling } = hanging(60_000);
    await expect(polling.inTime(failing(['NOT_FOUND']))).rejects.toMatchObject({
      code: 'NOT_FOUND',
    });
  });
});
