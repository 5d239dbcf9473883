/** What a mistyped word was meant to be. */
import { compareText } from './order.ts';

/** How alike words must be, 0 to 1, with the same first letter and with another one. */
export interface Nearness {
  readonly sameStart: number;
  readonly otherStart: number;
}

/**
 * How alike a word of a closed set must be to be offered for a mistyped one, and how many are. Who mistypes
 * a word mostly begins it right: with another first letter it must be more alike (`xml` is not `yaml`).
 */
const NEAR: Nearness = { sameStart: 0.35, otherStart: 0.5 };
const MOST = 2;
/** A second one must be nearly as near as the first. */
const CLOSE = 0.8;

/** Share of common letter pairs (Dice coefficient), 0 to 1; robust against typos and word order. */
export function likeness(a: string, b: string): number {
  const [left, right] = [letterPairs(a), letterPairs(b)];
  // Each has one pair at least, for a text is between two blanks.
  const total = left.length + right.length;
  const common = left.filter((pair) => {
    const at = right.indexOf(pair);
    if (at >= 0) right.splice(at, 1);
    return at >= 0;
  });
  return (2 * common.length) / total;
}

function letterPairs(text: string): string[] {
  const letters = Array.from(` ${text.toLowerCase()} `);
  return letters.slice(1).map((letter, index) => `${letters[index] ?? ''}${letter}`);
}

/** The words that are near the typed one, the nearest first. */
export function nearWords(
  typed: string,
  known: readonly string[],
  least: Nearness = NEAR,
): readonly string[] {
  const near = [...new Set(known)]
    .map((word) => ({ word, likeness: likeness(word, typed) }))
    .filter((candidate) => candidate.likeness >= leastLikeness(typed, candidate.word, least))
    .sort((a, b) => b.likeness - a.likeness || compareText(a.word, b.word));
  const close = CLOSE * (near[0]?.likeness ?? 0);
  return near
    .filter((candidate) => candidate.likeness >= close)
    .slice(0, MOST)
    .map(({ word }) => word);
}

function leastLikeness(typed: string, word: string, { sameStart, otherStart }: Nearness): number {
  const begin = typed.slice(0, 1).toLowerCase();
  return word.toLowerCase().startsWith(begin) ? sameStart : otherStart;
}

/** A hint for a word that is none of these: what is near, and all there are. */
export function oneOf(typed: string, known: readonly string[]): string {
  return `${didYouMean(nearWords(typed, known))}one of ${known.join(', ')}`;
}

/** `did you mean list, log or show? `; empty where nothing is near. */
export function didYouMean(near: readonly string[]): string {
  const last = near.at(-1);
  if (last === undefined) return '';
  const others = near.slice(0, -1).join(', ');
  return `did you mean ${others === '' ? '' : `${others} or `}${last}? `;
}
