import type { Finished } from './vsi.ts';

/** What stderr says of a failure, taken apart. */
export interface ErrorLines {
  /** What went wrong. */
  readonly what: string;
  /** The part in brackets at the end; empty where there is none. */
  readonly where: string;
  /** What to do; empty where there is none. */
  readonly hint: string;
}

/**
 * Reads the one line of an error and its hint, and makes sure that there is nothing else: no stack
 * trace, no second message.
 *
 * @throws when stderr is anything else
 */
export function errorLines({ stderr }: Pick<Finished, 'stderr'>): ErrorLines {
  const match =
    /^vsi: (?<what>[^\n]+?)(?: \((?<where>[^\n()]+)\))?\n(?:hint: (?<hint>[^\n]+)\n)?$/.exec(
      stderr,
    );
  if (match?.groups === undefined) throw new Error(`not an error and its hint:\n${stderr}`);
  const { what = '', where = '', hint = '' } = match.groups;
  return { what, where, hint };
}
