import type { SimulatedRequest, SimulatedResponse } from '../../simulator.ts';
import type { Login } from '../login.ts';
import type { Query } from '../query.ts';
import type { Wire } from '../render/wire.ts';
import type { Version } from '../versions.ts';
import type { World } from '../world.ts';

/** What a route gets to answer from. */
export interface RouteContext {
  readonly world: World;
  readonly wire: Wire;
  readonly query: Query;
  /** The path's variable parts in their order, in lower case. */
  readonly ids: readonly string[];
  readonly request: SimulatedRequest;
  readonly login: Login;
  /** The product's build. */
  readonly build: string;
}

/** One route in the versions that have it. */
export interface Route {
  readonly method: 'GET' | 'POST';
  /** Below the version, in lower case, `*` for each id: `jobsessions` or `jobs/*`. */
  readonly path: string;
  /** First and last version that has it. */
  readonly versions: readonly [Version, Version];
  /** Answered without a token. */
  readonly isAnonymous?: boolean;
  readonly answer: (context: RouteContext) => SimulatedResponse;
}

/** A body with status 200. */
export function ok(body: unknown): SimulatedResponse {
  return { status: 200, body };
}

/** Finds the route of a version by its path in any case, with the ids in it. */
export function findRoute(
  routes: readonly Route[],
  wanted: { readonly method: string; readonly version: Version; readonly path: string },
): { readonly route: Route; readonly ids: readonly string[] } | null {
  const parts = wanted.path.toLowerCase().split('/');
  for (const route of routes) {
    const [first, last] = route.versions;
    if (route.method !== wanted.method || wanted.version < first || wanted.version > last) continue;
    const ids = matchPath(route.path.split('/'), parts);
    if (ids !== null) return { route, ids };
  }
  return null;
}

function matchPath(pattern: readonly string[], parts: readonly string[]): string[] | null {
  if (pattern.length !== parts.length) return null;
  const ids: string[] = [];
  for (const [index, part] of parts.entries()) {
    if (pattern[index] === '*') ids.push(part);
    else if (pattern[index] !== part) return null;
  }
  return ids;
}
