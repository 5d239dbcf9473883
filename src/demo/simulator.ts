/** A request as a simulated server sees it. */
export interface SimulatedRequest {
  readonly method: string;
  /** Decoded path without the query: `/v8/Jobs`. */
  readonly path: string;
  readonly query: URLSearchParams;
  /** Lower-case names. */
  readonly headers: Readonly<Record<string, string | undefined>>;
  readonly body: string;
}

/** What the simulated server answers; a string body is sent as it is, null as no body. */
export interface SimulatedResponse {
  readonly status: number;
  readonly statusText?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body: unknown;
}

/** A simulated product: everything but the socket. */
export interface Simulator {
  readonly product: 'vb365' | 'vbr';
  readonly handle: (request: SimulatedRequest) => SimulatedResponse;
}

/** What a simulated product is made from. */
export interface SimulatorOptions {
  /** Milliseconds since 1970. A world is built relative to its first reading and lives on with it. */
  readonly now: () => number;
  readonly username: string;
  readonly password: string;
  /** The same seed and the same minute give the same world. */
  readonly seed: string;
  /** The newest API version served (`v7`, `1.2-rev1`), older ones included; the newest known unless given. */
  readonly newestVersion?: string;
  /** How long an access token lives, in seconds; the product's default unless given. */
  readonly tokenLifetime?: number;
  /** Whether the token route's own limits hold; they do unless this is false. */
  readonly throttle?: boolean;
  /** Roughly how many sessions the history holds, for benchmarks; some weeks' worth unless given. */
  readonly sessions?: number;
}
