import type { SimulatedRequest, SimulatedResponse, Simulator } from '../simulator.ts';
import { MINUTE } from '../units.ts';
import { NEWEST_VERSION, offerUpTo, since, type Revision } from './revisions.ts';
import { badParameter, failure, isBadParameter } from './routes/answers.ts';
import type { Context, Handler, Route } from './routes/context.ts';
import { listJobs, listJobStates, oneJob } from './routes/jobs.ts';
import { login, logout } from './routes/login.ts';
import { readParameters } from './routes/parameters.ts';
import { serverCertificate, serverInfo, serverTime } from './routes/server.ts';
import { listSessions, oneSession, sessionLogs } from './routes/sessions.ts';
import { listTasks, oneTask, sessionTasks, taskLogs } from './routes/tasks.ts';
import type { VbrSimulatorOptions } from './simulator-options.ts';
import { createWallClock } from './times.ts';
import { createTokenStore, type TokenStore } from './tokens.ts';
import { createWorld } from './world/world.ts';

/** An access token's life from build 12 on, in seconds (api/vbr.md section 1.1). */
const TOKEN_LIFETIME = 3600;

const DEFAULT_UTC_OFFSET = 60;

/**
 * A Veeam Backup & Replication server of one build with all its REST revisions. Each revision answers
 * as the build that brought it would, names and rates included; every one of them shows the same
 * sessions as far as it has words for them.
 *
 * @throws RangeError when `newestVersion` is none that a server ever offered
 */
export function createVbrSimulator(options: VbrSimulatorOptions): Simulator {
  const { now, faults = {}, role = 'administrator', tokenLifetime = TOKEN_LIFETIME } = options;
  const offer = offerUpTo(options.newestVersion ?? NEWEST_VERSION);
  const wall = createWallClock(options.utcOffset ?? DEFAULT_UTC_OFFSET);
  const world = createWorld({
    seed: options.seed,
    // The same minute gives the same world.
    present: { now: Math.floor(now() / MINUTE) * MINUTE, wall },
    sessions: options.sessions ?? 0,
  });
  const refuseRefreshed = faults.refreshedTokensRefused === true;
  const tokens = createTokenStore({ now, lifetime: tokenLifetime, refuseRefreshed });
  const loginOptions = { account: options, tokens, lifetime: tokenLifetime };
  const routes = routesOf({
    build: offer.newest.build,
    login: ({ request, scene }) => login(request, scene, loginOptions),
    logout: ({ request }) => logout(bearerOf(request), tokens),
  });

  function handle(request: SimulatedRequest): SimulatedResponse {
    if (!request.path.startsWith('/api/')) return { status: 404, body: null };
    const revision = offer.revisionOf(request.headers['x-api-version']);
    // A refused version never reaches the sign-in (api/vbr.md section 1.3).
    if (revision === null) return refused();
    const found = findRoute(routes, request, revision);
    if (found === 'later') return refused();
    if (found === 'none') return failure(404, 'NotFound', 'Resource does not exist');
    if (found === 'method') return failure(405, 'MethodNotAllowed', 'HTTP Method not allowed');
    const { route, id } = found;
    const denied = route.anonymous ? null : (tokenRefusal(request, tokens) ?? roleRefusal(route));
    if (denied !== null) return denied;
    const scene = { revision, wall, now: now() };
    const parameters = readParameters(request.query, wall.offsetMinutes);
    return answer(route.handle, { request, parameters, scene, world, faults, id });
  }

  function refused(): SimulatedResponse {
    const body = { errorCode: 'NotImplemented', message: offer.refusal, resourceId: null };
    return { status: 400, body };
  }

  function roleRefusal(route: Route): SimulatedResponse | null {
    return route.administratorOnly === true && role !== 'administrator'
      ? failure(403, 'AccessDenied', 'Forbidden')
      : null;
  }

  return { product: 'vbr', handle };
}

function answer(handler: Handler, context: Context): SimulatedResponse {
  try {
    return handler(context);
  } catch (error) {
    if (isBadParameter(error)) return badParameter(error);
    throw error;
  }
}

function bearerOf({ headers }: SimulatedRequest): string {
  return /^Bearer\s+(\S+)$/i.exec(headers['authorization']?.trim() ?? '')?.[1] ?? '';
}

/** Why a request's token does not let in, null when it does. */
function tokenRefusal(request: SimulatedRequest, tokens: TokenStore): SimulatedResponse | null {
  switch (tokens.check(bearerOf(request))) {
    case 'good':
      return null;
    case 'expired':
      return failure(401, 'ExpiredToken', 'The access token has expired.');
    case 'unknown':
      return failure(401, 'AccessDenied', 'Unauthorized. Get bearer JWT token at /api/login');
    case 'refused':
      return failure(403, 'AccessDenied', 'Forbidden');
  }
}

type Found = { readonly route: Route; readonly id: string } | 'none' | 'method' | 'later';

/** `later`: the revision is too old for the route, which is refused like an unknown version. */
function findRoute(routes: readonly Route[], request: SimulatedRequest, revision: Revision): Found {
  const fitting = routes.flatMap((route) => {
    const id = matchPath(route.path, request.path);
    return id === null ? [] : [{ route, id }];
  });
  if (fitting.length === 0) return 'none';
  const offered = fitting.filter(({ route }) => since(revision, route.since));
  if (offered.length === 0) return 'later';
  return offered.find(({ route }) => route.method === request.method) ?? 'method';
}

/** The id in the path, empty where the route has none; null when the path is another one. */
function matchPath(pattern: string, path: string): string | null {
  const [expected, actual] = [pattern.split('/'), path.split('/')];
  if (expected.length !== actual.length) return null;
  let id = '';
  for (const [index, part] of expected.entries()) {
    const value = actual[index] ?? '';
    if (part === '{id}') id = value.toLowerCase();
    else if (part !== value) return null;
  }
  return id;
}

interface ServerHandlers {
  readonly build: string;
  readonly login: Handler;
  readonly logout: Handler;
}

/** All routes; of two that fit a path the first one counts. */
function routesOf({
  build,
  login: loginHandler,
  logout: logoutHandler,
}: ServerHandlers): readonly Route[] {
  const post = { method: 'POST', since: '1.0-rev1' } as const;
  const get = (path: string, handle: Handler, first: Revision = '1.0-rev1'): Route => ({
    method: 'GET',
    path: `/api/v1/${path}`,
    since: first,
    anonymous: false,
    handle,
  });
  return [
    { ...post, path: '/api/oauth2/token', anonymous: true, handle: loginHandler },
    { ...post, path: '/api/oauth2/logout', anonymous: false, handle: logoutHandler },
    { ...get('serverTime', serverTime), anonymous: true },
    { ...get('serverCertificate', serverCertificate), anonymous: true },
    { ...get('serverInfo', serverInfo(build), '1.1-rev0'), administratorOnly: true },
    get('jobs', listJobs),
    get('jobs/states', listJobStates),
    get('jobs/{id}', oneJob),
    get('sessions', listSessions('sessions')),
    get('sessions/{id}', oneSession('sessions')),
    get('sessions/{id}/logs', sessionLogs('sessions')),
    get('sessions/{id}/taskSessions', sessionTasks, '1.2-rev1'),
    get('taskSessions', listTasks, '1.2-rev1'),
    get('taskSessions/{id}', oneTask, '1.2-rev1'),
    get('taskSessions/{id}/logs', taskLogs, '1.2-rev1'),
    get('automation/sessions', listSessions('automation')),
    get('automation/sessions/{id}', oneSession('automation')),
    get('automation/sessions/{id}/logs', sessionLogs('automation')),
  ];
}
