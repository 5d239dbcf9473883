import { VsiError } from '../../model/errors.ts';
import type { CachedToken } from '../environment.ts';
import type { HttpClient, HttpRequest, HttpResponse, HttpStream } from '../http/http.ts';
import { passwordRefused, refusedAgain, refusedBefore, withoutPassword } from './login-failures.ts';
import type { LoginOptions } from './login-options.ts';
import { endLogin, leaveLogin } from './logout.ts';
import { requestTokens, type GrantAnswer, type GrantedToken } from './token-route.ts';

export type { LoginOptions } from './login-options.ts';
export type { LoginProtocol } from './login-protocol.ts';

/** The API version that was found out when the kept login was made; null once that has expired. */
export async function keptApiVersion({
  store,
  environment,
}: Pick<LoginOptions, 'store' | 'environment'>): Promise<string | null> {
  const kept = await store.read();
  return kept !== null && kept.expiresAt > environment.now() ? kept.apiVersion : null;
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
  /**
   * A token to send: the kept one while it is valid, else refreshed, else by password.
   * @throws LOGIN_REFUSED also when a password is due and none was given
   */
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
  /**
   * Ends the login on the server where it can, and forgets the token. False: there was none.
   * @throws REQUEST_FAILED where the server did not end it; it is forgotten all the same
   */
  readonly logout: () => Promise<boolean>;
  /** At the command's end: logs out when the token could not be kept. Never throws. */
  readonly finish: () => Promise<void>;
}

/** The token in hand and what is known of it. */
interface Held {
  readonly token: CachedToken;
  readonly from: 'store' | 'refresh' | 'password';
  /** Whether the next command will find it. */
  readonly kept: boolean;
  /** Milliseconds since 1970. */
  readonly since: number;
  /** Whether the server took it since it was fetched. */
  proven: boolean;
}

/** A token this near to its end is not begun with; milliseconds. */
const SAFETY_MARGIN = 30_000;
/** For so long a token counts as just issued, when nobody tells whether it was accepted. */
const FRESH = 60_000;
/** How long one command waits altogether for a throttled token route; milliseconds. */
const WAITING_BUDGET = 90_000;

/** The login of one server and user. Nothing is sent before the first `token` or `loginNow`. */
export function createLogin(options: LoginOptions): Login {
  const { credentials, environment, http, protocol, server, store } = options;
  const budget = { left: WAITING_BUDGET };
  /** Tokens that the server refused: never sent again, whoever may have stored them. */
  const refusedTokens = new Set<string>();
  let held: Held | null = null;
  /** All changes of the token come one after the other, and callers at the same time share them. */
  let changing: Promise<Held> | null = null;
  /** That the server takes no token at all, and when that was seen: whoever asks next need not try it. */
  let givenUp: { readonly at: number; readonly error: VsiError } | null = null;
  /** Set at the command's end: a request that is late must not log in again behind the logout. */
  let finished = false;

  function change(work: () => Promise<Held>): Promise<Held> {
    if (finished) return Promise.reject(new VsiError('INTERRUPTED', 'the command has ended'));
    if (givenUp !== null && environment.now() - givenUp.at < FRESH) {
      return Promise.reject(givenUp.error);
    }
    changing ??= work().finally(() => {
      changing = null;
    });
    return changing;
  }

  function usable(token: CachedToken, margin = SAFETY_MARGIN): boolean {
    const inTime = token.expiresAt - margin > environment.now();
    return inTime && !refusedTokens.has(token.accessToken);
  }

  /** The token in hand while it will do; one of a very short life is not thrown away half used. */
  function inHand(): Held | null {
    if (held === null) return null;
    const life = held.token.expiresAt - held.since;
    return usable(held.token, Math.min(SAFETY_MARGIN, life / 2)) ? held : null;
  }

  function hold(token: CachedToken, from: Held['from'], kept: boolean): Held {
    held = { token, from, kept, since: environment.now(), proven: false };
    return held;
  }

  /** Takes a token that lies in the store: kept from before, or by another process just now. */
  async function fromStore(): Promise<Held | null> {
    const token = await store.read();
    return token === null || !usable(token) ? null : hold(token, 'store', true);
  }

  async function current(): Promise<Held> {
    return inHand() ?? (await fromStore()) ?? (await byRefresh()) ?? byPassword(fromStore);
  }

  /** A new pair for the old one; null when there is nothing to refresh or the server refuses. */
  async function byRefresh(): Promise<Held | null> {
    const old = newer(held?.token ?? null, await store.read());
    if (!old?.refreshToken) return null;
    const answer = await ask(protocol.refreshForm(old.refreshToken), fromStore);
    if (answer.kind === 'found') return answer.found;
    if (answer.kind === 'granted') return keep(answer.token, 'refresh');
    environment.debug(`${server}: the login could not be refreshed`);
    // Each refresh token serves once: another process may have used it, and stored what it got.
    return fromStore();
  }

  async function byPassword(meanwhile: () => Promise<Held | null>): Promise<Held> {
    if (credentials === null) throw withoutPassword(server);
    const { username, refusals } = credentials;
    const password = await credentials.password();
    const checkRefusals = async (): Promise<null> => {
      const until = (await refusals?.until(http.origin, password)) ?? null;
      if (until !== null) throw refusedBefore(options, username, until);
      return null;
    };
    await checkRefusals();
    // While the server makes us wait, another process may have logged in, or have been refused.
    const answer = await ask(
      protocol.passwordForm(username, password),
      async () => (await meanwhile()) ?? checkRefusals(),
    );
    if (answer.kind === 'found') return answer.found;
    if (answer.kind === 'refused') {
      await refusals?.add(http.origin, password);
      throw passwordRefused(options, username, answer.reason);
    }
    await refusals?.clear(http.origin);
    environment.debug(`${server}: logged in as ${username}`);
    return keep(answer.token, 'password');
  }

  function ask(
    form: Readonly<Record<string, string>>,
    meanwhile: () => Promise<Held | null>,
  ): Promise<GrantAnswer<Held>> {
    return requestTokens({ http, server, protocol, environment, form, budget, meanwhile });
  }

  /** Puts a new pair where the next command finds it, at once: the old one is worthless now. */
  async function keep(granted: GrantedToken, from: 'refresh' | 'password'): Promise<Held> {
    const token = { ...granted, apiVersion: options.apiVersion };
    const kept = await store.write(token);
    if (!kept) environment.debug(`${server}: the login cannot be kept, it ends with the command`);
    return hold(token, from, kept);
  }

  async function replace(refused: string): Promise<Held> {
    refusedTokens.add(refused);
    const better = inHand();
    if (better !== null) return better;
    const culprit = held?.token.accessToken === refused ? held : null;
    const justIssued =
      culprit !== null && !culprit.proven && environment.now() - culprit.since < FRESH;
    if (justIssued && culprit.from === 'password') {
      givenUp = { at: environment.now(), error: refusedAgain(server) };
      throw givenUp.error;
    }
    const stored = await fromStore();
    if (stored !== null) return stored;
    // A refreshed token that is refused at once is cured by a password login only.
    if (justIssued && culprit.from === 'refresh') return byPassword(fromStore);
    return (await byRefresh()) ?? byPassword(fromStore);
  }

  /** Lets go of the token once nobody changes it any more. */
  async function release(): Promise<Held | null> {
    await changing?.catch(() => undefined);
    const last = held;
    held = null;
    return last;
  }

  return {
    token: async () => {
      const { token } = inHand() ?? (await change(current));
      return token.accessToken;
    },
    renew: async (refused) => {
      // Whoever renews already does it for all, unless what comes of it is the refused token.
      const shared = await changing;
      if (shared !== null && shared.token.accessToken !== refused) return shared.token.accessToken;
      return (await change(() => replace(refused))).token.accessToken;
    },
    accepted: (token) => {
      if (held?.token.accessToken === token) held.proven = true;
    },
    unproven: (token) =>
      held?.token.accessToken === token && held.from === 'refresh' && !held.proven,
    loginNow: async () => {
      await changing?.catch(() => undefined);
      const { token, kept } = await change(() => byPassword(async () => null));
      return { username: credentials?.username ?? '', expiresAt: token.expiresAt, cached: kept };
    },
    logout: async () => {
      const token = newer((await release())?.token ?? null, await store.read());
      await store.remove();
      if (token === null) return false;
      await endLogin(options, token);
      return true;
    },
    finish: async () => {
      finished = true;
      const last = await release();
      if (last !== null && !last.kept) await leaveLogin(options, last.token);
    },
  };
}

function newer(one: CachedToken | null, other: CachedToken | null): CachedToken | null {
  if (one === null || other === null) return one ?? other;
  return other.expiresAt > one.expiresAt ? other : one;
}

/**
 * The same client with the token sent along: a 401 (and a 403 right after a refresh, api/vbr.md
 * section 1.1) renews the login and asks again, until `renew` gives up.
 * The token goes nowhere but to the client's server.
 */
export function withLogin(http: HttpClient, login: Login): HttpClient {
  async function send<T extends HttpResponse | HttpStream>(
    request: HttpRequest,
    ask: (request: HttpRequest) => Promise<T>,
  ): Promise<T> {
    let token = await login.token();
    for (let tries = 1; ; tries += 1) {
      const headers = { ...request.headers, authorization: `Bearer ${token}` };
      const answer = await ask({ ...request, headers });
      const refused = answer.status === 401 || (answer.status === 403 && login.unproven(token));
      if (!refused) {
        login.accepted(token);
        return answer;
      }
      if (tries > RENEWALS_PER_REQUEST) return answer;
      if (typeof answer.body !== 'string') await letGo(answer.body);
      token = await login.renew(token);
    }
  }
  return {
    origin: http.origin,
    request: (request) => send(request, http.request),
    stream: (request) => send(request, http.stream),
    close: http.close,
  };
}

/** A stored token, a refreshed one and one by password may be refused before `renew` gives up. */
const RENEWALS_PER_REQUEST = 3;

async function letGo(body: AsyncIterable<string>): Promise<void> {
  await body[Symbol.asyncIterator]().return?.();
}
