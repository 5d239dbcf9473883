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

/** A login as it is kept between two commands. */
export interface KeptToken {
  readonly accessToken: string;
  readonly refreshToken: string | null;
  /** When the access token ends, milliseconds since 1970. */
  readonly expiresAt: number;
  /** null: chosen by the person for that command, not found out. */
  readonly apiVersion: string | null;
}

/** Keeps one login of one server and user; fits what the servers ask for. */
export interface TokenCache {
  readonly read: () => Promise<KeptToken | null>;
  /** False: it could not be kept. */
  readonly write: (token: KeptToken) => Promise<boolean>;
  readonly remove: () => Promise<void>;
}

/** Whose login it is, and where logins are kept. */
export interface TokenCacheOptions {
  /** The state directory. */
  readonly directory: string;
  /** `https://host:port` of the server that issued the token. */
  readonly origin: string;
  readonly username: string;
  /** A folder that must be there already, as a home folder is; null: none. */
  readonly within?: string | null;
  readonly guard?: FolderGuard;
}

/** Files of another form than this one hold no token. */
const FORMAT = 1;

/**
 * The kept login of one server and user, one file each. Server and user are told by the file's name
 * (hashed, so that it fits every file system) and once more inside it: a token is handed out only
 * for the server that issued it, whoever renamed or copied the file. A file that others can read, or
 * that is damaged, holds no token. Nothing here throws.
 */
export function createTokenStore({
  directory,
  origin,
  username,
  within = null,
  guard = guardByMode,
}: TokenCacheOptions): TokenCache {
  const owner = { origin: origin.toLowerCase(), username };
  const path = join(directory, 'tokens', nameOfFile(`${owner.origin}\n${owner.username}`));
  return {
    read: async () => {
      const file = await readPrivateFile(path);
      return file.kind === 'content' && !file.exposed ? readToken(file.text, owner) : null;
    },
    write: async ({ accessToken, refreshToken, expiresAt, apiVersion }) => {
      if (within !== null && !(await isFolder(within))) return false;
      const content = {
        format: FORMAT,
        ...owner,
        accessToken,
        refreshToken,
        expiresAt,
        apiVersion,
      };
      const written = await writePrivateFile(path, `${JSON.stringify(content)}\n`, guard);
      return written.kind === 'done';
    },
    remove: async () => {
      await removePrivateFile(path);
    },
  };
}

interface Owner {
  readonly origin: string;
  readonly username: string;
}

function readToken(text: string, owner: Owner): KeptToken | null {
  const content = parseObject(text);
  const { format, origin, username, accessToken, refreshToken, expiresAt, apiVersion } = content;
  if (format !== FORMAT || origin !== owner.origin || username !== owner.username) return null;
  if (typeof accessToken !== 'string' || accessToken === '') return null;
  if (typeof expiresAt !== 'number') return null;
  return {
    accessToken,
    refreshToken: typeof refreshToken === 'string' && refreshToken !== '' ? refreshToken : null,
    expiresAt,
    apiVersion: typeof apiVersion === 'string' ? apiVersion : null,
  };
}

type Content = Partial<Record<'format' | keyof Owner | keyof KeptToken, unknown>>;

function parseObject(text: string): Content {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null ? value : {};
  } catch {
    return {};
  }
}
