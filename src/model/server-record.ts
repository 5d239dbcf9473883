import type { Product } from './product.ts';

/** A saved server as `server list` and `server show` print it; its secrets are no part of it. */
export interface ServerRecord {
  readonly name: string;
  /** As saved: `https://host:port`, or without a port where the product decides it. */
  readonly url: string;
  /** null: found out at every connection. */
  readonly product: Product | null;
  /** null: nobody was named yet. */
  readonly username: string | null;
  /** Without their `@`. */
  readonly groups: readonly string[];
  /** Whether it is the server that is asked when none is named. */
  readonly default: boolean;
  /** SHA-256 of the one accepted certificate, `AA:BB:…`; null: verified by its authority. */
  readonly fingerprint: string | null;
  /** PEM file with the authorities to trust; null: the system's. */
  readonly caFile: string | null;
  /** null: the newest that both sides know. */
  readonly apiVersion: string | null;
}
