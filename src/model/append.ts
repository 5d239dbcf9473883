/**
 * Puts items behind a list. `push(...items)` would do for short ones: every item is an argument then,
 * and a server's page of 200,000 overflows the stack.
 */
export function append<T>(list: T[], items: readonly T[]): void {
  for (const item of items) list.push(item);
}
