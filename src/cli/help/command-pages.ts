import { argumentsOf, descriptionOf, placeholderOf, type Command } from '../command.ts';
import type { Flag } from '../flags.ts';
import { COMMANDS } from '../tree.ts';
import { FLAG_GROUPS, usageOf } from './help.ts';
import { code, pageFile, table } from './reference.ts';

/** A document of docs/commands. */
export interface Page {
  /** `jobs-list.md` */
  readonly file: string;
  readonly text: string;
}

const NOTE = 'This page is made from the help of the program: `npm run generate`.';

/** A page for every command, and README.md, which lists them. */
export function commandPages(): readonly Page[] {
  return [indexPage(), ...COMMANDS.map(commandPage)];
}

function indexPage(): Page {
  const rows = COMMANDS.map((command) => [
    `[${code(nameOf(command))}](${pageFile(command)})`,
    command.summary,
  ]);
  const blocks = ['# Commands', NOTE, table(['command', 'what it does'], rows)];
  return { file: 'README.md', text: pageOf(blocks) };
}

function commandPage(command: Command): Page {
  const blocks = [
    `# ${nameOf(command)}`,
    `${command.summary}.`,
    codeBlock('console', [`$ ${usageOf(command)}`]),
    prose(descriptionOf(command)),
    ...argumentBlocks(command),
    '## Examples',
    codeBlock(
      'sh',
      command.examples.flatMap(({ words, purpose }, index) => [
        ...(index === 0 ? [] : ['']),
        `# ${purpose}`,
        `vsi ${words}`,
      ]),
    ),
    ...flagBlocks(command),
    `[All commands](README.md). ${NOTE}`,
  ];
  return { file: pageFile(command), text: pageOf(blocks) };
}

function argumentBlocks(command: Command): string[] {
  const rows = argumentsOf(command).map((each) => [
    code(placeholderOf(each)),
    prose(withChoices(each.description, each.choices)),
  ]);
  return rows.length === 0 ? [] : ['## Arguments', table(['argument', 'meaning'], rows)];
}

function flagBlocks({ flags }: Command): string[] {
  return FLAG_GROUPS.flatMap((group) => {
    const rows = flags
      .filter((flag) => flag.group === group)
      .map((flag) => [code(flagName(flag)), flagMeaning(flag)]);
    return rows.length === 0 ? [] : [`## ${group} flags`, table(['flag', 'meaning'], rows)];
  });
}

function flagName({ name, short, value }: Flag): string {
  const names = `${short === undefined ? '' : `-${short}, `}--${name}`;
  return value === undefined ? names : `${names} ${value}`;
}

function flagMeaning({ description, choices, variable, repeatable }: Flag): string {
  const isNew = repeatable === true && !description.includes('repeated');
  return [
    prose(withChoices(description, choices)),
    ...(isNew ? ['may be repeated'] : []),
    ...(variable === undefined ? [] : [`environment: ${code(variable)}`]),
  ].join('; ');
}

/** The description names them itself where they are few. */
function withChoices(description: string, choices: readonly string[] | undefined): string {
  if (choices === undefined || choices.every((choice) => description.includes(choice))) {
    return description;
  }
  return `${description}; one of ${choices.join(', ')}`;
}

/** Text of the help as Markdown: what looks like markup stays text. */
function prose(text: string): string {
  return text.replaceAll(/[\\`*[\]<>]/g, '\\$&');
}

function codeBlock(language: string, lines: readonly string[]): string {
  return ['```' + language, ...lines, '```'].join('\n');
}

function pageOf(blocks: readonly string[]): string {
  return `${blocks.map((block) => block.trimEnd()).join('\n\n')}\n`;
}

function nameOf({ path }: Command): string {
  return `vsi ${path.join(' ')}`;
}
