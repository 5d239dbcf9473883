import { describe, expect, test } from '@jest/globals';
import { CHECK_DEFAULTS, limitsOf } from '../../../src/analysis/check-limits.ts';
import type { CheckLimits, CheckRule } from '../../../src/model/check-limits.ts';

const JOB = { id: 'J-1', name: 'Weekly mail', server: 'vienna' };
const critical = (value: number) => ({ warning: null, critical: value });

function rule(job: string, line: number, more: Partial<CheckRule> = {}): CheckRule {
  return { job, server: null, ignore: null, limits: {}, origin: `servers.yaml:${line}`, ...more };
}

function of(rules: readonly CheckRule[], flags: CheckLimits = {}) {
  return limitsOf(JOB, { rules, flags, flagOf: (limit) => `--${limit}` });
}

describe('whose limits hold', () => {
  test('without a word the defaults', () => {
    const { limits, applied, ignoredBy } = of([]);
    expect(limits).toEqual(CHECK_DEFAULTS);
    expect(new Set(applied.map(({ origin }) => origin))).toEqual(new Set(['default']));
    expect(ignoredBy).toBeNull();
  });

  test('flags go over rules for all jobs, rules for this job over flags', () => {
    const all = rule('*', 3, { limits: { maxAge: critical(1), failures: critical(9) } });
    const own = rule('weekly*', 5, { limits: { missed: critical(7) } });
    const { limits, applied } = of([all, own], { maxAge: critical(2), missed: critical(3) });
    expect(limits).toMatchObject({
      age: critical(2),
      failuresInRow: critical(9),
      missedBy: critical(7),
    });
    const origins = Object.fromEntries(applied.map(({ limit, origin }) => [limit, origin]));
    expect(origins).toMatchObject({
      maxAge: '--maxAge',
      failures: 'servers.yaml:3 (*)',
      missed: 'servers.yaml:5 (weekly*)',
      slow: 'default',
    });
  });

  test('of two rules the later one, of another server or job none', () => {
    const rules = [
      rule('Weekly mail', 1, { limits: { maxAge: critical(1) } }),
      rule('J-1', 2, { limits: { maxAge: critical(2) } }),
      rule('Weekly mail', 3, { server: 'london', limits: { maxAge: critical(3) } }),
      rule('Daily*', 4, { limits: { maxAge: critical(4) } }),
    ];
    expect(of(rules).limits.age).toEqual(critical(2));
  });

  test('a rule for all jobs of one server goes over flags', () => {
    const here = rule('*', 6, { server: 'vienna', limits: { maxAge: critical(1) } });
    const there = rule('*', 7, { server: 'london', limits: { maxAge: critical(9) } });
    const { limits, applied } = of([here, there], { maxAge: critical(2) });
    expect(limits.age).toEqual(critical(1));
    expect(applied.find(({ limit }) => limit === 'maxAge')?.origin).toBe(
      'servers.yaml:6 (* on vienna)',
    );
  });

  test('a job is ignored until a later rule says otherwise', () => {
    const ignored = rule('*', 1, { ignore: true });
    expect(of([ignored]).ignoredBy).toBe('servers.yaml:1 (*)');
    expect(of([ignored, rule('J-1', 2, { ignore: false })]).ignoredBy).toBeNull();
    expect(of([ignored, rule('J-1', 2)]).ignoredBy).toBe('servers.yaml:1 (*)');
  });
});
