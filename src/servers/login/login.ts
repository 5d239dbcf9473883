import { newer } from './held-token.ts';
import type { LoginOptions } from './login-options.ts';
import { endLogin, leaveLogin } from './logout.ts';
import { TokenChanges } from './token-changes.ts';

export type { LoginOptions } from './login-options.ts';
export type { LoginProtocol } from './login-protocol.ts';

/** The API version that was found out when the kept login was made; null once that has expired. */
export async function keptApiVersion({
  store,
  environment,
}: Pick<LoginOptions, 'store' | 'environment'>): Promise<string | null> {
  const kept = await store.read();
  return kept !== null && kept.expiresAt > environment.now() ? kept.apiVersion : null;
}

/** A token that was just fetched. */
export interface LoginResult {
  readonly username: string;
  /** Milliseconds since 1970. */
  readonly expiresAt: number;
  /** Whether it was kept for the next command. */
  readonly cached: boolean;
}

/** Keeps one server's login for one command. Callers at the same time share one login. */
export interface Login {
  /**
   * A token to send: the kept one while it is valid, else refreshed, else by password.
   * @throws LOGIN_REFUSED also when a password is due and none was given
   */
  readonly token: () => Promise<string>;
  /**
   * After an answer 401: another token than the refused one.
   * @throws LOGIN_REFUSED when a token that was just fetched by password was refused, too
   */
  readonly renew: (refused: string) => Promise<string>;
  /** Tells that the server took this token; without it a second 401 is final. */
  readonly accepted: (token: string) => void;
  /** Whether the token came from a refresh and was never accepted since (then a 403 may be its fault). */
  readonly unproven: (token: string) => boolean;
  /** Logs in by password now, even where a kept token would do. */
  readonly loginNow: () => Promise<LoginResult>;
  /**
   * Ends the login on the server where it can, and forgets the token. False: there was none.
   * @throws REQUEST_FAILED where the server did not end it; it is forgotten all the same
   */
  readonly logout: () => Promise<boolean>;
  /** At the command's end: logs out when the token could not be kept. Never throws. */
  readonly finish: () => Promise<void>;
}

/** The login of one server and user. Nothing is sent before the first `token` or `loginNow`. */
export function createLogin(options: LoginOptions): Login {
  const { credentials, store } = options;
  const changes = new TokenChanges(options);
  const { holder } = changes;
  return {
    token: async () => (holder.inHand ?? (await changes.current())).token.accessToken,
    renew: (refused) => changes.renew(refused),
    accepted: (token) => {
      holder.prove(token);
    },
    unproven: (token) => holder.isUnprovenRefresh(token),
    loginNow: async () => {
      const { token, kept } = await changes.loginNow();
      return { username: credentials?.username ?? '', expiresAt: token.expiresAt, cached: kept };
    },
    logout: async () => {
      const token = newer((await changes.release())?.token ?? null, await store.read());
      await store.remove();
      if (token === null) return false;
      await endLogin(options, token);
      return true;
    },
    finish: async () => {
      changes.end();
      const last = await changes.release();
      if (last !== null && !last.kept) await leaveLogin(options, last.token);
    },
  };
}
