import type { Random } from '../../random.ts';

/** How a session ends, by the word of JobSession.status. */
export type Outcome =
  'Success' | 'Warning' | 'Failed' | 'Stopped' | 'Disconnected' | 'NotConfigured';

/** What stood behind an end that was not a plain success. */
export type Cause =
  | 'deleted-users'
  | 'missing-sites'
  | 'unread-items'
  | 'expired-certificate'
  | 'throttled'
  | 'locked-mailboxes'
  | 'repository-full'
  | 'proxy-lost'
  | 'not-configured'
  | 'stopped-by-person';

/** One attempt of a run: what becomes of it. */
export interface AttemptPlan {
  readonly outcome: Outcome;
  readonly cause: Cause | null;
  /** Objects with a warning or an error of their own. */
  readonly troubled: number;
  /** How much of the usual work was done, 0 to 1. */
  readonly share: number;
  /** Times the usual duration. */
  readonly slowness: number;
  /** The stage that held it back, where it is not the usual one. */
  readonly bottleneck: 'Source' | 'Target' | null;
}

/** The attempts of the run that began so many runs ago (0 = the newest, below 0 = yet to come). */
type Story = (age: number, random: Random) => readonly AttemptPlan[];

/** The names of the stories, one of which each job follows. */
export type StoryName = keyof typeof STORIES;

const GOOD: AttemptPlan = {
  outcome: 'Success',
  cause: null,
  troubled: 0,
  share: 1,
  slowness: 1,
  bottleneck: null,
};

/**
 * What happens at a certain age happens once, however often the world is made; what merely happens
 * now and then is drawn, so that it stays with its run when the world is made again an hour later.
 */
const STORIES = {
  /** One night took twice as long, one needed a retry. */
  'slow-night': (age, random) => {
    if (age === 3) return [{ ...GOOD, slowness: 2.1, bottleneck: 'Target' }];
    if (age === 16) return [failed('throttled', 0.4), GOOD];
    return [random.chance(0.06) ? warned('unread-items', random.integer(1, 3)) : GOOD];
  },
  /** Sites that are gone warn again in every run since some days. */
  'missing-sites': (age, random) => {
    if (random.chance(0.02)) return [failed('throttled', 0.3), GOOD];
    return [age <= 75 ? warned('missing-sites', 6) : maybeWarned(random)];
  },
  'mostly-good': (_age, random) => {
    if (random.chance(0.012)) return [failed('throttled', 0.2), GOOD];
    return [maybeWarned(random)];
  },
  'deleted-users': () => [warned('deleted-users', 41)],
  /** Five nights in a row until now, with every retry; two years' certificates end so. */
  failing: (age, random) => {
    if (age > 4) return [maybeWarned(random)];
    return Array.from({ length: 4 }, () => failed('expired-certificate', 0));
  },
  'stopped-once': (age, random) =>
    age === 4
      ? [{ ...GOOD, outcome: 'Stopped', cause: 'stopped-by-person', share: 0.45, slowness: 0.5 }]
      : [maybeWarned(random)],
  'not-configured-once': (age) =>
    age === 6 ? [{ ...failed('not-configured', 0), outcome: 'NotConfigured' }] : [GOOD],
  /** The third attempt succeeds; another night a warning is cleared by its retry. */
  retried: (age, random) => {
    if (age === 1) return [failed('locked-mailboxes', 0.8, 7), failed('throttled', 0.5), GOOD];
    if (age === 8) return [warned('unread-items', 4), GOOD];
    if (random.chance(0.07)) return [failed('proxy-lost', 0.35), GOOD];
    return [maybeWarned(random)];
  },
  'disconnected-once': (age, random) =>
    age === 2
      ? [{ ...failed('proxy-lost', 0.25), outcome: 'Disconnected' }]
      : [maybeWarned(random)],
  /** Nothing since twelve days. */
  disabled: (age) => (age < 12 ? [] : [GOOD]),
  'never-run': () => [],
  'full-repository': (age) =>
    age === 1 || age === 2 ? [failed('repository-full', 0.6)] : [warned('deleted-users', 41)],
} as const satisfies Readonly<Record<string, Story>>;

/** What becomes of a job's run; no attempts at all where it was not run. */
export function tellRun(name: StoryName, age: number, random: Random): readonly AttemptPlan[] {
  return STORIES[name](age, random);
}

/** A run that is under way without trouble so far. */
export function goodAttempt(): AttemptPlan {
  return GOOD;
}

function warned(cause: Cause, troubled: number): AttemptPlan {
  return { ...GOOD, outcome: 'Warning', cause, troubled };
}

function failed(cause: Cause, share: number, troubled = 0): AttemptPlan {
  return { ...GOOD, outcome: 'Failed', cause, share, troubled, slowness: Math.max(share, 0.02) };
}

function maybeWarned(random: Random): AttemptPlan {
  return random.chance(0.04) ? warned('unread-items', random.integer(1, 2)) : GOOD;
}
