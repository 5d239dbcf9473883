import { DAY } from '../../model/duration.ts';
import { VsiError } from '../../model/errors.ts';
import type { ServerEnvironment } from '../environment.ts';
import type { HttpClient, HttpResponse } from '../http/http.ts';
import { pause } from '../http/interruption.ts';
import { excerpt, parseJson } from '../reading/json.ts';
import { isFields, readNumber, readText, type Fields } from '../reading/reading.ts';
import { parseRetryAfter } from '../http/retry.ts';
import type { LoginProtocol } from './login-protocol.ts';

/** A new token as the server granted it. */
export interface GrantedToken {
  readonly accessToken: string;
  readonly refreshToken: string | null;
  /** Milliseconds since 1970, by this machine's clock. */
  readonly expiresAt: number;
}

/** What the token route said; `found`: while it made us wait, a token turned up elsewhere. */
export type GrantAnswer<T> =
  | { readonly kind: 'granted'; readonly token: GrantedToken }
  | { readonly kind: 'refused'; readonly reason: string | null }
  | { readonly kind: 'found'; readonly found: T };

/** How long waiting for a throttled token route may take altogether; milliseconds. */
export interface WaitingBudget {
  left: number;
}

/** One question to the token route. */
export interface GrantRequest<T> {
  readonly http: Pick<HttpClient, 'request'>;
  readonly server: string;
  readonly protocol: LoginProtocol;
  readonly environment: ServerEnvironment;
  readonly form: Readonly<Record<string, string>>;
  readonly budget: WaitingBudget;
  /** Looked at before every further try: another process may have logged in meanwhile. */
  readonly meanwhile: () => Promise<T | null>;
}

/** Where a login says nothing about its end: the shortest lifetime known (VBR 11: 15 minutes). */
const DEFAULT_LIFETIME = 15 * 60_000;
const LONGEST_LIFETIME = 30 * DAY;
const LONGEST_REASON = 200;

/**
 * Asks the token route. VB365 admits one call a second and five a minute there and answers 429 to the
 * rest (api/vb365.md section 5): such an answer is waited out within the budget. Nothing of form or
 * answer gets into messages, except the server's own reason for a refusal.
 *
 * @throws VsiError REQUEST_FAILED (throttled beyond the budget, any other status), ANSWER_UNREADABLE,
 *   and what the HTTP client throws
 */
export async function requestTokens<T>(request: GrantRequest<T>): Promise<GrantAnswer<T>> {
  const { environment, http, protocol } = request;
  for (let tries = 1; ; tries += 1) {
    const asked = environment.now();
    const answer = await http.request({
      method: 'POST',
      path: protocol.tokenPath,
      form: request.form,
      ...(protocol.headers === undefined ? {} : { headers: protocol.headers }),
    });
    if (answer.status !== 429) return readAnswer(answer, request, asked);
    await waitForAdmission(answer, request, tries);
    const found = await request.meanwhile();
    if (found !== null) return { kind: 'found', found };
  }
}

async function waitForAdmission<T>(
  answer: HttpResponse,
  { budget, environment, server, protocol }: GrantRequest<T>,
  tries: number,
): Promise<void> {
  const asked = parseRetryAfter(answer.headers['retry-after'], environment.now()) ?? 0;
  // The quota per second and the one per minute announce the same second: wait longer every time.
  // Many processes may wait for the same moment, so it is spread.
  const spread = (0.25 + 0.75 * environment.random()) * Math.min(1000 * tries, 5000);
  const length = Math.round(Math.max(asked, 500 * 2 ** Math.min(tries, 5)) + spread);
  if (length > budget.left) {
    throw new VsiError('REQUEST_FAILED', 'the server throttles logins and kept refusing', {
      where: `POST ${protocol.tokenPath} on ${server}`,
      hint: 'too many programs log in there: wait a minute, and let vsi keep its login (a writable state folder)',
    });
  }
  budget.left -= length;
  environment.notice(
    `${server} admits only a few logins a minute, waiting ${Math.ceil(length / 1000)} s`,
  );
  await pause(environment, length);
}

function readAnswer<T>(
  answer: HttpResponse,
  { protocol, environment, server, form }: GrantRequest<T>,
  asked: number,
): GrantAnswer<T> {
  const where = `POST ${protocol.tokenPath} on ${server}`;
  if (answer.status >= 200 && answer.status < 300) {
    return { kind: 'granted', token: readToken(answer.body, where, asked) };
  }
  const other = protocol.readOtherFailure?.(answer.status, answer.body) ?? null;
  if (other !== null) throw other;
  if (protocol.refusedStatuses.includes(answer.status) || [401, 403].includes(answer.status)) {
    const reason = protocol.readRefusal(answer.body);
    const text =
      reason === null || repeatsSecret(reason, form) ? '' : excerpt(reason, LONGEST_REASON);
    return { kind: 'refused', reason: text === '' ? null : text };
  }
  environment.debug(`${where}: ${answer.status} ${excerpt(answer.statusText)}`);
  throw new VsiError('REQUEST_FAILED', `the login was answered ${statusOf(answer)}`, {
    where,
    ...(answer.status === 404
      ? { hint: 'check host, port and product: no token route of that API version lies there' }
      : {}),
  });
}

/** Whether a careless server's words hold the secret that it was sent, as it is or encoded. */
function repeatsSecret(reason: string, form: Readonly<Record<string, string>>): boolean {
  const secrets = [form['password'], form['refresh_token']].filter(
    (secret) => secret !== undefined,
  );
  return secrets.some((secret) => {
    const encoded = new URLSearchParams({ secret }).toString().slice('secret='.length);
    return [secret, encoded, encodeURIComponent(secret)].some((text) => reason.includes(text));
  });
}

function statusOf({ status, statusText }: HttpResponse): string {
  return `${status} ${excerpt(statusText)}`.trim();
}

function readToken(body: string, where: string, asked: number): GrantedToken {
  const fields = parseToken(body, where);
  const accessToken = readText(fields['access_token']);
  if (accessToken === null) {
    throw new VsiError('ANSWER_UNREADABLE', 'the login’s answer holds no access_token', { where });
  }
  return {
    accessToken,
    refreshToken: readText(fields['refresh_token']),
    expiresAt: asked + lifetimeOf(fields, asked),
  };
}

/** Like `parseJson`, but never quotes the answer: it may hold the token. */
function parseToken(body: string, where: string): Fields {
  let value: unknown;
  try {
    value = parseJson(body, where);
  } catch {
    throw new VsiError('ANSWER_UNREADABLE', 'the login’s answer is not JSON', {
      where,
      hint: 'check host and port: something else than the REST API may answer there',
    });
  }
  if (isFields(value)) return value;
  throw new VsiError('ANSWER_UNREADABLE', 'the login’s answer is no object', { where });
}

/**
 * How long the token is good for, in milliseconds: `expires_in` (seconds) is to be trusted, the two
 * dates are a way out. Their difference does not depend on clocks and time zones.
 */
function lifetimeOf(fields: Fields, asked: number): number {
  const seconds = readNumber(fields['expires_in']);
  if (seconds !== null && seconds > 0) return Math.min(seconds * 1000, LONGEST_LIFETIME);
  const expires = Date.parse(readText(fields['.expires']) ?? '');
  const issued = Date.parse(readText(fields['.issued']) ?? '');
  const lifetime = expires - (Number.isNaN(issued) ? asked : issued);
  return lifetime > 0 && lifetime < LONGEST_LIFETIME ? lifetime : DEFAULT_LIFETIME;
}
