/** The same function, which works each text out once: the first so many texts are remembered. */
export function remembering(
  workOut: (text: string) => string,
  most: number,
): (text: string) => string {
  const known = new Map<string, string>();
  return (text) => {
    const same = known.get(text);
    if (same !== undefined) return same;
    const result = workOut(text);
    if (known.size < most) known.set(text, result);
    return result;
  };
}
