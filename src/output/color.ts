import type { ColorLevel } from './theme.ts';

/** `--color`. */
export const COLOR_CHOICES = ['auto', 'always', 'never'] as const;

export type ColorChoice = (typeof COLOR_CHOICES)[number];

/** What decides about colour on one stream. */
export interface ColorQuestion {
  readonly wanted: ColorChoice;
  readonly variables: Readonly<Record<string, string | undefined>>;
  /** Whether the stream in question is a terminal. */
  readonly terminal: boolean;
}

/**
 * How many colours a stream gets; to be decided once for stdout and once for stderr. In this order:
 * `--color`, NO_COLOR (non-empty, no-color.org), FORCE_COLOR or CLICOLOR_FORCE, CLICOLOR=0 or
 * TERM=dumb, and last whether the stream is a terminal.
 */
export function decideColor({ wanted, variables, terminal }: ColorQuestion): ColorLevel {
  if (wanted !== 'auto') return wanted === 'always' ? depth(variables) : 0;
  if (isSet(variables['NO_COLOR'])) return 0;
  const force = variables['FORCE_COLOR'];
  if (isSet(force)) return forcedLevel(force, variables);
  if (isSet(variables['CLICOLOR_FORCE']) && variables['CLICOLOR_FORCE'] !== '0') {
    return depth(variables);
  }
  if (variables['CLICOLOR'] === '0' || variables['TERM'] === 'dumb') return 0;
  return terminal ? depth(variables) : 0;
}

function isSet(value: string | undefined): value is string {
  return value !== undefined && value !== '';
}

/** FORCE_COLOR as Node and chalk read it: 0 or false = off, 1 to 3 = that level, else on. */
function forcedLevel(force: string, variables: ColorQuestion['variables']): ColorLevel {
  if (force === '0' || force === 'false') return 0;
  if (force === '1') return 1;
  if (force === '2') return 2;
  return force === '3' ? 3 : depth(variables);
}

/** How many colours the terminal says it has. */
function depth(variables: ColorQuestion['variables']): ColorLevel {
  if (/^(?:truecolor|24bit)$/i.test(variables['COLORTERM'] ?? '')) return 3;
  return /-256(?:color)?$/i.test(variables['TERM'] ?? '') ? 2 : 1;
}
