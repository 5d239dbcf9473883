import { randomBytes, scrypt, timingSafeEqual } from 'node:crypto';
import { join } from 'node:path';
import {
  guardByMode,
  nameOfFile,
  isFolder,
  readPrivateFile,
  removePrivateFile,
  writePrivateFile,
  type FolderGuard,
} from './private-file.ts';

/** Remembers for a while which passwords a server refused. Nothing here throws. */
export interface RefusedSecrets {
  /** Until when this password must not be tried at this server, milliseconds since 1970; null: it may. */
  readonly until: (origin: string, password: string) => Promise<number | null>;
  /** The server refused it just now. */
  readonly add: (origin: string, password: string) => Promise<void>;
  /** The server let the user in: what it refused before no longer matters. */
  readonly clear: (origin: string) => Promise<void>;
}

/** What the memory works with. */
export interface RefusedSecretsOptions {
  /** The state directory. */
  readonly directory: string;
  readonly username: string;
  /** Milliseconds since 1970. */
  readonly now: () => number;
  /** A folder that must be there already, as a home folder is; null: none. */
  readonly within?: string | null;
  readonly guard?: FolderGuard;
}

/** How long a refused password is not tried again, in milliseconds: some rounds of a cron job. */
export const REFUSAL_MEMORY = 10 * 60_000;

const FORMAT = 1;
/** As many wrong passwords at once as anybody has; more would only make each login slower. */
const MOST_ENTRIES = 5;
const SALT_BYTES = 16;
const HASH_BYTES = 32;

/**
 * One file a server and user, in which each refused password is a salted hash (scrypt): enough to
 * know it again, of no use to whoever reads the file.
 */
export function createRefusedSecrets(options: RefusedSecretsOptions): RefusedSecrets {
  const { directory, username, now, within = null, guard = guardByMode } = options;
  const pathOf = (origin: string): string => {
    const owner = `${origin.toLowerCase()}\n${username}`;
    return join(directory, 'refused', nameOfFile(owner));
  };

  async function read(origin: string): Promise<readonly Entry[]> {
    const file = await readPrivateFile(pathOf(origin));
    if (file.kind !== 'content' || file.exposed) return [];
    const present = now();
    // A time further ahead than any entry reaches was written by a clock that was wrong.
    return parse(file.text).filter(
      ({ until }) => until > present && until <= present + REFUSAL_MEMORY,
    );
  }

  async function find(origin: string, password: string): Promise<Entry | null> {
    for (const entry of await read(origin)) {
      const hash = await hashOf(password, Buffer.from(entry.salt, 'base64'));
      const known = Buffer.from(entry.hash, 'base64');
      if (known.length === hash.length && timingSafeEqual(known, hash)) return entry;
    }
    return null;
  }

  return {
    until: async (origin, password) => (await find(origin, password))?.until ?? null,
    add: async (origin, password) => {
      if (within !== null && !(await isFolder(within))) return;
      const salt = randomBytes(SALT_BYTES);
      const entry: Entry = {
        salt: salt.toString('base64'),
        hash: (await hashOf(password, salt)).toString('base64'),
        until: now() + REFUSAL_MEMORY,
      };
      const known = await find(origin, password);
      const others = (await read(origin)).filter(({ salt: each }) => each !== known?.salt);
      const entries = [entry, ...others].slice(0, MOST_ENTRIES);
      const text = `${JSON.stringify({ format: FORMAT, entries })}\n`;
      await writePrivateFile(pathOf(origin), text, guard);
    },
    clear: async (origin) => {
      await removePrivateFile(pathOf(origin));
    },
  };
}

interface Entry {
  readonly salt: string;
  readonly hash: string;
  /** Milliseconds since 1970. */
  readonly until: number;
}

function hashOf(password: string, salt: Buffer): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    scrypt(password, salt, HASH_BYTES, (error, hash) => {
      if (error === null) resolve(hash);
      else reject(error);
    });
  });
}

function parse(text: string): readonly Entry[] {
  try {
    const content: unknown = JSON.parse(text);
    if (typeof content !== 'object' || content === null) return [];
    if (!('format' in content) || content.format !== FORMAT) return [];
    if (!('entries' in content) || !Array.isArray(content.entries)) return [];
    const entries: readonly unknown[] = content.entries;
    return entries.filter(isEntry);
  } catch {
    return [];
  }
}

function isEntry(value: unknown): value is Entry {
  return (
    typeof value === 'object' &&
    value !== null &&
    'salt' in value &&
    typeof value.salt === 'string' &&
    'hash' in value &&
    typeof value.hash === 'string' &&
    'until' in value &&
    typeof value.until === 'number'
  );
}
