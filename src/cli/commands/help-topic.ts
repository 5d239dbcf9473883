import { VsiError } from '../../model/errors.ts';
import { didYouMean, nearWords } from '../../model/near-words.ts';
import type { Command } from '../command.ts';
import { EXIT } from '../exit-codes.ts';
import { commandHelp, programHelp, topicHelp } from '../help/help.ts';
import type { Host } from '../host.ts';
import { withPager } from '../terminal/pager.ts';
import { TOPICS } from '../help/topics.ts';
import { COMMANDS, NOUNS } from '../tree.ts';

/** What `help` needs of the outside world. */
type HelpHost = Pick<Host, 'stdout' | 'variables' | 'platform' | 'signal' | 'startPager'>;

/** Prints help text, on a terminal through the pager. */
export async function printHelp(host: HelpHost, text: string): Promise<number> {
  await withPager(
    host,
    () => undefined,
    (sink) => sink.write(text),
  );
  return EXIT.done;
}

/**
 * `help`, `help <topic>`, `help <command>`, `help <noun> <verb>`.
 *
 * @param words what stands behind `help`
 * @throws USAGE for anything else, listing the topics
 */
export async function showHelp(
  host: HelpHost,
  width: number,
  words: readonly string[],
): Promise<number> {
  return printHelp(
    host,
    helpFor(
      words.filter((word) => !word.startsWith('-')),
      width,
    ),
  );
}

/**
 * The help that a command line asks for and nothing else: none at all, or `--help` behind what names a
 * command or a noun. null: it says more than that, which is for the parser.
 */
export function helpAskedFor(argv: readonly string[], width: number): string | null {
  if (argv.length === 0) return programHelp(width);
  const words = argv.slice(0, -1);
  if (!['--help', '-h'].some((flag) => flag === argv.at(-1))) return null;
  return treeHelp(words, width);
}

function helpFor(words: readonly string[], width: number): string {
  const [first, second] = words;
  const topic = TOPICS.find(({ name }) => name === first);
  if (topic !== undefined && second === undefined) return topicHelp(topic, width);
  const help = treeHelp(words, width);
  if (help !== null) return help;
  const topics = TOPICS.map(({ name }) => name);
  const commands = COMMANDS.map(({ path }) => path.join(' '));
  const near = nearWords(words.join(' '), [...topics, ...commands]);
  throw new VsiError('USAGE', `there is no help on “${words.join(' ')}”`, {
    hint: `${didYouMean(near)}vsi help shows all commands; topics are ${topics.join(', ')}`,
  });
}

/** The help of the program, a noun or a command; null for words that name none of them. */
function treeHelp([first, second, ...rest]: readonly string[], width: number): string | null {
  if (first === undefined) return programHelp(width);
  const noun = NOUNS.find(({ name, aliases }) => name === first || aliases.includes(first));
  const command =
    noun?.lone === true && second === undefined
      ? COMMANDS.find(({ path }) => path[0] === noun.name)
      : find([noun?.name ?? first, second]);
  if (command !== undefined && rest.length === 0) return commandHelp(command, width);
  return noun !== undefined && second === undefined ? programHelp(width, noun.name) : null;
}

function find([first, second]: readonly [string, string | undefined]): Command | undefined {
  return COMMANDS.find(({ path }) => path[0] === first && path[1] === second);
}
