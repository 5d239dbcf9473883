// Asks a simulated VBR server without a socket.
import { createVbrSimulator } from '../../../../src/demo/vbr/simulator.ts';
import type { VbrSimulatorOptions } from '../../../../src/demo/vbr/simulator-options.ts';
import type { SimulatedResponse, Simulator } from '../../../../src/demo/simulator.ts';

/** A Sunday morning in winter, 07:30 on the server's wall clock. */
export const NOW = Date.parse('2026-11-22T06:30:00Z');

export const USERNAME = 'DEMO\\admin';
export const PASSWORD = 'a+b c&d=é';

/** A JSON object of an answer. */
export type Json = Readonly<Record<string, unknown>>;

export interface Ask {
  readonly method?: string;
  readonly path: string;
  readonly query?: string;
  /** Left out when undefined. */
  readonly version: string | undefined;
  readonly token?: string | undefined;
  readonly body?: string;
  readonly contentType?: string;
}

/** A clock that stands still until it is moved. */
export interface Clock {
  now: number;
}

/** A simulated server with the credentials above. */
export function simulate(
  options: Partial<VbrSimulatorOptions> = {},
  clock: Clock = { now: NOW },
): Simulator {
  return createVbrSimulator({
    now: () => clock.now,
    username: USERNAME,
    password: PASSWORD,
    seed: 'test',
    ...options,
  });
}

/** One request as it comes over the wire. */
export function ask(server: Simulator, request: Ask): SimulatedResponse {
  const { method = 'GET', path, query = '', version, token, body = '' } = request;
  return server.handle({
    method,
    path,
    query: new URLSearchParams(query),
    headers: {
      ...(version === undefined ? {} : { 'x-api-version': version }),
      ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
      ...(body === ''
        ? {}
        : { 'content-type': request.contentType ?? 'application/x-www-form-urlencoded' }),
    },
    body,
  });
}

/** What the token route answers to a form. */
export function askForToken(
  server: Simulator,
  form: Readonly<Record<string, string>>,
  version = '1.2-rev1',
): SimulatedResponse {
  return ask(server, {
    method: 'POST',
    path: '/api/oauth2/token',
    version,
    body: new URLSearchParams(form).toString(),
  });
}

/** Logs in and returns the access token. */
export function tokenOf(server: Simulator): string {
  const form = { grant_type: 'password', username: USERNAME, password: PASSWORD };
  return textOf(objectOf(askForToken(server, form).body), 'access_token');
}

/** Gets bodies of data routes, logged in once. */
export interface Reader {
  readonly server: Simulator;
  readonly clock: Clock;
  /** The answer to `sessions?limit=3` below `/api/v1`. */
  readonly get: (version: string, target: string) => SimulatedResponse;
  /** Its body, which must be an object. */
  readonly body: (version: string, target: string) => Json;
  /** All of a list. */
  readonly all: (version: string, target: string) => readonly Json[];
}

/** A logged-in reader of a server of its own. */
export function reader(options: Partial<VbrSimulatorOptions> = {}, now = NOW): Reader {
  const clock = { now };
  // Tests move the clock by hours; what they ask must not fail on an old token.
  const server = simulate({ tokenLifetime: 10_000_000, ...options }, clock);
  const token = tokenOf(server);
  const get = (version: string, target: string): SimulatedResponse => {
    const [path = '', query = ''] = target.split('?');
    return ask(server, { path: `/api/v1/${path}`, query, version, token });
  };
  const body = (version: string, target: string): Json => objectOf(get(version, target).body);
  return {
    server,
    clock,
    get,
    body,
    all: (version, target) => {
      const separator = target.includes('?') ? '&' : '?';
      return listOf(body(version, `${target}${separator}limit=1000000`), 'data');
    },
  };
}

/** @throws TypeError when the value is no object */
export function objectOf(value: unknown): Json {
  if (!isObject(value)) throw new TypeError(`No object: ${JSON.stringify(value)}`);
  return value;
}

/** The objects in a member that is a list. */
export function listOf(object: Json, member: string): readonly Json[] {
  const list: unknown = object[member];
  if (!Array.isArray(list)) throw new TypeError(`No list in ${member}: ${JSON.stringify(object)}`);
  return list.map(objectOf);
}

export function textOf(object: Json, member: string): string {
  const value = object[member];
  if (typeof value !== 'string') throw new TypeError(`No text in ${member}`);
  return value;
}

export function numberOf(object: Json, member: string): number {
  const value = object[member];
  if (typeof value !== 'number') throw new TypeError(`No number in ${member}`);
  return value;
}

function isObject(value: unknown): value is Json {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
