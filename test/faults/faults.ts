import type { Product } from '../../src/model/product.ts';
import type { Tamper } from '../support/faulty-server.ts';

/** What a command may make of a fault. */
export interface Expectation {
  /** The exit codes that are right; 0 means: the same answer as without the fault. */
  readonly codes: readonly number[];
  /** What stderr must say where the code is not 0. */
  readonly says?: RegExp;
  /** Set where the answer itself is another one, and right: then 0 means only that nothing broke. */
  readonly answers?: 'differ';
}

/** Something that goes wrong between a server and vsi. */
export interface FaultCase {
  readonly name: string;
  /** Both unless given. */
  readonly products?: readonly Product[];
  /** Makes a fault that has not struck yet. */
  readonly tamper: (scene: FaultScene) => Tamper;
  readonly expect: Expectation;
  /** Commands of which something else is expected, by their words. */
  readonly but?: Readonly<Record<string, Expectation>>;
  /** Variables for every command. */
  readonly variables?: Readonly<Record<string, string>>;
  /** The command finds a login that was kept before the fault began. */
  readonly keptLogin?: boolean;
}

/** What faults need to know of the place where they happen. */
export interface FaultScene {
  readonly product: Product;
  /** Another server, which must never see a token. */
  readonly foreignOrigin: string;
  readonly origin: string;
  /** The tokens that were handed out before the fault began. */
  readonly tokens: ReadonlySet<string>;
}
