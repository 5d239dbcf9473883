/** The token in hand, and which of the tokens that there are will do. */
import type { CachedToken, ServerEnvironment, TokenStore } from '../environment.ts';

/** A token in hand and what is known of it. */
export interface HeldToken {
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
export const FRESH = 60_000;

/** Holds one server's token for one command. */
export class TokenHolder {
  readonly #store: TokenStore;
  readonly #now: () => number;
  /** Tokens that the server refused: never sent again, whoever may have stored them. */
  readonly #refused = new Set<string>();
  #held: HeldToken | null = null;

  constructor(store: TokenStore, { now }: Pick<ServerEnvironment, 'now'>) {
    this.#store = store;
    this.#now = now;
  }

  /** The token in hand while it will do; one of a very short life is not thrown away half used. */
  get inHand(): HeldToken | null {
    const held = this.#held;
    if (held === null) return null;
    const life = held.token.expiresAt - held.since;
    return this.#isUsable(held.token, Math.min(SAFETY_MARGIN, life / 2)) ? held : null;
  }

  /** Takes a token in hand. */
  hold(token: CachedToken, { from, kept }: Pick<HeldToken, 'from' | 'kept'>): HeldToken {
    this.#held = { token, from, kept, since: this.#now(), proven: false };
    return this.#held;
  }

  /** Takes a token that lies in the store: kept from before, or by another process just now. */
  async fromStore(): Promise<HeldToken | null> {
    const token = await this.#store.read();
    if (token === null || !this.#isUsable(token, SAFETY_MARGIN)) return null;
    return this.hold(token, { from: 'store', kept: true });
  }

  /** The later one of the token in hand and the stored one, expired or not; null: there is none. */
  async newest(): Promise<CachedToken | null> {
    return newer(this.#held?.token ?? null, await this.#store.read());
  }

  /** Takes note that the server accepted a token. */
  prove(accessToken: string): void {
    const held = this.#ifHeld(accessToken);
    if (held !== null) held.proven = true;
  }

  /** Whether the token in hand is this one, came from a refresh and was never accepted since. */
  isUnprovenRefresh(accessToken: string): boolean {
    const held = this.#ifHeld(accessToken);
    return held !== null && held.from === 'refresh' && !held.proven;
  }

  /**
   * Takes note that the server refused a token.
   *
   * @returns where it came from, if it was issued just now and never accepted; null for any other
   */
  refuse(accessToken: string): HeldToken['from'] | null {
    this.#refused.add(accessToken);
    const culprit = this.#ifHeld(accessToken);
    if (culprit === null || culprit.proven) return null;
    return this.#now() - culprit.since < FRESH ? culprit.from : null;
  }

  /** Lets go of the token in hand. */
  release(): HeldToken | null {
    const last = this.#held;
    this.#held = null;
    return last;
  }

  #ifHeld(accessToken: string): HeldToken | null {
    return this.#held?.token.accessToken === accessToken ? this.#held : null;
  }

  #isUsable({ expiresAt, accessToken }: CachedToken, margin: number): boolean {
    return expiresAt - margin > this.#now() && !this.#refused.has(accessToken);
  }
}

/** The token that ends later; null: there is neither. */
export function newer(one: CachedToken | null, other: CachedToken | null): CachedToken | null {
  if (one === null || other === null) return one ?? other;
  return other.expiresAt > one.expiresAt ? other : one;
}
