import type { Credentials, ServerEnvironment, TokenStore } from '../environment.ts';
import type { HttpClient } from '../http/http.ts';
import type { LoginProtocol } from './login-protocol.ts';

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
  /**
   * Kept with the token, so that the next command need not find it out again; null where the person
   * chose it, for that holds for one command only.
   */
  readonly apiVersion: string | null;
}
