import { resolve } from 'node:path';
import { candidatesOf } from '../../config/connection.ts';
import {
  allowedIn,
  findServer,
  isName,
  NAME_FORM,
  readSetting,
  type SavedServer,
  type ServerBook,
  type TextSetting,
} from '../../config/saved-server.ts';
import { unknownServer } from '../../config/server-choice.ts';
import type { SecretPlace } from '../../config/secret-store.ts';
import { VsiError } from '../../model/errors.ts';
import type { ServerRecord } from '../../model/server-record.ts';
import { FLAGS, type Flag } from '../flags.ts';
import type { FlagValues } from '../invocation.ts';
import { ownerOf } from './secrets.ts';
import type { Settings } from './settings.ts';

/** Which flag says which setting. */
const SETTING_FLAGS: readonly (readonly [Flag, TextSetting])[] = [
  [FLAGS.url, 'url'],
  [FLAGS.product, 'product'],
  [FLAGS.username, 'username'],
  [FLAGS.caFile, 'caFile'],
  [FLAGS.fingerprint, 'fingerprint'],
  [FLAGS.apiVersion, 'apiVersion'],
  [FLAGS.passwordFile, 'passwordFile'],
  [FLAGS.passwordCommand, 'passwordCommand'],
  [FLAGS.timeout, 'timeout'],
  [FLAGS.retries, 'retries'],
  [FLAGS.concurrency, 'concurrency'],
];

/** The settings that the flags name, in the form in which they are saved; null = taken out. */
export function settingsFromFlags(flags: FlagValues): ReadonlyMap<TextSetting, string | null> {
  const settings = new Map<TextSetting, string | null>();
  for (const [flag, setting] of SETTING_FLAGS) {
    const text = flags.text(flag);
    if (text === undefined) continue;
    const isRemoval = text.trim() === '' && setting !== 'url';
    settings.set(setting, isRemoval ? null : checkedSetting(`--${flag.name}`, setting, text));
  }
  return settings;
}

/**
 * The value in the form in which it is saved.
 *
 * @param where flag or variable
 * @throws USAGE for what the setting does not take
 */
export function checkedSetting(where: string, setting: TextSetting, text: string): string {
  const value = readSetting(setting, text);
  if (value === null) {
    throw new VsiError('USAGE', `${where} cannot be “${text}”`, { hint: allowedIn(setting) });
  }
  const isPath = setting === 'caFile' || setting === 'passwordFile';
  // As it is meant here and now: the next command may be run from elsewhere.
  return isPath && !/^~[/\\]/.test(value) ? resolve(value) : value;
}

/** The groups of --group, each once; null where the flag was not given, empty for `--group ""`. */
export function groupsFromFlags(flags: FlagValues): readonly string[] | null {
  const given = flags.all(FLAGS.group);
  if (given.length === 0) return null;
  const groups = given
    .flatMap((list) => list.split(','))
    .map((group) => group.trim().replace(/^@/, ''))
    .filter((group) => group !== '');
  const wrong = groups.find((group) => !isName(group));
  if (wrong === undefined) return [...new Set(groups)];
  throw new VsiError('USAGE', `“${wrong}” cannot be the name of a group`, { hint: NAME_FORM });
}

/** @throws USAGE for what cannot be the name of a server */
export function checkName(name: string): string {
  if (isName(name)) return name;
  throw new VsiError('USAGE', `“${name}” cannot be the name of a server`, { hint: NAME_FORM });
}

/** The server that a command's argument names. @throws NOT_FOUND listing the nearest */
export function requireServer(book: ServerBook, name: string | null): SavedServer {
  const server = findServer(book, name ?? '');
  if (server !== null) return server;
  throw unknownServer(book, name ?? '');
}

/** A saved server as it is printed. */
export function recordOf(server: SavedServer, book: ServerBook): ServerRecord {
  const { name, url, product, username, groups, fingerprint, caFile, apiVersion } = server;
  return {
    name,
    url,
    product,
    username,
    groups,
    default: name === book.defaultName,
    fingerprint,
    caFile,
    apiVersion,
  };
}

/** Where a secret is, in words. */
export function placeInWords(place: SecretPlace): string {
  return place.kind === 'keychain'
    ? "in the system's keychain"
    : `in ${place.path}, which only you can read: there is no keychain here`;
}

/**
 * Forgets the password and the logins of a server that is no longer saved so, unless another one is
 * the same user's at the same address.
 */
export async function forgetSecrets(
  server: SavedServer,
  settings: Settings,
  left: ServerBook,
): Promise<boolean> {
  const { username, url } = server;
  if (username === null) return false;
  if (left.servers.some((each) => each.url === url && each.username === username)) return false;
  const { product, apiVersion } = server;
  for (const { origin } of candidatesOf(url, { product, apiVersion })) {
    await settings.tokens(origin, username).remove();
    await settings.refusals(username)?.clear(origin);
  }
  return settings.secrets.remove(ownerOf(server, username));
}
