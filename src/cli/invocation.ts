import { VsiError } from '../model/errors.ts';
import { oneOf } from '../model/near-words.ts';
import type { Flag } from './flags.ts';
import type { Host } from './host.ts';
import type { Terminal } from './terminal/terminal.ts';

/** A command as it was typed: parsed, not yet understood. */
export interface Invocation {
  /** The command's argument, or null where it takes none or none was given. */
  readonly argument: string | null;
  /** The one behind it. */
  readonly secondArgument: string | null;
  readonly flags: FlagValues;
  readonly host: Host;
  readonly terminal: Terminal;
}

/** Typed access to the flags as typed. */
export interface FlagValues {
  readonly text: (flag: Flag) => string | undefined;
  readonly isOn: (flag: Flag) => boolean;
  /** Values of a repeatable flag, empty where it was not given. */
  readonly all: (flag: Flag) => readonly string[];
  /** Words of a comma list, checked against the flag's choices if `closed`; null where not given. */
  readonly words: (flag: Flag, closed: boolean) => readonly string[] | null;
}

/** @param values what the parser found, by the flags' long names */
export function createFlagValues(values: ReadonlyMap<string, unknown>): FlagValues {
  const text = (flag: Flag): string | undefined => {
    const value = values.get(flag.name);
    return typeof value === 'string' ? value : undefined;
  };
  return {
    text,
    isOn: (flag) => values.get(flag.name) === true,
    all: (flag) => {
      const value = values.get(flag.name);
      return Array.isArray(value) ? value.filter((item) => typeof item === 'string') : [];
    },
    words: (flag, closed) => {
      const value = text(flag);
      if (value === undefined) return null;
      const words = value
        .toLowerCase()
        .split(',')
        .map((word) => word.trim())
        .filter((word) => word !== '');
      const choices = flag.choices ?? [];
      const unknown = closed ? words.find((word) => !choices.includes(word)) : undefined;
      if (words.length > 0 && unknown === undefined) return words;
      throw unknownWord(flag, unknown ?? value);
    },
  };
}

/** The error for a value that a flag does not take; it lists what the flag takes. */
export function unknownWord(flag: Flag, word: string): VsiError {
  return new VsiError('USAGE', `--${flag.name} does not know “${word}”`, {
    hint: oneOf(word, flag.choices ?? []),
  });
}
