/**
 * What servers send is printed by nobody unseen: names and log messages can hold escape sequences
 * that rewrite a terminal, marks that reverse the reading direction, and formulas that a
 * spreadsheet runs. This file is the one gate that all of it passes.
 */

/** Text that is fine everywhere: printable ASCII. */
const PLAIN = /^[ -~]*$/;

/** What ends a line anywhere: in a terminal, in JavaScript, in a browser. */
const LINE_ENDS = /\r\n|[\n\v\f\r\u0085\u2028\u2029]/;

/** What separates words just as well as a blank does. */
const BREAKS = /[\t\n\v\f\r\u0085\u2028\u2029]+/;

/** C0, DEL and C1. */
const CONTROLS = /\p{Control}/gu;

/**
 * Characters without a width of their own that hide text or change how others are read: bidi marks,
 * embeddings, overrides and isolates, zero-width space, soft hyphen, fillers, invisible operators,
 * tags, annotations. Emoji need two of that family: the joiner and the first variation selectors.
 */
const INVISIBLE = /(?!\u200d|[\ufe00-\ufe0f])\p{Default_Ignorable_Code_Point}|[\ufff9-\ufffb]/gu;

/** A zero-width joiner is part of a picture only between two pictographs. */
const STRAY_JOINERS =
  /(?<!\p{Extended_Pictographic}(?:\ufe0f|\p{Emoji_Modifier})*)\u200d|\u200d(?!\p{Extended_Pictographic})/gu;

/** Half of a pair: no character at all. */
const LONE_SURROGATES = /\p{Surrogate}/gu;

/**
 * Text as it may stand in one line of a terminal: line ends and tabs become one space, control
 * characters become visible (ESC is `^[`, U+009B is `\x9b`), and what is invisible or turns the
 * reading direction is removed.
 */
export function safeText(text: string): string {
  if (PLAIN.test(text)) return text;
  const visible = text
    .replace(LONE_SURROGATES, '\ufffd')
    .replace(INVISIBLE, '')
    .replace(STRAY_JOINERS, '');
  return joinLines(visible).replace(CONTROLS, visibleControl);
}

/** The lines of a text, each of them safe; one empty line for an empty text. */
export function safeLines(text: string): readonly string[] {
  return text.split(LINE_ENDS).map(safeText);
}

function joinLines(text: string): string {
  if (!BREAKS.test(text)) return text;
  const words = text.split(BREAKS).map((line) => line.trim());
  return words.filter((line) => line !== '').join(' ');
}

function visibleControl(character: string): string {
  const code = character.charCodeAt(0);
  if (code < 0x20) return `^${String.fromCharCode(code + 0x40)}`;
  return code === 0x7f ? '^?' : `\\x${code.toString(16)}`;
}

/** As safeText, but keeps tabs and line ends (the latter as LF) for the formats that encode them. */
function safeCell(text: string): string {
  if (PLAIN.test(text)) return text;
  return text
    .split(LINE_ENDS)
    .map((line) => line.split('\t').map(safeText).join('\t'))
    .join('\n');
}

/**
 * Where a spreadsheet begins to calculate: `=`, `+`, `-`, `@` and their full-width forms, also
 * behind blanks, which some importers trim; and tab and carriage return themselves, behind which
 * others begin a new cell.
 */
const FORMULA = /^(?:[\t\r\n]|\s*[=+\-@\uff1d\uff0b\uff0d\uff20])/;

/** What RFC 4180 wants quoted, and blanks at the ends, which readers trim otherwise. */
const NEEDS_QUOTES = /[",\t\r\n]|^\s|\s$/;

/** Most cells: begin with a letter or digit, hold nothing special, end with no blank. */
const TAME_CSV = /^[A-Za-z0-9](?:[ !#-+\--~]*[!#-+\--~])?$/;

/**
 * One text cell of a CSV row (RFC 4180: quoted where needed, quotes doubled). A text that a
 * spreadsheet would run as a formula gets an apostrophe in front. Control characters are made
 * visible as on a terminal; line ends stay, inside quotes.
 */
export function csvText(text: string): string {
  if (TAME_CSV.test(text)) return text;
  // Looked at before and after cleaning: removing an invisible mark must not bring a formula to life.
  const clean = safeCell(text);
  const tame = FORMULA.test(clean) || FORMULA.test(text) ? `'${clean}` : clean;
  return NEEDS_QUOTES.test(tame) ? `"${tame.replaceAll('"', '""')}"` : tame;
}

/** Printable ASCII. */
const TAME_TSV = /^[ -~]*$/;

/**
 * One text cell of a TSV row. A tab or a line end becomes a space, so that a row is one line and a
 * cell ends where it should; nothing is escaped, for `cut` and `read` would hand the escapes on
 * (`DOMAIN\user` stays that). Other control characters are made visible as on a terminal.
 */
export function tsvText(text: string): string {
  if (TAME_TSV.test(text)) return text;
  return safeCell(text).replace(/[\t\n]+/g, ' ');
}

/** What JSON leaves raw but a terminal obeys or hides; C0 too, in case the text is no proper JSON. */
const JSON_DANGERS =
  /(?![\t\n])\p{Control}|[\u2028\u2029]|(?!\u200d|[\ufe00-\ufe0f])\p{Default_Ignorable_Code_Point}|[\ufff9-\ufffb]/gu;

/**
 * JSON text for a terminal: the same value, with the characters that a terminal would obey or hide
 * written as `\u` escapes. Those can only stand inside strings; line ends and tabs only between
 * tokens, where they stay (CR, which would overwrite the line, as LF).
 */
export function jsonForTerminal(json: string): string {
  return json.replaceAll(/\r\n?/g, '\n').replace(JSON_DANGERS, (character) =>
    Array.from({ length: character.length }, (_, index) => {
      return `\\u${character.charCodeAt(index).toString(16).padStart(4, '0')}`;
    }).join(''),
  );
}

/** What YAML does not count as printable, besides what a terminal obeys or hides. */
const NOT_PRINTABLE_IN_YAML =
  /\p{Control}|[\u2028\u2029]|(?!\u200d|[\ufe00-\ufe0f])\p{Default_Ignorable_Code_Point}|[\ufff9-\ufffb]|\p{Noncharacter_Code_Point}/gu;

/**
 * A text as a double-quoted YAML scalar: JSON's escapes are YAML's, too. What is not printable is
 * escaped everywhere, not only on a terminal, since YAML does not allow it in the open.
 */
export function quotedForYaml(text: string): string {
  return JSON.stringify(text).replace(NOT_PRINTABLE_IN_YAML, (character) => {
    const code = character.codePointAt(0) ?? 0;
    return code > 0xffff
      ? `\\U${code.toString(16).padStart(8, '0')}`
      : `\\u${code.toString(16).padStart(4, '0')}`;
  });
}

/** What Markdown (CommonMark, GitHub's tables, links, mentions, formulas) gives a meaning to. */
const MARKDOWN_SIGNS = /[\\`*_[\]~$@]|:(?=\/\/)|(?<=\bwww)\./gi;

/** Entities where a backslash would not be enough everywhere: HTML, and what ends a table's cell. */
const MARKDOWN_ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '|': '&#124;',
};

/**
 * Text in a cell of a Markdown table: one line, in which nothing is markup, HTML, a link, a mention or
 * the end of the cell.
 */
export function markdownText(text: string): string {
  return safeText(text)
    .replace(MARKDOWN_SIGNS, '\\$&')
    .replace(/[&<>|]/g, (sign) => MARKDOWN_ENTITIES[sign] ?? sign);
}

/** What begins a heading, a rule or an item of a list; of the other beginnings every sign is text already. */
const MARKDOWN_BEGINNING = /^(\d*)(?=[#+-]|(?<=\d)[.)](?:\s|$))/;

/** The same where the text begins a line: in a list, in a paragraph. */
export function markdownLine(text: string): string {
  return markdownText(text).trim().replace(MARKDOWN_BEGINNING, '$1\\');
}
