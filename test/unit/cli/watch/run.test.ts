import { describe, expect, test } from '@jest/globals';
import { watchRun, type RunEnd, type RunState } from '../../../../src/cli/watch/run.ts';
import { VsiError } from '../../../../src/model/errors.ts';
import { newTask } from '../../../../src/model/task.ts';
import { bench, jobOf, MINUTE, SECOND, START, type Bench, type BenchOptions } from './support.ts';

const DAY = 86_400;

interface Watched extends Bench {
  readonly end: RunEnd;
  readonly shown: RunState[];
  /** The statuses that were shown, without repetitions. */
  readonly story: readonly string[];
}

async function watch(
  id: string,
  options: BenchOptions & { readonly tasks?: BenchOptions['tasks']; readonly looks?: number },
): Promise<Watched> {
  const made = bench(options);
  const shown: RunState[] = [];
  const first = await made.polling.ask(() => made.server.session(id));
  if (first === null) throw new Error('there is no first look');
  const end = await watchRun({
    server: made.server,
    first: first.answer,
    polling: made.polling,
    now: made.now,
    tasks: options.tasks !== undefined,
    show: async (state) => {
      shown.push(state);
      return shown.length < (options.looks ?? Infinity);
    },
  });
  const words = shown.map(
    ({ session, retryUntil }) =>
      `${session.id} ${session.status}${retryUntil === null ? '' : ' waiting'}`,
  );
  const story = words.filter((word, index) => word !== words[index - 1]);
  return { ...made, end, shown, story };
}

describe('a session', () => {
  test('is shown until it has ended', async () => {
    const { end, story, at } = await watch('a', { plans: [{ id: 'a', begins: -10, ends: 31 }] });
    expect(story).toEqual(['a running', 'a success']);
    expect(end).toMatchObject({ why: 'over', retryMissing: false });
    expect(at()).toBe(35);
  });

  test('that waits first is shown waiting', async () => {
    const plans = [{ id: 'a', begins: -10, ends: null, status: 'queued' as const }];
    const polling = { until: START + 10 * SECOND };
    const { end, at } = await watch('a', { plans, polling });
    expect(end.why).toBe('running');
    expect(at()).toBe(10);
  });

  test('that has ended is shown once', async () => {
    const { end, story, asked } = await watch('a', { plans: [{ id: 'a', begins: -90, ends: -5 }] });
    expect(story).toEqual(['a success']);
    expect(end.why).toBe('over');
    expect(asked).toEqual(['session a']);
  });

  test('that idles counts as ended', async () => {
    const plans = [{ id: 'a', begins: -90, ends: null, status: 'idle' as const }];
    const { end, at } = await watch('a', { plans });
    expect(end).toMatchObject({ why: 'over', state: { session: { status: 'idle' } } });
    expect(at()).toBe(0);
  });

  test('is looked at once more when the time is over', async () => {
    const polling = { until: START + 12 * SECOND };
    const { end } = await watch('a', { plans: [{ id: 'a', begins: 0, ends: 12 }], polling });
    expect(end).toMatchObject({ why: 'over', state: { session: { status: 'success' } } });
  });

  test('that vanishes ends the watching with its id', async () => {
    const watching = watch('a', { plans: [{ id: 'a', begins: 0, ends: null, gone: 20 }] });
    await expect(watching).rejects.toMatchObject({
      code: 'NOT_FOUND',
      message: 'the session a is gone while it was watched',
    });
  });

  test('survives a server that is away for a while', async () => {
    const { story, troubles } = await watch('a', {
      plans: [{ id: 'a', begins: 0, ends: 100 }],
      fails: (seconds) => seconds > 10 && seconds < 90,
    });
    expect(story).toEqual(['a running', 'a success']);
    expect(troubles.at(0)).toBe('nobody answers');
    expect(troubles.at(-1)).toBeNull();
  });

  test('nobody looks at any more is let go', async () => {
    const { end, at } = await watch('a', { plans: [{ id: 'a', begins: 0, ends: 100 }], looks: 2 });
    expect(end.why).toBe('unwatched');
    expect(at()).toBe(5);
  });
});

function refuse(): never {
  throw new VsiError('UNSUPPORTED', 'this version has no objects');
}

describe('what is expected and what is read', () => {
  const past = Array.from({ length: 6 }, (_, index) => ({
    id: `past${index}`,
    begins: -(index + 1) * DAY,
    ends: -(index + 1) * DAY + 60,
  }));

  test('the end comes from the job’s own history, which is read once', async () => {
    const { shown, asked } = await watch('a', {
      plans: [...past, { id: 'a', begins: 0, ends: 100 }],
    });
    const expected = shown.map(({ outlook }) => outlook.etaAt);
    expect(expected[0]).toBe(START + MINUTE);
    expect(shown.at(-2)?.outlook).toMatchObject({ etaAt: null, isLate: true });
    expect(shown.at(-1)?.outlook).toMatchObject({ etaAt: null, isLate: false });
    expect(asked.filter((what) => what === 'sessions')).toHaveLength(1);
  });

  test('a retry has nothing to be compared with, and no history is read for it', async () => {
    const { shown, asked } = await watch('a', {
      plans: [...past, { id: 'a', begins: 0, ends: 30, retryNumber: 1, willBeRetried: false }],
    });
    expect(shown.map(({ outlook }) => outlook.etaAt)).toEqual(shown.map(() => null));
    expect(asked).not.toContain('sessions');
  });

  test('a history that cannot be read is done without, but an interruption ends all', async () => {
    const broken = (code: 'REQUEST_FAILED' | 'INTERRUPTED') => {
      return watch('a', {
        plans: [{ id: 'a', begins: 0, ends: 9 }],
        product: 'vbr',
        tasks: () => {
          throw new VsiError(code, 'no');
        },
      });
    };
    expect((await broken('REQUEST_FAILED')).story).toEqual(['a running', 'a success']);
    await expect(broken('INTERRUPTED')).rejects.toMatchObject({ code: 'INTERRUPTED' });
  });

  test('objects are read of VBR, and left out where it has none', async () => {
    const plans = [{ id: 'a', begins: 0, ends: 9 }];
    const task = newTask({ id: 't', server: 's', sessionId: 'a', status: 'running' });
    const served = await watch('a', { plans, product: 'vbr', tasks: () => [task] });
    expect(served.shown.map(({ tasks }) => tasks?.length)).toEqual([1, 1, 1]);
    const none = await watch('a', { plans, product: 'vbr', tasks: () => [] });
    expect(none.end.state.tasks).toBeNull();
    const unsupported = await watch('a', { plans, product: 'vbr', tasks: () => refuse() });
    expect(unsupported.asked.filter((what) => what === 'tasks')).toHaveLength(1);
    const other = await watch('a', { plans, tasks: () => [task] });
    expect(other.asked).not.toContain('tasks');
  });
});

describe('retries', () => {
  const original = {
    id: 'a',
    begins: 0,
    ends: 20,
    outcome: 'failed' as const,
    retryNumber: 0,
    originalSessionId: 'a',
  };
  const retry = { begins: 620, ends: 700, retryNumber: 1, originalSessionId: 'a' };
  const jobs = [jobOf({ retryWaitSeconds: 600 })];

  test('that are announced are waited for, and the result is the last one’s', async () => {
    const { end, story, shown } = await watch('a', {
      plans: [
        { ...original, willBeRetried: true },
        { ...retry, id: 'b', outcome: 'failed', willBeRetried: true },
        { ...retry, id: 'c', begins: 1300, ends: 1350, retryNumber: 2, willBeRetried: false },
        // Another run is none of its business.
        { id: 'z', begins: 100, ends: 110, retryNumber: 0, originalSessionId: 'z' },
      ],
      jobs,
    });
    expect(story).toEqual([
      'a running',
      'a failed',
      'a failed waiting',
      'b running',
      'b failed',
      'b failed waiting',
      'c running',
      'c success',
    ]);
    expect(end).toMatchObject({ why: 'over', state: { session: { id: 'c', status: 'success' } } });
    expect(end.state.earlier.map(({ id }) => id)).toEqual(['a', 'b']);
    expect(shown.at(-1)?.retryUntil).toBeNull();
  });

  test('that are only counted are recognised by their order (v6)', async () => {
    const { story } = await watch('a', {
      plans: [
        { ...original, originalSessionId: null, willBeRetried: true },
        { ...retry, id: 'b', originalSessionId: null },
      ],
      jobs,
    });
    expect(story.at(-1)).toBe('b success');
  });

  test('are not waited for for ever: the job’s own pause, and five minutes more', async () => {
    const { end, at } = await watch('a', {
      plans: [{ ...original, willBeRetried: true }],
      jobs,
    });
    expect(end).toMatchObject({ why: 'over', retryMissing: true });
    expect(end.state.session.status).toBe('failed');
    expect(at()).toBeGreaterThanOrEqual(20 + 600 + 300);
    expect(at()).toBeLessThan(20 + 600 + 300 + 10);
  });

  test('are waited for from the moment at which the end was seen, whatever the server’s clock says', async () => {
    const createdAt = START - DAY * SECOND;
    const skewed = { ...original, createdAt, endedAt: createdAt + 20 * SECOND };
    const plans = [
      { ...skewed, willBeRetried: true },
      { ...retry, id: 'b' },
    ];
    const { story } = await watch('a', { plans, jobs });
    expect(story).toEqual(['a running', 'a failed', 'a failed waiting', 'b running', 'b success']);
  });

  test('that were announced long ago and never came are not waited for', async () => {
    const plans = [{ ...original, begins: -DAY, ends: -DAY + 20, willBeRetried: true }];
    const { end, at } = await watch('a', { plans, jobs });
    expect(end).toMatchObject({ why: 'over', retryMissing: true });
    expect(at()).toBe(0);
  });

  test('that are not announced are not waited for, but followed where they are there', async () => {
    const vbr = { product: 'vbr' as const };
    const alone = await watch('a', { plans: [original], ...vbr });
    expect(alone.end).toMatchObject({ why: 'over', retryMissing: false });
    expect(alone.at()).toBe(20);
    const past = { ...original, begins: -700, ends: -650 };
    const running = { ...retry, id: 'b', begins: -50, ends: 30 };
    const followed = await watch('a', { plans: [past, running], ...vbr });
    expect(followed.story).toEqual(['a failed', 'b running', 'b success']);
    expect(followed.end.state.earlier.map(({ id }) => id)).toEqual(['a']);
  });

  test('are not looked for where the version knows none', async () => {
    const plans = [{ id: 'a', begins: -90, ends: -20, outcome: 'failed' as const }];
    const { asked } = await watch('a', { plans });
    expect(asked).toEqual(['session a']);
  });

  test('that are ruled out are not even looked for', async () => {
    const { asked } = await watch('a', {
      plans: [{ ...original, begins: -90, ends: -20, willBeRetried: false }],
    });
    expect(asked).toEqual(['session a']);
  });

  test('that are still to come when the time is over leave the run running', async () => {
    const { end } = await watch('a', {
      plans: [{ ...original, willBeRetried: true }],
      jobs,
      polling: { until: START + 60 * SECOND },
    });
    expect(end.why).toBe('running');
  });
});
