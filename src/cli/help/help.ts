import { argumentsOf, descriptionOf, placeholderOf, type Command } from '../command.ts';
import type { Flag, FlagGroup } from '../flags.ts';
import { COMMANDS, NOUNS } from '../tree.ts';
import { TOPICS, type Block, type Topic } from './topics.ts';

/** Groups of flags in the order of the help. */
export const FLAG_GROUPS: readonly FlagGroup[] = [
  'Selection',
  'Threshold',
  'Output',
  'Mail',
  'Connection',
  'General',
];
const MAX_WIDTH = 100;
/** How wide the left one of two columns may be. */
const MAX_LEFT = 32;

/** How a command is called: `vsi jobs sessions <job> [flags]`. */
export function usageOf(command: Command): string {
  return `vsi ${wordsOf(command)} [flags]`;
}

function wordsOf(command: Command): string {
  return [...command.path, ...argumentsOf(command).map(placeholderOf)].join(' ');
}

/** Help of one command: what it is for, examples first, then the flags by group. */
export function commandHelp(command: Command, width: number): string {
  const args = argumentsOf(command);
  const sections = [
    `${wrap(command.summary, width)}\n`,
    `Usage: ${usageOf(command)}\n`,
    section(
      'Examples',
      command.examples.flatMap(({ words, purpose }) => [`  # ${purpose}`, `  vsi ${words}`]),
    ),
    `${wrap(descriptionOf(command), width)}\n`,
  ];
  if (args.length > 0) {
    const rows = args.map((each) => [placeholderOf(each), each.description] as const);
    sections.push(section(args.length > 1 ? 'Arguments' : 'Argument', pairs(rows, width)));
  }
  for (const group of FLAG_GROUPS) {
    const flags = command.flags.filter((flag) => flag.group === group);
    const help = group === 'General' ? [HELP_FLAG] : [];
    sections.push(section(`${group} flags`, pairs([...flags.map(flagPair), ...help], width)));
  }
  return sections.filter((text) => text !== '').join('\n');
}

/** Help of the program, or of one noun: what it is, its commands, topics. */
export function programHelp(width: number, noun?: string): string {
  const shown = COMMANDS.filter(({ path }) => noun === undefined || path[0] === noun);
  const title =
    NOUNS.find(({ name }) => name === noun)?.summary ??
    'vsi, the session inspector for Veeam backup servers: what ran, what failed, and why.';
  const sections = [
    `${wrap(title, width)}\n`,
    `Usage: vsi ${noun ?? '<command>'} ${noun === undefined ? '' : '<verb> '}[flags]\n`,
    section('Commands', pairs(shown.map(commandPair), width)),
  ];
  if (noun === undefined) {
    sections.push(
      section('Try', ['  vsi jobs list --demo', '  vsi session list --demo --status failed']),
      section('Flags', pairs([['--version', 'print the version'], HELP_FLAG], width)),
      section(
        'Topics',
        pairs(
          TOPICS.map(({ name, summary }) => [name, summary]),
          width,
        ),
      ),
    );
  }
  const topics = noun === undefined ? ' vsi help <topic> shows a topic.' : '';
  sections.push(
    `${wrap(`vsi <command> --help shows a command's flags and examples.${topics}`, width)}\n`,
  );
  return sections.join('\n');
}

/** A page of `vsi help <topic>`. */
export function topicHelp({ summary, blocks }: Topic, width: number): string {
  return [`${summary}\n`, ...blocks.map((block) => blockHelp(block, width))].join('\n');
}

function blockHelp(block: Block, width: number): string {
  if ('text' in block) return `${wrap(block.text, width)}\n`;
  if ('pairs' in block) return section(block.title, pairs(block.pairs, width));
  return section(
    block.title,
    block.lines.map((line) => `  ${line}`),
  );
}

const HELP_FLAG = ['-h, --help', 'show this help'] as const;

function commandPair(command: Command): readonly [string, string] {
  return [wordsOf(command), command.summary];
}

function flagPair(flag: Flag): readonly [string, string] {
  const short = flag.short === undefined ? '    ' : `-${flag.short}, `;
  const value = flag.value === undefined ? '' : ` ${flag.value}`;
  const variable = flag.variable === undefined ? '' : ` [${flag.variable}]`;
  return [`${short}--${flag.name}${value}`, flag.description + variable];
}

function section(title: string, lines: readonly string[]): string {
  return lines.length === 0 ? '' : `${title}:\n${lines.join('\n')}\n`;
}

/** Names and their meanings in two columns; behind a very long name the meaning begins below it. */
function pairs(rows: readonly (readonly [string, string])[], width: number): string[] {
  const left = Math.min(MAX_LEFT, Math.max(...rows.map(([name]) => name.length)));
  const indent = left + 4;
  return rows.map(([name, text]) => {
    const wrapped = wrap(text, width, indent);
    return name.length > left
      ? `  ${name}\n${wrapped}`
      : `  ${name.padEnd(left)}  ${wrapped.trimStart()}`;
  });
}

/** Breaks at blanks; help texts hold no wide characters. */
function wrap(text: string, width: number, indent = 0): string {
  const most = Math.max(Math.min(width, MAX_WIDTH) - indent, 20);
  const lines: string[] = [];
  let line = '';
  for (const word of text.split(' ')) {
    if (line !== '' && line.length + 1 + word.length > most) {
      lines.push(line);
      line = word;
    } else {
      line = line === '' ? word : `${line} ${word}`;
    }
  }
  return [...lines, line].map((part) => ' '.repeat(indent) + part).join('\n');
}
