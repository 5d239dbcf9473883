import type { CommanderError } from 'commander';
import { VsiError } from '../model/errors.ts';
import { didYouMean, nearWords } from '../model/near-words.ts';
import { argumentsOf, type Command } from './command.ts';
import { findNoun, readLine } from './completion/completion-line.ts';
import { hintOfOtherTools } from './flags/other-tools.ts';
import type { FlagValues } from './invocation.ts';
import { COMMANDS } from './tree.ts';

/** So much of a flag's name is enough to mean it. */
const LEAST_BEGINNING = 3;
/** There are many flags, and some has a few letters in common with anything. */
const FLAG_NEARNESS = { sameStart: 0.5, otherStart: 0.5 } as const;

/**
 * @param noun behind which the word stands; null: it is the first one. A verb without its noun means all
 *   the commands that it ends.
 */
export function unknownCommand(word: string, noun: string | null): VsiError {
  const verbs = COMMANDS.filter(({ path }) => path[0] === noun).map(({ path }) => path[1] ?? '');
  const known = noun === null ? [...new Set(COMMANDS.map(({ path }) => path[0]))] : verbs;
  const whole = noun === null ? COMMANDS.filter(({ path }) => path[1] === word) : [];
  const near = noun === null && word === 'version' ? ['--version'] : pathsOf(whole);
  const front = noun === null ? '' : `${noun} `;
  return new VsiError('USAGE', `unknown command “${front}${word}”`, {
    hint: `${didYouMean(near.length > 0 ? near : nearWords(word, known))}one of ${known.join(', ')}; see vsi ${front}--help`,
  });
}

/** The first word, or the verb behind a noun, if that is what is wrong: nothing else matters then. */
export function misnamed([first = '', second = '']: readonly string[]): VsiError | null {
  if (first === '' || first.startsWith('-')) return null;
  const noun = findNoun(first);
  if (noun === null) {
    return COMMANDS.some(({ path }) => path[0] === first) ? null : unknownCommand(first, null);
  }
  const isVerb = COMMANDS.some(({ path }) => path[0] === noun.name && path[1] === second);
  if (noun.lone === true || second === '' || second.startsWith('-') || isVerb) return null;
  return unknownCommand(second, noun.name);
}

function pathsOf(commands: readonly Command[]): readonly string[] {
  return commands.map(({ path }) => path.join(' '));
}

/**
 * Commander's sentence in our form, with the command that it is about, and a hint. The value of an unknown
 * flag is left out, also that of `-pSECRET`: it may be a password.
 */
export function usageError(error: CommanderError, argv: readonly string[]): VsiError {
  const [first = ''] = error.message.replace(/^error: /, '').split('\n');
  const sentence = first
    .replace(/'(--[^'=]+)=.*'/s, "'$1'")
    .replace(/'-p.+'/s, "'-p'")
    .replaceAll("'", '')
    .replace(/ for \S+\. Expected (\d+) arguments? but got (\d+)\.$/, ': expected $1, got $2');
  const { command } = readLine([...argv, '']);
  if (command === null) {
    return new VsiError('USAGE', sentence, {
      hint: /option -v$/i.test(sentence)
        ? 'did you mean --version?'
        : 'see vsi --help; flags stand behind the command',
    });
  }
  const words = command.path.join(' ');
  const flag =
    error.code === 'commander.unknownOption' ? /(?<= )--?[^ =]+$/.exec(sentence)?.[0] : undefined;
  return new VsiError('USAGE', sentence, {
    where: `vsi ${words}`,
    hint: (flag === undefined ? null : hintOfFlag(command, flag)) ?? `see vsi ${words} --help`,
  });
}

/** What is known of a flag that this command does not take; null where nothing is. */
function hintOfFlag({ flags, without }: Command, typed: string): string | null {
  const name = typed === '-o' ? 'output' : typed.replace(/^--?/, '');
  if (without?.flags.includes(name) === true) return without.why;
  const names = flags.map((flag) => flag.name);
  return hintOfOtherTools(typed, names) ?? nearFlags(name, names);
}

/** What a flag is the beginning of, or is spelled like; null: nothing. */
function nearFlags(name: string, names: readonly string[]): string | null {
  const begun = names.filter((each) => name.length >= LEAST_BEGINNING && each.startsWith(name));
  const near = begun.length > 0 ? begun : nearWords(name, names, FLAG_NEARNESS);
  return near.length === 0 ? null : `did you mean ${near.map((each) => `--${each}`).join(' or ')}?`;
}

/**
 * Who writes `--job "$JOB"` where JOB is not set means no job at all, and must not get another answer.
 *
 * @throws USAGE for an empty argument, and for an empty flag that names something
 */
export function checkFilled(typed: {
  readonly command: Command;
  readonly argument: string | null;
  readonly secondArgument: string | null;
  readonly flags: FlagValues;
}): void {
  const { command, argument, secondArgument, flags } = typed;
  const values = [argument, secondArgument];
  const empty =
    argumentsOf(command).find((_, index) => values[index]?.trim() === '')?.name ??
    command.flags
      .filter(({ mayBeEmpty }) => mayBeEmpty !== true)
      .find((flag) => flags.all(flag).some((value) => value.trim() === ''))?.name;
  if (empty === undefined) return;
  const isFlag = command.flags.some(({ name }) => name === empty);
  throw new VsiError('USAGE', `${isFlag ? `--${empty}` : `<${empty}>`} is empty`, {
    where: `vsi ${command.path.join(' ')}`,
    hint: 'it may stand for a variable that is not set; see --help',
  });
}
