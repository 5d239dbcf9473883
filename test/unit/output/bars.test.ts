import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { condensed, shareBar, sparkline } from '../../../src/output/screens/bars.ts';
import { widthOf } from '../../../src/output/width.ts';
import { screenOf } from './support.ts';

const { theme } = await screenOf();
const { theme: ascii } = await screenOf({ ascii: true });

describe('shareBar', () => {
  test('is filled by eighths of a column, in ASCII by whole ones', () => {
    expect([0, 0.5, 0.66, 1].map((share) => shareBar(share, 8, theme))).toEqual([
      '········',
      '████····',
      '█████▎··',
      '████████',
    ]);
    expect([0, 0.5, 0.66, 1].map((share) => shareBar(share, 8, ascii))).toEqual([
      '........',
      '####....',
      '#####...',
      '########',
    ]);
  });

  test('a little is not nothing, almost all is not all', () => {
    expect(shareBar(0.0001, 8, theme)).toBe('▏·······');
    expect(shareBar(0.9999, 8, theme)).toBe('███████▉');
    expect(shareBar(0.0001, 8, ascii)).toBe('#.......');
    expect(shareBar(0.9999, 8, ascii)).toBe('#######.');
  });

  test('it has its width whatever the share is', () => {
    fc.assert(
      fc.property(fc.double({ noNaN: true }), fc.integer({ min: 0, max: 40 }), (share, width) => {
        expect(widthOf(shareBar(share, width, theme))).toBe(width);
        expect(shareBar(share, width, ascii)).toHaveLength(width);
      }),
    );
  });
});

describe('sparkline', () => {
  test('the highest value is the whole height', () => {
    expect(sparkline([0, 1, 4, 8], 10, theme)).toBe('▁▁▄█');
    expect(sparkline([0, 1, 4, 8], 10, ascii)).toBe('__-#');
    expect(sparkline([0, 0], 10, theme)).toBe('▁▁');
    expect(sparkline([], 10, theme)).toBe('');
  });

  test('more values than columns: the means of neighbours', () => {
    expect(condensed([1, 3, 5, 7], 2)).toEqual([2, 6]);
    expect(condensed([1, 2, 6], 2)).toEqual([1, 4]);
    fc.assert(
      fc.property(
        fc.array(fc.nat(), { maxLength: 99 }),
        fc.integer({ min: 1, max: 30 }),
        (all, most) => {
          const points = condensed(all, most);
          expect(points).toHaveLength(Math.min(all.length, most));
          for (const point of points) {
            expect(point).toBeGreaterThanOrEqual(Math.min(...all));
            expect(point).toBeLessThanOrEqual(Math.max(...all));
          }
          expect(widthOf(sparkline(all, most, theme))).toBe(points.length);
        },
      ),
    );
  });
});
