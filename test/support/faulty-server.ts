import type { ServerResponse } from 'node:http';
import { isDeepStrictEqual } from 'node:util';
import type { SimulatedResponse, Simulator } from '../../src/demo/simulator.ts';
import { createVb365Simulator } from '../../src/demo/vb365/simulator.ts';
import { createVbrSimulator } from '../../src/demo/vbr/simulator.ts';
import { createCertificate, type TestCertificate } from './certificates.ts';
import { startHttpsServer, type SeenRequest } from './https-server.ts';

/** What a request is about: the sign-in, its end, what needs no token, or the data itself. */
export type RequestKind = 'token' | 'logout' | 'anonymous' | 'data';

/** One request on its way through a fault. */
export interface TamperedExchange {
  readonly request: SeenRequest;
  readonly kind: RequestKind;
  /** Path below the server's root in lower case, without the query. */
  readonly path: string;
  readonly query: URLSearchParams;
  /** The how many-th request of its kind this is since the fault began, from 1. */
  readonly count: number;
  /** What the server would answer to this request, or to the same one with another query. */
  readonly honest: (query?: URLSearchParams) => WireAnswer;
  /** Sends an answer as a server does. */
  readonly send: (answer: WireAnswer) => void;
  /** For everything that is no answer. */
  readonly response: ServerResponse;
}

/** An answer before it is sent. */
export interface WireAnswer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string | Buffer;
}

/** Answers one request, honestly or not. */
export type Tamper = (exchange: TamperedExchange) => void;

/** A simulated backup server that can be told to misbehave. */
export interface FaultyServer {
  readonly product: Simulator['product'];
  readonly origin: string;
  readonly username: string;
  readonly password: string;
  readonly fingerprint: string;
  readonly certificate: TestCertificate;
  /** From now on requests go through this; null: honest again. Counts begin anew. */
  readonly tamper: (tamper: Tamper | null) => void;
  /** How many requests since then got another answer than an honest one, or none. */
  readonly strikes: () => number;
  /** All requests that ever came. */
  readonly requests: readonly SeenRequest[];
  /** Every token, access or refresh, that was ever handed out. */
  readonly tokens: ReadonlySet<string>;
  readonly close: () => Promise<void>;
}

/** What kind of world to simulate. */
export interface FaultyServerOptions {
  readonly product: Simulator['product'];
  readonly now: () => number;
  readonly newestVersion?: string;
  /** Pages are no larger than this, whatever is asked for. */
  readonly pageSize?: number;
  readonly certificate?: TestCertificate;
}

const USERNAME = 'FAULTY\\reader';
/** It would show in any text that holds it, encoded or not. */
const PASSWORD = 'Secr3t+pass&word=ÿ';

/** Starts one; it answers honestly until it is told otherwise. */
export async function startFaultyServer(options: FaultyServerOptions): Promise<FaultyServer> {
  const { product, now, newestVersion, pageSize = Infinity } = options;
  const certificate = options.certificate ?? (await createCertificate());
  const simulate = product === 'vb365' ? createVb365Simulator : createVbrSimulator;
  const simulator = simulate({
    now,
    username: USERNAME,
    password: PASSWORD,
    seed: 'faults',
    throttle: false,
    ...(newestVersion === undefined ? {} : { newestVersion }),
  });
  const tokens = new Set<string>();
  let tampering: Tamper | null = null;
  let counts = new Map<RequestKind, number>();
  let strikes = 0;

  const server = await startHttpsServer(certificate, (request, response) => {
    const url = new URL(request.url, 'https://server');
    const path = url.pathname.toLowerCase();
    const kind = kindOf(path, request);
    const count = (counts.get(kind) ?? 0) + 1;
    counts.set(kind, count);
    let honestAnswer: WireAnswer | null = null;
    // Until it turns out to be honest.
    strikes += 1;
    const answerTo = (query: URLSearchParams): WireAnswer =>
      wireAnswer(simulator.handle(simulatedRequest(request, url, smaller(query, pageSize))), now());
    const exchange: TamperedExchange = {
      request,
      kind,
      path,
      query: url.searchParams,
      count,
      // Asked for once only: each sign-in hands out other tokens.
      honest: (query) =>
        query === undefined ? (honestAnswer ??= answerTo(url.searchParams)) : answerTo(query),
      send: (answer) => {
        if (
          isDeepStrictEqual(answer, honestAnswer ?? (kind === 'data' && answerTo(url.searchParams)))
        ) {
          strikes -= 1;
        }
        if (kind === 'token') noteTokens(answer.body.toString());
        send(response, answer);
      },
      response,
    };
    if (tampering === null) exchange.send(exchange.honest());
    else tampering(exchange);
  });

  function noteTokens(text: string): void {
    for (const [, token = ''] of text.matchAll(/"(?:access|refresh)_token":"([^"]+)"/g)) {
      tokens.add(token);
    }
  }

  return {
    product,
    origin: server.origin,
    username: USERNAME,
    password: PASSWORD,
    fingerprint: certificate.fingerprint,
    certificate,
    tamper: (tamper) => {
      tampering = tamper;
      counts = new Map();
      strikes = 0;
    },
    strikes: () => strikes,
    requests: server.requests,
    tokens,
    close: server.close,
  };
}

function kindOf(path: string, { method, headers }: SeenRequest): RequestKind {
  if (method === 'POST') return path.endsWith('/logout') ? 'logout' : 'token';
  return headers.authorization === undefined ? 'anonymous' : 'data';
}

function simulatedRequest(request: SeenRequest, url: URL, query: URLSearchParams) {
  const headers = Object.fromEntries(
    Object.entries(request.headers).map(([name, value]) => [
      name,
      Array.isArray(value) ? value.join(', ') : value,
    ]),
  );
  const { method, body } = request;
  return { method, path: decodeURIComponent(url.pathname), query, headers, body };
}

/** The same query with a smaller limit: a server may hand out less than it is asked for. */
function smaller(query: URLSearchParams, pageSize: number): URLSearchParams {
  const limit = Number(query.get('limit') ?? 0);
  if (limit <= pageSize) return query;
  const changed = new URLSearchParams(query);
  changed.set('limit', String(pageSize));
  return changed;
}

function wireAnswer({ status, headers = {}, body }: SimulatedResponse, now: number): WireAnswer {
  const text = body === null || body === undefined ? '' : asText(body);
  return {
    status,
    headers: {
      'content-type': 'application/json; charset=utf-8',
      date: new Date(now).toUTCString(),
      ...headers,
    },
    body: text,
  };
}

function asText(body: unknown): string {
  return typeof body === 'string' ? body : JSON.stringify(body);
}

/** Sends an answer whole. */
function send(response: ServerResponse, { status, headers, body }: WireAnswer): void {
  response.writeHead(status, {
    ...headers,
    ...(status === 204 ? {} : { 'content-length': String(Buffer.byteLength(body)) }),
  });
  response.end(body);
}
