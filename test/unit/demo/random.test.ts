import { describe, expect, test } from '@jest/globals';
import { createRandom, hashText, uuidOf } from '../../../src/demo/random.ts';

describe('createRandom', () => {
  test('gives the same numbers for the same seed and others for another', () => {
    const draw = (seed: string) => {
      const random = createRandom(seed);
      return Array.from({ length: 20 }, () => random.next());
    };
    expect(draw('a')).toEqual(draw('a'));
    expect(draw('a')).not.toEqual(draw('b'));
  });

  test('stays within its bounds and reaches them', () => {
    const random = createRandom('seven');
    const drawn = Array.from({ length: 2000 }, () => random.integer(3, 6));
    expect([...new Set(drawn)].sort()).toEqual([3, 4, 5, 6]);
    const mean = Array.from({ length: 5000 }, () => random.next()).reduce((a, b) => a + b) / 5000;
    expect(mean).toBeCloseTo(0.5, 1);
  });

  test('picks from a list and refuses an empty one', () => {
    const random = createRandom('list');
    expect(['x', 'y']).toContain(random.pick(['x', 'y']));
    expect(() => random.pick([])).toThrow(RangeError);
  });
});

describe('uuidOf', () => {
  test('makes UUIDs of version 4 that belong to their text', () => {
    const many = Array.from({ length: 50_000 }, (_, index) => uuidOf(`session ${index}`));
    expect(new Set(many).size).toBe(many.length);
    for (const uuid of many.slice(0, 500)) {
      expect(uuid).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
    }
    expect(uuidOf('session 1')).toBe(many[1]);
  });

  test('hashes texts that differ to words that differ', () => {
    expect(hashText('a')).not.toEqual(hashText('b'));
    expect(hashText('日本語').every((word) => Number.isInteger(word) && word >= 0)).toBe(true);
  });
});
