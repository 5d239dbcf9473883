/** Ending a login on the server. */
import type { CachedToken, ServerEnvironment } from '../environment.ts';
import type { HttpClient, HttpRequest } from '../http/http.ts';
import { excerpt } from '../reading/json.ts';
import { linkSignals } from '../http/linked-signal.ts';
import { logoutFailed } from './login-failures.ts';
import type { LoginProtocol } from './login-protocol.ts';

/** Whose login, and how its server is spoken to. */
export interface LogoutOptions {
  readonly http: Pick<HttpClient, 'request'>;
  /** Server name for errors. */
  readonly server: string;
  readonly environment: Pick<ServerEnvironment, 'debug'>;
  readonly protocol: LoginProtocol;
}

/** How long the logout at the command's end may take; milliseconds. After Ctrl-C all is over in 2 s. */
const PARTING = 1500;

/**
 * Ends a token, where the API can.
 *
 * @throws REQUEST_FAILED where the token may live on, and what the HTTP client throws
 */
export async function endLogin(
  options: LogoutOptions,
  { accessToken }: CachedToken,
  how: Pick<HttpRequest, 'signal' | 'outlives'> = {},
): Promise<void> {
  const { http, server, environment, protocol } = options;
  if (protocol.logoutPath === null) return;
  const { status, statusText } = await http.request({
    method: 'POST',
    path: protocol.logoutPath,
    headers: { ...protocol.headers, authorization: `Bearer ${accessToken}` },
    ...how,
  });
  environment.debug(`${server}: logout answered ${status}`);
  // A token that the server does not know any more has ended, too.
  if ((status >= 200 && status < 300) || status === 401 || status === 404) return;
  throw logoutFailed(options, `${status} ${excerpt(statusText)}`.trim());
}

/** Ends a token at the command's end: also after Ctrl-C and the deadline, but nobody waits for long. */
export async function leaveLogin(options: LogoutOptions, token: CachedToken): Promise<void> {
  const limit = linkSignals([], PARTING);
  try {
    await endLogin(options, token, { signal: limit.signal, outlives: true });
  } catch {
    options.environment.debug(`${options.server}: the login ends by itself`);
  } finally {
    limit.release();
  }
}
