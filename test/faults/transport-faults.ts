import { brotliCompressSync, constants, deflateSync, gzipSync } from 'node:zlib';
import type { Tamper, TamperedExchange, WireAnswer } from '../support/faulty-server.ts';
import type { Expectation, FaultCase } from './faults.ts';

/** The same answer as without the fault. */
const SAME: Expectation = { codes: [0] };

/** The server fails as a whole: nothing can be right, and it is said. */
function fails(says: RegExp, ...codes: number[]): Expectation {
  return { codes, says };
}

/** Logging in and out ask for no data; what they need is another matter than what lists need. */
const WITHOUT_DATA = { login: SAME, logout: SAME, 'server test': SAME } as const;

/** Where there is no login to end, none is begun. */
const WITHOUT_SIGN_IN = { logout: SAME } as const;

/** The best compression takes seconds. */
const FAST = { params: { [constants.BROTLI_PARAM_QUALITY]: 1 } };

/** The gap between two bytes of a slow server, in milliseconds; many of them make a time-out. */
const DRIP = 100;
const IMPATIENT = { VSI_TIMEOUT: '400ms' };

/** Does something to every answer that holds data, and leaves the sign-in alone. */
function toData(change: (exchange: TamperedExchange) => void): Tamper {
  return (exchange) => {
    if (exchange.kind === 'data') change(exchange);
    else exchange.send(exchange.honest());
  };
}

/** Changes the data's answers on their way. */
function changed(change: (answer: WireAnswer) => WireAnswer): Tamper {
  return toData((exchange) => {
    exchange.send(change(exchange.honest()));
  });
}

/** Strikes only the first time that an address is asked for. */
function once(strike: (exchange: TamperedExchange) => void): Tamper {
  const seen = new Set<string>();
  return toData((exchange) => {
    const { url } = exchange.request;
    if (seen.has(url)) {
      exchange.send(exchange.honest());
    } else {
      seen.add(url);
      strike(exchange);
    }
  });
}

function everyFourth(strike: (exchange: TamperedExchange) => void): Tamper {
  return toData((exchange) => {
    if (exchange.count % 4 === 2) strike(exchange);
    else exchange.send(exchange.honest());
  });
}

function refusal(
  status: number,
  headers: Readonly<Record<string, string>> = {},
): (exchange: TamperedExchange) => void {
  return ({ send }) => {
    send({ status, headers, body: '' });
  };
}

/** The sign-in refuses so many times before it lets in. */
function atSignIn(times: number, status: number, headers: Record<string, string> = {}): Tamper {
  return (exchange) => {
    if (exchange.kind === 'token' && exchange.count <= times) {
      exchange.send({ status, headers, body: '' });
    } else exchange.send(exchange.honest());
  };
}

function reset({ response }: TamperedExchange): void {
  response.socket?.destroy();
}

/** Announces the whole body, sends half of it, and is gone. */
function breakOff({ honest, response }: TamperedExchange): void {
  const { status, headers, body } = honest();
  const bytes = Buffer.from(body);
  response.writeHead(status, { ...headers, 'content-length': String(bytes.length + 10) });
  response.write(bytes.subarray(0, Math.floor(bytes.length / 2)));
  setTimeout(() => response.socket?.destroy(), 5);
}

function drip({ honest, response }: TamperedExchange): void {
  const { status, headers, body } = honest();
  response.writeHead(status, headers);
  const bytes = Buffer.from(body);
  let at = 0;
  const timer = setInterval(() => {
    if (at >= bytes.length) {
      clearInterval(timer);
      response.end();
    } else response.write(bytes.subarray(at, (at += 1)));
  }, DRIP);
  response.on('close', () => {
    clearInterval(timer);
  });
}

function hang(): void {
  // No answer, ever.
}

function hangAfterHead({ honest, response }: TamperedExchange): void {
  const { status, headers } = honest();
  response.writeHead(status, headers);
  response.flushHeaders();
}

/** Three bytes at a time, so that characters and numbers are torn apart. */
function inCrumbs({ honest, response }: TamperedExchange): void {
  const { status, headers, body } = honest();
  response.writeHead(status, headers);
  const bytes = Buffer.from(body);
  const size = Math.max(3, Math.ceil(bytes.length / 400) | 1);
  for (let at = 0; at < bytes.length; at += size) response.write(bytes.subarray(at, at + size));
  response.end();
}

function encoded(encoding: string, encode: (body: Buffer) => Buffer): Tamper {
  return changed(({ status, headers, body }) => ({
    status,
    headers: { ...headers, 'content-encoding': encoding },
    body: encode(Buffer.from(body)),
  }));
}

/**
 * The first access token is good for so many requests, those after it for good: as when its time is
 * over, all who wait in line with it are refused.
 */
function expiring(uses: number, onToken: (exchange: TamperedExchange) => boolean): Tamper {
  let first: string | undefined;
  let used = 0;
  return (exchange) => {
    const { kind, request, send, honest } = exchange;
    if (kind === 'data') {
      first ??= request.headers.authorization;
      if (request.headers.authorization === first && (used += 1) > uses) {
        send({ status: 401, headers: {}, body: '' });
        return;
      }
    }
    if (kind !== 'token' || !onToken(exchange)) send(honest());
  };
}

function isRefresh({ request }: TamperedExchange): boolean {
  return new URLSearchParams(request.body).get('grant_type') === 'refresh_token';
}

/** Refreshed tokens are refused everywhere, as VBR was seen to do. */
function refusedWhenRefreshed(uses: number): Tamper {
  const refreshed = new Set<string>();
  const used = new Map<string, number>();
  return (exchange) => {
    const { kind, request, send, honest } = exchange;
    if (kind === 'token') {
      const answer = honest();
      const [, token] = /"access_token":"([^"]+)"/.exec(answer.body.toString()) ?? [];
      if (token !== undefined && isRefresh(exchange)) refreshed.add(`Bearer ${token}`);
      send(answer);
      return;
    }
    const token = request.headers.authorization ?? '';
    const count = (used.get(token) ?? 0) + 1;
    used.set(token, count);
    if (kind === 'data' && refreshed.has(token)) send({ status: 403, headers: {}, body: '' });
    else if (kind === 'data' && count > uses && !isProven(used, refreshed)) {
      send({ status: 401, headers: {}, body: '' });
    } else send(honest());
  };
}

/** Whether a second token by password is in use: then nothing is refused any more. */
function isProven(used: ReadonlyMap<string, number>, refreshed: ReadonlySet<string>): boolean {
  return [...used.keys()].filter((token) => token !== '' && !refreshed.has(token)).length > 1;
}

const HTML =
  '<!DOCTYPE html>\n<html><head><title>Sign in</title></head><body onload="x()">Welcome</body></html>';

function page(status: number): Tamper {
  return changed(() => ({ status, headers: { 'content-type': 'text/html' }, body: HTML }));
}

function text(body: string): Tamper {
  return changed((answer) => ({ ...answer, body }));
}

function withoutPosition(exchange: TamperedExchange): void {
  const query = new URLSearchParams(exchange.query);
  query.delete('offset');
  query.delete('skip');
  exchange.send(exchange.honest(query));
}

/** What goes wrong between a server and vsi, whatever the data says. */
export const TRANSPORT_FAULTS: readonly FaultCase[] = [
  // The login.
  {
    name: 'token expires in mid-paging',
    tamper: () => expiring(3, () => false),
    expect: SAME,
  },
  {
    name: 'token expires, its refresh is refused',
    tamper: () =>
      expiring(1, (exchange) => {
        if (!isRefresh(exchange)) return false;
        exchange.send({ status: 400, headers: {}, body: '{"message":"no"}' });
        return true;
      }),
    expect: SAME,
  },
  {
    name: 'kept token is refused, its refresh, too',
    keptLogin: true,
    tamper: ({ tokens }) => {
      const kept = new Set([...tokens].map((token) => `Bearer ${token}`));
      return (exchange) => {
        const { kind, request, send, honest } = exchange;
        const token = request.headers.authorization ?? '';
        if (kind === 'data' && kept.has(token)) send({ status: 401, headers: {}, body: '' });
        else if (kind === 'token' && isRefresh(exchange))
          send({ status: 400, headers: {}, body: '' });
        else send(honest());
      };
    },
    expect: SAME,
  },
  {
    name: 'refreshed token gets 403 everywhere',
    tamper: () => refusedWhenRefreshed(2),
    expect: SAME,
  },
  {
    name: 'every token is refused',
    tamper: () => toData(refusal(401)),
    expect: fails(/refuses the token/, 4),
    but: WITHOUT_DATA,
  },
  {
    name: 'no rights for anything',
    tamper: () => toData(refusal(403)),
    expect: fails(/right|role|refuse|Forbidden|403/i, 4),
    but: WITHOUT_DATA,
  },
  {
    name: 'sign-in: 429 with Retry-After, twice',
    tamper: () => atSignIn(2, 429, { 'retry-after': '1' }),
    expect: SAME,
  },
  { name: 'sign-in: 429 without Retry-After', tamper: () => atSignIn(1, 429), expect: SAME },
  {
    name: 'sign-in: 429 for good',
    tamper: () => atSignIn(Infinity, 429),
    expect: fails(/throttles logins/, 1),
    but: WITHOUT_SIGN_IN,
  },
  {
    name: 'sign-in: 503 with Retry-After, once',
    tamper: () => atSignIn(1, 503, { 'retry-after': '2' }),
    expect: SAME,
  },
  {
    name: 'sign-in: 503 for good',
    tamper: () => atSignIn(Infinity, 503),
    expect: fails(/503/, 1),
    but: WITHOUT_SIGN_IN,
  },
  {
    name: 'sign-in: 500',
    tamper: () => atSignIn(Infinity, 500),
    expect: fails(/500/, 1),
    but: WITHOUT_SIGN_IN,
  },
  {
    name: 'sign-in: an HTML page',
    tamper: () => (exchange) => {
      const { kind, send, honest } = exchange;
      send(kind === 'token' ? { status: 200, headers: {}, body: HTML } : honest());
    },
    expect: fails(/login’s answer is not JSON/, 1),
    but: WITHOUT_SIGN_IN,
  },
  {
    name: 'sign-in: the refusal repeats the password',
    tamper: () => (exchange) => {
      const { kind, request, send, honest } = exchange;
      const password = new URLSearchParams(request.body).get('password') ?? '';
      const body = JSON.stringify({
        message: `wrong password ${password}`,
        error_description: password,
      });
      send(kind === 'token' ? { status: 400, headers: {}, body } : honest());
    },
    expect: fails(/login refused/, 4),
    but: WITHOUT_SIGN_IN,
  },
  {
    name: 'sign-in: the connection is reset once',
    tamper: () => (exchange) => {
      if (exchange.kind === 'token' && exchange.count === 1) reset(exchange);
      else exchange.send(exchange.honest());
    },
    expect: SAME,
  },
  {
    name: 'sign-in: redirect to another host',
    tamper:
      ({ foreignOrigin }) =>
      ({ kind, request, send, honest }) => {
        const headers = { location: `${foreignOrigin}${request.url}` };
        send(kind === 'token' ? { status: 307, headers, body: '' } : honest());
      },
    expect: fails(/redirects to/, 1),
    but: WITHOUT_SIGN_IN,
  },
  // Errors of the server.
  { name: 'first try: 500', tamper: () => once(refusal(500)), expect: SAME },
  { name: 'first try: 429', tamper: () => once(refusal(429)), expect: SAME },
  {
    name: 'first try: 429 with Retry-After',
    tamper: () => once(refusal(429, { 'retry-after': '7' })),
    expect: SAME,
  },
  {
    name: 'first try: 503 with Retry-After as a date',
    tamper: () => once(refusal(503, { 'retry-after': 'Sun, 22 Nov 2026 05:30:09 GMT' })),
    expect: SAME,
  },
  { name: 'first try: 503', tamper: () => once(refusal(503)), expect: SAME },
  { name: 'first try: 502', tamper: () => once(refusal(502)), expect: SAME },
  { name: 'first try: reset', tamper: () => once(reset), expect: SAME },
  { name: 'first try: breaks off in mid-body', tamper: () => once(breakOff), expect: SAME },
  // Whether the same question is hit three times is chance: the right answer, or word of it.
  {
    name: 'every fourth call: 500',
    tamper: () => everyFourth(refusal(500)),
    expect: { codes: [0, 1, 3], says: /500/ },
  },
  {
    name: 'every fourth call: reset',
    tamper: () => everyFourth(reset),
    expect: { codes: [0, 3, 6], says: /closed the connection/ },
  },
  ...[429, 500, 502, 503].map((status): FaultCase => ({
    name: `${status} for good`,
    tamper: () => toData(refusal(status)),
    expect: fails(new RegExp(String(status)), 1),
    but: WITHOUT_DATA,
  })),
  {
    name: '503 with Retry-After of an hour',
    tamper: () => toData(refusal(503, { 'retry-after': '3600' })),
    expect: fails(/503/, 1),
    but: WITHOUT_DATA,
  },
  {
    name: 'reset for good',
    tamper: () => toData(reset),
    expect: fails(/closed the connection/, 6),
    but: WITHOUT_DATA,
  },
  {
    name: 'breaks off for good',
    tamper: () => toData(breakOff),
    expect: fails(/broke off/, 1),
    but: WITHOUT_DATA,
  },
  {
    name: 'dies in mid-list: 500 from the third answer on',
    tamper: () =>
      toData((exchange) => {
        if (exchange.count > 2)
          exchange.send({ status: 500, headers: {}, body: '{"message":"out of order"}' });
        else exchange.send(exchange.honest());
      }),
    expect: { codes: [0, 1, 3], says: /500|out of order/ },
  },
  // What is no JSON.
  {
    name: 'cut JSON',
    tamper: () =>
      changed((answer) => ({
        ...answer,
        body: answer.body.slice(0, Math.floor(answer.body.length * 0.6)),
      })),
    expect: fails(/breaks off|empty|not JSON/, 1),
    but: WITHOUT_DATA,
  },
  {
    name: 'HTML with 200',
    tamper: () => page(200),
    expect: fails(/HTML page/, 1),
    but: WITHOUT_DATA,
  },
  { name: 'HTML with 502', tamper: () => page(502), expect: fails(/502/, 1), but: WITHOUT_DATA },
  {
    name: 'HTML with 404',
    tamper: () => page(404),
    expect: fails(/404|has no API|no session/, 1),
    // Where one thing was asked for by its name, it is that which is not there.
    but: {
      ...WITHOUT_DATA,
      ...Object.fromEntries(
        ['api', 'session show', 'session log', 'session tasks', 'session watch'].map((words) => [
          words,
          fails(/404|has no API|no session/, 1, 5),
        ]),
      ),
    },
  },
  { name: 'HTML with 400', tamper: () => page(400), expect: fails(/400/, 1), but: WITHOUT_DATA },
  { name: 'an empty body', tamper: () => text(''), expect: fails(/empty/, 1), but: WITHOUT_DATA },
  {
    name: '204 without a body',
    tamper: () => toData(refusal(204)),
    expect: fails(/empty/, 1),
    but: WITHOUT_DATA,
  },
  ...[
    'null',
    '42',
    '"text"',
    '{}',
    '[null]',
    '[42]',
    '{"results":{},"data":{},"records":{}}',
    '{"results":[null],"data":[7],"records":["x"]}',
  ].map((body): FaultCase => ({
    name: `every answer is ${body}`,
    tamper: () => text(body),
    expect: fails(/should be|incomplete|repeats/i, 1),
    but: { ...WITHOUT_DATA, api: { codes: [0, 1], answers: 'differ' } },
  })),
  {
    name: 'JSON nested 50,000 deep',
    tamper: () => text('[{"results":'.repeat(50_000)),
    expect: fails(/breaks off|not JSON/, 1),
    but: WITHOUT_DATA,
  },
  // The same data in other clothes.
  {
    name: 'byte order mark',
    tamper: () => changed((answer) => ({ ...answer, body: `\uFEFF${answer.body.toString()}` })),
    expect: SAME,
    but: { api: { codes: [0], answers: 'differ' } },
  },
  {
    name: 'wrong content type',
    tamper: () =>
      changed((answer) => ({
        ...answer,
        headers: { 'content-type': 'text/plain; charset=iso-8859-1' },
      })),
    expect: SAME,
  },
  {
    name: 'no content type',
    tamper: () => changed((answer) => ({ ...answer, headers: {} })),
    expect: SAME,
  },
  { name: 'gzip', tamper: () => encoded('gzip', gzipSync), expect: SAME },
  { name: 'deflate', tamper: () => encoded('deflate', deflateSync), expect: SAME },
  {
    name: 'brotli',
    tamper: () => encoded('br', (body) => brotliCompressSync(body, FAST)),
    expect: SAME,
  },
  {
    name: 'gzip that is damaged',
    tamper: () => encoded('gzip', (body) => gzipSync(body).fill(0, 12)),
    expect: fails(/compressed answer is damaged|broke off/, 1),
    but: WITHOUT_DATA,
  },
  {
    name: 'gzip announced, but plain',
    tamper: () => encoded('gzip', (body) => body),
    expect: fails(/compressed answer is damaged|broke off/, 1),
    but: WITHOUT_DATA,
  },
  {
    name: 'gzip that breaks off',
    tamper: () => encoded('gzip', (body) => gzipSync(body).subarray(0, -12)),
    expect: fails(/compressed answer is damaged|broke off|breaks off/, 1),
    but: WITHOUT_DATA,
  },
  { name: 'in crumbs', tamper: () => toData(inCrumbs), expect: SAME },
  // Time.
  {
    name: 'one byte after the other',
    tamper: () => toData(drip),
    variables: IMPATIENT,
    expect: fails(/not complete within|did not answer within/, 6),
    but: WITHOUT_DATA,
  },
  {
    name: 'a hang',
    tamper: () => toData(hang),
    variables: IMPATIENT,
    expect: fails(/did not answer within/, 6),
    but: WITHOUT_DATA,
  },
  {
    name: 'a hang behind the head',
    tamper: () => toData(hangAfterHead),
    variables: IMPATIENT,
    // On a busy machine even the head may come too late.
    expect: fails(/not complete within|did not answer within/, 6),
    but: WITHOUT_DATA,
  },
  {
    name: 'a hang from the third answer on',
    tamper: () =>
      toData((exchange) => {
        if (exchange.count > 2) hang();
        else exchange.send(exchange.honest());
      }),
    variables: IMPATIENT,
    expect: { codes: [0, 3, 6], says: /did not answer within/ },
  },
  {
    name: 'a hang at the sign-in',
    tamper: () => (exchange) => {
      if (exchange.kind === 'token') hang();
      else exchange.send(exchange.honest());
    },
    variables: IMPATIENT,
    expect: fails(/did not answer within/, 6),
    but: WITHOUT_SIGN_IN,
  },
  // Where to.
  {
    name: 'redirect on the same host',
    tamper:
      ({ origin }) =>
      (exchange) => {
        toData(({ request, send }) => {
          send({
            status: 302,
            headers: { location: `${origin}/elsewhere${request.url}` },
            body: '',
          });
        })(exchange);
      },
    expect: fails(/redirects to/, 1),
    but: WITHOUT_DATA,
  },
  {
    name: 'redirect to another host',
    tamper:
      ({ foreignOrigin }) =>
      (exchange) => {
        toData(({ request, send }) => {
          send({ status: 307, headers: { location: `${foreignOrigin}${request.url}` }, body: '' });
        })(exchange);
      },
    expect: fails(/redirects to/, 1),
    but: WITHOUT_DATA,
  },
  {
    // VBR's answers hold no links.
    name: 'all links lead to another host',
    products: ['vb365'],
    tamper:
      ({ foreignOrigin, origin }) =>
      (exchange) => {
        changed((answer) => ({
          ...answer,
          body: answer.body
            .toString()
            .replaceAll(origin, foreignOrigin)
            .replaceAll('"href":"/', `"href":"${foreignOrigin}/`),
        }))(exchange);
      },
    expect: SAME,
    but: { api: { codes: [0], answers: 'differ' } },
  },
  {
    name: 'offsets are ignored: an endless first page',
    tamper: () => toData(withoutPosition),
    expect: { codes: [0, 1, 3], says: /incomplete|not the one asked for/ },
  },
];
