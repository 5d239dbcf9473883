import { argumentsOf, type Argument, type Command, type Noun } from '../command.ts';
import type { Flag } from '../flags.ts';
import { COMMANDS, NOUNS } from '../tree.ts';

/** The words of an unfinished command line, as far as they can be understood. */
export interface TypedLine {
  /** null: no command is named yet, or none that exists. */
  readonly command: Command | null;
  /** The noun in front of a verb that is still missing. */
  readonly noun: Noun | null;
  /** Whether the words before lead nowhere: an unknown command or verb. */
  readonly lost: boolean;
  /** Arguments given so far. */
  readonly given: readonly string[];
  /** By the flags' long names: text, true for a switch, a list for a repeatable one. */
  readonly values: ReadonlyMap<string, unknown>;
  /** The flag whose value the last word is; null: none. */
  readonly pending: Flag | null;
  /** Whether `--` has ended the flags. */
  readonly flagsEnded: boolean;
  /** The word being typed, possibly empty. */
  readonly current: string;
}

/**
 * Reads the words behind `vsi`, the last of which is still being typed. What is wrong in front of it
 * is passed over: a completion must never fail.
 */
export function readLine(words: readonly string[]): TypedLine {
  const before = words.slice(0, -1);
  const current = words.at(-1) ?? '';
  const { command, noun, lost, rest } = commandOf(before);
  const flags = readFlags(command, rest);
  const pending = endsWithout(flags.pending, current) ? null : flags.pending;
  return { command, noun, lost, current, ...flags, pending };
}

/** The argument that the word being typed would be, or null where the command takes no more. */
export function expectedArgument({ command, given }: TypedLine): Argument | null {
  return command === null ? null : (argumentsOf(command)[given.length] ?? null);
}

/** The noun of that name or alias. */
export function findNoun(word: string): Noun | null {
  return NOUNS.find(({ name, aliases }) => name === word || aliases.includes(word)) ?? null;
}

interface Found {
  readonly command: Command | null;
  readonly noun: Noun | null;
  readonly lost: boolean;
  readonly rest: readonly string[];
}

/** Flags come behind the command: in front of it only --help and --version are known. */
function commandOf(words: readonly string[]): Found {
  const [first, second, ...rest] = words.filter((word, index) => index > 1 || word !== '--help');
  if (first === undefined) return { command: null, noun: null, lost: false, rest: [] };
  const noun = findNoun(first);
  if (noun === null) {
    const command = COMMANDS.find(({ path }) => path.length === 1 && path[0] === first) ?? null;
    const behind = second === undefined ? [] : [second, ...rest];
    return { command, noun: null, lost: command === null, rest: behind };
  }
  const verb = COMMANDS.find(({ path }) => path[0] === noun.name && path[1] === second);
  if (verb !== undefined) return { command: verb, noun, lost: false, rest };
  if (second === undefined) return { command: null, noun, lost: false, rest: [] };
  const lone = noun.lone === true ? COMMANDS.find(({ path }) => path[0] === noun.name) : undefined;
  return { command: lone ?? null, noun, lost: lone === undefined, rest: [second, ...rest] };
}

type FlagState = Pick<TypedLine, 'given' | 'values' | 'pending' | 'flagsEnded'>;

function readFlags(command: Command | null, words: readonly string[]): FlagState {
  const values = new Map<string, unknown>();
  const given: string[] = [];
  let pending: Flag | null = null;
  let flagsEnded = false;
  for (const word of words) {
    if (pending !== null && !endsWithout(pending, word)) {
      note(values, pending, word);
      pending = null;
      continue;
    }
    pending = null;
    if (flagsEnded || !word.startsWith('-') || word === '-') {
      given.push(word);
    } else if (word === '--') {
      flagsEnded = true;
    } else {
      pending = readFlag(command, word, values);
    }
  }
  return { values, given, pending, flagsEnded };
}

/** Only --json goes without its value; then the next flag is no value either. */
function endsWithout(pending: Flag | null, next: string): boolean {
  return pending?.name === 'json' && next.startsWith('-');
}

/** Notes a flag that is complete in itself; returns one whose value is still to come. */
function readFlag(
  command: Command | null,
  word: string,
  values: Map<string, unknown>,
): Flag | null {
  const { flag, value } = splitFlag(command, word);
  if (flag === null) return null;
  if (flag.value === undefined) {
    values.set(flag.name, true);
    return null;
  }
  if (value === null) return flag;
  note(values, flag, value);
  return null;
}

/** `--name=value`, `-ovalue`, `--name`; the flag is null where the command has none of that name. */
export function splitFlag(
  command: Command | null,
  word: string,
): { readonly flag: Flag | null; readonly value: string | null } {
  const flags = command?.flags ?? [];
  if (!word.startsWith('--')) {
    const flag = flags.find(({ short }) => short === word[1]) ?? null;
    return { flag, value: word.length > 2 ? word.slice(2) : null };
  }
  const [, name = '', value] = /^--([^=]*)(?:=(.*))?$/s.exec(word) ?? [];
  return { flag: flags.find((each) => each.name === name) ?? null, value: value ?? null };
}

function note(values: Map<string, unknown>, flag: Flag, value: string): void {
  const before = values.get(flag.name);
  const earlier: readonly unknown[] = Array.isArray(before) ? before : [];
  values.set(flag.name, flag.repeatable === true ? [...earlier, value] : value);
}
