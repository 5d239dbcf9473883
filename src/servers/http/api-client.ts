/** GETs of a REST API: what was answered, or an error that says what and where. */
import type { VsiError } from '../../model/errors.ts';
import { readJson, type JsonAnswer } from '../reading/json.ts';
import { LARGEST_PREFACE, LARGEST_RAW_ANSWER } from '../reading/size-limits.ts';
import type { HttpClient, HttpRequest, HttpResponse, HttpStream } from './http.ts';

/** The parts of an answer that tell why it is no success. */
export type Refusal = Pick<HttpResponse, 'status' | 'statusText' | 'body'>;

/** What a request goes through. */
export interface ApiClientOptions {
  /** Sends the token along and renews it (`withLogin`). */
  readonly http: Pick<HttpClient, 'request' | 'stream'>;
  /** The server's name, for errors. */
  readonly server: string;
  /** Whether answers keep their source text. */
  readonly keepSource: boolean;
  /** Sent with every request. */
  readonly headers?: Readonly<Record<string, string>>;
  /** What an answer that is no success means in this product. */
  readonly failureOf: (refusal: Refusal, asked: AskedPath) => VsiError;
}

/** What was asked for when the server refused. */
export interface AskedPath {
  /** From the server's root, with its query. */
  readonly path: string;
  /** The endpoint for errors, see `ApiClient.where`. */
  readonly where: string;
}

/**
 * Asks one server. Paths are from the server's root, with their query. Every method throws what the
 * HTTP client throws, and what `failureOf` makes of an answer that is no success.
 */
export interface ApiClient {
  /** The endpoint for errors: `GET /v8/Jobs on backup.example.com`, without the query. */
  readonly where: (path: string) => string;
  /** The body as it came, up to `LARGEST_RAW_ANSWER`. */
  readonly text: (path: string) => Promise<string>;
  /** The body as JSON. @throws ANSWER_UNREADABLE */
  readonly json: (path: string, signal?: AbortSignal) => Promise<JsonAnswer>;
  /** JSON text that came by `stream`. @throws ANSWER_UNREADABLE */
  readonly parse: (text: string, path: string) => JsonAnswer;
  /** The body while it arrives. */
  readonly stream: (path: string, signal: AbortSignal) => Promise<AsyncIterable<string>>;
}

/** A client for one server. */
export function createApiClient(options: ApiClientOptions): ApiClient {
  const { http, server, keepSource, headers, failureOf } = options;
  const where = (path: string): string => `GET ${path.replace(/\?.*$/s, '')} on ${server}`;
  const parse = (text: string, path: string): JsonAnswer => readJson(text, where(path), keepSource);

  function requestOf(path: string, signal?: AbortSignal): HttpRequest {
    return {
      method: 'GET',
      path,
      ...(headers === undefined ? {} : { headers }),
      ...(signal === undefined ? {} : { signal }),
    };
  }

  async function bodyOf(request: HttpRequest): Promise<string> {
    const { path } = request;
    const response = await http.request(request);
    if (isSuccess(response)) return response.body;
    throw failureOf(response, { path, where: where(path) });
  }

  async function stream(path: string, signal: AbortSignal): Promise<AsyncIterable<string>> {
    const response = await http.stream(requestOf(path, signal));
    if (isSuccess(response)) return response.body;
    const { status, statusText } = response;
    const refusal = { status, statusText, body: await textOf(response) };
    throw failureOf(refusal, { path, where: where(path) });
  }

  return {
    where,
    text: (path) => bodyOf({ ...requestOf(path), largest: LARGEST_RAW_ANSWER }),
    parse,
    stream,
    json: async (path, signal) => parse(await bodyOf(requestOf(path, signal)), path),
  };
}

function isSuccess({ status }: { readonly status: number }): boolean {
  return status >= 200 && status < 300;
}

/** Why it refuses stands at the beginning. */
async function textOf({ body }: HttpStream): Promise<string> {
  let text = '';
  for await (const chunk of body) {
    text += chunk;
    if (text.length > LARGEST_PREFACE) break;
  }
  return text;
}
