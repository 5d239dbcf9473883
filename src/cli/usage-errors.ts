import type { CommanderError } from 'commander';
import { VsiError } from '../model/errors.ts';
import { didYouMean, nearWords } from '../model/near-words.ts';
import type { Command } from './command.ts';
import { findNoun, readLine } from './completion/completion-line.ts';
import { hintOfOtherTools } from './flags/other-tools.ts';
import { COMMANDS } from './tree.ts';

/**
 * @param noun behind which the word stands; null: it is the first one. A verb without its noun means all
 *   the commands that it ends.
 */
export function unknownCommand(word: string, noun: string | null): VsiError {
  const verbs = COMMANDS.filter(({ path }) => path[0] === noun).map(({ path }) => path[1] ?? '');
  const known = noun === null ? [...new Set(COMMANDS.map(({ path }) => path[0]))] : verbs;
  const whole = noun === null ? COMMANDS.filter(({ path }) => path[1] === word) : [];
  const near = whole.length > 0 ? pathsOf(whole) : nearWords(word, known);
  const front = noun === null ? '' : `${noun} `;
  return new VsiError('USAGE', `unknown command “${front}${word}”`, {
    hint: `${didYouMean(near)}one of ${known.join(', ')}; see vsi ${front}--help`,
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
 * Commander's sentence in our form, with the command that it is about; its suggestion becomes the hint. The
 * value of an unknown flag is left out, also that of `-pSECRET`: it may be a password.
 */
export function usageError(error: CommanderError, argv: readonly string[]): VsiError {
  const [first = '', ...rest] = error.message.replace(/^error: /, '').split('\n');
  const suggestion = rest
    .join(' ')
    .trim()
    .replace(/^\(|\)$/g, '')
    .replace(/^Did/, 'did');
  const sentence = first
    .replace(/'(--[^'=]+)=.*'/s, "'$1'")
    .replace(/'-p.+'/s, "'-p'")
    .replaceAll("'", '')
    .replace(/ for \S+\. Expected (\d+) arguments? but got (\d+)\.$/, ': expected $1, got $2');
  const { command } = readLine([...argv, '']);
  if (command === null) {
    return new VsiError('USAGE', sentence, {
      hint: suggestion === '' ? 'see vsi --help; flags stand behind the command' : suggestion,
    });
  }
  const words = command.path.join(' ');
  const flag =
    error.code === 'commander.unknownOption' ? /(?<= )--?[^ =]+$/.exec(sentence)?.[0] : undefined;
  return new VsiError('USAGE', sentence, {
    where: `vsi ${words}`,
    hint:
      (flag === undefined ? null : hintOfFlag(command, flag)) ??
      (suggestion === '' ? `see vsi ${words} --help` : suggestion),
  });
}

/** What is known of a flag that this command does not take; null where nothing is. */
function hintOfFlag({ flags, without }: Command, typed: string): string | null {
  if (without?.flags.includes(typed.replace(/^--/, '')) === true) return without.why;
  return hintOfOtherTools(
    typed,
    flags.map(({ name }) => name),
  );
}
