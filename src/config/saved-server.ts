import type { CheckRule } from '../model/check-limits.ts';
import { isVsiError } from '../model/errors.ts';
import { formatFingerprint, normaliseFingerprint } from '../model/fingerprint.ts';
import { PRODUCTS, type Product } from '../model/product.ts';
import {
  addressOf,
  CONCURRENCY,
  parseCount,
  parseTimeout,
  productOfVersion,
  RETRIES,
} from './connection.ts';

/** The settings of a saved server that are one text each, by their names in the file. */
export const TEXT_SETTINGS = [
  'url',
  'product',
  'username',
  'caFile',
  'fingerprint',
  'apiVersion',
  'passwordFile',
  'passwordCommand',
  'timeout',
  'retries',
  'concurrency',
] as const;

export type TextSetting = (typeof TEXT_SETTINGS)[number];

/** All settings; `groups` is a list. */
export const SETTINGS = [...TEXT_SETTINGS, 'groups'] as const;

/** A server as it is saved. What is null has its default, or is found out at every connection. */
export interface SavedServer extends Readonly<Record<TextSetting, string | null>> {
  readonly name: string;
  /** `https://host`, with the port where one was named. */
  readonly url: string;
  readonly product: Product | null;
  /** Without their `@`. */
  readonly groups: readonly string[];
}

/** Everything that is saved, in the order of the file. */
export interface ServerBook {
  readonly servers: readonly SavedServer[];
  /** The server that is asked when none is named. */
  readonly defaultName: string | null;
  /** By what `check` judges some jobs, in the order of the file. */
  readonly checks: readonly CheckRule[];
}

/** What one setting may be. */
interface Rule {
  /** For the hint: what is allowed. */
  readonly allowed: string;
  /** The value as it is kept, or null where it is not allowed. */
  readonly read: (text: string) => string | null;
}

const anyText = (text: string): string => text;

const RULES: Readonly<Record<TextSetting, Rule>> = {
  url: { allowed: 'https://host:port, host:port or a host name', read: readUrl },
  product: {
    allowed: `one of ${PRODUCTS.join(', ')}`,
    read: (text) => productNamed(text),
  },
  username: { allowed: 'a user name', read: anyText },
  caFile: { allowed: 'the path of a PEM file', read: anyText },
  fingerprint: {
    allowed: 'a SHA-256 fingerprint, 64 hex digits with or without colons',
    read: (text) => {
      const fingerprint = normaliseFingerprint(text);
      return fingerprint === null ? null : formatFingerprint(fingerprint);
    },
  },
  apiVersion: {
    allowed: 'a version such as v8 (vb365) or 1.3-rev2 (vbr)',
    read: (text) => (productOfVersion(text) === null ? null : text),
  },
  passwordFile: { allowed: 'the path of a file that holds the password', read: anyText },
  passwordCommand: { allowed: 'a command that prints the password', read: anyText },
  timeout: {
    allowed: '30s, 2m or a number of seconds',
    read: (text) => (parseTimeout(text) === null ? null : text),
  },
  retries: {
    allowed: `a whole number from ${RETRIES.least} to ${RETRIES.most}`,
    read: (text) => (parseCount(text, RETRIES) === null ? null : text),
  },
  concurrency: {
    allowed: `a whole number from ${CONCURRENCY.least} to ${CONCURRENCY.most}`,
    read: (text) => (parseCount(text, CONCURRENCY) === null ? null : text),
  },
};

/** What may stand in a setting, for a hint. */
export function allowedIn(setting: TextSetting): string {
  return RULES[setting].allowed;
}

/** The value in the form in which it is saved, or null where the setting does not take it. */
export function readSetting(setting: TextSetting, text: string): string | null {
  const trimmed = text.trim();
  return trimmed === '' ? null : RULES[setting].read(trimmed);
}

/** What a server is made of; the values are in the form that `readSetting` gives them. */
export interface ServerParts {
  readonly name: string;
  readonly url: string;
  readonly values: ReadonlyMap<TextSetting, string>;
  readonly groups: readonly string[];
}

/** A server from what is set; the rest is null. */
export function savedServer({ name, url, values, groups }: ServerParts): SavedServer {
  const textOf = (setting: TextSetting): string | null => values.get(setting) ?? null;
  return {
    name,
    url,
    product: productNamed(textOf('product') ?? ''),
    username: textOf('username'),
    caFile: textOf('caFile'),
    fingerprint: textOf('fingerprint'),
    apiVersion: textOf('apiVersion'),
    passwordFile: textOf('passwordFile'),
    passwordCommand: textOf('passwordCommand'),
    timeout: textOf('timeout'),
    retries: textOf('retries'),
    concurrency: textOf('concurrency'),
    groups,
  };
}

/** What names of servers and groups look like, for a hint. */
export const NAME_FORM =
  'letters, digits, dots, dashes and underscores, at most 64, a letter or digit first';

/** Whether a server or a group may be called so: it can never be taken for a URL, a group or a flag. */
export function isName(text: string): boolean {
  // YAML reads an unquoted null as nothing.
  return /^[\p{L}\p{N}][\p{L}\p{N}._-]{0,63}$/u.test(text) && text !== 'null';
}

/** The saved server of this name: exactly so written, else in any case. */
export function findServer({ servers }: ServerBook, name: string): SavedServer | null {
  const lower = name.toLowerCase();
  return (
    servers.find((server) => server.name === name) ??
    servers.find((server) => server.name.toLowerCase() === lower) ??
    null
  );
}

function productNamed(text: string): Product | null {
  return PRODUCTS.find((product) => product === text.toLowerCase()) ?? null;
}

function readUrl(text: string): string | null {
  try {
    return addressOf(text);
  } catch (error) {
    if (isVsiError(error)) return null;
    throw error;
  }
}
