import { descriptionOf, type Command } from '../command.ts';
import { EXIT_CODE_MEANINGS } from '../exit-codes.ts';
import type { Flag } from '../flags.ts';
import { COMMANDS } from '../tree.ts';
import { usageOf } from './help.ts';
import { TOPICS, type Block, type Pair } from './topics.ts';

/** Characters beyond ASCII that every roff knows by name; the others go by number. */
const NAMED: Readonly<Record<string, string>> = {
  '’': '\\(cq',
  '‘': '\\(oq',
  '“': '\\(lq',
  '”': '\\(rq',
  '–': '\\(en',
  '—': '\\(em',
};

/** Topics with a section of their own, in the words of manual pages. */
const SECTIONS: readonly (readonly [topic: string, title: string])[] = [
  ['formatting', 'OUTPUT'],
  ['time', 'POINTS IN TIME'],
  ['environment', 'ENVIRONMENT'],
];

/** The manual page vsi(1), from the same tables as the help. */
export function manPage(version: string): string {
  return [
    '.\\" Made from the command tree by "npm run generate"; do not edit.',
    `.TH VSI 1 "" "vsi ${escape(version)}" "User Commands"`,
    // Names of flags are not to be broken, and lines of commands not to be stretched.
    '.nh',
    '.ad l',
    '.SH NAME',
    'vsi \\- what ran, what failed and why on Veeam backup servers',
    '.SH SYNOPSIS',
    '.B vsi',
    '.I command',
    '[flags]',
    '.br',
    '.B vsi help',
    '.RI [ command | topic ]',
    '.SH DESCRIPTION',
    escape(
      'vsi reads the job sessions of Veeam Backup for Microsoft 365 and of Veeam Backup & Replication over their REST APIs and shows them as tables, or hands them to scripts as JSON, CSV or TSV. It only ever reads. Every command takes --demo, which asks a simulated server.',
    ),
    '.SH COMMANDS',
    ...COMMANDS.flatMap(commandEntry),
    '.SH FLAGS',
    escape('Each command says with --help which of these it takes.'),
    ...allFlags().flatMap((flag) => entry(flagHead(flag), flag.description)),
    ...SECTIONS.flatMap(([name, title]) => [`.SH ${title}`, ...topicText(name)]),
    '.SH EXIT STATUS',
    ...EXIT_CODE_MEANINGS.flatMap(([code, meaning]) => entry(bold(String(code)), meaning)),
    '.SH FILES',
    ...entry(
      bold('~/.config/vsi/servers.yaml'),
      'saved servers; %APPDATA%\\vsi on Windows, and the folder of VSI_CONFIG_DIR where it is set',
    ),
    ...entry(
      bold('~/.local/state/vsi'),
      'logins and what completion remembers, for their owner alone; %LOCALAPPDATA%\\vsi on Windows',
    ),
    ...entry(
      bold('~/.local/state/vsi/compile-cache'),
      'what Node 22 and newer have compiled of vsi, for a faster start; may be removed at any time',
    ),
    '.SH EXAMPLES',
    ...COMMANDS.flatMap(({ examples }) =>
      examples.flatMap(({ words, purpose }) => entry(bold(`vsi ${words}`), purpose)),
    ),
    '',
  ].join('\n');
}

/** Text that roff prints as it is, wherever it stands in a line. */
export function escape(text: string): string {
  return (
    text
      .replaceAll('\\', '\\e')
      .replaceAll('-', '\\-')
      // A fingerprint may be broken behind a colon.
      .replaceAll(/[0-9A-F]{2}:(?=[0-9A-F]{2})/g, '$&\\:')
      .replaceAll("'", '\\(aq')
      .replaceAll('`', '\\(ga')
      .replaceAll('^', '\\(ha')
      .replaceAll('~', '\\(ti')
      .replaceAll(/^\./gm, '\\&.')
      .replaceAll(/[^\n -~]/gu, (sign) => {
        const number = (sign.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0');
        return NAMED[sign] ?? `\\[u${number}]`;
      })
  );
}

function bold(text: string): string {
  return `\\fB${escape(text)}\\fR`;
}

function paragraph(text: string): string[] {
  return ['.PP', escape(text)];
}

/** @param head already escaped */
function entry(head: string, text: string): string[] {
  return ['.TP', head, escape(text)];
}

function commandEntry(command: Command): string[] {
  return entry(bold(usageOf(command)), `${command.summary}. ${descriptionOf(command)}`);
}

/** Every flag once, in the order in which commands name them. */
/** Each name once; where commands mean different things by it, as most of them do. */
function allFlags(): readonly Flag[] {
  const uses = new Map<Flag, number>();
  for (const flag of COMMANDS.flatMap((command) => command.flags)) {
    uses.set(flag, (uses.get(flag) ?? 0) + 1);
  }
  const rising = [...uses].sort(([, a], [, b]) => a - b).map(([flag]) => flag);
  return [...new Map(rising.map((flag) => [flag.name, flag])).values()].sort((a, b) =>
    a.name < b.name ? -1 : 1,
  );
}

function flagHead({ name, short, value }: Flag): string {
  const names = [...(short === undefined ? [] : [bold(`-${short}`)]), bold(`--${name}`)];
  return `${names.join(', ')}${value === undefined ? '' : ` ${escape(value)}`}`;
}

function topicText(name: string): string[] {
  const blocks = TOPICS.find((topic) => topic.name === name)?.blocks ?? [];
  const [first, ...others] = blocks.flatMap(blockText);
  // Behind a heading a paragraph needs no beginning of its own.
  return first === '.PP' ? others : [first ?? '', ...others];
}

function blockText(block: Block): string[] {
  if ('text' in block) return paragraph(block.text);
  const title = ['.PP', `${escape(block.title)}:`];
  if ('pairs' in block) return [...title, ...block.pairs.flatMap(pairEntry)];
  return [...title, '.PP', '.RS', '.nf', ...block.lines.map(escape), '.fi', '.RE'];
}

function pairEntry([name, meaning]: Pair): string[] {
  return entry(bold(name), meaning);
}
