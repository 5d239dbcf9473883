/** Which token is sent from when on. */
import { VsiError } from '../../model/errors.ts';
import { FRESH, TokenHolder, type HeldToken } from './held-token.ts';
import { refusedAgain } from './login-failures.ts';
import type { LoginOptions } from './login-options.ts';
import { TokenSource } from './token-source.ts';

/** Changes the token of one login: one change after the other, and callers at the same time share one. */
export class TokenChanges {
  readonly holder: TokenHolder;
  readonly #options: LoginOptions;
  readonly #source: TokenSource;
  #changing: Promise<HeldToken> | null = null;
  /** That the server takes no token at all, and when that was seen: whoever asks next need not try it. */
  #givenUp: { readonly at: number; readonly error: VsiError } | null = null;
  /** Set at the command's end: a request that is late must not log in again behind the logout. */
  #ended = false;

  constructor(options: LoginOptions) {
    this.#options = options;
    this.holder = new TokenHolder(options.store, options.environment);
    this.#source = new TokenSource(options, this.holder);
  }

  /** A token that will do, by the first way that gives one. */
  current(): Promise<HeldToken> {
    const { holder } = this;
    return this.#change(
      async () => holder.inHand ?? (await holder.fromStore()) ?? (await this.#fetched()),
    );
  }

  /** See `Login.renew`. */
  async renew(refused: string): Promise<string> {
    // Whoever renews already does it for all, unless what comes of it is the refused token.
    const shared = await this.#changing;
    if (shared !== null && shared.token.accessToken !== refused) return shared.token.accessToken;
    return (await this.#change(() => this.#replace(refused))).token.accessToken;
  }

  /** A token by password, once what is under way has ended. */
  async loginNow(): Promise<HeldToken> {
    await this.#changing?.catch(() => undefined);
    return this.#change(() => this.#source.byPasswordAnew());
  }

  /** Lets go of the token once nobody changes it any more. */
  async release(): Promise<HeldToken | null> {
    await this.#changing?.catch(() => undefined);
    return this.holder.release();
  }

  /** From now on nothing changes. */
  end(): void {
    this.#ended = true;
  }

  #change(work: () => Promise<HeldToken>): Promise<HeldToken> {
    if (this.#ended) return Promise.reject(new VsiError('INTERRUPTED', 'the command has ended'));
    const givenUp = this.#givenUp;
    if (givenUp !== null && this.#options.environment.now() - givenUp.at < FRESH) {
      return Promise.reject(givenUp.error);
    }
    this.#changing ??= work().finally(() => {
      this.#changing = null;
    });
    return this.#changing;
  }

  async #replace(refused: string): Promise<HeldToken> {
    const justIssuedBy = this.holder.refuse(refused);
    const better = this.holder.inHand;
    if (better !== null) return better;
    if (justIssuedBy === 'password') throw this.#giveUp();
    const stored = await this.holder.fromStore();
    if (stored !== null) return stored;
    // A refreshed token that is refused at once is cured by a password login only.
    return justIssuedBy === 'refresh' ? this.#source.byPassword() : this.#fetched();
  }

  async #fetched(): Promise<HeldToken> {
    return (await this.#source.byRefresh()) ?? this.#source.byPassword();
  }

  #giveUp(): VsiError {
    const error = refusedAgain(this.#options.server);
    this.#givenUp = { at: this.#options.environment.now(), error };
    return error;
  }
}
