import { VsiError } from '../../model/errors.ts';
import type { Command } from '../command.ts';
import { EXIT } from '../exit-codes.ts';
import { commandHelp, programHelp, topicHelp } from '../help.ts';
import type { Host } from '../host.ts';
import { withPager } from '../pager.ts';
import { TOPICS } from '../topics.ts';
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

function helpFor(words: readonly string[], width: number): string {
  const [first, second, ...rest] = words;
  if (first === undefined) return programHelp(width);
  const topic = TOPICS.find(({ name }) => name === first);
  if (topic !== undefined && second === undefined) return topicHelp(topic, width);
  const noun = NOUNS.find(({ name, aliases }) => name === first || aliases.includes(first));
  const command =
    noun?.lone === true && second === undefined
      ? COMMANDS.find(({ path }) => path[0] === noun.name)
      : find([noun?.name ?? first, second]);
  if (command !== undefined && rest.length === 0) return commandHelp(command, width);
  if (noun !== undefined && second === undefined) return programHelp(width, noun.name);
  throw new VsiError('USAGE', `there is no help on “${words.join(' ')}”`, {
    hint: `vsi help shows all commands; topics are ${TOPICS.map(({ name }) => name).join(', ')}`,
  });
}

function find([first, second]: readonly [string, string | undefined]): Command | undefined {
  return COMMANDS.find(({ path }) => path[0] === first && path[1] === second);
}
