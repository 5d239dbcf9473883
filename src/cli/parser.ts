import { Command as Parser, CommanderError, Option } from 'commander';
import { argumentsOf, placeholderOf, type Command } from './command.ts';
import { FLAGS, type Flag } from './flags.ts';
import { isCommaList } from './flags/flag.ts';
import { commandHelp, programHelp } from './help/help.ts';
import type { Host } from './host.ts';
import { createFlagValues, type FlagValues } from './invocation.ts';
import { COMMANDS, NOUNS } from './tree.ts';
import { checkFilled, misnamed, unknownCommand, usageError } from './usage-errors.ts';

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
    .showSuggestionAfterError(false)
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
      const recognised = {
        command,
        argument: parser.args[0] ?? null,
        secondArgument: parser.args[1] ?? null,
        flags: createFlagValues(
          new Map(command.flags.map((flag) => [flag.name, valueOf(parser, flag)])),
        ),
      };
      checkFilled(recognised);
      onCommand(recognised);
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
  } else if (isCommaList(flag)) {
    // `--status failed --status warning` asks for both: the last one alone would lose rows without a word.
    option.argParser((value: string, previous: unknown) =>
      typeof previous === 'string' && previous !== '' ? `${previous},${value}` : value,
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
