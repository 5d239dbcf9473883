/** One request to the server that the client was made for; nothing leaves its origin. */
export interface HttpRequest {
  readonly method: 'GET' | 'POST';
  /** Path and query from the server's root: `/v8/Jobs?limit=1000`. */
  readonly path: string;
  readonly headers?: Readonly<Record<string, string>>;
  /** Sent as application/x-www-form-urlencoded. */
  readonly form?: Readonly<Record<string, string>>;
  /** How many bytes the whole answer may have, decompressed; `LARGEST_ANSWER` unless given. */
  readonly largest?: number;
  /** Ends this one request early, besides the environment's own signal. */
  readonly signal?: AbortSignal;
  /** Sent although the environment's signal is aborted: what has to be said before leaving. */
  readonly outlives?: boolean;
}

/** What the server answered, whatever its status code. */
export interface HttpResponse {
  readonly status: number;
  readonly statusText: string;
  /** Lower-case names. */
  readonly headers: Readonly<Record<string, string | undefined>>;
  readonly body: string;
}

/** The same with the body still arriving; reading it slowly slows the server down. */
export interface HttpStream {
  readonly status: number;
  readonly statusText: string;
  readonly headers: Readonly<Record<string, string | undefined>>;
  readonly body: AsyncIterable<string>;
}

/**
 * Speaks HTTPS with one server: TLS settings, proxy, time limits, concurrency and retries of what
 * fails in passing. Answers with any status code are returned; what never became an answer throws a
 * `VsiError` (UNREACHABLE, TLS_UNTRUSTED, TIMEOUT, INTERRUPTED, ANSWER_UNREADABLE).
 */
export interface HttpClient {
  readonly origin: string;
  readonly request: (request: HttpRequest) => Promise<HttpResponse>;
  readonly stream: (request: HttpRequest) => Promise<HttpStream>;
  /** Ends what is under way; nothing can be asked any more. */
  readonly close: () => void;
}
