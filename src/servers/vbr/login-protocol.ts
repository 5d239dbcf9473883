/** How VBR's token route is spoken to (api/vbr.md section 1.1). */
import type { LoginProtocol } from '../login/login-protocol.ts';
import { readReason } from '../login/refusal-text.ts';
import { LOGIN_HINT, versionFailure } from './refusal.ts';
import type { VbrRevision } from './versions.ts';

const TOKEN_PATH = '/api/oauth2/token';

/**
 * The login of one revision. Grant types are lower case: newer documents print them capitalised, but
 * every client that works sends them so. Servers answer 400 to a bad password as well as 401, and 400
 * to a version that they do not speak.
 */
export function loginProtocol(revision: VbrRevision, server: string): LoginProtocol {
  return {
    tokenPath: TOKEN_PATH,
    headers: { 'x-api-version': revision.name },
    passwordForm: (username, password) => ({ grant_type: 'password', username, password }),
    refreshForm: (refreshToken) => ({ grant_type: 'refresh_token', refresh_token: refreshToken }),
    refusedStatuses: [400, 401],
    logoutPath: '/api/oauth2/logout',
    readRefusal: readReason,
    readOtherFailure: (status, body) =>
      versionFailure(status, body, { where: `POST ${TOKEN_PATH} on ${server}`, revision }),
    hints: { refused: LOGIN_HINT },
  };
}
