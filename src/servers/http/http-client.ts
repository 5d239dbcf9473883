import pLimit from 'p-limit';
import { VsiError, codeOf } from '../../model/errors.ts';
import { RouteAgent } from './agent.ts';
import type { ConnectionSettings, ServerEnvironment } from '../environment.ts';
import { exchange, openStream, type Exchange, type Opened } from './exchange.ts';
import {
  Fault,
  address,
  explainFault,
  isFault,
  redacted,
  untrustedReason,
  type Whereabouts,
} from './faults.ts';
import type { HttpClient, HttpRequest, HttpResponse, HttpStream } from './http.ts';
import { interruptionBy } from './interruption.ts';
import { linkSignals } from './linked-signal.ts';
import { proxyFor, proxyName } from './proxy.ts';
import { retryPause, type Outcome } from './retry.ts';
import { hostAndPort, readServerCertificate, untrusted, type Route } from './tls.ts';

/** Bounds name resolution, TCP, proxy tunnel and TLS together; milliseconds (contract section 5). */
const CONNECT_TIMEOUT = 10_000;

/**
 * For so long a server that did not answer twice in a row is asked nothing; milliseconds. Other commands
 * are over by then, one that watches a session asks again.
 */
const SILENCE = 20_000;

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
  /** Set after a timeout on top of a timeout: asking on would only take the person's time. */
  let silent: { readonly failure: VsiError; readonly until: number } | null = null;
  /** Aborted with `close`: what is still under way or resting is wanted by nobody. */
  const closing = new AbortController();

  if (route.proxy !== null) environment.debug(`${server}: through proxy ${proxyName(route.proxy)}`);

  const at = ({ method, path }: HttpRequest): Whereabouts => ({
    host: route.host,
    port: route.port,
    exchange: `${method} ${path.replace(/[?#].*$/s, '')} on ${server}`,
    timeout: settings.timeout,
  });

  /** One try; whatever goes wrong comes out as a `Fault`. */
  async function attempt<T>(
    request: HttpRequest,
    run: (exchange: Exchange) => Promise<T>,
  ): Promise<T> {
    if (silent !== null && environment.now() < silent.until)
      throw new Fault('final', silent.failure);
    try {
      return await run({
        url: urlOf(settings.origin, request.path),
        request,
        agent,
        timeout: settings.timeout,
        signals: signalsOf(request),
        at: at(request),
        explain: (error) => explain(error, request),
      });
    } catch (error) {
      throw await explain(error, request);
    }
  }

  function signalsOf(request: HttpRequest): readonly (AbortSignal | undefined)[] {
    const { signal, outlives = false } = request;
    return [outlives ? undefined : environment.signal, signal, closing.signal];
  }

  function interruption(request: HttpRequest): Fault | null {
    const signal = signalsOf(request).find((each) => each?.aborted === true);
    if (signal === undefined) return null;
    return new Fault('final', interruptionBy(signal, server));
  }

  /** A refused certificate's failure tells the fingerprint, which takes a second look at the server. */
  async function explain(error: unknown, request: HttpRequest): Promise<Fault> {
    const ended = interruption(request);
    if (ended !== null) return ended;
    const reason = untrustedReason(codeOf(error) ?? '');
    if (reason === null) return explainFault(error, at(request));
    const certificate = await readServerCertificate(route, environment.signal).catch(() => null);
    return new Fault('final', untrusted(route, reason, certificate));
  }

  /** Tries until an answer stands, or a failure. */
  async function withRetries<T extends HttpResponse | HttpStream>(
    request: HttpRequest,
    run: (exchange: Exchange) => Promise<Opened<T>>,
  ): Promise<T> {
    let timeouts = 0;
    for (let tries = 1; ; tries += 1) {
      const result = await tryOnce(() => attempt(request, run));
      if (result.outcome.kind === 'fault' && result.outcome.fault === 'timeout') timeouts += 1;
      const pause = retryPause(result.outcome, {
        method: request.method,
        retries: settings.retries,
        tries,
        timeouts,
        now: environment.now(),
        random: environment.random(),
      });
      if (pause === null) {
        if ('opened' in result) return withoutRedirect(result.opened, at(request));
        if (timeouts > 1) {
          const failure = stillSilent(result.fault.failure);
          silent = { failure, until: environment.now() + SILENCE };
        }
        throw result.fault.failure;
      }
      if ('opened' in result) result.opened.discard();
      environment.debug(
        `${at(request).exchange}: ${describe(result.outcome)}, again in ${pause} ms`,
      );
      await rest(pause, request);
    }
  }

  async function rest(pause: number, request: HttpRequest): Promise<void> {
    const link = linkSignals(signalsOf(request));
    try {
      await environment.sleep(pause, link.signal);
    } catch (error) {
      throw interruption(request)?.failure ?? error;
    } finally {
      link.release();
    }
    const ended = interruption(request);
    if (ended !== null) throw ended.failure;
  }

  async function logged<T extends HttpResponse | HttpStream>(
    request: HttpRequest,
    answering: Promise<T>,
  ): Promise<T> {
    const started = environment.now();
    const answer = await answering;
    const took = environment.now() - started;
    environment.debug(
      `${request.method} ${request.path} on ${server}: ${answer.status} (${took} ms)`,
    );
    return answer;
  }

  return {
    origin: settings.origin,
    request: (request) =>
      logged(
        request,
        withRetries(request, (one) => slots(() => exchange(one))),
      ),
    stream: (request) =>
      logged(
        request,
        withRetries(request, (one) => slots(() => openStream(one))),
      ),
    close: () => {
      closing.abort();
      agent.destroy();
    },
  };
}

type Result<T> =
  | { readonly outcome: Outcome; readonly opened: Opened<T> }
  | { readonly outcome: Outcome; readonly fault: Fault };

async function tryOnce<T extends HttpResponse | HttpStream>(
  attempt: () => Promise<Opened<T>>,
): Promise<Result<T>> {
  try {
    const opened = await attempt();
    const { status, headers } = opened.answer;
    return { outcome: { kind: 'answer', status, retryAfter: headers['retry-after'] }, opened };
  } catch (error) {
    const fault = faultOf(error);
    return { outcome: { kind: 'fault', fault: fault.kind, answered: fault.answered }, fault };
  }
}

function faultOf(error: unknown): Fault {
  if (isFault(error)) return error;
  // A mistake of our own; its text may come from anywhere, so it is passed on in our form only.
  return new Fault(
    'final',
    new VsiError('REQUEST_FAILED', 'the request failed', { cause: redacted(error) }),
  );
}

function stillSilent(failure: VsiError): VsiError {
  return new VsiError('TIMEOUT', failure.message, {
    where: failure.where,
    hint: 'it did not answer twice in a row, so it is asked nothing more; --timeout gives it more time',
  });
}

function describe(outcome: Outcome): string {
  return outcome.kind === 'answer' ? `answered ${outcome.status}` : `no answer (${outcome.fault})`;
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

/** A redirect is an error: following it would hand the token on. */
function withoutRedirect<T extends HttpResponse | HttpStream>(
  { answer, discard }: Opened<T>,
  at: Whereabouts,
): T {
  const location = answer.headers['location'];
  if (![301, 302, 303, 307, 308].includes(answer.status) || location === undefined) return answer;
  discard();
  const target = URL.canParse(location, `https://${address(at)}`)
    ? new URL(location, `https://${address(at)}`).host
    : 'nowhere';
  throw new VsiError('REQUEST_FAILED', `the server redirects to ${target}`, {
    where: at.exchange,
    hint: 'give the URL of the REST API itself; redirects are not followed, so that the login stays with its server',
  });
}
