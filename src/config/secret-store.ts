import { join } from 'node:path';
import { VsiError } from '../model/errors.ts';
import { withFileLock } from './file-lock.ts';
import type { SecretOwner } from './keychain.ts';
import type { Platform } from './platform.ts';
import { readPrivateFile, removePrivateFile, writePrivateFile } from './private-file.ts';

/** Keeps the secrets of saved servers, each for one user at one address. */
export interface SecretStore {
  /** @throws CONFIGURATION where the credentials file cannot be trusted or read */
  readonly read: (owner: SecretOwner) => Promise<string | null>;
  /** Where there is one; null: nowhere. @throws CONFIGURATION as `read` */
  readonly find: (owner: SecretOwner) => Promise<SecretPlace | null>;
  /** Where it was put. @throws CONFIGURATION where it cannot be kept at all */
  readonly write: (owner: SecretOwner, secret: string) => Promise<SecretPlace>;
  /** Whether there was one. @throws CONFIGURATION where the file cannot be changed */
  readonly remove: (owner: SecretOwner) => Promise<boolean>;
}

/** The keychain of the system, or a file that only its owner can read. */
export type SecretPlace =
  { readonly kind: 'keychain' } | { readonly kind: 'file'; readonly path: string };

/** What secrets are kept with. */
export interface SecretStoreOptions {
  /** The config directory; null: nowhere to keep a file. */
  readonly directory: string | null;
  readonly platform: Platform;
}

const FILE_NAME = 'credentials.json';
const FORMAT = 1;

/**
 * The keychain where there is one that works, else `credentials.json` beside the saved servers. What
 * is in the file counts first: it is there only because the keychain could not take it.
 */
export function createSecretStore({ directory, platform }: SecretStoreOptions): SecretStore {
  const { keychain } = platform;
  const path = directory === null ? null : join(directory, FILE_NAME);

  /** Under the lock: another vsi may keep the password of another server at the same time. */
  function change(
    file: string,
    changed: (entries: readonly Credential[]) => readonly Credential[],
  ): Promise<void> {
    return withFileLock(file, async () => write(file, changed(await readFile(file))));
  }

  async function write(file: string, entries: readonly Credential[]): Promise<void> {
    const text = `${JSON.stringify({ format: FORMAT, credentials: entries }, null, 2)}\n`;
    const written =
      entries.length === 0
        ? await removePrivateFile(file)
        : await writePrivateFile(file, text, platform.guardFolder);
    if (written.kind === 'failed') throw unwritable(file, written.reason);
  }

  async function removeFromFile(owner: SecretOwner): Promise<boolean> {
    if (path === null || (await inFile(owner)) === null) return false;
    await change(path, (entries) => entries.filter((entry) => !isOf(entry, owner)));
    return true;
  }

  async function inFile(owner: SecretOwner): Promise<string | null> {
    const kept = path === null ? [] : await readFile(path);
    return kept.find((each) => isOf(each, owner))?.password ?? null;
  }

  return {
    read: async (owner) => (await inFile(owner)) ?? (await keychain?.read(owner)) ?? null,
    find: async (owner) => {
      if (path !== null && (await inFile(owner)) !== null) return { kind: 'file', path };
      const kept = (await keychain?.read(owner)) ?? null;
      return kept === null ? null : { kind: 'keychain' };
    },
    write: async (owner, secret) => {
      if ((await keychain?.write(owner, secret)) === true) {
        await removeFromFile(owner);
        return { kind: 'keychain' };
      }
      if (path === null) throw nowhere();
      await change(path, (entries) => [
        ...entries.filter((entry) => !isOf(entry, owner)),
        { ...owner, password: secret },
      ]);
      return { kind: 'file', path };
    },
    remove: async (owner) => {
      const wasInFile = await removeFromFile(owner);
      const wasInKeychain = (await keychain?.remove(owner)) === true;
      return wasInFile || wasInKeychain;
    },
  };
}

interface Credential extends SecretOwner {
  readonly password: string;
}

function isOf(entry: Credential, { url, username }: SecretOwner): boolean {
  return entry.url === url && entry.username === username;
}

async function readFile(path: string): Promise<readonly Credential[]> {
  const file = await readPrivateFile(path);
  if (file.kind === 'missing') return [];
  if (file.kind === 'failed') {
    throw new VsiError('CONFIGURATION', `the kept passwords cannot be read: ${file.reason}`, {
      where: path,
    });
  }
  if (file.exposed) {
    throw new VsiError('CONFIGURATION', 'others may read or change the kept passwords', {
      where: path,
      hint: `if they are still yours alone: chmod 600 ${path}`,
    });
  }
  const entries = parse(file.text);
  if (entries !== null) return entries;
  throw new VsiError('CONFIGURATION', 'the kept passwords are damaged', {
    where: path,
    hint: 'remove the file and give the passwords again: vsi server set NAME --password-stdin',
  });
}

/** null: not what vsi writes. */
function parse(text: string): readonly Credential[] | null {
  try {
    const content: unknown = JSON.parse(text);
    if (typeof content !== 'object' || content === null) return null;
    if (!('format' in content) || content.format !== FORMAT) return null;
    if (!('credentials' in content) || !Array.isArray(content.credentials)) return null;
    const entries: readonly unknown[] = content.credentials;
    return entries.every(isCredential) ? entries : null;
  } catch {
    return null;
  }
}

function isCredential(value: unknown): value is Credential {
  return (
    typeof value === 'object' &&
    value !== null &&
    'url' in value &&
    typeof value.url === 'string' &&
    'username' in value &&
    typeof value.username === 'string' &&
    'password' in value &&
    typeof value.password === 'string'
  );
}

function unwritable(path: string, reason: string): VsiError {
  return new VsiError('CONFIGURATION', `the password cannot be kept: ${reason}`, { where: path });
}

function nowhere(): VsiError {
  return new VsiError('CONFIGURATION', 'there is no folder to keep a password in', {
    hint: 'set VSI_CONFIG_DIR to a folder of yours',
  });
}
