import { Command as Parser, CommanderError, Option } from 'commander';
import { VsiError } from '../model/errors.ts';
import { didYouMean, nearWords } from '../model/near-words.ts';
import { argumentsOf, placeholderOf, type Command } from './command.ts';
import { findNoun, readLine } from './completion/completion-line.ts';
import { FLAGS, type Flag } from './flags.ts';
import { commandHelp, programHelp } from './help/help.ts';
import type { Host } from './host.ts';
import { createFlagValues, type FlagValues } from './invocation.ts';
import { COMMANDS, NOUNS } from './tree.ts';

/** A command that the parser recognised. */
export interface Recognised {
  readonly command: Command;
  readonly argument: string | null;
  readonly secondArgument: string | null;
  readonly flags: FlagValues;
}

/** What a command line asks for. */
export type Request =
  | { readonly kind: 'command'; readonly recognised: Recognised }
  /** Text for stdout: help, the version. */
  | { readonly kind: 'text'; readonly text: string }
  /** A noun without its verb; the help is on stderr by now. */
  | { readonly kind: 'incomplete' };

/**
 * Reads a command line.
 *
 * @throws VsiError, USAGE for everything the parser does not like
 */
export function parse(
  { argv, stderr, version }: Pick<Host, 'argv' | 'stderr' | 'version'>,
  width: number,
): Request {
  const recognised: Recognised[] = [];
  const texts: string[] = [];
  const parser = buildParser(
    { argv, stderr, version, writeOut: (text) => void texts.push(text) },
    width,
    (command) => recognised.push(command),
  );
  try {
    parser.parse(withEmptyJson(argv), { from: 'user' });
  } catch (error) {
    if (!(error instanceof CommanderError)) throw error;
    if (error.code === 'commander.help') return { kind: 'incomplete' };
    if (error.exitCode !== 0) throw misnamed(argv) ?? usageError(error, argv);
  }
  const [found] = recognised;
  return found === undefined
    ? { kind: 'text', text: texts.join('') }
    : { kind: 'command', recognised: found };
}

/**
 * The parser for the whole tree. The bare program prints its help to stdout; a bare noun prints its
 * own to stderr and is a usage error, so that a script notices the missing verb. Flags are defined
 * only where the first word leads: to define them all takes longer than everything else here.
 */
function buildParser(
  host: Pick<Host, 'argv' | 'stderr' | 'version'> & { readonly writeOut: (text: string) => void },
  width: number,
  onCommand: (recognised: Recognised) => void,
): Parser {
  const root = new Parser('vsi');
  root
    .exitOverride()
    // An option behind a verb is the verb's, also where the noun alone has the same one.
    .enablePositionalOptions()
    .configureOutput({
      writeOut: host.writeOut,
      writeErr: (text) => host.stderr.write(text),
      outputError: () => undefined,
    })
    .version(host.version, '--version')
    .helpCommand(false)
    .argument('[command]')
    .action((word?: string) => {
      if (word === undefined) root.outputHelp();
      else throw unknownCommand(word, null);
    });
  root.helpInformation = () => programHelp(width);

  const groups = new Map(NOUNS.map((noun) => [noun.name, addNoun(noun)]));
  for (const command of COMMANDS) {
    const [first, second] = command.path;
    if (second === undefined) define(root.command(first), command);
    else define((groups.get(first) ?? root.command(first)).command(second), command);
  }
  return root;

  function addNoun({ name, aliases, lone }: (typeof NOUNS)[number]): Parser {
    const group = root
      .command(name)
      .aliases([...aliases])
      .enablePositionalOptions();
    group.helpInformation = () => programHelp(width, name);
    const only = COMMANDS.find(({ path }) => path[0] === name);
    if (lone === true && only !== undefined) return define(group, only);
    return group.argument('[verb]').action((word?: string) => {
      if (word !== undefined) throw unknownCommand(word, name);
      group.help({ error: true });
    });
  }

  function isMeant(word: string): boolean {
    const noun = NOUNS.find(({ name }) => name === word);
    const [first = ''] = host.argv;
    return first === word || noun?.aliases.includes(first) === true;
  }

  function define(parser: Parser, command: Command): Parser {
    if (isMeant(command.path[0])) {
      for (const flag of command.flags) parser.addOption(optionOf(flag));
    }
    for (const argument of argumentsOf(command)) parser.argument(placeholderOf(argument));
    parser.helpInformation = () => commandHelp(command, width);
    return parser.allowExcessArguments(false).action(() => {
      onCommand({
        command,
        argument: parser.args[0] ?? null,
        secondArgument: parser.args[1] ?? null,
        flags: createFlagValues(
          new Map(command.flags.map((flag) => [flag.name, valueOf(parser, flag)])),
        ),
      });
    });
  }
}

function optionOf(flag: Flag): Option {
  const short = flag.short === undefined ? '' : `-${flag.short}, `;
  const option = new Option(
    `${short}--${flag.name}${flag.value === undefined ? '' : ` ${flag.value}`}`,
    flag.description,
  );
  if (flag.repeatable === true) {
    option.argParser((value: string, previous: unknown) =>
      Array.isArray(previous) ? [...(previous as unknown[]), value] : [value],
    );
  }
  return option;
}

function valueOf(parser: Parser, flag: Flag): unknown {
  const option = optionOf(flag);
  const value: unknown = parser.getOptionValue(option.attributeName());
  // Commander takes --no-header for the opposite of a --header that is on.
  return option.negate ? value === false : value;
}

/**
 * `--json` without a value asks for the list of keys. Commander would take the next word for the
 * value, so the empty value is written out.
 */
function withEmptyJson(argv: readonly string[]): readonly string[] {
  const end = argv.indexOf('--');
  return argv.map((word, index) => {
    const isFlag = word === `--${FLAGS.json.name}` && (end === -1 || index < end);
    const next = argv[index + 1];
    return isFlag && (next === undefined || next.startsWith('-')) ? `${word}=` : word;
  });
}

/**
 * @param noun behind which the word stands; null: it is the first one. A verb without its noun means all
 *   the commands that it ends.
 */
function unknownCommand(word: string, noun: string | null): VsiError {
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
function misnamed([first = '', second = '']: readonly string[]): VsiError | null {
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

/** Commander's sentence in our form, with the command that it is about; its suggestion becomes the hint. */
function usageError(error: CommanderError, argv: readonly string[]): VsiError {
  const [first = '', ...rest] = error.message.replace(/^error: /, '').split('\n');
  const suggestion = rest
    .join(' ')
    .trim()
    .replace(/^\(|\)$/g, '')
    .replace(/^Did/, 'did');
  const sentence = first
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
    error.code === 'commander.unknownOption' ? /--([a-z-]+)/.exec(first)?.[1] : undefined;
  return new VsiError('USAGE', sentence, {
    where: `vsi ${words}`,
    hint: whyWithout(command, flag) ?? (suggestion === '' ? `see vsi ${words} --help` : suggestion),
  });
}

/** Why a flag that other commands have is none of this one; null where nothing is said of it. */
function whyWithout({ without }: Command, flag: string | undefined): string | null {
  return flag !== undefined && without?.flags.includes(flag) === true ? without.why : null;
}
