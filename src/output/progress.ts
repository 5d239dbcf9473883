import type { Writable } from 'node:stream';

/** stderr, as far as progress cares. */
export type ProgressStream = Writable & { readonly isTTY?: boolean; readonly columns?: number };

export interface ProgressOptions {
  readonly stream: ProgressStream;
  /** See mayShowProgress; a stream without columns never gets a spinner, whatever is said here. */
  readonly enabled: boolean;
  readonly colored: boolean;
  readonly ascii: boolean;
  /** Calls back once after so many milliseconds, returns how to call it off. */
  readonly schedule: (callback: () => void, milliseconds: number) => () => void;
}

/** A spinner line that appears when a command takes longer than 300 ms. */
export interface Progress {
  /** Shows or changes the text; also shows the spinner again after stop. */
  readonly update: (text: string) => void;
  /** Takes the line off the screen; to be called before anything else is written. */
  readonly stop: () => void;
}

export function createProgress(options: ProgressOptions): Progress {
  throw new Error(`being written ${String(options.enabled)}`);
}

export interface ProgressQuestion {
  readonly stream: { readonly isTTY?: boolean; readonly columns?: number };
  readonly variables: Readonly<Record<string, string | undefined>>;
  readonly quiet: boolean;
}

/** Only on a terminal with columns, not in CI, not with TERM=dumb, not with --quiet. */
export function mayShowProgress(question: ProgressQuestion): boolean {
  return !question.quiet;
}
