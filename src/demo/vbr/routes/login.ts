import type { SimulatedRequest, SimulatedResponse } from '../../simulator.ts';
import type { Scene } from '../render/values.ts';
import { since } from '../revisions.ts';
import type { Grant, TokenStore } from '../tokens.ts';
import { failure, ok } from './answers.ts';

/** Who may log in. */
export interface Account {
  readonly username: string;
  readonly password: string;
}

/** What the token route needs to know. */
export interface LoginOptions {
  readonly account: Account;
  readonly tokens: TokenStore;
  /** Seconds. */
  readonly lifetime: number;
}

/** `POST /api/oauth2/token`: form-encoded, with grant types in lower case. */
export function login(
  request: SimulatedRequest,
  scene: Scene,
  options: LoginOptions,
): SimulatedResponse {
  const type = request.headers['content-type'] ?? '';
  if (!type.toLowerCase().startsWith('application/x-www-form-urlencoded')) {
    return malformed('The body must be application/x-www-form-urlencoded.');
  }
  const form = new URLSearchParams(request.body);
  const grant = form.get('grant_type');
  if (grant === 'password') return byPassword(form, scene, options);
  if (grant === 'refresh_token') return byRefreshToken(form, scene, options);
  return malformed('The grant type is not supported.');
}

/** `POST /api/oauth2/logout`: the access token and its refresh token are good for nothing any more. */
export function logout(accessToken: string, tokens: TokenStore): SimulatedResponse {
  tokens.revoke(accessToken);
  return ok({});
}

function byPassword(
  form: URLSearchParams,
  scene: Scene,
  { account, tokens, lifetime }: LoginOptions,
): SimulatedResponse {
  const [username, password] = [form.get('username'), form.get('password')];
  if (username === null || password === null) return malformed('Username or password is missing.');
  const known = username.toLowerCase() === account.username.toLowerCase();
  if (!known || password !== account.password) {
    return failure(401, 'AccessDenied', 'Incorrect user name or password.');
  }
  const grant = tokens.issue({ shortTerm: form.get('use_short_term_refresh') === 'true' });
  return ok(tokenModel(grant, scene, { username: account.username, lifetime }));
}

function byRefreshToken(
  form: URLSearchParams,
  scene: Scene,
  { account, tokens, lifetime }: LoginOptions,
): SimulatedResponse {
  const refreshToken = form.get('refresh_token');
  if (refreshToken === null) return malformed('The refresh token is missing.');
  const grant = tokens.refresh(refreshToken);
  if (grant === null) return failure(401, 'InvalidToken', 'The refresh token is not valid.');
  return ok(tokenModel(grant, scene, { username: account.username, lifetime }));
}

/** From 13 on the times have no offset, and the user's name is in it (api/vbr.md section 1.1). */
function tokenModel(
  grant: Grant,
  { revision, wall }: Scene,
  { username, lifetime }: { readonly username: string; readonly lifetime: number },
): Record<string, unknown> {
  const newer = since(revision, '1.3-rev0');
  const stamp = newer ? wall.naive : wall.stamp;
  return {
    access_token: grant.accessToken,
    token_type: 'bearer',
    refresh_token: grant.refreshToken,
    expires_in: lifetime,
    '.issued': stamp(grant.issuedAt, 0),
    '.expires': stamp(grant.expiresAt, 0),
    ...(newer ? { username } : {}),
  };
}

function malformed(message: string): SimulatedResponse {
  return failure(
    400,
    'UnexpectedContent',
    `One or more request parameters are not valid. ${message}`,
  );
}
