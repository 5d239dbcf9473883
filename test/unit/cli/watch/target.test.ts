import { describe, expect, test } from '@jest/globals';
import { awaitSession } from '../../../../src/cli/watch/target.ts';
import { bench, jobOf, SECOND, START, type BenchOptions } from './support.ts';

async function target(options: BenchOptions & { readonly retryWaitSeconds?: number }) {
  const made = bench(options);
  let waits = 0;
  const session = await awaitSession({
    server: made.server,
    job: jobOf({ retryWaitSeconds: options.retryWaitSeconds ?? null }),
    polling: made.polling,
    now: made.now,
    onWaiting: () => {
      waits += 1;
    },
  });
  return { id: session?.id ?? null, waits, at: made.at() };
}

describe('the session of a job that is watched', () => {
  test('is the one that runs', async () => {
    const plans = [
      { id: 'old', begins: -900, ends: -800 },
      { id: 'runs', begins: -60, ends: null },
      { id: 'part', begins: -50, ends: null, parentSessionId: 'runs' },
      { id: 'other', begins: -10, ends: null, jobId: 'another' },
    ];
    expect(await target({ plans })).toEqual({ id: 'runs', waits: 0, at: 0 });
  });

  test('is else the next one that begins', async () => {
    const plans = [
      { id: 'old', begins: -900, ends: -800 },
      { id: 'part', begins: 6, ends: null, parentSessionId: 'old' },
      { id: 'next', begins: 18, ends: 40 },
      { id: 'later', begins: 19, ends: 40 },
    ];
    expect(await target({ plans })).toEqual({ id: 'next', waits: 4, at: 20 });
  });

  test('may be the job’s first', async () => {
    expect(await target({ plans: [{ id: 'first', begins: 7, ends: 9 }] })).toMatchObject({
      id: 'first',
    });
  });

  test('is the one whose retry is due, while it is due', async () => {
    const failed = { begins: -300, ends: -200, outcome: 'failed' as const, willBeRetried: true };
    const plans = [
      { id: 'failed', ...failed },
      { id: 'retry', begins: 400, ends: 500 },
    ];
    expect(await target({ plans, retryWaitSeconds: 600 })).toMatchObject({ id: 'failed', at: 0 });
    const stale = [{ id: 'failed', ...failed, begins: -9000, ends: -8900 }, ...plans.slice(1)];
    expect(await target({ plans: stale, retryWaitSeconds: 600 })).toMatchObject({ id: 'retry' });
  });

  test('is none when the time is over before', async () => {
    const plans = [{ id: 'next', begins: 60, ends: 90 }];
    const polling = { until: START + 20 * SECOND };
    expect(await target({ plans, polling })).toMatchObject({ id: null, at: 20 });
  });
});
