import { randomUUID } from 'node:crypto';
import { MINUTE, SECOND } from '../units.ts';

/** What the token route hands out; times in milliseconds since 1970. */
export interface Grant {
  readonly accessToken: string;
  readonly refreshToken: string;
  readonly issuedAt: number;
  readonly expiresAt: number;
}

/** Whether a token lets in; `expired` and `refused` are answered with different codes. */
export type TokenCheck = 'good' | 'expired' | 'unknown' | 'refused';

/** The tokens that are out, and those that were. */
export interface TokenStore {
  readonly issue: (options: { readonly shortTerm: boolean }) => Grant;
  /** A new pair for a refresh token, which is then used up; null when it is not or no longer good. */
  readonly refresh: (refreshToken: string) => Grant | null;
  readonly check: (accessToken: string) => TokenCheck;
  /** Ends an access token and the refresh token that came with it. */
  readonly revoke: (accessToken: string) => void;
}

interface Entry {
  readonly grant: Grant;
  readonly refreshEndsAt: number;
  readonly shortTerm: boolean;
  readonly refreshed: boolean;
}

/** A refresh token's life (api/vbr.md section 1.1), and what `use_short_term_refresh` makes of it. */
const REFRESH_LIFE = 14 * 24 * 60 * MINUTE;
const SHORT_TERM_EXTRA = 15 * MINUTE;

export interface TokenStoreOptions {
  readonly now: () => number;
  /** Seconds. */
  readonly lifetime: number;
  /** A server seen in the field: a token got by refreshing is refused everywhere. */
  readonly refuseRefreshed: boolean;
}

/** Tokens in memory: gone with the server. */
export function createTokenStore({
  now,
  lifetime,
  refuseRefreshed,
}: TokenStoreOptions): TokenStore {
  const byAccess = new Map<string, Entry>();
  const byRefresh = new Map<string, Entry>();

  function grant(options: { readonly shortTerm: boolean; readonly refreshed: boolean }): Grant {
    const issuedAt = now();
    const expiresAt = issuedAt + lifetime * SECOND;
    const made = {
      accessToken: `access-${randomUUID()}`,
      refreshToken: `refresh-${randomUUID()}`,
      issuedAt,
      expiresAt,
    };
    const entry = {
      grant: made,
      refreshEndsAt: options.shortTerm ? expiresAt + SHORT_TERM_EXTRA : issuedAt + REFRESH_LIFE,
      ...options,
    };
    byAccess.set(made.accessToken, entry);
    byRefresh.set(made.refreshToken, entry);
    return made;
  }

  return {
    issue: ({ shortTerm }) => grant({ shortTerm, refreshed: false }),
    refresh: (refreshToken) => {
      const entry = byRefresh.get(refreshToken);
      byRefresh.delete(refreshToken);
      if (entry === undefined || now() >= entry.refreshEndsAt) return null;
      return grant({ shortTerm: entry.shortTerm, refreshed: true });
    },
    check: (accessToken) => {
      const entry = byAccess.get(accessToken);
      if (entry === undefined) return 'unknown';
      if (now() >= entry.grant.expiresAt) return 'expired';
      return refuseRefreshed && entry.refreshed ? 'refused' : 'good';
    },
    revoke: (accessToken) => {
      const entry = byAccess.get(accessToken);
      byAccess.delete(accessToken);
      if (entry !== undefined) byRefresh.delete(entry.grant.refreshToken);
    },
  };
}
