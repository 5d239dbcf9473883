import type { IncomingMessage, ServerResponse } from 'node:http';
import { createServer, type Server } from 'node:https';
import type { ServerCertificate } from './certificate.ts';
import type { SimulatedRequest, SimulatedResponse, Simulator } from './simulator.ts';

/** One request and its answer as they went over the wire, for contract tests. */
export interface Exchange {
  readonly method: string;
  /** Path and query as requested: `/v8/Jobs?limit=5`. */
  readonly url: string;
  /** Lower-case names. */
  readonly requestHeaders: Readonly<Record<string, string | undefined>>;
  readonly requestBody: string;
  readonly status: number;
  /** Lower-case names. */
  readonly responseHeaders: Readonly<Record<string, string>>;
  /** Empty where the answer had no body. */
  readonly responseBody: string;
}

/** How to serve a simulator. */
export interface ServeOptions {
  readonly simulator: Simulator;
  readonly certificate: ServerCertificate;
  /** 0, any free one, unless given. */
  readonly port?: number;
  /** Milliseconds by which every answer is delayed. */
  readonly latency?: number;
  /** Called just before the answer leaves, so that whoever has it can rely on the record. */
  readonly onExchange?: (exchange: Exchange) => void;
}

/** A server that listens on the loopback interface. */
export interface RunningServer {
  /** `https://127.0.0.1:PORT` */
  readonly url: string;
  readonly port: number;
  /** Ends at once, open connections and delayed answers included. */
  readonly close: () => Promise<void>;
}

/**
 * Puts a simulator behind HTTPS on 127.0.0.1.
 *
 * @throws the system's error (`EADDRINUSE`, `EACCES`) when the port cannot be had
 */
export async function serveHttps(options: ServeOptions): Promise<RunningServer> {
  const { certificate, simulator, latency = 0, onExchange } = options;
  const delayed = new Set<NodeJS.Timeout>();
  const server = createServer(
    { cert: certificate.certificate, key: certificate.privateKey, keepAliveTimeout: 60_000 },
    (incoming, outgoing) => {
      void readBody(incoming).then(
        (body) => {
          const timer = setTimeout(() => {
            delayed.delete(timer);
            exchange({ incoming, body, outgoing });
          }, latency);
          delayed.add(timer);
        },
        () => outgoing.destroy(),
      );
    },
  );
  // A client that refuses the certificate is what the certificate tests are about.
  server.on('tlsClientError', () => undefined);
  server.on('clientError', (_error, socket) => socket.destroy());
  const port = await listen(server, options.port ?? 0);
  return { url: `https://127.0.0.1:${port}`, port, close };

  function exchange(parts: {
    readonly incoming: IncomingMessage;
    readonly body: string;
    readonly outgoing: ServerResponse;
  }): void {
    const { incoming, body, outgoing } = parts;
    const headers = requestHeaders(incoming);
    const request = { incoming, headers, body };
    const response = answer(simulator, request);
    const text = bodyText(response.body);
    const fields = responseHeaders(response, text);
    onExchange?.({
      method: incoming.method ?? 'GET',
      url: incoming.url ?? '/',
      requestHeaders: headers,
      requestBody: body,
      status: response.status,
      responseHeaders: fields,
      responseBody: text,
    });
    if (response.statusText !== undefined) outgoing.statusMessage = response.statusText;
    outgoing.writeHead(response.status, fields);
    outgoing.end(text);
  }

  async function close(): Promise<void> {
    for (const timer of delayed) clearTimeout(timer);
    await new Promise<void>((resolve) => {
      server.close(() => {
        resolve();
      });
      server.closeAllConnections();
    });
  }
}

function answer(
  simulator: Simulator,
  request: {
    readonly incoming: IncomingMessage;
    readonly headers: SimulatedRequest['headers'];
    readonly body: string;
  },
): SimulatedResponse {
  const { incoming, headers, body } = request;
  const method = incoming.method ?? 'GET';
  const [path, query] = splitOnce(incoming.url ?? '/', '?');
  try {
    return simulator.handle({
      method,
      path: decodeURIComponent(path),
      query: new URLSearchParams(query),
      headers,
      body,
    });
  } catch (error) {
    // A path that cannot be decoded, or a fault of the simulator: an answer, not the end of the server.
    const isBadPath =
      typeof error === 'object' && error !== null && 'name' in error && error.name === 'URIError';
    return { status: isBadPath ? 400 : 500, body: { message: String(error) } };
  }
}

function splitOnce(text: string, separator: string): [string, string] {
  const index = text.indexOf(separator);
  return index < 0 ? [text, ''] : [text.slice(0, index), text.slice(index + separator.length)];
}

async function readBody(incoming: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of incoming) {
    if (Buffer.isBuffer(chunk)) chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString('utf8');
}

function requestHeaders(incoming: IncomingMessage): Record<string, string | undefined> {
  return Object.fromEntries(
    Object.entries(incoming.headers).map(([name, value]) => [
      name,
      Array.isArray(value) ? value.join(', ') : value,
    ]),
  );
}

function bodyText(body: unknown): string {
  if (body === null || body === undefined) return '';
  return typeof body === 'string' ? body : JSON.stringify(body);
}

function responseHeaders(response: SimulatedResponse, text: string): Record<string, string> {
  const headers: Record<string, string> = {};
  if (text !== '') headers['content-type'] = 'application/json; charset=utf-8';
  if (response.status !== 204) headers['content-length'] = String(Buffer.byteLength(text));
  for (const [name, value] of Object.entries(response.headers ?? {})) {
    headers[name.toLowerCase()] = value;
  }
  return headers;
}

function listen(server: Server, port: number): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, '127.0.0.1', () => {
      server.removeListener('error', reject);
      const address = server.address();
      resolve(typeof address === 'object' && address !== null ? address.port : port);
    });
  });
}
