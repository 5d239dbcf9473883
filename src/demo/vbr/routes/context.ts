import type { SimulatedRequest, SimulatedResponse } from '../../simulator.ts';
import type { Scene } from '../render/values.ts';
import type { Revision } from '../revisions.ts';
import type { SimulatorFaults } from '../simulator-options.ts';
import type { World } from '../world/world.ts';
import type { Parameters } from './parameters.ts';

/** All that a route's handler may look at. */
export interface Context {
  readonly request: SimulatedRequest;
  readonly parameters: Parameters;
  readonly scene: Scene;
  readonly world: World;
  readonly faults: SimulatorFaults;
  /** The `{id}` of the path in lower case, empty where the route has none. */
  readonly id: string;
}

/** Answers a data route; it may throw a BadParameter. */
export type Handler = (context: Context) => SimulatedResponse;

/** One route of the API. */
export interface Route {
  readonly method: 'GET' | 'POST';
  /** With `{id}` in place of an id. */
  readonly path: string;
  /** The first revision that has it. */
  readonly since: Revision;
  /** Whether it answers without a token. */
  readonly anonymous: boolean;
  /** Whether a viewer is refused. */
  readonly administratorOnly?: boolean;
  readonly handle: Handler;
}
