/** The saved servers as YAML: what people write by hand, and what vsi changes in it. */
import {
  isAlias,
  isMap,
  isScalar,
  isSeq,
  LineCounter,
  parseDocument,
  YAMLMap,
  type Document,
  type Node,
  type Pair,
} from 'yaml';
import { VsiError } from '../model/errors.ts';
import {
  allowedIn,
  isName,
  NAME_FORM,
  readSetting,
  savedServer,
  SETTINGS,
  TEXT_SETTINGS,
  type SavedServer,
  type ServerBook,
  type TextSetting,
} from './saved-server.ts';

/** A file's text and where it is from, for errors. */
export interface FileText {
  readonly path: string;
  readonly text: string;
}

/** One change of the file. */
export type ServerEdit =
  | {
      readonly kind: 'set';
      readonly server: string;
      readonly setting: TextSetting;
      /** null takes the setting out. */
      readonly value: string | null;
    }
  | { readonly kind: 'groups'; readonly server: string; readonly groups: readonly string[] }
  | { readonly kind: 'remove'; readonly server: string }
  /** null: none is the default any more. */
  | { readonly kind: 'default'; readonly server: string | null };

const TOP_KEYS = ['default', 'servers'];

/** How a file looks that vsi makes. */
export const EMPTY_FILE = `# The servers that vsi knows; to be edited here, or with: vsi server add, set, remove, default.
# Passwords do not belong here: passwordFile or passwordCommand say where to find one.

servers: {}
`;

/**
 * Reads the file. Everything in it must be known and allowed: a misspelt `fingerprint` that went
 * unnoticed would be a certificate that nobody checks.
 *
 * @throws CONFIGURATION naming file, line and what is allowed
 */
export function parseServers(file: FileText): ServerBook {
  const reader = readerOf(file);
  const top = reader.topMap();
  if (top === null) return { servers: [], defaultName: null };
  for (const pair of top.items) {
    const key = reader.keyOf(pair);
    if (!TOP_KEYS.includes(key)) {
      throw reader.complain(pair.key, `unknown key “${key}”`, `one of ${TOP_KEYS.join(', ')}`);
    }
  }
  const servers = reader
    .pairsOf(top, 'servers', 'a server name each, its settings below it')
    .map((pair) => readServer(reader, pair));
  return { servers, defaultName: readDefault(reader, top, servers) };
}

/**
 * The file's text with the changes made; comments and the order of things stay.
 *
 * @throws CONFIGURATION where the text cannot be read, or is written in a way that cannot be edited
 */
export function editServers(file: FileText, edits: readonly ServerEdit[]): string {
  const { document } = readerOf(file);
  if (!isMap(document.contents)) document.contents = document.createNode({});
  for (const edit of edits) apply(document, edit, file.path);
  try {
    return document.toString({ lineWidth: 0 });
  } catch (error) {
    // What it can read it cannot always write: a key that is nothing (`? `).
    throw new VsiError('CONFIGURATION', 'the file is written in a way that cannot be edited', {
      where: file.path,
      hint: 'change the file by hand',
      cause: error,
    });
  }
}

function apply(document: Document, edit: ServerEdit, path: string): void {
  if (edit.kind === 'default') {
    setDefault(document, edit.server);
    return;
  }
  const servers = mapAt(document, ['servers'], path);
  if (edit.kind === 'remove') {
    servers.delete(edit.server);
    return;
  }
  const server = mapAt(document, ['servers', edit.server], path);
  const key = edit.kind === 'groups' ? 'groups' : edit.setting;
  const value = edit.kind === 'groups' ? (edit.groups.length > 0 ? edit.groups : null) : edit.value;
  if (value === null) server.delete(key);
  else server.set(key, nodeOf(document, value, server.get(key, true)));
}

/** The value to write, with the comment of the one that it replaces. */
function nodeOf(document: Document, value: string | readonly string[], before: unknown): Node {
  const node = document.createNode(value);
  // Unquoted, it would be read as nothing.
  if (isScalar(node) && isNothing(node.value)) node.type = 'QUOTE_DOUBLE';
  if (isScalar(before) && isScalar(node)) node.comment = before.comment ?? null;
  return node;
}

/** The default stands in front of the servers, where it is seen. */
function setDefault(document: Document, name: string | null): void {
  const { contents } = document;
  if (name === null) document.delete('default');
  else if (document.has('default') || !isMap(contents)) document.set('default', name);
  else contents.items.unshift(document.createPair('default', name));
}

/** The map at this place, made where there is none. */
function mapAt(document: Document, place: readonly string[], path: string): YAMLMap {
  const found = document.getIn(place, true);
  if (isMap(found)) {
    // `{}` is how an empty map is written; below it, one setting a line is easier to edit by hand.
    if (found.items.length === 0) found.flow = false;
    return found;
  }
  if (found !== undefined && !(isScalar(found) && isNothing(found.value))) {
    throw new VsiError(
      'CONFIGURATION',
      `“${place.join('.')}” is written in a way that vsi cannot edit`,
      {
        where: path,
        hint: 'change the file by hand',
      },
    );
  }
  const made = new YAMLMap(document.schema);
  document.setIn(place, made);
  return made;
}

function readServer(reader: Reader, pair: Pair): SavedServer {
  const name = reader.keyOf(pair);
  if (!isName(name)) {
    throw reader.complain(pair.key, `“${name}” cannot be the name of a server`, NAME_FORM);
  }
  const values = new Map<TextSetting, string>();
  let groups: readonly string[] = [];
  for (const entry of reader.settingsOf(pair, name)) {
    const key = reader.keyOf(entry);
    const setting = TEXT_SETTINGS.find((known) => known === key);
    if (key === 'groups') {
      groups = readGroups(reader, entry);
    } else if (setting === undefined) {
      throw reader.complain(
        entry.key,
        `unknown setting “${key}” of the server ${name}`,
        hintFor(key),
      );
    } else {
      const value = readValue(reader, entry, setting);
      if (value !== null) values.set(setting, value);
    }
  }
  const url = values.get('url');
  if (url !== undefined) return savedServer({ name, url, values, groups });
  throw reader.complain(pair.key, `the server ${name} has no url`, allowedIn('url'));
}

function hintFor(key: string): string {
  return /^(?:pass(?:word)?|secret|token)$/i.test(key)
    ? 'a password does not belong in this file: use passwordFile or passwordCommand, or vsi server set NAME --password-stdin'
    : `one of ${SETTINGS.join(', ')}`;
}

function readValue(reader: Reader, entry: Pair, setting: TextSetting): string | null {
  const text = reader.textOf(entry.value);
  if (text === null) {
    throw reader.complain(
      entry.value ?? entry.key,
      `${setting} is not one text`,
      allowedIn(setting),
    );
  }
  if (text.trim() === '') return null;
  const value = readSetting(setting, text);
  if (value !== null) return value;
  throw reader.complain(entry.value, `${setting} cannot be “${text}”`, allowedIn(setting));
}

/** A list, or one text with commas. */
function readGroups(reader: Reader, entry: Pair): readonly string[] {
  const value = reader.resolve(entry.value);
  const items = isSeq(value) ? value.items : [value];
  const groups = items.flatMap((item) => {
    const text = reader.textOf(item);
    if (text === null) throw reader.complain(item, 'groups is no list of names', NAME_FORM);
    return text.split(',').map((group) => ({ item, group: group.trim().replace(/^@/, '') }));
  });
  for (const { item, group } of groups) {
    if (group === '' || isName(group)) continue;
    throw reader.complain(item, `“${group}” cannot be the name of a group`, NAME_FORM);
  }
  return [...new Set(groups.map(({ group }) => group).filter((group) => group !== ''))];
}

function readDefault(reader: Reader, top: YAMLMap, servers: readonly SavedServer[]): string | null {
  const pair = top.items.find((item) => reader.keyOf(item) === 'default');
  const name = pair === undefined ? '' : reader.textOf(pair.value);
  if (name === '') return null;
  const server = servers.find((each) => each.name === name);
  if (server !== undefined) return server.name;
  throw reader.complain(
    pair?.value,
    `default is no saved server: “${name ?? ''}”`,
    servers.length === 0
      ? 'leave it out, or save a server with vsi server add'
      : `one of ${servers.map((each) => each.name).join(', ')}`,
  );
}

/** Typed access to a parsed file. */
interface Reader {
  readonly document: Document;
  /** null: the file is empty. */
  readonly topMap: () => YAMLMap | null;
  readonly keyOf: (pair: Pair) => string;
  /** The entries of a map below the top; none where it is missing or empty. */
  readonly pairsOf: (top: YAMLMap, key: string, allowed: string) => readonly Pair[];
  readonly settingsOf: (pair: Pair, name: string) => readonly Pair[];
  /** The text of a scalar, empty for nothing; null for anything else. */
  readonly textOf: (node: unknown) => string | null;
  /** What an alias stands for. */
  readonly resolve: (node: unknown) => unknown;
  readonly complain: (node: unknown, message: string, hint: string) => VsiError;
}

function readerOf({ path, text }: FileText): Reader {
  const lines = new LineCounter();
  // In the failsafe schema every scalar is a text: a server may be called 365, a group `on`.
  const document: Document = parseDocument(text, {
    schema: 'failsafe',
    lineCounter: lines,
    prettyErrors: false,
  });
  const [problem] = document.errors;
  if (problem !== undefined) {
    throw new VsiError(
      'CONFIGURATION',
      `the saved servers are not valid YAML: ${problem.message}`,
      {
        where: `${path}:${lines.linePos(problem.pos[0]).line}`,
      },
    );
  }

  const complain = (node: unknown, message: string, hint: string): VsiError => {
    const offset = isPlaced(node) ? (node.range?.[0] ?? 0) : 0;
    return new VsiError('CONFIGURATION', message, {
      where: `${path}:${lines.linePos(offset).line}`,
      hint,
    });
  };
  const resolve = (node: unknown): unknown => (isAlias(node) ? node.resolve(document) : node);
  const textOf = (node: unknown): string | null => {
    const value = resolve(node);
    if (value === null || value === undefined) return '';
    if (!isScalar(value) || typeof value.value !== 'string') return null;
    return isNothing(value.value) && value.type === 'PLAIN' ? '' : value.value;
  };
  const mapOf = (pair: Pair, message: string, allowed: string): readonly Pair[] => {
    const value = resolve(pair.value);
    if (isMap(value)) return value.items;
    if (textOf(value) === '') return [];
    throw complain(value, message, allowed);
  };
  const keyOf = ({ key }: Pair): string => textOf(key) ?? '';
  return {
    document,
    topMap: () => {
      const { contents } = document;
      if (isMap(contents)) return contents;
      if (textOf(contents) === '') return null;
      throw complain(contents, 'the file is no list of settings', TOP_KEYS.join(', '));
    },
    keyOf,
    pairsOf: (top, key, allowed) => {
      const pair = top.items.find((item) => keyOf(item) === key);
      return pair === undefined ? [] : mapOf(pair, `“${key}” holds no settings`, allowed);
    },
    settingsOf: (pair, name) =>
      mapOf(pair, `the server ${name} holds no settings`, SETTINGS.join(', ')),
    textOf,
    resolve,
    complain,
  };
}

/** What people write for nothing. */
function isNothing(value: unknown): boolean {
  return [null, '', '~', 'null'].some((nothing) => nothing === value);
}

function isPlaced(node: unknown): node is Pick<Node, 'range'> {
  return typeof node === 'object' && node !== null && 'range' in node;
}
