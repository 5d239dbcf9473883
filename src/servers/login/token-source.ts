/** New tokens: by refresh, and by password. */
import type { Credentials } from '../environment.ts';
import type { HeldToken, TokenHolder } from './held-token.ts';
import { passwordRefused, refusedBefore, withoutPassword } from './login-failures.ts';
import type { LoginOptions } from './login-options.ts';
import { requestTokens, type GrantAnswer, type GrantedToken } from './token-route.ts';

/** How long one command waits altogether for a throttled token route; milliseconds. */
const WAITING_BUDGET = 90_000;

/** Looked at while the server makes us wait: another process may have logged in. */
type Meanwhile = () => Promise<HeldToken | null>;

/** Asks one server's token route; what it grants is kept for the next command, and taken in hand. */
export class TokenSource {
  readonly #options: LoginOptions;
  readonly #holder: TokenHolder;
  readonly #budget = { left: WAITING_BUDGET };

  constructor(options: LoginOptions, holder: TokenHolder) {
    this.#options = options;
    this.#holder = holder;
  }

  /**
   * A new pair for the old one; null when there is nothing to refresh or the server refuses.
   * @throws what `requestTokens` throws
   */
  async byRefresh(): Promise<HeldToken | null> {
    const { environment, protocol, server } = this.#options;
    const old = await this.#holder.newest();
    if (!old?.refreshToken) return null;
    const fromStore = (): Promise<HeldToken | null> => this.#holder.fromStore();
    const answer = await this.#ask(protocol.refreshForm(old.refreshToken), fromStore);
    if (answer.kind === 'found') return answer.found;
    if (answer.kind === 'granted') return this.#keep(answer.token, 'refresh');
    environment.debug(`${server}: the login could not be refreshed`);
    // Each refresh token serves once: another process may have used it, and stored what it got.
    return fromStore();
  }

  /**
   * A new pair for user and password, or what another process stored while the server made us wait.
   * @throws LOGIN_REFUSED (no password given, a refused one, one refused some minutes ago), and what
   *   `requestTokens` throws
   */
  byPassword(): Promise<HeldToken> {
    return this.#logIn(() => this.#holder.fromStore());
  }

  /** As `byPassword`, whatever another process may have stored. */
  byPasswordAnew(): Promise<HeldToken> {
    return this.#logIn(async () => null);
  }

  async #logIn(meanwhile: Meanwhile): Promise<HeldToken> {
    const { credentials, environment, http, protocol, server } = this.#options;
    if (credentials === null) throw withoutPassword(server);
    const { username, refusals } = credentials;
    const password = await credentials.password();
    const checkRefusals = (): Promise<null> => this.#checkRefusals(credentials, password);
    await checkRefusals();
    // While the server makes us wait, another process may have logged in, or have been refused.
    const answer = await this.#ask(
      protocol.passwordForm(username, password),
      async () => (await meanwhile()) ?? checkRefusals(),
    );
    if (answer.kind === 'found') return answer.found;
    if (answer.kind === 'refused') {
      await refusals?.add(http.origin, password);
      throw passwordRefused(this.#options, username, answer.reason);
    }
    await refusals?.clear(http.origin);
    environment.debug(`${server}: logged in as ${username}`);
    return this.#keep(answer.token, 'password');
  }

  async #checkRefusals({ username, refusals }: Credentials, password: string): Promise<null> {
    const until = (await refusals?.until(this.#options.http.origin, password)) ?? null;
    if (until !== null) throw refusedBefore(this.#options, username, until);
    return null;
  }

  #ask(
    form: Readonly<Record<string, string>>,
    meanwhile: Meanwhile,
  ): Promise<GrantAnswer<HeldToken>> {
    return requestTokens({ ...this.#options, form, budget: this.#budget, meanwhile });
  }

  /** Puts a new pair where the next command finds it, at once: the old one is worthless now. */
  async #keep(granted: GrantedToken, from: 'refresh' | 'password'): Promise<HeldToken> {
    const { apiVersion, environment, server, store } = this.#options;
    const token = { ...granted, apiVersion };
    const kept = await store.write(token);
    if (!kept) environment.debug(`${server}: the login cannot be kept, it ends with the command`);
    return this.#holder.hold(token, { from, kept });
  }
}
