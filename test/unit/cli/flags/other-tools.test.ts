import { expect, test } from '@jest/globals';
import { FLAGS } from '../../../../src/cli/flags.ts';
import { ELSEWHERE, hintOfOtherTools } from '../../../../src/cli/flags/other-tools.ts';

const NAMES = Object.values(FLAGS).map(({ name }) => name);

test.each(ELSEWHERE.map((each) => [each.words.join(', '), each] as const))(
  '%s: the hint names a flag of ours',
  (_, { words, here, hint }) => {
    expect(NAMES).toEqual(expect.arrayContaining([...here]));
    for (const word of words) {
      expect(hintOfOtherTools(word.length === 1 ? `-${word}` : `--${word}`, here)).toBe(hint);
    }
    expect(here.some((name) => hint.includes(`--${name}`))).toBe(true);
  },
);

test('a command without such a flag has no hint, and a word stands in one place only', () => {
  expect(hintOfOtherTools('--format', ['server'])).toBeNull();
  expect(hintOfOtherTools('--frobnicate', NAMES)).toBeNull();
  const words = ELSEWHERE.flatMap((each) => each.words);
  expect(new Set(words).size).toBe(words.length);
});
