import { safeText } from '../../output/safe-text.ts';
import type { Argument, Command } from '../command.ts';
import type { Flag } from '../flags.ts';
import { isCommaList } from '../flags/flag.ts';
import { TOPICS } from '../help/topics.ts';
import { COMMANDS, NOUNS } from '../tree.ts';
import {
  expectedArgument,
  findNoun,
  readLine,
  splitFlag,
  type TypedLine,
} from './completion-line.ts';

/** Something that the word being typed may become. */
export interface Candidate {
  /** The whole word, what was typed of it included. */
  readonly value: string;
  /** A few words, empty where there is nothing to say. */
  readonly description: string;
}

/** What the shell is told beside the candidates; the sum of those that hold. */
export const DIRECTIVE = {
  /** Something went wrong: offer nothing. */
  error: 1,
  /** No blank behind the word, for it goes on. */
  noSpace: 2,
  /** No file names, also where there is no candidate. */
  noFiles: 4,
} as const;

export interface Completion {
  readonly candidates: readonly Candidate[];
  /** A sum of `DIRECTIVE`. */
  readonly directive: number;
}

/** Values that are not in the program itself. Each may be asked late or never, and must not fail. */
export interface CompletionSources {
  /** Keys of a command's records. */
  readonly fields: (command: Command) => Promise<readonly Candidate[]>;
  /** Saved servers, and groups of them as `@group`. */
  readonly servers: () => Promise<readonly Candidate[]>;
  /** Jobs of the servers that the line names. */
  readonly jobs: (line: TypedLine) => Promise<readonly Candidate[]>;
  /** Their newest sessions. */
  readonly sessions: (line: TypedLine) => Promise<readonly Candidate[]>;
}

const HELP: Named = { name: 'help', aliases: [], summary: 'Show help of a command or a topic' };

const NOTHING: Completion = { candidates: [], directive: DIRECTIVE.noFiles };
const FILES: Completion = { candidates: [], directive: 0 };

/** Bounds of time windows that people write; any other may be typed. */
const TIMES = ['24h', '7d', '2w', '30d', 'today', 'yesterday'];

/** @param words what stands behind `vsi`, the last one being typed */
export async function complete(
  words: readonly string[],
  sources: CompletionSources,
): Promise<Completion> {
  const { candidates, directive } =
    words[0] === 'help' && words.length > 1
      ? helpWords(words.slice(1))
      : await completionOf(readLine(words), sources);
  return {
    // A name that would not come back as it is written cannot be offered.
    candidates: unique(candidates).filter(({ value }) => value !== '' && safeText(value) === value),
    directive,
  };
}

/** What `__complete` prints: `value<TAB>description` a line, at the end `:directive`. */
export function formatCompletion({ candidates, directive }: Completion): string {
  const lines = candidates.map(({ value, description }) =>
    description === '' ? value : `${value}\t${safeText(description)}`,
  );
  return [...lines, `:${directive}`, ''].join('\n');
}

async function completionOf(line: TypedLine, sources: CompletionSources): Promise<Completion> {
  const { command, current, pending, flagsEnded } = line;
  if (line.lost) return NOTHING;
  if (pending !== null) return valueOf(pending, { line, sources, current });
  if (current.startsWith('-') && !flagsEnded) {
    const { flag, value } = splitFlag(command, current);
    if (flag?.value === undefined || value === null) return flagsOf(line);
    const head = current.slice(0, current.length - value.length);
    const completion = await valueOf(flag, { line, sources, current: value });
    return { ...completion, candidates: behind(head, completion.candidates) };
  }
  if (command === null) return wordsOf(line);
  const argument = expectedArgument(line);
  if (argument !== null) return argumentOf(argument, line, sources);
  return current === '' && !flagsEnded ? flagsOf(line) : NOTHING;
}

/** Commands and nouns, or the verbs of a noun. */
function wordsOf({ noun, current }: TypedLine): Completion {
  if (noun === null) return only(named(current, firstWords()), current);
  return only(verbsOf(noun.name), current);
}

function firstWords(): readonly Named[] {
  const commands = COMMANDS.filter(({ path }) => path.length === 1).map(
    ({ path: [name], summary }) => ({ name, aliases: [], summary }),
  );
  return [...NOUNS, ...commands, HELP];
}

function verbsOf(noun: string): readonly Candidate[] {
  return COMMANDS.flatMap(({ path: [first, verb], summary }) =>
    first === noun && verb !== undefined ? [{ value: verb, description: summary }] : [],
  );
}

/** `help` takes a topic, or the words of a command. */
function helpWords(words: readonly string[]): Completion {
  const [first = '', second, ...rest] = words;
  if (second === undefined) {
    const topics = TOPICS.map(({ name, summary }) => ({ name, aliases: [], summary }));
    return only(named(first, [...topics, ...firstWords()]), first);
  }
  const noun = findNoun(first);
  return noun === null || rest.length > 0 ? NOTHING : only(verbsOf(noun.name), second);
}

interface Named {
  readonly name: string;
  readonly aliases: readonly string[];
  readonly summary: string;
}

/** An alias is offered only where no name begins so: two words for one thing would need a choice. */
function named(current: string, things: readonly Named[]): readonly Candidate[] {
  const names = things.map(({ name, summary }) => ({ value: name, description: summary }));
  if (names.some(({ value }) => value.startsWith(current))) return names;
  return things.flatMap(({ aliases, summary }) =>
    aliases.map((value) => ({ value, description: summary })),
  );
}

/** The flags that may still be given. */
function flagsOf({ command, values, current }: TypedLine): Completion {
  const flags = (command?.flags ?? []).filter(
    ({ name, repeatable }) => repeatable === true || !values.has(name),
  );
  const help = [{ value: '--help', description: 'show help' }];
  const version = [{ value: '--version', description: 'print the version' }];
  return only(
    [
      ...flags.map(({ name, description }) => ({ value: `--${name}`, description })),
      ...help,
      ...(command === null ? version : []),
    ],
    current,
  );
}

async function argumentOf(
  { name, choices }: Argument,
  line: TypedLine,
  sources: CompletionSources,
): Promise<Completion> {
  const { current } = line;
  if (choices !== undefined) return only(plain(choices), current);
  if (name === 'job') return only(await sources.jobs(line), current);
  if (name === 'session') {
    const latest = { value: 'latest', description: 'the newest session of --job' };
    return only([latest, ...(await sources.sessions(line))], current);
  }
  const isSavedServer = line.command?.path[0] === 'server' && line.command.path[1] !== 'add';
  return isSavedServer && name !== 'url' ? only(await sources.servers(), current) : NOTHING;
}

interface Asked {
  readonly line: TypedLine;
  readonly sources: CompletionSources;
  /** What is typed of the value. */
  readonly current: string;
}

async function valueOf(flag: Flag, { line, sources, current }: Asked): Promise<Completion> {
  const fields = async (): Promise<readonly Candidate[]> =>
    line.command === null ? [] : sources.fields(line.command);
  switch (flag.name) {
    case 'json':
    case 'columns':
      return commaList(await fields(), current);
    case 'sort':
      return sortFields(flag.choices === undefined ? await fields() : plain(flag.choices), current);
    case 'job':
      return only(await sources.jobs(line), current);
    case 'server':
      return only(await sources.servers(), current);
    case 'since':
    case 'until':
      return only(plain(TIMES), current);
    default:
  }
  if (flag.choices !== undefined) {
    const choices = plain(flag.choices);
    return isCommaList(flag) ? commaList(choices, current) : only(choices, current);
  }
  return /file/i.test(flag.value ?? '') ? FILES : NOTHING;
}

/** `a,b,<next>`: the words not yet in the list, and no blank, for the list may go on. */
function commaList(words: readonly Candidate[], current: string): Completion {
  const head = current.slice(0, current.lastIndexOf(',') + 1);
  const used = new Set(head.toLowerCase().split(','));
  const left = words.filter(({ value }) => !used.has(value.toLowerCase()));
  const { candidates, directive } = only(left, current.slice(head.length));
  return { candidates: behind(head, candidates), directive: directive | DIRECTIVE.noSpace };
}

/** A field, and once it is the only one left, its two directions as well. */
function sortFields(fields: readonly Candidate[], current: string): Completion {
  const matching = only(fields, current.replace(/:.*$/s, '')).candidates;
  const exact = matching.find(({ value }) => current.startsWith(`${value}:`));
  const [first, ...others] = exact === undefined ? matching : [exact];
  if (first === undefined || others.length > 0) return only(matching, current);
  const directions = [
    { value: `${first.value}:asc`, description: 'smallest first' },
    { value: `${first.value}:desc`, description: 'largest first' },
  ];
  return only([first, ...directions], current);
}

/** Those that begin as typed, whatever the case; no file names besides. */
function only(candidates: readonly Candidate[], current: string): Completion {
  const begin = current.toLowerCase();
  return {
    candidates: candidates.filter(({ value }) => value.toLowerCase().startsWith(begin)),
    directive: DIRECTIVE.noFiles,
  };
}

function plain(words: readonly string[]): readonly Candidate[] {
  return words.map((value) => ({ value, description: '' }));
}

function behind(head: string, candidates: readonly Candidate[]): readonly Candidate[] {
  return candidates.map(({ value, description }) => ({ value: head + value, description }));
}

function unique(candidates: readonly Candidate[]): readonly Candidate[] {
  return [...new Map(candidates.map((candidate) => [candidate.value, candidate])).values()];
}
