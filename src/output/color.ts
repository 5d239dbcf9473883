import type { ColorLevel } from './theme.ts';

export interface ColorQuestion {
  /** `--color`. */
  readonly wanted: 'auto' | 'always' | 'never';
  readonly variables: Readonly<Record<string, string | undefined>>;
  /** Whether the stream in question is a terminal. */
  readonly terminal: boolean;
}

/** Decided once for stdout and once for stderr (contract section 4). */
export function decideColor(question: ColorQuestion): ColorLevel {
  return question.terminal ? 1 : 0;
}
