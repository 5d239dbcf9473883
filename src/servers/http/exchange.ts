import type { Agent } from 'node:https';
import { StringDecoder } from 'node:string_decoder';
import type { Got, Request, Response } from 'got';
import { LARGEST_ANSWER, tooLarge } from '../reading/size-limits.ts';
import { Fault, noAnswerInTime, type Whereabouts } from './faults.ts';
import type { HttpRequest, HttpResponse, HttpStream } from './http.ts';
import { linkSignals, type LinkedSignal } from './linked-signal.ts';
import { USER_AGENT } from './user-agent.ts';

/** One try of one request. */
export interface Exchange {
  readonly url: URL;
  readonly request: HttpRequest;
  readonly agent: Agent;
  /** Bounds the exchange, its body included; milliseconds. */
  readonly timeout: number;
  /** What may end it early. */
  readonly signals: readonly (AbortSignal | undefined)[];
  readonly at: Whereabouts;
  /** What an error that breaks off a body means. */
  readonly explain: (error: unknown) => Promise<Fault>;
}

/** An answer that may still be arriving. */
export interface Opened<T> {
  readonly answer: T;
  /** Gives up what has not arrived. */
  readonly discard: () => void;
}

/**
 * The HTTP library, with everything switched off that vsi decides itself: retries, redirects, errors
 * for status codes. Loaded with the first request, since it costs more start-up than all the rest.
 */
let loading: Promise<Got> | null = null;

async function loadGot(): Promise<Got> {
  const { got } = await import('got');
  return got.extend({
    retry: { limit: 0 },
    followRedirect: false,
    throwHttpErrors: false,
    http2: false,
    decompress: true,
    headers: { 'user-agent': USER_AGENT, accept: 'application/json' },
  });
}

/** One request and its whole answer. @throws Fault or the library's own errors: to be explained */
export async function exchange(one: Exchange): Promise<Opened<HttpResponse>> {
  const got = await (loading ??= loadGot());
  const link = linkSignals(one.signals, one.timeout);
  const stream = got.stream(one.url, optionsOf(one, link));
  let answered = false;
  try {
    const response = await headArrives(stream);
    answered = true;
    const body = await wholeBody(stream, one);
    return { answer: { ...headOf(response), body }, discard: () => undefined };
  } catch (error) {
    throw link.timedOut() ? noAnswerInTime(one.at, answered) : error;
  } finally {
    link.release();
    stream.destroy();
  }
}

/** What arrives is counted when it is decompressed: a small answer may become a very large one. */
async function wholeBody(stream: Request, { request, at }: Exchange): Promise<string> {
  const limit = request.largest ?? LARGEST_ANSWER;
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of stream as AsyncIterable<unknown>) {
    if (!Buffer.isBuffer(chunk)) continue;
    bytes += chunk.length;
    if (bytes > limit) throw new Fault('final', tooLarge('the answer', limit, at.exchange), true);
    chunks.push(chunk);
  }
  return Buffer.concat(chunks, bytes).toString('utf8');
}

/**
 * One request and its answer's head, the body to follow. The time limit counts only the time spent
 * waiting for the server: a reader that takes its time is not the server's fault.
 *
 * @throws as `exchange`; the body throws what `explain` makes of it
 */
export async function openStream(one: Exchange): Promise<Opened<HttpStream>> {
  const got = await (loading ??= loadGot());
  const started = performance.now();
  const head = linkSignals(one.signals, one.timeout);
  const body = linkSignals([...one.signals]);
  const stream = got.stream(one.url, optionsOf(one, body));
  const discard = (): void => {
    body.release();
    stream.destroy();
  };
  head.signal.addEventListener('abort', body.end);
  try {
    const response = await headArrives(stream);
    const chunks = readBody(stream, one, one.timeout - (performance.now() - started));
    return {
      answer: {
        ...headOf(response),
        body: { [Symbol.asyncIterator]: () => endingWith(chunks, discard) },
      },
      discard,
    };
  } catch (error) {
    discard();
    throw head.timedOut() ? noAnswerInTime(one.at) : error;
  } finally {
    head.release();
  }
}

function headArrives(stream: Request): Promise<Response> {
  return new Promise((resolve, reject) => {
    stream.once('response', resolve);
    // Stays for good: a stream that nobody reads at the moment must not bring the program down.
    stream.on('error', reject);
  });
}

async function* readBody(
  stream: Request,
  one: Exchange,
  patience: number,
): AsyncGenerator<string, undefined> {
  const decoder = new StringDecoder('utf8');
  const chunks: AsyncIterator<unknown> = stream[Symbol.asyncIterator]();
  let left = patience;
  try {
    for (;;) {
      const waiting = performance.now();
      const chunk = await within(left, chunks.next(), () => noAnswerInTime(one.at, true));
      left -= performance.now() - waiting;
      if (chunk.done === true) break;
      if (Buffer.isBuffer(chunk.value)) yield decoder.write(chunk.value);
    }
    yield decoder.end();
  } catch (error) {
    throw (await one.explain(error)).failure;
  }
}

async function within<T>(limit: number, work: Promise<T>, late: () => Error): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const ending = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(
      () => {
        reject(late());
      },
      Math.max(0, limit),
    );
  });
  try {
    return await Promise.race([work, ending]);
  } finally {
    clearTimeout(timer);
  }
}

/** The iterator of a body that lets go of the connection however the reading ends. */
function endingWith(
  chunks: AsyncGenerator<string, undefined>,
  discard: () => void,
): AsyncIterator<string, undefined> {
  return {
    next: async () => {
      try {
        const chunk = await chunks.next();
        if (chunk.done === true) discard();
        return chunk;
      } catch (error) {
        discard();
        throw error;
      }
    },
    return: async () => {
      discard();
      return { done: true, value: undefined };
    },
  };
}

function headOf(response: Response): Omit<HttpResponse, 'body'> {
  return {
    status: response.statusCode,
    statusText: response.statusMessage ?? '',
    headers: flat(response.headers),
  };
}

function optionsOf({ request, agent }: Exchange, link: LinkedSignal) {
  return {
    method: request.method,
    agent: { https: agent },
    signal: link.signal,
    ...(request.headers === undefined ? {} : { headers: { ...request.headers } }),
    ...bodyOf(request),
  };
}

/** The library holds a POST without a body open for somebody to write it: a logout says that there is none. */
function bodyOf({ method, form }: HttpRequest) {
  if (form !== undefined) return { form: { ...form } };
  return method === 'POST' ? { body: '' } : {};
}

function flat(
  headers: Readonly<Record<string, string | string[] | undefined>>,
): Record<string, string | undefined> {
  return Object.fromEntries(
    Object.entries(headers).map(([name, value]) => [
      name,
      Array.isArray(value) ? value.join(', ') : value,
    ]),
  );
}
