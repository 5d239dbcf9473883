/** What to say when a login comes to nothing. */
import { VsiError } from '../../model/errors.ts';
import type { LoginOptions } from './login-options.ts';

/** The server does not take this user's password. @param reason in the server's own words, or null */
export function passwordRefused(
  { server, protocol }: Pick<LoginOptions, 'server' | 'protocol'>,
  username: string,
  reason: string | null,
): VsiError {
  const because = reason === null ? '' : `: ${reason}`;
  return new VsiError('LOGIN_REFUSED', `login refused for ${username}${because}`, {
    where: server,
    hint: protocol.hints.refused,
  });
}

/** Nobody was named who could log in. */
export function withoutPassword(server: string): VsiError {
  return new VsiError('LOGIN_REFUSED', 'no user name given to log in with', {
    where: server,
    hint: 'set VSI_USERNAME or --username (of a saved server: vsi server set NAME --username USER); the password comes from VSI_PASSWORD_FILE, VSI_PASSWORD_COMMAND, VSI_PASSWORD or --password-stdin',
  });
}

/**
 * The password was refused some minutes ago. Each refused login counts towards a lock of the account,
 * and cron comes back every few minutes.
 *
 * @param until milliseconds since 1970
 */
export function refusedBefore(
  { server, environment }: Pick<LoginOptions, 'server' | 'environment'>,
  username: string,
  until: number,
): VsiError {
  const minutes = Math.ceil((until - environment.now()) / 60_000);
  return new VsiError(
    'LOGIN_REFUSED',
    `not tried: the server refused this password of ${username} a moment ago, it is left alone for ${minutes} min more so that the account is not locked`,
    {
      where: server,
      hint: 'correct the password: another one is tried at once; if this one is right by now: vsi login --force',
    },
  );
}

/** A token that came from a login just now, and is refused already. */
export function refusedAgain(server: string): VsiError {
  return new VsiError('LOGIN_REFUSED', 'the server refuses the token that it has just issued', {
    where: server,
    hint: 'the login itself worked: look at the REST API service and the clock of the server, and at proxies that may drop the Authorization header',
  });
}

/** The server did not end the login. @param answer its status */
export function logoutFailed(
  { server, protocol }: Pick<LoginOptions, 'server' | 'protocol'>,
  answer: string,
): VsiError {
  return new VsiError('REQUEST_FAILED', `the logout was answered ${answer}`, {
    where: `POST ${protocol.logoutPath ?? ''} on ${server}`,
    hint: 'vsi has forgotten the token; on the server it ends by itself when its time is over',
  });
}
