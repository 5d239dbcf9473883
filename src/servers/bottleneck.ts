import { kebabCase } from '../model/kind.ts';
import { readText } from './reading/reading.ts';

/**
 * How servers say that there is none: VB365's documents of v3 `N/A`, its specifications of v6 to v8
 * `NA`, VBR's ESessionBottleneckType `NotDefined` and `None`.
 */
const NONE: ReadonlySet<string> = new Set(['na', 'n/a', 'none', 'notdefined']);

/** The words of both products, put into kebab case once: a list may hold 100,000 of them. */
const KNOWN: ReadonlyMap<unknown, string> = new Map(
  'Source Target Proxy Network Throttling SourceProxy SourceNetwork SourceWan TargetProxy TargetNetwork TargetWan TargetDisk'
    .split(' ')
    .map((word) => [word, kebabCase(word)]),
);

/** The busiest stage in kebab case; null where the server names none. */
export function readBottleneck(value: unknown): string | null {
  const known = KNOWN.get(value);
  if (known !== undefined) return known;
  const word = readText(value)?.trim();
  if (word === undefined || word === '' || NONE.has(word.toLowerCase())) return null;
  return kebabCase(word);
}
