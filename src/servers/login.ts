import { VsiError } from '../model/errors.ts';
import type { Credentials, ServerEnvironment, TokenStore } from './environment.ts';
import type { HttpClient } from './http.ts';

/** How a product's token route is spoken to. */
export interface LoginProtocol {
  /** From the server's root: `/v8/token`, `/api/oauth2/token`. */
  readonly tokenPath: string;
  /** Sent with every token and logout request (`x-api-version`). */
  readonly headers?: Readonly<Record<string, string>>;
  readonly passwordForm: (username: string, password: string) => Readonly<Record<string, string>>;
  readonly refreshForm: (refreshToken: string) => Readonly<Record<string, string>>;
  /** What means "user or password refused": VB365 400, VBR 400 and 401. */
  readonly refusedStatuses: readonly number[];
  /** POSTed to with the token; null: this API version has no logout. */
  readonly logoutPath: string | null;
  /** The server's own reason in a refused answer's body; null: it gives none. Must not throw. */
  readonly readRefusal: (body: string) => string | null;
  /**
   * Recognises an answer that only looks like a refused login (VBR answers 400 to an unsupported API
   * version, too); what it returns is thrown. Must not throw itself.
   */
  readonly readOtherFailure?: (status: number, body: string) => VsiError | null;
  readonly hints: {
    /** What admins run into when the login is refused, one sentence. */
    readonly refused: string;
  };
}

/** What a login keeper works with. */
export interface LoginOptions {
  readonly http: Pick<HttpClient, 'origin' | 'request'>;
  /** Server name for errors. */
  readonly server: string;
  /** null: none were given; a kept token may still do. */
  readonly credentials: Credentials | null;
  readonly store: TokenStore;
  readonly environment: ServerEnvironment;
  readonly protocol: LoginProtocol;
  /** Kept with the token, so that the next command need not find it out again. */
  readonly apiVersion: string;
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
  /** A token to send: the kept one while it is valid, else refreshed, else by password. */
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
  /** Ends the login on the server where it can, and forgets the token. False: there was none. */
  readonly logout: () => Promise<boolean>;
  /** At the command's end: logs out when the token could not be kept. Never throws. */
  readonly finish: () => Promise<void>;
}

/** The login of one server and user. Nothing is sent before the first `token` or `loginNow`. */
export function createLogin(options: LoginOptions): Login {
  const pending = (): Promise<never> =>
    Promise.reject(
      new VsiError('LOGIN_REFUSED', 'no user and password were given', { where: options.server }),
    );
  return {
    token: pending,
    renew: pending,
    accepted: () => undefined,
    unproven: () => false,
    loginNow: pending,
    logout: async () => false,
    finish: async () => undefined,
  };
}

/**
 * The same client with the token sent along: a 401 (and a 403 right after a refresh) renews the
 * login and asks again, until `renew` gives up. The token goes nowhere but to the client's server.
 */
export function withLogin(http: HttpClient, _login: Login): HttpClient {
  return http;
}
