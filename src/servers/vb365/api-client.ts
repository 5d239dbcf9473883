/** GETs of VB365's REST API: what was answered, or an error that says what and where. */
import type { VsiError } from '../../model/errors.ts';
import type { HttpClient, HttpStream } from '../http.ts';
import { readJson, type JsonAnswer } from '../json.ts';
import { failureOf } from './refusal.ts';
import { notServed } from './versions.ts';

/** What a request goes through. */
export interface ApiClientOptions {
  /** Sends the token along and renews it (`withLogin`). */
  readonly http: Pick<HttpClient, 'request' | 'stream'>;
  /** The server's name, for errors. */
  readonly server: string;
  /** Whether answers keep their source text. */
  readonly keepSource: boolean;
}

/** Asks one server. Every method throws what the HTTP client throws, and `failureOf` an answer. */
export interface ApiClient {
  /** The endpoint for errors: `GET /v8/Jobs on backup.example.com`, without the query. */
  readonly where: (path: string) => string;
  /** The body as it came. */
  readonly text: (path: string, signal?: AbortSignal) => Promise<string>;
  /** The body as JSON. @throws ANSWER_UNREADABLE */
  readonly json: (path: string, signal?: AbortSignal) => Promise<JsonAnswer>;
  /** JSON text that came by `stream`. @throws ANSWER_UNREADABLE */
  readonly parse: (text: string, path: string) => JsonAnswer;
  /** The body while it arrives. */
  readonly stream: (path: string, signal: AbortSignal) => Promise<AsyncIterable<string>>;
}

/** Lists that every version has: where one of them is not found, the version is not served. */
const IN_EVERY_VERSION = /^\/(v\d+)\/(?:Jobs|JobSessions)(?:\?(?!.*jobId=)|$)/;

/** A client for one server. Paths are from the server's root, with their query. */
export function createApiClient({ http, server, keepSource }: ApiClientOptions): ApiClient {
  const where = (path: string): string => `GET ${path.replace(/\?.*$/s, '')} on ${server}`;
  const parse = (text: string, path: string): JsonAnswer => readJson(text, where(path), keepSource);

  function failure(response: Parameters<typeof failureOf>[0], path: string): VsiError {
    const version = response.status === 404 ? IN_EVERY_VERSION.exec(path)?.[1] : undefined;
    if (version !== undefined) return notServed(version, where(path));
    return failureOf(response, { where: where(path) });
  }

  async function text(path: string, signal?: AbortSignal): Promise<string> {
    const response = await http.request({
      method: 'GET',
      path,
      ...(signal === undefined ? {} : { signal }),
    });
    if (isSuccess(response)) return response.body;
    throw failure(response, path);
  }

  async function stream(path: string, signal: AbortSignal): Promise<AsyncIterable<string>> {
    const response = await http.stream({ method: 'GET', path, signal });
    if (isSuccess(response)) return response.body;
    const { status, statusText } = response;
    throw failure({ status, statusText, body: await textOf(response) }, path);
  }

  return {
    where,
    text,
    parse,
    stream,
    json: async (path, signal) => parse(await text(path, signal), path),
  };
}

function isSuccess({ status }: { readonly status: number }): boolean {
  return status >= 200 && status < 300;
}

async function textOf({ body }: HttpStream): Promise<string> {
  let text = '';
  for await (const chunk of body) text += chunk;
  return text;
}
