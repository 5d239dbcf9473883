import { Command as Parser, CommanderError, Option } from 'commander';
import { VsiError } from '../model/errors.ts';
import { argumentsOf, placeholderOf, type Command } from './command.ts';
import { EXIT } from './exit-codes.ts';
import { FLAGS, type Flag } from './flags.ts';
import { commandHelp, programHelp } from './help.ts';
import { printHelp, showHelp } from './commands/help-topic.ts';
import type { Host } from './host.ts';
import { createFlagValues, type FlagValues } from './invocation.ts';
import type { Terminal } from './terminal.ts';
import { COMMANDS, NOUNS } from './tree.ts';

/** A command that the parser recognised. */
interface Recognised {
  readonly command: Command;
  readonly argument: string | null;
  readonly secondArgument: string | null;
  readonly flags: FlagValues;
}

/**
 * Parses the command line, runs the command it names and returns the exit code.
 *
 * @throws VsiError, USAGE for everything the parser does not like
 */
export async function runProgram(host: Host, terminal: Terminal): Promise<number> {
  const [first, ...others] = host.argv;
  if (first === 'help') return showHelp(host, terminal.width, others);
  const recognised: Recognised[] = [];
  const help: string[] = [];
  const streams = { stderr: host.stderr, writeOut: (text: string) => void help.push(text) };
  const parser = buildParser({ ...streams, version: host.version }, terminal.width, (command) =>
    recognised.push(command),
  );
  try {
    parser.parse(withEmptyJson(host.argv), { from: 'user' });
  } catch (error) {
    if (!(error instanceof CommanderError)) throw error;
    if (error.code === 'commander.help') return EXIT.usage;
    if (error.exitCode !== 0) throw usageError(error);
  }
  const [found] = recognised;
  if (found === undefined) return printHelp(host, help.join(''));
  const { command, ...typed } = found;
  const module = await command.load();
  return module.run({ ...typed, host, terminal });
}

/**
 * The parser for the whole tree. The bare program prints its help to stdout; a bare noun prints its
 * own to stderr and is a usage error, so that a script notices the missing verb.
 */
export function buildParser(
  host: Pick<Host, 'stderr' | 'version'> & { readonly writeOut: (text: string) => void },
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
      else throw unknownCommand(root, word);
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
      if (word !== undefined) throw unknownCommand(group, word);
      group.help({ error: true });
    });
  }

  function define(parser: Parser, command: Command): Parser {
    for (const flag of command.flags) parser.addOption(optionOf(flag));
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

function unknownCommand(parser: Parser, word: string): VsiError {
  const known = parser.commands.map((command) => command.name());
  return new VsiError('USAGE', `unknown command “${word}”`, {
    hint: `one of ${known.join(', ')}; see vsi --help`,
  });
}

/** Commander's sentence without its prefix; its suggestion becomes the hint. */
function usageError(error: CommanderError): VsiError {
  const [first = '', ...rest] = error.message.replace(/^error: /, '').split('\n');
  const suggestion = rest
    .join(' ')
    .trim()
    .replace(/^\(|\)$/g, '');
  return new VsiError('USAGE', first.replaceAll("'", ''), {
    hint: suggestion === '' ? 'see vsi --help, or --help behind a command' : suggestion,
  });
}
