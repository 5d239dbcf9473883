import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { collectRuns } from '../../../src/analysis/runs.ts';
import {
  concurrencyOf,
  oldestFirst,
  spanOf,
  timelineRow,
  type Span,
} from '../../../src/analysis/timeline.ts';
import { MINUTE, session } from './support.ts';

describe('timeline rows', () => {
  test('a run with its retries is one row', () => {
    const [row] = collectRuns([
      session('o', 0, { originalSessionId: 'o', status: 'failed', utcOffsetMinutes: 60 }),
      session('r', 30, { originalSessionId: 'o', status: 'warning' }),
    ]).map(timelineRow);
    expect(row).toEqual({
      server: 's',
      jobId: 'J',
      jobName: 'Mail',
      runId: 'o',
      status: 'warning',
      startedAt: 0,
      endedAt: 40 * MINUTE,
      attempts: 2,
      utcOffsetMinutes: 60,
    });
  });

  test('two without a start are neither before nor behind each other', () => {
    const [a, b] = collectRuns([
      session('a', 0, { jobId: null, createdAt: null, endedAt: null, jobName: null, name: 'A' }),
      session('b', 0, { jobId: 'K', createdAt: null, endedAt: null }),
    ]).map(timelineRow);
    expect([a?.jobName, b?.jobName].sort()).toEqual(['A', 'Mail']);
    expect(a !== undefined && b !== undefined && oldestFirst(a, b)).toBe(0);
  });

  test('the oldest first, those without a start last', () => {
    const rows = collectRuns([
      session('b', 20),
      session('none', 0, { createdAt: null, endedAt: null }),
      session('a', 0),
    ]).map(timelineRow);
    expect(rows.sort(oldestFirst).map(({ runId }) => runId)).toEqual(['a', 'b', 'none']);
  });

  test('what runs goes on, what has no known end is a point', () => {
    const known = { startedAt: 10, endedAt: null };
    expect(spanOf({ ...known, status: 'running' }, 99)).toEqual({ from: 10, to: 99 });
    expect(spanOf({ ...known, status: 'failed' }, 99)).toEqual({ from: 10, to: 10 });
    expect(spanOf({ ...known, status: 'idle' }, 5)).toEqual({ from: 10, to: 10 });
    expect(spanOf({ startedAt: 3, endedAt: 8, status: 'warning' }, 99)).toEqual({ from: 3, to: 8 });
    expect(spanOf({ startedAt: null, endedAt: 3, status: 'success' }, 99)).toBeNull();
    expect(spanOf({ startedAt: 3, endedAt: 1, status: 'success' }, 99)).toEqual({ from: 3, to: 3 });
  });
});

describe('concurrency', () => {
  test('one after the other is never two at once', () => {
    const spans = [
      { from: 700, to: 750 },
      { from: 750, to: 800 },
    ];
    expect(concurrencyOf(spans, { from: 700, to: 800 }, 4)).toEqual({
      parts: [1, 1, 1, 1],
      peak: { from: 700, to: 750, count: 1 },
    });
  });

  test('the most in each part, and when it was most', () => {
    const spans = [
      { from: 690, to: 730 },
      { from: 720, to: 760 },
      { from: 725, to: 726 },
      { from: 790, to: 790 },
      { from: 800, to: 820 },
    ];
    expect(concurrencyOf(spans, { from: 700, to: 800 }, 10)).toEqual({
      parts: [1, 1, 3, 1, 1, 1, 0, 0, 0, 1],
      peak: { from: 725, to: 726, count: 3 },
    });
    expect(concurrencyOf([], { from: 0, to: 100 }, 3)).toEqual({ parts: [0, 0, 0], peak: null });
  });

  test('what only touches the axis is not on it, what is a point in it is', () => {
    const axis = { from: 700, to: 800 };
    const outside = [
      { from: 600, to: 700 },
      { from: 699, to: 699 },
      { from: 800, to: 800 },
    ];
    expect(concurrencyOf(outside, axis, 2)).toEqual({ parts: [0, 0], peak: null });
    expect(concurrencyOf([{ from: 700, to: 700 }], axis, 2)).toEqual({
      parts: [1, 0],
      peak: { from: 700, to: 701, count: 1 },
    });
    expect(concurrencyOf([{ from: 799.5, to: 799.5 }], axis, 2)).toEqual({
      parts: [0, 1],
      peak: { from: 799.5, to: 800, count: 1 },
    });
  });

  test('it is what counting minute by minute says', () => {
    const span = fc.tuple(fc.integer({ min: -50, max: 150 }), fc.integer({ min: 1, max: 60 }));
    fc.assert(
      fc.property(fc.array(span, { maxLength: 30 }), (pairs) => {
        const spans: Span[] = pairs.map(([at, length]) => ({
          from: 700 + at,
          to: 700 + at + length,
        }));
        const { parts, peak } = concurrencyOf(spans, { from: 700, to: 800 }, 100);
        const counted = parts.map(
          (_, part) => spans.filter(({ from, to }) => from <= 700 + part && to > 700 + part).length,
        );
        expect(parts).toEqual(counted);
        expect(peak?.count ?? 0).toBe(Math.max(0, ...counted));
      }),
    );
  });
});
