import type {
  SimulatedRequest,
  SimulatedResponse,
  Simulator,
  SimulatorOptions,
} from '../simulator.ts';
import { errorResponse, isRefusal } from './errors.ts';
import { createLogin } from './login.ts';
import { createQuery } from './query.ts';
import { createLinks } from './render/links.ts';
import { JOB_ROUTES } from './routes/job-routes.ts';
import { OTHER_SESSION_ROUTES } from './routes/other-session-routes.ts';
import { RESTORE_ROUTES } from './routes/restore-routes.ts';
import { findRoute, type Route, type RouteContext } from './routes/route.ts';
import { SERVER_ROUTES } from './routes/server-routes.ts';
import { SESSION_ROUTES } from './routes/session-routes.ts';
import { parseVersion, productBuild, type Version } from './versions.ts';
import { createWorld } from './world.ts';

const NEWEST: Version = 8;

const ROUTES: readonly Route[] = [
  ...SERVER_ROUTES,
  ...JOB_ROUTES,
  ...SESSION_ROUTES,
  ...RESTORE_ROUTES,
  ...OTHER_SESSION_ROUTES,
];

/**
 * A Veeam Backup for Microsoft 365 server with all API versions up to the newest one, each with its
 * own routes, fields and oddities (api/vb365.md). It knows nothing of the client.
 *
 * @throws RangeError on a newest version that never was
 */
export function createVb365Simulator(options: SimulatorOptions): Simulator {
  const { now, seed, sessions, newestVersion = `v${NEWEST}`, throttle = true } = options;
  const newest = existingVersion(newestVersion);
  const world = createWorld({ seed, now: now(), sessions });
  // Older products do not limit their token route (section 5).
  const login = createLogin(options, throttle && newest >= 6);
  const build = productBuild(newest);
  return { product: 'vb365', handle };

  function handle(request: SimulatedRequest): SimulatedResponse {
    const [, first = '', ...rest] = request.path.replace(/\/+$/, '').split('/');
    const version = parseVersion(first);
    if (version === null || version > newest) return noRoute(newest, request);
    const { method } = request;
    const found = findRoute(ROUTES, { method, version, path: rest.join('/') });
    if (found === null) return noRoute(version, request);
    const { route, ids } = found;
    // A rejected token is answered with nothing but the status (section 1).
    if (route.isAnonymous !== true && !login.isAuthorized(request)) {
      return { status: 401, body: null };
    }
    const links = createLinks(version, `https://${request.headers['host'] ?? 'localhost:4443'}`);
    const wire = { version, now: now(), links };
    const query = createQuery(request.query);
    return answer(route, { world, wire, query, ids, request, login, build });
  }
}

function existingVersion(text: string): Version {
  const version = parseVersion(text);
  if (version === null) throw new RangeError(`VB365 has no API version ${text}.`);
  return version;
}

function answer(route: Route, context: RouteContext): SimulatedResponse {
  try {
    return route.answer(context);
  } catch (error) {
    if (!isRefusal(error)) throw error;
    return errorResponse(context.wire.version, error);
  }
}

function noRoute(version: Version, { method, path }: SimulatedRequest): SimulatedResponse {
  const message = `No resource was found that matches ${method} ${path}.`;
  return errorResponse(version, { status: 404, code: 'ResourceNotFound', message });
}
