/** What the adapters of both products are opened with, and what follows from it alone. */
import type {
  ConnectionSettings,
  Credentials,
  ServerEnvironment,
  TokenStore,
} from '../environment.ts';
import type { LoginProtocol } from '../login/login-protocol.ts';
import { createLogin, type Login } from '../login/login.ts';
import type { HttpClient } from './http.ts';

/** What a server is reached with. */
export interface ServerConnection {
  readonly settings: ConnectionSettings;
  /** null: nobody was named; a kept token may still do. */
  readonly credentials: Credentials | null;
  readonly store: TokenStore;
  readonly environment: ServerEnvironment;
  /** Without a login; closed with the server. */
  readonly http: HttpClient;
}

/** The port of an origin; `443` where it names none. */
export function portOf(origin: string): string {
  const { port } = new URL(origin);
  return port === '' ? '443' : port;
}

/**
 * Saved name, else the host, with the port if it is not the product's own (contract section 3).
 *
 * @param ownPort where the product listens unless it was moved
 */
export function serverName(
  { name, origin }: Pick<ConnectionSettings, 'name' | 'origin'>,
  ownPort: string,
): string {
  if (name !== null) return name;
  const { hostname } = new URL(origin);
  const port = portOf(origin);
  return port === ownPort ? hostname : `${hostname}:${port}`;
}

/** What one product's login differs in. */
export interface LoginOfProduct {
  /** The server's name, for errors. */
  readonly server: string;
  readonly protocol: LoginProtocol;
  /** The API version in use: kept with the token, unless the person chose it for this command. */
  readonly apiVersion: string;
}

/** The login of a connection. Nothing is sent before it is needed. */
export function loginOf(
  { settings, http, credentials, store, environment }: ServerConnection,
  { server, protocol, apiVersion }: LoginOfProduct,
): Login {
  return createLogin({
    http,
    server,
    credentials,
    store,
    environment,
    protocol,
    apiVersion: settings.apiVersion === null ? apiVersion : null,
  });
}
