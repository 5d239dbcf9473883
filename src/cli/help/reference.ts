import type { Command } from '../command.ts';
import { EXIT_CODE_MEANINGS } from '../exit-codes.ts';
import { COMMANDS } from '../tree.ts';
import { usageOf } from './help.ts';
import { formatMeanings, ownVariables } from './topics.ts';

/** The tables of the documents that are made from the program's own, by the name of their marker. */
function documentTables(): Readonly<Record<string, string>> {
  return {
    commands: table(
      ['command', 'what it does'],
      COMMANDS.map((command) => [
        `[${code(usageOf(command).replace(/ \[flags\]$/, ''))}](docs/commands/${pageFile(command)})`,
        command.summary,
      ]),
    ),
    formats: table(
      ['format', 'what it is'],
      formatMeanings().map(([name, meaning]) => [code(name), meaning]),
    ),
    'exit codes': table(
      ['exit code', 'meaning'],
      EXIT_CODE_MEANINGS.map(([number, meaning]) => [String(number), meaning]),
    ),
    environment: table(
      ['variable', 'flag', 'meaning'],
      ownVariables().map(({ name, flag, meaning }) => [
        code(name),
        flag === null ? '' : code(flag),
        meaning,
      ]),
    ),
  };
}

/** The document of a command in docs/commands: `jobs-list.md`. */
export function pageFile({ path }: Command): string {
  return `${path.join('-')}.md`;
}

/**
 * A document with the tables between their markers renewed: `<!-- generated: commands -->` to
 * `<!-- end of generated -->`. A marker of an unknown name is left as it is.
 */
export function withTables(document: string, tables = documentTables()): string {
  return document.replaceAll(
    /(<!-- generated: ([a-z ]+) -->\n)[^]*?(\n<!-- end of generated -->)/g,
    (whole: string, begin: string, name: string, end: string) =>
      tables[name] === undefined ? whole : `${begin}\n${tables[name]}${end}`,
  );
}

/** A table in columns of equal width, as the formatter of the project writes it. */
export function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const texts = [head, ...rows].map((cells) => cells.map(cell));
  const widths = head.map((_, column) =>
    Math.max(3, ...texts.map((cells) => cells[column]?.length ?? 0)),
  );
  const [first = '', ...others] = texts.map(
    (cells) => `| ${cells.map((text, column) => text.padEnd(widths[column] ?? 0)).join(' | ')} |`,
  );
  const rule = `| ${widths.map((width) => '-'.repeat(width)).join(' | ')} |`;
  return `${[first, rule, ...others].join('\n')}\n`;
}

function cell(text: string): string {
  return text.replaceAll('|', '\\|').replaceAll('\n', ' ');
}

export function code(text: string): string {
  return `\`${text}\``;
}
