/** How VB365's token route is spoken to (api/vb365.md section 1). */
import type { LoginProtocol } from '../login/login.ts';
import { readReason } from '../login/refusal-text.ts';
import { LOGIN_HINT } from './refusal.ts';
import { notServed, type Vb365Version } from './versions.ts';

/**
 * The forms and paths of one version. A wrong password is answered with 400, not 401.
 *
 * @param server the server's name, for errors
 */
export function loginProtocol(version: Vb365Version, server: string): LoginProtocol {
  // Without the flag, later v7 and v8 want an antiforgery cookie and header with every request;
  // v6 and before do not know the field.
  const flag: Readonly<Record<string, string>> = version.antiforgeryFlag
    ? { disable_antiforgery_token: 'true' }
    : {};
  const tokenPath = `/${version.name}/token`;
  return {
    tokenPath,
    passwordForm: (username, password) => ({
      grant_type: 'password',
      username,
      password,
      ...flag,
    }),
    refreshForm: (refreshToken) => ({
      grant_type: 'refresh_token',
      refresh_token: refreshToken,
      ...flag,
    }),
    refusedStatuses: [400, 401],
    logoutPath: version.logout ? `${tokenPath}/logout` : null,
    readRefusal: readReason,
    readOtherFailure: (status) =>
      status === 404 ? notServed(version.name, `POST ${tokenPath} on ${server}`) : null,
    hints: { refused: LOGIN_HINT },
  };
}
