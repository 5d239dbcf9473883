import { describe, expect, test } from '@jest/globals';
import { CHECK_DEFAULTS } from '../../../src/analysis/check-limits.ts';
import { runsNeeded, whyHistory } from '../../../src/analysis/check-plan.ts';
import type { HealthLimits } from '../../../src/analysis/health-limits.ts';
import type { Job } from '../../../src/model/job.ts';
import { listedJob } from '../monitoring/support.ts';

const HOUR = 3_600_000;
const NOW = 1000 * HOUR;

function why(job: Partial<Job>, limits: Partial<HealthLimits> = {}) {
  return whyHistory(
    listedJob({ lastRunAt: NOW - HOUR, lastSuccessAt: null, lastDurationSeconds: null, ...job }),
    { ...CHECK_DEFAULTS, ...limits },
    NOW,
  );
}

describe('whether a verdict needs the sessions of a job', () => {
  test('not where the last run succeeded and nothing else is asked', () => {
    expect(why({})).toBeNull();
  });

  test('not of a disabled job', () => {
    expect(why({ enabled: false, lastStatus: 'failed' })).toBeNull();
  });

  test.each(['failed', 'warning', 'stopped', 'disconnected'] as const)('%s', (lastStatus) => {
    expect(why({ lastStatus })).toBe('problem');
  });

  test('of what runs, and of what nobody knows', () => {
    expect(why({ lastStatus: 'running' })).toBe('running');
    expect(why({ lastStatus: 'idle' })).toBe('running');
    expect(why({ running: true })).toBe('running');
    expect(why({ lastStatus: null })).toBe('last-result');
    expect(why({ lastStatus: 'none' })).toBe('last-result');
    expect(why({ lastStatus: 'unknown' })).toBe('last-result');
  });

  test('for the age only where the limit may be passed', () => {
    const age = { warning: 26 * HOUR, critical: 50 * HOUR };
    expect(why({}, { age })).toBeNull();
    expect(why({ lastRunAt: NOW - 27 * HOUR }, { age })).toBe('age');
    expect(why({ lastRunAt: NOW - 27 * HOUR, lastSuccessAt: NOW - HOUR }, { age })).toBeNull();
    expect(why({ lastRunAt: NOW - 26 * HOUR }, { age })).toBe('age');
    expect(why({ lastSuccessAt: NOW - 27 * HOUR }, { age })).toBeNull();
    expect(why({ lastRunAt: null, lastSuccessAt: null }, { age })).toBe('age');
    expect(why({ lastRunAt: null, lastSuccessAt: NOW - 27 * HOUR }, { age })).toBe('age');
    expect(why({ lastRunAt: null, lastSuccessAt: NOW - HOUR }, { age })).toBeNull();
    expect(why({ lastRunAt: null, lastSuccessAt: null })).toBeNull();
  });

  test('the lower of two ages decides, or the only one', () => {
    const old = { lastRunAt: NOW - 27 * HOUR };
    expect(why(old, { age: { warning: 26 * HOUR, critical: null } })).toBe('age');
    expect(why(old, { age: { warning: null, critical: 26 * HOUR } })).toBe('age');
    expect(why(old, { age: { warning: 28 * HOUR, critical: null } })).toBeNull();
    expect(why(old, { age: { warning: null, critical: 28 * HOUR } })).toBeNull();
  });

  test('for the duration only where it can have been slow', () => {
    const durationPercent = { warning: 150, critical: 200 };
    expect(why({ lastDurationSeconds: 599 }, { durationPercent })).toBeNull();
    expect(why({ lastDurationSeconds: 600 }, { durationPercent })).toBe('duration');
    expect(why({ lastDurationSeconds: 3600 }, { durationPercent })).toBe('duration');
    expect(why({}, { durationPercent })).toBe('duration');
  });
});

test('as many runs are read as the limits count', () => {
  expect(runsNeeded(CHECK_DEFAULTS)).toBe(1);
  expect(runsNeeded({ ...CHECK_DEFAULTS, failuresInRow: { warning: 2, critical: 5 } })).toBe(5);
  expect(runsNeeded({ ...CHECK_DEFAULTS, warningsInRow: { warning: 4, critical: null } })).toBe(4);
  expect(runsNeeded({ ...CHECK_DEFAULTS, durationPercent: { warning: 150, critical: 200 } })).toBe(
    15,
  );
});
