import { open } from 'node:fs/promises';
import { ownUser } from './own-user.ts';

/** Reads a file that holds a password. @throws the system's error */
export type SecretFileReader = (path: string) => Promise<string>;

/** What a reader of such files needs. */
export interface SecretFileOptions {
  /** Node's name of the operating system. */
  readonly platform: string;
  /** Said once for each file that others may read. */
  readonly warn: (line: string) => void;
  /** Whose files are ours. */
  readonly user?: number | null;
}

const GROUP_AND_ALL = 0o077;
const ALL = 0o007;
const PERMISSIONS = 0o777;

/**
 * A reader that warns, as ssh does of keys, where others than the owner may read or write the file, but
 * reads it all the same: a service must go on. Where the file is another user's, root's for a service,
 * that gave it to a group of ours on purpose, and only what is open to everybody draws a warning.
 */
export function createSecretFileReader(options: SecretFileOptions): SecretFileReader {
  const { platform, warn, user = ownUser() } = options;
  const warned = new Set<string>();
  return async (path) => {
    const file = await open(path);
    try {
      const { mode, uid } = await file.stat();
      const wrong = mode & (uid === user ? GROUP_AND_ALL : ALL);
      // Windows has access lists, which the mode does not tell.
      if (wrong !== 0 && platform !== 'win32' && !warned.has(path)) {
        warned.add(path);
        warn(tooOpen(path, mode));
      }
      return await file.readFile('utf8');
    } finally {
      await file.close();
    }
  };
}

function tooOpen(path: string, mode: number): string {
  const who = (mode & ALL) === 0 ? 'its group' : 'everybody';
  const digits = (mode & PERMISSIONS).toString(8).padStart(4, '0');
  return `warning: the password file ${path} is open to ${who} (mode ${digits}): chmod 600 ${path}`;
}
