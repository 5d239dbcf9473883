import pLimit from 'p-limit';
import type { ConnectionSettings, ServerEnvironment } from '../environment.ts';
import { RouteAgent } from './agent.ts';
import { exchange, openStream } from './exchange.ts';
import { address } from './faults.ts';
import type { HttpClient, HttpRequest, HttpResponse, HttpStream } from './http.ts';
import type { Send } from './one-try.ts';
import { proxyFor, proxyName } from './proxy.ts';
import { RetryingSender } from './retrying.ts';
import { hostAndPort, type Route } from './tls.ts';

/** Bounds name resolution, TCP, proxy tunnel and TLS together; milliseconds (contract section 5). */
const CONNECT_TIMEOUT = 10_000;

/** Settings that have a fixed value outside of tests. */
export interface HttpClientLimits {
  readonly connectTimeout?: number;
}

/** The way to a server as settings and environment describe it. @throws CONFIGURATION (the proxy) */
export function routeTo(
  settings: Pick<ConnectionSettings, 'origin' | 'tls'>,
  environment: Pick<ServerEnvironment, 'variables'>,
  { connectTimeout = CONNECT_TIMEOUT }: HttpClientLimits = {},
): Route {
  const { host, port } = hostAndPort(settings.origin);
  const proxy = proxyFor({ host, port }, environment.variables);
  return { host, port, tls: settings.tls, proxy, connectTimeout };
}

/**
 * A client for one server. Nothing is loaded or connected before the first request.
 *
 * @throws VsiError CONFIGURATION when the environment's proxy setting is no URL
 */
export function createHttpClient(
  settings: ConnectionSettings,
  environment: ServerEnvironment,
  limits: HttpClientLimits = {},
): HttpClient {
  const route = routeTo(settings, environment, limits);
  const agent = new RouteAgent(route);
  const slots = pLimit(settings.concurrency);
  const server = settings.name ?? address(route);
  const closing = new AbortController();
  const context = { settings, environment, route, agent, server, closing: closing.signal };
  const sender = new RetryingSender(context);

  if (route.proxy !== null) environment.debug(`${server}: through proxy ${proxyName(route.proxy)}`);

  async function send<T extends HttpResponse | HttpStream>(
    request: HttpRequest,
    once: Send<T>,
  ): Promise<T> {
    const started = environment.now();
    const answer = await sender.send(request, (one) => slots(() => once(one)));
    const took = environment.now() - started;
    environment.debug(
      `${request.method} ${request.path} on ${server}: ${answer.status} (${took} ms)`,
    );
    return answer;
  }

  return {
    origin: settings.origin,
    request: (request) => send(request, exchange),
    stream: (request) => send(request, openStream),
    close: () => {
      closing.abort();
      agent.destroy();
    },
  };
}
