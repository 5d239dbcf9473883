import { expect, test } from '@jest/globals';
import { remembering } from '../../../src/analysis/remembering.ts';

test('a text is worked out once, as long as there is room to remember it', () => {
  const asked: string[] = [];
  const doubled = remembering((text) => {
    asked.push(text);
    return text + text;
  }, 2);
  const all = ['a', '', 'a', 'c', 'c', '', 'a'];
  expect(all.map(doubled)).toEqual(['aa', '', 'aa', 'cc', 'cc', '', 'aa']);
  expect(asked).toEqual(['a', '', 'c', 'c']);
});
