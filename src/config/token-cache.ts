import { createHash } from 'node:crypto';
import { join } from 'node:path';
import { readPrivateFile, removeFile, writePrivateFile } from './private-file.ts';

/** Whose login is kept, and where. */
export interface TokenPlace {
  /** The state directory. */
  readonly directory: string;
  /** `https://host:port` that issued the token. */
  readonly origin: string;
  readonly username: string;
}

/** A login as it is kept; the shape that the servers hand over. */
export interface KeptToken {
  readonly accessToken: string;
  readonly refreshToken: string | null;
  /** Milliseconds since 1970. */
  readonly expiresAt: number;
  readonly apiVersion: string;
}

/** Keeps one login of one server and user in a file of its own, readable by its owner only. */
export interface TokenFile {
  readonly read: () => Promise<KeptToken | null>;
  /** False where it could not be written. */
  readonly write: (token: KeptToken) => Promise<boolean>;
  readonly remove: () => Promise<void>;
}

/** What the file holds: the token and whom it belongs to. */
interface FileContent extends KeptToken {
  readonly origin: string;
  readonly username: string;
}

/**
 * The login kept for one server and user. The file says itself whose it is, so that a token goes to
 * the server that issued it even if files were copied or names collide; anything unreadable counts as
 * no token.
 */
export function createTokenStore({ directory, origin, username }: TokenPlace): TokenFile {
  const user = username.toLowerCase();
  const name = createHash('sha256').update(`${origin}\n${user}`).digest('hex').slice(0, 32);
  const path = join(directory, 'tokens', `${name}.json`);
  return {
    read: async () => {
      const content = parseContent(await readPrivateFile(path));
      if (content?.origin !== origin || content.username !== user) return null;
      const { accessToken, refreshToken, expiresAt, apiVersion } = content;
      return { accessToken, refreshToken, expiresAt, apiVersion };
    },
    write: (token) => {
      const content: FileContent = { origin, username: user, ...token };
      return writePrivateFile(path, `${JSON.stringify(content, null, 2)}\n`);
    },
    remove: () => removeFile(path),
  };
}

function parseContent(text: string | null): FileContent | null {
  if (text === null) return null;
  try {
    const value: unknown = JSON.parse(text);
    return isContent(value) ? value : null;
  } catch {
    return null;
  }
}

function isContent(value: unknown): value is FileContent {
  if (typeof value !== 'object' || value === null) return false;
  const fields = new Map<string, unknown>(Object.entries(value));
  const refreshToken = fields.get('refreshToken');
  return (
    ['origin', 'username', 'accessToken', 'apiVersion'].every(
      (key) => typeof fields.get(key) === 'string',
    ) &&
    Number.isFinite(fields.get('expiresAt')) &&
    (refreshToken === null || typeof refreshToken === 'string')
  );
}
