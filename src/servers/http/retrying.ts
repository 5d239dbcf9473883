/** Trying a request until an answer stands, or a failure. */
import { VsiError } from '../../model/errors.ts';
import { Fault, address, type Whereabouts } from './faults.ts';
import type { HttpRequest, HttpResponse, HttpStream } from './http.ts';
import { linkSignals } from './linked-signal.ts';
import {
  failedTry,
  interruptionOf,
  signalsOf,
  tryOnce,
  whereaboutsOf,
  type RequestContext,
  type Send,
} from './one-try.ts';
import type { Opened } from './exchange.ts';
import { retryPause, type Outcome } from './retry.ts';

/**
 * For so long a server that did not answer twice in a row is asked nothing; milliseconds. Other commands
 * are over by then, one that watches a session asks again.
 */
const SILENCE = 20_000;

/** Sends the requests of one client, each as often as its outcome and `--retries` ask for. */
export class RetryingSender {
  readonly #context: RequestContext;
  /** Set after a timeout on top of a timeout: asking on would only take the person's time. */
  #silent: { readonly failure: VsiError; readonly until: number } | null = null;

  constructor(context: RequestContext) {
    this.#context = context;
  }

  /** @throws VsiError as `HttpClient` says; REQUEST_FAILED for an answer that leads elsewhere */
  async send<T extends HttpResponse | HttpStream>(request: HttpRequest, send: Send<T>): Promise<T> {
    const at = whereaboutsOf(this.#context, request);
    let timeouts = 0;
    for (let tries = 1; ; tries += 1) {
      const silence = this.#silence();
      const result =
        silence === null ? await tryOnce(this.#context, request, send) : failedTry(silence);
      if (result.outcome.kind === 'fault' && result.outcome.fault === 'timeout') timeouts += 1;
      const pause = this.#pauseAfter(result.outcome, request, { tries, timeouts });
      if (pause === null) {
        if ('opened' in result) return withoutRedirect(result.opened, at);
        if (timeouts > 1) this.#keepSilence(result.fault);
        throw result.fault.failure;
      }
      if ('opened' in result) result.opened.discard();
      this.#context.environment.debug(
        `${at.exchange}: ${describe(result.outcome)}, again in ${pause} ms`,
      );
      await this.#rest(pause, request);
    }
  }

  #pauseAfter(
    outcome: Outcome,
    { method }: HttpRequest,
    counts: { readonly tries: number; readonly timeouts: number },
  ): number | null {
    const { settings, environment } = this.#context;
    return retryPause(outcome, {
      ...counts,
      method,
      retries: settings.retries,
      now: environment.now(),
      random: environment.random(),
    });
  }

  #silence(): Fault | null {
    const silent = this.#silent;
    if (silent === null || this.#context.environment.now() >= silent.until) return null;
    return new Fault('final', silent.failure);
  }

  #keepSilence({ failure: { message, where } }: Fault): void {
    const failure = new VsiError('TIMEOUT', message, {
      where,
      hint: 'it did not answer twice in a row, so it is asked nothing more; --timeout gives it more time',
    });
    this.#silent = { failure, until: this.#context.environment.now() + SILENCE };
  }

  async #rest(pause: number, request: HttpRequest): Promise<void> {
    const link = linkSignals(signalsOf(this.#context, request));
    try {
      await this.#context.environment.sleep(pause, link.signal);
    } catch (error) {
      throw interruptionOf(this.#context, request)?.failure ?? error;
    } finally {
      link.release();
    }
    const ended = interruptionOf(this.#context, request);
    if (ended !== null) throw ended.failure;
  }
}

function describe(outcome: Outcome): string {
  return outcome.kind === 'answer' ? `answered ${outcome.status}` : `no answer (${outcome.fault})`;
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
