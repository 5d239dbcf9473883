import { createServer, type IncomingMessage } from 'node:http';
import { connect, type Socket } from 'node:net';
import { listen, type Listening } from './https-server.ts';

/** A real HTTP proxy that opens every tunnel to one and the same port of the loopback interface. */
export interface TestProxy extends Listening {
  /** Where tunnels were asked for, with the proxy's own login. */
  readonly tunnels: { readonly target: string; readonly authorization: string | undefined }[];
}

/**
 * @param port where all tunnels really lead
 * @param refusal answered instead of opening a tunnel, when it says so: `HTTP/1.1 407 …`
 */
export async function startConnectProxy(
  port: number,
  refusal: (request: IncomingMessage) => string | null = () => null,
): Promise<TestProxy> {
  const tunnels: TestProxy['tunnels'][number][] = [];
  const server = createServer((_request, response) => response.writeHead(405).end());
  server.on('connect', (request: IncomingMessage, client: Socket) => {
    tunnels.push({
      target: request.url ?? '',
      authorization: request.headers['proxy-authorization'],
    });
    const refused = refusal(request);
    if (refused !== null) {
      client.end(`${refused}\r\n\r\n`);
      return;
    }
    const upstream = connect(port, '127.0.0.1', () => {
      client.write('HTTP/1.1 200 Connection Established\r\n\r\n');
      upstream.pipe(client).pipe(upstream);
    });
    upstream.on('error', () => client.destroy());
    client.on('close', () => upstream.destroy());
  });
  return { ...(await listen(server)), tunnels };
}
