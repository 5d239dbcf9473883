import { randomBytes } from 'node:crypto';
import type { SimulatedRequest, SimulatedResponse, SimulatorOptions } from '../simulator.ts';
import { errorResponse } from './errors.ts';
import { createThrottle } from './throttle.ts';
import type { Version } from './versions.ts';

/** Seconds; v6 was seen to say 3599 (api/vb365.md section 1). */
const DEFAULT_LIFETIME = 3600;
/** The name is made up: no document tells it. */
const ANTIFORGERY_COOKIE = 'X-Demo-Antiforgery';

/** Who may come in: tokens of all versions, since a token is tied to none of them. */
export interface Login {
  /** POST /vN/token */
  readonly token: (request: SimulatedRequest, version: Version) => SimulatedResponse;
  /** POST /vN/token/logout, once the request is authorized. */
  readonly logout: (request: SimulatedRequest, version: Version) => SimulatedResponse;
  /** Whether a request carries a token that holds, with the cookie that belongs to it if any. */
  readonly isAuthorized: (request: SimulatedRequest) => boolean;
}

interface Grant {
  readonly accessToken: string;
  readonly refreshToken: string;
  readonly expiresAt: number;
  /** The cookie that must come along; null where the client has switched that off. */
  readonly antiforgery: string | null;
}

/** The login of one server. `throttled`: the product is new enough to limit its token route. */
export function createLogin(
  options: Pick<SimulatorOptions, 'now' | 'username' | 'password' | 'tokenLifetime'>,
  throttled: boolean,
): Login {
  const { now, username, password, tokenLifetime = DEFAULT_LIFETIME } = options;
  const throttle = throttled ? createThrottle() : null;
  const byAccess = new Map<string, Grant>();
  const byRefresh = new Map<string, Grant>();

  function token(request: SimulatedRequest, version: Version): SimulatedResponse {
    const refused = throttle?.admit(now());
    if (refused !== null && refused !== undefined) return refused;
    const form = readForm(request);
    const grantType = form.get('grant_type');
    if (grantType === 'password') {
      const isKnown =
        form.get('username')?.toLowerCase() === username.toLowerCase() &&
        form.get('password') === password;
      return isKnown ? issue(form, version) : refuse(version, 'invalid_grant', WRONG_LOGIN);
    }
    if (grantType === 'refresh_token') {
      const grant = byRefresh.get(form.get('refresh_token') ?? '');
      if (grant === undefined) return refuse(version, 'invalid_grant', WRONG_REFRESH);
      byRefresh.delete(grant.refreshToken);
      return issue(form, version);
    }
    return refuse(version, 'unsupported_grant_type', 'The grant type is not supported.');
  }

  function issue(form: ReadonlyMap<string, string>, version: Version): SimulatedResponse {
    const issuedAt = now();
    const needsCookie = version >= 7 && form.get('disable_antiforgery_token') !== 'true';
    const grant: Grant = {
      accessToken: randomBytes(48).toString('base64url'),
      refreshToken: randomBytes(48).toString('base64url'),
      expiresAt: issuedAt + tokenLifetime * 1000,
      antiforgery: needsCookie ? randomBytes(16).toString('hex') : null,
    };
    byAccess.set(grant.accessToken, grant);
    byRefresh.set(grant.refreshToken, grant);
    const cookie = `${ANTIFORGERY_COOKIE}=${grant.antiforgery ?? ''}; path=/; secure; httponly`;
    return {
      status: 200,
      headers: {
        'Cache-Control': 'no-store',
        ...(grant.antiforgery === null ? {} : { 'Set-Cookie': cookie }),
      },
      body: {
        access_token: grant.accessToken,
        token_type: 'bearer',
        expires_in: tokenLifetime,
        refresh_token: grant.refreshToken,
        userName: username,
        '.issued': new Date(issuedAt).toISOString(),
        '.expires': new Date(grant.expiresAt).toISOString(),
      },
    };
  }

  function grantOf(request: SimulatedRequest): Grant | undefined {
    const [, text = ''] = /^Bearer\s+(\S+)$/i.exec(request.headers['authorization'] ?? '') ?? [];
    return byAccess.get(text);
  }

  return {
    token,
    logout: (request, version) => {
      const grant = grantOf(request);
      if (grant !== undefined) {
        byAccess.delete(grant.accessToken);
        byRefresh.delete(grant.refreshToken);
      }
      return { status: version >= 8 ? 204 : 200, body: null };
    },
    isAuthorized: (request) => {
      const grant = grantOf(request);
      if (grant === undefined || now() >= grant.expiresAt) return false;
      const cookies = request.headers['cookie']?.split(/;\s*/) ?? [];
      return (
        grant.antiforgery === null || cookies.includes(`${ANTIFORGERY_COOKIE}=${grant.antiforgery}`)
      );
    },
  };
}

const WRONG_LOGIN = 'The user name or password is incorrect.';
const WRONG_REFRESH = 'The refresh token is not valid.';

/** OAuth's error body up to v5, the API's own since (api/vb365.md section 1). */
function refuse(version: Version, error: string, message: string): SimulatedResponse {
  if (version <= 5) return { status: 400, body: { error, error_description: message } };
  return errorResponse(version, { status: 400, code: null, message });
}

/** A form in every version; JSON as well since v6, by the documents. */
function readForm({ headers, body }: SimulatedRequest): ReadonlyMap<string, string> {
  const type = headers['content-type'] ?? '';
  if (type.startsWith('application/x-www-form-urlencoded')) {
    return new Map(new URLSearchParams(body));
  }
  if (!type.startsWith('application/json')) return new Map();
  try {
    const parsed: unknown = JSON.parse(body);
    return new Map(
      Object.entries(typeof parsed === 'object' && parsed !== null ? parsed : {}).map(
        ([name, value]) => [name, String(value)],
      ),
    );
  } catch {
    return new Map();
  }
}
