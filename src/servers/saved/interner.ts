/** Texts beyond this number are kept as they are: a file whose texts are all different gains nothing. */
const MOST_TEXTS = 20_000;

/**
 * Keeps one copy of every text that comes again and again: the names, types and ids of jobs stand in
 * each of 100,000 sessions.
 */
export function createInterner(): (text: string) => string {
  const known = new Map<string, string>();
  return (text) => {
    const same = known.get(text);
    if (same !== undefined) return same;
    if (known.size < MOST_TEXTS) known.set(text, text);
    return text;
  };
}
