import type { IncomingMessage, RequestListener, ServerResponse } from 'node:http';
import { createServer } from 'node:https';
import type { AddressInfo, Server, Socket } from 'node:net';
import type { TestCertificate } from './certificates.ts';

/** A request as the server saw it. */
export interface SeenRequest {
  readonly method: string;
  readonly url: string;
  readonly headers: IncomingMessage['headers'];
  readonly body: string;
}

/** A real HTTPS server on the loopback interface. */
export interface TestServer {
  readonly origin: string;
  readonly port: number;
  /** In the order of arrival. */
  readonly requests: SeenRequest[];
  /** How many connections came, those that failed in their handshake included. */
  readonly connections: () => number;
  readonly close: () => Promise<void>;
}

/** Answers a request whose body has arrived. */
export type Answer = (request: SeenRequest, response: ServerResponse) => void;

/** Starts a server that notes every request before it answers. */
export async function startHttpsServer(
  certificate: Pick<TestCertificate, 'cert' | 'key'>,
  answer: Answer,
): Promise<TestServer> {
  const requests: SeenRequest[] = [];
  const listener: RequestListener = (incoming, response) => {
    let body = '';
    incoming.setEncoding('utf8');
    incoming.on('data', (chunk: string) => (body += chunk));
    incoming.on('end', () => {
      const { method = '', url = '', headers } = incoming;
      const seen = { method, url, headers, body };
      requests.push(seen);
      answer(seen, response);
    });
  };
  const server = createServer({ cert: certificate.cert, key: certificate.key }, listener);
  server.on('tlsClientError', () => undefined);
  const running = await listen(server);
  return { ...running, origin: `https://localhost:${running.port}`, requests };
}

/** What runs on a port, whatever it speaks. */
export interface Listening {
  readonly port: number;
  readonly connections: () => number;
  readonly close: () => Promise<void>;
}

/** Puts any server on a free port of the loopback interface. */
export async function listen(server: Server): Promise<Listening> {
  const sockets = new Set<Socket>();
  let count = 0;
  server.on('connection', (socket: Socket) => {
    count += 1;
    sockets.add(socket);
    socket.on('error', () => undefined);
    socket.once('close', () => sockets.delete(socket));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    port: portOf(server.address()),
    connections: () => count,
    close: async () => {
      const closed = new Promise((resolve) => server.close(resolve));
      for (const socket of sockets) socket.destroy();
      await closed;
    },
  };
}

function portOf(address: AddressInfo | string | null): number {
  if (address === null || typeof address === 'string') throw new Error('no port');
  return address.port;
}

/** Answers with JSON. */
export function sendJson(response: ServerResponse, value: unknown, status = 200): void {
  response.writeHead(status, { 'content-type': 'application/json' });
  response.end(JSON.stringify(value));
}
