/** One try of a request: the exchange, and what its end means. */
import { VsiError, codeOf } from '../../model/errors.ts';
import type { ConnectionSettings, ServerEnvironment } from '../environment.ts';
import type { RouteAgent } from './agent.ts';
import type { Exchange, Opened } from './exchange.ts';
import { Fault, explainFault, untrustedReason, type Whereabouts } from './faults.ts';
import type { HttpRequest, HttpResponse, HttpStream } from './http.ts';
import { interruptionBy } from './interruption.ts';
import type { Outcome } from './retry.ts';
import { readServerCertificate, untrusted, type Route } from './tls.ts';

/** What all requests of one client share. */
export interface RequestContext {
  readonly settings: Pick<ConnectionSettings, 'origin' | 'timeout' | 'retries'>;
  readonly environment: ServerEnvironment;
  readonly route: Route;
  readonly agent: RouteAgent;
  /** The server's name, for errors. */
  readonly server: string;
  /** Aborted with the client: what is still under way or resting is wanted by nobody. */
  readonly closing: AbortSignal;
}

/** Sends a request once. @throws Fault, or whatever the network throws */
export type Send<T> = (exchange: Exchange) => Promise<Opened<T>>;

/** How one try ended. */
export type TryResult<T> =
  | { readonly outcome: Outcome; readonly opened: Opened<T> }
  | { readonly outcome: Outcome; readonly fault: Fault };

/** Where a request goes, for messages. */
export function whereaboutsOf(
  { route, server, settings }: RequestContext,
  { method, path }: HttpRequest,
): Whereabouts {
  return {
    host: route.host,
    port: route.port,
    exchange: `${method} ${path.replace(/[?#].*$/s, '')} on ${server}`,
    timeout: settings.timeout,
  };
}

/** All that may end a request early. */
export function signalsOf(
  { environment, closing }: RequestContext,
  { signal, outlives = false }: HttpRequest,
): readonly (AbortSignal | undefined)[] {
  return [outlives ? undefined : environment.signal, signal, closing];
}

/** What a request that was ended early failed with; null: nothing has ended it. */
export function interruptionOf(context: RequestContext, request: HttpRequest): Fault | null {
  const signal = signalsOf(context, request).find((each) => each?.aborted === true);
  if (signal === undefined) return null;
  return new Fault('final', interruptionBy(signal, context.server));
}

/** Tries once; whatever goes wrong comes out as a `Fault`. */
export async function tryOnce<T extends HttpResponse | HttpStream>(
  context: RequestContext,
  request: HttpRequest,
  send: Send<T>,
): Promise<TryResult<T>> {
  try {
    const opened = await send(exchangeOf(context, request));
    const { status, headers } = opened.answer;
    return { outcome: { kind: 'answer', status, retryAfter: headers['retry-after'] }, opened };
  } catch (error) {
    return failedTry(await explain(error, context, request));
  }
}

/** The result of a try that came to no answer. */
export function failedTry(fault: Fault): TryResult<never> {
  return { outcome: { kind: 'fault', fault: fault.kind, answered: fault.answered }, fault };
}

function exchangeOf(context: RequestContext, request: HttpRequest): Exchange {
  const { settings, agent } = context;
  return {
    url: urlOf(settings.origin, request.path),
    request,
    agent,
    timeout: settings.timeout,
    signals: signalsOf(context, request),
    at: whereaboutsOf(context, request),
    explain: (error) => explain(error, context, request),
  };
}

/** A refused certificate's failure tells the fingerprint, which takes a second look at the server. */
async function explain(
  error: unknown,
  context: RequestContext,
  request: HttpRequest,
): Promise<Fault> {
  const { route, environment } = context;
  const ended = interruptionOf(context, request);
  if (ended !== null) return ended;
  const reason = untrustedReason(codeOf(error) ?? '');
  if (reason === null) return explainFault(error, whereaboutsOf(context, request));
  const certificate = await readServerCertificate(route, environment.signal).catch(() => null);
  return new Fault('final', untrusted(route, reason, certificate));
}

/**
 * The address of a request. Path and query are appended as text and checked, so that no path can
 * lead the token to another host (`//other`, `@other`).
 */
function urlOf(origin: string, path: string): URL {
  const url = new URL(`${origin}${path.startsWith('/') ? '' : '/'}${path}`);
  if (url.origin === new URL(origin).origin && url.username === '') return url;
  throw new Fault('final', new VsiError('REQUEST_FAILED', `${path} leads away from ${origin}`));
}
