/** The saved servers as people write them: YAML in which everything must be known and allowed. */
import { isSeq, type Pair, type YAMLMap } from 'yaml';
import { readCheckRules } from './check-rules.ts';
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
import { readYaml, type FileText, type YamlReader } from './server-file-yaml.ts';

const TOP_KEYS = ['default', 'servers', 'checks'];

/**
 * Reads the file. Everything in it must be known and allowed: a misspelt `fingerprint` that went
 * unnoticed would be a certificate that nobody checks.
 *
 * @throws CONFIGURATION naming file, line and what is allowed
 */
export function parseServers(file: FileText): ServerBook {
  const reader = readYaml(file);
  const top = reader.topMap(TOP_KEYS.join(', '));
  if (top === null) return { servers: [], defaultName: null, checks: [] };
  for (const pair of top.items) {
    const key = reader.keyOf(pair);
    if (!TOP_KEYS.includes(key)) {
      throw reader.complain(pair.key, `unknown key “${key}”`, `one of ${TOP_KEYS.join(', ')}`);
    }
  }
  const servers = reader
    .pairsOf(top, 'servers', 'a server name each, its settings below it')
    .map((pair) => readServer(reader, pair));
  return {
    servers,
    defaultName: readDefault(reader, top, servers),
    checks: readCheckRules(reader, top, { path: file.path, servers }),
  };
}

function readServer(reader: YamlReader, pair: Pair): SavedServer {
  const name = reader.keyOf(pair);
  if (!isName(name)) {
    throw reader.complain(pair.key, `“${name}” cannot be the name of a server`, NAME_FORM);
  }
  const values = new Map<TextSetting, string>();
  let groups: readonly string[] = [];
  const missing = `the server ${name} holds no settings`;
  for (const entry of reader.entriesOf(pair, missing, SETTINGS.join(', '))) {
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

function readValue(reader: YamlReader, entry: Pair, setting: TextSetting): string | null {
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
function readGroups(reader: YamlReader, entry: Pair): readonly string[] {
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

function readDefault(
  reader: YamlReader,
  top: YAMLMap,
  servers: readonly SavedServer[],
): string | null {
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
