import { Server as HttpServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { Server as HttpsServer } from 'node:https';
import { readOnlyBreaches } from './read-only.ts';

/** Looks at every request that any HTTP server of this process gets. */
export interface RequestWatch {
  /** How many requests vsi has sent so far. */
  readonly count: () => number;
  /** What vsi must never send: other methods and routes, and tokens of another server. */
  readonly breaches: () => readonly string[];
  readonly end: () => void;
}

const TOKEN = /"(?:access|refresh)_token":\s*"([^"]+)"/g;

/**
 * Begins to watch. No test server has to take part. Requests
 * of other programs (a browser, `fetch`) are not looked at; one that does not say whose it is is taken
 * for vsi's.
 */
export function watchRequests(isVsi: (agent: string) => boolean = isNamedVsi): RequestWatch {
  const breaches: string[] = [];
  /** Where each token was issued. */
  const issuers = new Map<string, number>();
  let count = 0;

  function onRequest(message: unknown): void {
    if (!isExchange(message)) return;
    const { request, response } = message;
    const agent = request.headers['user-agent'];
    if (agent !== undefined && !isVsi(agent)) return;
    count += 1;
    const { method = '', url = '', headers } = request;
    const line = `${method} ${url.replace(/\?.*/s, '')}`;
    const port = request.socket.localPort ?? 0;
    const hasBody = 'content-length' in headers || 'transfer-encoding' in headers;
    breaches.push(...readOnlyBreaches([{ method, url, headers, body: hasBody ? '?' : '' }], null));
    const token = /^Bearer (.*)$/i.exec(headers.authorization ?? '')?.[1];
    const issuer = token === undefined ? undefined : issuers.get(token);
    if (issuer !== undefined && issuer !== port)
      breaches.push(`${line} with another server’s token`);
    if (method === 'POST') noteTokens(response, port);
  }

  function noteTokens(response: ServerResponse, port: number): void {
    const end = response.end.bind(response);
    const note = (...words: unknown[]): ServerResponse => {
      for (const [, token = ''] of String(words[0]).matchAll(TOKEN)) issuers.set(token, port);
      Reflect.apply(end, response, words);
      return response;
    };
    response.end = note;
  }

  const end = onEachRequest(onRequest);
  return {
    count: () => count,
    breaches: () => breaches,
    end,
  };
}

/**
 * Looks at what every server is about to tell its listeners. Node's diagnostics channel would be made for this,
 * but in a process that has run many test files it once fell silent, and a watch that sees nothing finds nothing.
 */
function onEachRequest(look: (message: unknown) => void): () => void {
  const undo = [HttpServer.prototype, HttpsServer.prototype].map((prototype) => {
    const emit: unknown = Reflect.get(prototype, 'emit');
    if (typeof emit !== 'function') throw new Error('a server without events');
    Reflect.set(prototype, 'emit', function (this: unknown, ...words: unknown[]): unknown {
      const [name, request, response] = words;
      if (name === 'request') look({ request, response });
      const isHeard: unknown = Reflect.apply(emit, this, words);
      return isHeard;
    });
    return () => Reflect.set(prototype, 'emit', emit);
  });
  return () => {
    for (const restore of undo) restore();
  };
}

function isNamedVsi(agent: string): boolean {
  return agent.startsWith('vsi');
}

function isExchange(
  message: unknown,
): message is { readonly request: IncomingMessage; readonly response: ServerResponse } {
  return (
    typeof message === 'object' && message !== null && 'request' in message && 'response' in message
  );
}
