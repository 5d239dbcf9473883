import type { VsiError } from '../../model/errors.ts';

/** How a product's token route is spoken to. */
export interface LoginProtocol {
  /** From the server's root: `/v8/token`, `/api/oauth2/token`. */
  readonly tokenPath: string;
  /** Sent with every token and logout request (`x-api-version`). */
  readonly headers?: Readonly<Record<string, string>>;
  readonly passwordForm: (username: string, password: string) => Readonly<Record<string, string>>;
  readonly refreshForm: (refreshToken: string) => Readonly<Record<string, string>>;
  /** What means "user or password refused": VB365 400, VBR 400 and 401. */
  readonly refusedStatuses: readonly number[];
  /** POSTed to with the token; null: this API version has no logout. */
  readonly logoutPath: string | null;
  /** The server's own reason in a refused answer's body; null: it gives none. Must not throw. */
  readonly readRefusal: (body: string) => string | null;
  /**
   * Recognises an answer that only looks like a refused login (VBR answers 400 to an unsupported API
   * version, too); what it returns is thrown. Must not throw itself.
   */
  readonly readOtherFailure?: (status: number, body: string) => VsiError | null;
  readonly hints: {
    /** What admins run into when the login is refused, one sentence. */
    readonly refused: string;
  };
}
