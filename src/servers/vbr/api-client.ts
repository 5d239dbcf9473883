/** GETs of VBR's REST API: what was answered, or an error that says what and where. */
import type { HttpClient } from '../http.ts';
import { readJson, type JsonAnswer } from '../json.ts';
import { failureOf } from './refusal.ts';
import type { VbrRevision } from './versions.ts';

/** What a request goes through. */
export interface ApiClientOptions {
  /** Sends the token along and renews it (`withLogin`). */
  readonly http: Pick<HttpClient, 'request'>;
  /** Sent as `x-api-version` with every request. */
  readonly revision: VbrRevision;
  /** The server's name, for errors. */
  readonly server: string;
  /** Whether answers keep their source text. */
  readonly keepSource: boolean;
}

/** Asks one server. Every method throws what the HTTP client throws, and `failureOf` an answer. */
export interface ApiClient {
  /** The endpoint for errors: `GET /api/v1/sessions on backup.example.com`, without the query. */
  readonly where: (path: string) => string;
  /** The body as it came. */
  readonly text: (path: string, signal?: AbortSignal) => Promise<string>;
  /** The body as JSON. @throws ANSWER_UNREADABLE */
  readonly json: (path: string, signal?: AbortSignal) => Promise<JsonAnswer>;
}

/** A client for one server. Paths are from the server's root, with their query. */
export function createApiClient(options: ApiClientOptions): ApiClient {
  const { http, revision, server, keepSource } = options;
  const where = (path: string): string => `GET ${path.replace(/\?.*$/s, '')} on ${server}`;

  async function text(path: string, signal?: AbortSignal): Promise<string> {
    const response = await http.request({
      method: 'GET',
      path,
      headers: { 'x-api-version': revision.name },
      ...(signal === undefined ? {} : { signal }),
    });
    if (response.status >= 200 && response.status < 300) return response.body;
    throw failureOf(response, { where: where(path), revision });
  }

  return {
    where,
    text,
    json: async (path, signal) => readJson(await text(path, signal), where(path), keepSource),
  };
}
