import { stateFile, type Content, type StateFolder } from './state-file.ts';

/** A login as it is kept between two commands. */
export interface KeptToken {
  readonly accessToken: string;
  readonly refreshToken: string | null;
  /** When the access token ends, milliseconds since 1970. */
  readonly expiresAt: number;
  /** null: chosen by the person for that command, not found out. */
  readonly apiVersion: string | null;
}

/** Keeps one login of one server and user; fits what the servers ask for. Nothing here throws. */
export interface TokenCache {
  readonly read: () => Promise<KeptToken | null>;
  /** False: it could not be kept. */
  readonly write: (token: KeptToken) => Promise<boolean>;
  readonly remove: () => Promise<void>;
}

/** Whose login it is. */
export interface TokenOwner {
  /** `https://host:port` of the server that issued the token. */
  readonly origin: string;
  readonly username: string;
}

/**
 * The kept login of one server and user, one file each. Server and user are told by the file's name
 * and once more inside it: a token is handed out only for the server that issued it, whoever renamed
 * or copied the file. A file that others can read, or that is damaged, holds no token.
 */
export function createTokenCache(
  folder: StateFolder,
  { origin, username }: TokenOwner,
): TokenCache {
  const owner = { origin: origin.toLowerCase(), username };
  const file = stateFile(folder, { folder: 'tokens', about: `${owner.origin}\n${username}` });
  return {
    read: async () => tokenOf(await file.read(), owner),
    write: async ({ accessToken, refreshToken, expiresAt, apiVersion }) => {
      const content = { ...owner, accessToken, refreshToken, expiresAt, apiVersion };
      return (await file.write(content)) === null;
    },
    remove: file.remove,
  };
}

function tokenOf(content: Content, owner: TokenOwner): KeptToken | null {
  const { origin, username, accessToken, refreshToken, expiresAt, apiVersion } = content;
  if (origin !== owner.origin || username !== owner.username) return null;
  if (typeof accessToken !== 'string' || accessToken === '') return null;
  if (typeof expiresAt !== 'number') return null;
  return {
    accessToken,
    refreshToken: typeof refreshToken === 'string' && refreshToken !== '' ? refreshToken : null,
    expiresAt,
    apiVersion: typeof apiVersion === 'string' ? apiVersion : null,
  };
}
