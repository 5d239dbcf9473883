import { randomBytes, scrypt, timingSafeEqual } from 'node:crypto';
import { stateFile, type Content, type StateFile, type StateFolder } from './state-file.ts';

/** Remembers for a while which passwords a server refused. Nothing here throws. */
export interface RefusedSecrets {
  /** Until when this password must not be tried at this server, milliseconds since 1970; null: it may. */
  readonly until: (origin: string, password: string) => Promise<number | null>;
  /** The server refused it just now. */
  readonly add: (origin: string, password: string) => Promise<void>;
  /** The server let the user in: what it refused before no longer matters. */
  readonly clear: (origin: string) => Promise<void>;
}

/** Whose passwords they are, and what time it is. */
export interface RefusedSecretsOptions {
  readonly username: string;
  /** Milliseconds since 1970. */
  readonly now: () => number;
}

/** How long a refused password is not tried again, in milliseconds: some rounds of a cron job. */
export const REFUSAL_MEMORY = 10 * 60_000;

/** As many wrong passwords at once as anybody has; more would only make each login slower. */
const MOST_ENTRIES = 5;
const SALT_BYTES = 16;
const HASH_BYTES = 32;

/**
 * One file a server and user, in which each refused password is a salted hash (scrypt): enough to
 * know it again, of no use to whoever reads the file.
 */
export function createRefusedSecrets(
  folder: StateFolder,
  { username, now }: RefusedSecretsOptions,
): RefusedSecrets {
  const fileOf = (origin: string): StateFile =>
    stateFile(folder, { folder: 'refused', about: `${origin.toLowerCase()}\n${username}` });

  async function read(origin: string): Promise<readonly Entry[]> {
    const entries = entriesOf(await fileOf(origin).read());
    const present = now();
    // A time further ahead than any entry reaches was written by a clock that was wrong.
    return entries.filter(({ until }) => until > present && until <= present + REFUSAL_MEMORY);
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
      const salt = randomBytes(SALT_BYTES);
      const entry: Entry = {
        salt: salt.toString('base64'),
        hash: (await hashOf(password, salt)).toString('base64'),
        until: now() + REFUSAL_MEMORY,
      };
      const known = await find(origin, password);
      const others = (await read(origin)).filter(({ salt: each }) => each !== known?.salt);
      await fileOf(origin).write({ entries: [entry, ...others].slice(0, MOST_ENTRIES) });
    },
    clear: (origin) => fileOf(origin).remove(),
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

function entriesOf({ entries }: Content): readonly Entry[] {
  return Array.isArray(entries) ? entries.filter(isEntry) : [];
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
