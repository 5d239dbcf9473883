import { describe, expect, test } from '@jest/globals';
import { nearestIds } from '../../../../src/cli/sessions/session-choice.ts';

describe('ids near one that no session has', () => {
  const ids = ['c8251253-3fa8', 'c82f0000-0000', 'c82f0000-1111', '34175d75-7e11', 'c8250000-0000'];

  test('begin as it does for the longest stretch', () => {
    expect(nearestIds('c82512ff', ids)).toEqual(['c8251253-3fa8']);
    expect(nearestIds('c825ffff', ids)).toEqual(['c8251253-3fa8', 'c8250000-0000']);
  });

  test('are a few at the most, in the order of the list', () => {
    const many = Array.from({ length: 9 }, (_, index) => `c825${index}000`);
    expect(nearestIds('c825ffff', many)).toEqual(many.slice(0, 3));
  });

  test('are none where not even the beginning is the same', () => {
    expect(nearestIds('34aaaaaa', ids)).toEqual([]);
    expect(nearestIds('c825', [])).toEqual([]);
  });
});
