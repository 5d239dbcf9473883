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
