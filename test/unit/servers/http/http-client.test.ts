import { createServer, type Socket } from 'node:net';
import { createServer as createTlsServer } from 'node:tls';
import { gzipSync } from 'node:zlib';
import { inspect } from 'node:util';
import { afterEach, beforeAll, describe, expect, test } from '@jest/globals';
import type { ConnectionSettings } from '../../../../src/servers/environment.ts';
import {
  createHttpClient,
  type HttpClientLimits,
} from '../../../../src/servers/http/http-client.ts';
import type { HttpClient } from '../../../../src/servers/http/http.ts';
import { VsiError } from '../../../../src/model/errors.ts';
import {
  createAuthority,
  createCertificate,
  type TestCertificate,
} from '../../../support/certificates.ts';
import {
  testEnvironment,
  testSettings,
  type TestEnvironment,
} from '../../../support/environment.ts';
import { failureOf } from '../../../support/failures.ts';
import {
  listen,
  sendJson,
  startHttpsServer,
  type Answer,
  type Listening,
  type TestServer,
} from '../../../support/https-server.ts';

const TOKEN = 'planted-token-4711';
const PASSWORD = 'planted-password-0815';

let authority: TestCertificate;
let trusted: TestCertificate;
const opened: { close: () => unknown }[] = [];

beforeAll(async () => {
  authority = await createAuthority();
  trusted = await createCertificate({ issuer: authority });
});

afterEach(async () => {
  for (const each of opened.splice(0).reverse()) await each.close();
});

interface Scene {
  readonly client: HttpClient;
  readonly server: TestServer;
  readonly environment: TestEnvironment;
}

/** A client that trusts the server it is given. */
async function scene(
  answer: Answer,
  changes: Partial<ConnectionSettings> = {},
  limits: HttpClientLimits = {},
): Promise<Scene> {
  const server = await startHttpsServer(trusted, answer);
  opened.push(server);
  const environment = testEnvironment();
  const tls = { ca: authority.cert, fingerprint: null, insecure: false };
  const client = createHttpClient(
    testSettings(server.origin, { tls, ...changes }),
    environment,
    limits,
  );
  opened.push(client);
  return { client, server, environment };
}

function clientFor(
  origin: string,
  changes: Partial<ConnectionSettings> = {},
  limits: HttpClientLimits = {},
): HttpClient {
  const client = createHttpClient(testSettings(origin, changes), testEnvironment(), limits);
  opened.push(client);
  return client;
}

async function rawServer(
  onData: (write: (text: string) => void, end: () => void) => void,
): Promise<Listening> {
  const server = await listen(
    createServer((socket) => {
      socket.once('data', () => {
        onData(
          (text) => socket.write(text),
          () => socket.destroy(),
        );
      });
    }),
  );
  opened.push(server);
  return server;
}

const get = { method: 'GET', path: '/v8/Jobs?limit=5' } as const;
const post = { method: 'POST', path: '/v8/token', form: { password: PASSWORD } } as const;

describe('an exchange', () => {
  test('sends path, headers and form as they are, and hands back whatever is answered', async () => {
    const { client, server } = await scene((request, response) => {
      response.writeHead(request.method === 'GET' ? 404 : 400, 'Nothing Here', {
        'X-Two': ['a', 'b'],
      });
      response.end('Gewöhnlich – 普通');
    });
    const answer = await client.request({ ...get, headers: { authorization: `Bearer ${TOKEN}` } });
    expect(answer).toMatchObject({
      status: 404,
      statusText: 'Nothing Here',
      body: 'Gewöhnlich – 普通',
    });
    expect(answer.headers['x-two']).toBe('a, b');
    const refused = await client.request({
      ...post,
      form: { username: 'DOM\\ö', password: 'a&b=c+d%' },
    });
    expect(refused.status).toBe(400);
    expect(server.requests[0]).toMatchObject({
      method: 'GET',
      url: '/v8/Jobs?limit=5',
      headers: { authorization: `Bearer ${TOKEN}`, accept: 'application/json' },
    });
    expect(server.requests[0]?.headers['user-agent']).toMatch(/^vsi\//);
    expect(server.requests[1]?.headers['content-type']).toBe('application/x-www-form-urlencoded');
    expect(Object.fromEntries(new URLSearchParams(server.requests[1]?.body))).toEqual({
      username: 'DOM\\ö',
      password: 'a&b=c+d%',
    });
  });

  test('takes compressed bodies, and one connection serves several requests', async () => {
    const { client, server } = await scene((request, response) => {
      expect(request.headers['accept-encoding']).toMatch(/gzip/);
      response.writeHead(200, { 'content-encoding': 'gzip' });
      response.end(gzipSync('{"a":1}'));
    });
    expect((await client.request(get)).body).toBe('{"a":1}');
    expect((await client.request(get)).body).toBe('{"a":1}');
    expect(server.connections()).toBe(1);
  });

  test('never leaves the server it was made for, whatever the path says', async () => {
    const { client, server } = await scene((_request, response) => {
      sendJson(response, {});
    });
    await client.request({ method: 'GET', path: '//elsewhere.example/x' });
    await client.request({ method: 'GET', path: '@elsewhere.example/x' });
    expect(server.requests.map(({ url }) => url)).toEqual([
      '//elsewhere.example/x',
      '/@elsewhere.example/x',
    ]);
  });

  test.each([301, 302, 303, 307, 308])(
    'takes a redirect (%i) for an error, and the token stays',
    async (status) => {
      const other = await startHttpsServer(trusted, (_request, response) => {
        sendJson(response, {});
      });
      opened.push(other);
      const { client } = await scene((_request, response) => {
        response.writeHead(status, { location: `${other.origin}/v8/Jobs` }).end();
      });
      for (const ask of [client.request, client.stream]) {
        expect(
          await failureOf(() => ask({ ...get, headers: { authorization: TOKEN } })),
        ).toMatchObject({
          code: 'REQUEST_FAILED',
          message: `the server redirects to localhost:${other.port}`,
        });
      }
      expect(other.requests).toEqual([]);
    },
  );

  test('keeps to the number of requests under way at once', async () => {
    let now = 0;
    let most = 0;
    const { client } = await scene(
      (_request, response) => {
        most = Math.max(most, (now += 1));
        setTimeout(() => {
          now -= 1;
          sendJson(response, {});
        }, 5);
      },
      { concurrency: 2 },
    );
    await Promise.all(Array.from({ length: 9 }, () => client.request(get)));
    expect(most).toBe(2);
  });
});

describe('trying again', () => {
  function failing(times: number, status: number, headers: Record<string, string> = {}): Answer {
    let left = times;
    return (_request, response) => {
      if (left > 0) response.writeHead(status, headers).end('busy');
      else sendJson(response, { fine: true });
      left -= 1;
    };
  }

  test.each([429, 500, 502, 503, 504])('a GET answered %i', async (status) => {
    const { client, environment } = await scene(failing(2, status));
    expect((await client.request(get)).status).toBe(200);
    expect(environment.sleeps).toEqual([375, 750]);
  });

  test('ends with the answer of the last try', async () => {
    const { client, server } = await scene(failing(9, 503));
    expect(await client.request(get)).toMatchObject({ status: 503, body: 'busy' });
    expect(server.requests).toHaveLength(3);
  });

  test('waits as long as Retry-After says', async () => {
    const { client, environment } = await scene(failing(1, 429, { 'retry-after': '7' }));
    await client.request(get);
    expect(environment.sleeps).toEqual([7125]);
  });

  test.each([400, 401, 403, 404, 501])('not a GET answered %i', async (status) => {
    const { client, server } = await scene(failing(1, status));
    expect((await client.request(get)).status).toBe(status);
    expect(server.requests).toHaveLength(1);
  });

  test.each([
    [500, 1],
    [429, 1],
    [503, 2],
  ])('a POST answered %i is sent %i times', async (status, times) => {
    const { client, server } = await scene(failing(1, status));
    await client.request(post);
    expect(server.requests).toHaveLength(times);
  });

  test('a connection that breaks before the answer, for both methods', async () => {
    let left = 2;
    const { client, server } = await scene((_request, response) => {
      if ((left -= 1) >= 0) response.socket?.destroy();
      else sendJson(response, {});
    });
    expect((await client.request(post)).status).toBe(200);
    left = 3;
    const failure = await failureOf(() => client.request(get));
    expect(failure).toMatchObject({
      code: 'UNREACHABLE',
      message: 'the server closed the connection without an answer',
      where: `GET /v8/Jobs on localhost:${server.port}`,
    });
  });

  test('an answer that breaks off: a GET again, a POST not', async () => {
    const { client, server } = await scene((_request, response) => {
      response.writeHead(200, { 'content-length': '100' });
      response.write('{"results":[', () => response.socket?.destroy());
    });
    const failure = await failureOf(() => client.request(get));
    expect(failure).toMatchObject({
      code: 'ANSWER_UNREADABLE',
      message: 'the connection broke off in the middle of the answer',
    });
    expect(server.requests).toHaveLength(3);
    await failureOf(() => client.request(post));
    expect(server.requests).toHaveLength(4);
  });

  test('a damaged compressed body', async () => {
    const { client, server } = await scene((_request, response) => {
      response
        .writeHead(200, { 'content-encoding': 'gzip' })
        .end(gzipSync('x'.repeat(1000)).subarray(3));
    });
    expect(await failureOf(() => client.request(get))).toMatchObject({
      code: 'ANSWER_UNREADABLE',
      message: 'the compressed answer is damaged',
    });
    expect(server.requests).toHaveLength(3);
  });
});

describe('time limits', () => {
  test('a server that stays silent is tried twice, then asked nothing more', async () => {
    const { client, server } = await scene(() => undefined, { timeout: 40, retries: 5 });
    const failure = await failureOf(() => client.request(get));
    expect(failure).toMatchObject({
      code: 'TIMEOUT',
      message: 'the server did not answer within 0.04 s',
    });
    expect(server.requests).toHaveLength(2);
    expect(
      await failureOf(() => client.request({ method: 'GET', path: '/v8/Proxies' })),
    ).toMatchObject({
      code: 'TIMEOUT',
      hint: 'it did not answer twice in a row, so it is asked nothing more; --timeout gives it more time',
    });
    expect(await failureOf(() => client.stream(get))).toMatchObject({ code: 'TIMEOUT' });
    expect(server.requests).toHaveLength(2);
  });

  test('whoever watches may ask it again after a while', async () => {
    let isSilent = true;
    const { client, environment } = await scene(
      (_request, response) => {
        if (!isSilent) sendJson(response, {});
      },
      { timeout: 250 },
    );
    expect(await failureOf(() => client.request(get))).toMatchObject({ code: 'TIMEOUT' });
    isSilent = false;
    environment.pass(19_000);
    expect(await failureOf(() => client.request(get))).toMatchObject({ code: 'TIMEOUT' });
    environment.pass(1000);
    expect((await client.request(get)).status).toBe(200);
  });

  test('one timeout is forgiven', async () => {
    let calls = 0;
    const { client } = await scene(
      (_request, response) => {
        if ((calls += 1) > 1) sendJson(response, {});
      },
      { timeout: 200 },
    );
    expect((await client.request(get)).status).toBe(200);
    expect((await client.request(get)).status).toBe(200);
  });

  test('the body counts', async () => {
    const { client } = await scene(
      (_request, response) => {
        response.writeHead(200);
        response.write('[');
      },
      { timeout: 600, retries: 0 },
    );
    expect(await failureOf(() => client.request(get))).toMatchObject({
      code: 'TIMEOUT',
      message: 'the answer was not complete within 0.6 s',
    });
  });

  test('connecting has a limit of its own', async () => {
    const mute = await listen(createServer());
    opened.push(mute);
    const client = clientFor(
      `https://localhost:${mute.port}`,
      { retries: 0 },
      { connectTimeout: 30 },
    );
    expect(await failureOf(() => client.request(get))).toMatchObject({
      code: 'TIMEOUT',
      message: 'no connection within 0.03 s',
      where: `localhost:${mute.port}`,
    });
  });
});

describe('ending early', () => {
  test('a signal of the request, or of everything, ends it as interrupted', async () => {
    const { client, environment } = await scene(() => undefined);
    const own = new AbortController();
    const one = failureOf(() => client.request({ ...get, signal: own.signal }));
    own.abort();
    expect(await one).toMatchObject({ code: 'INTERRUPTED' });
    const two = failureOf(() => client.request(get));
    environment.abort(new VsiError('TIMEOUT', 'the deadline is over'));
    expect(await two).toMatchObject({ code: 'TIMEOUT', message: 'the deadline is over' });
    expect(await failureOf(() => client.request(get))).toMatchObject({ code: 'TIMEOUT' });
  });

  test('while waiting to try again, too', async () => {
    const own = new AbortController();
    const { client, server } = await scene((_request, response) => {
      own.abort();
      response.writeHead(503).end();
    });
    expect(await failureOf(() => client.request({ ...get, signal: own.signal }))).toMatchObject({
      code: 'INTERRUPTED',
    });
    expect(server.requests).toHaveLength(1);
  });

  test('closing the client ends a connection in the making', async () => {
    const mute = await listen(createServer());
    opened.push(mute);
    const client = clientFor(`https://localhost:${mute.port}`, { retries: 0 });
    const failure = failureOf(() => client.request(get));
    setTimeout(client.close, 20);
    expect((await failure).code).toBe('INTERRUPTED');
  });
});

describe('a server that cannot be reached', () => {
  test('unknown host', async () => {
    const environment = testEnvironment();
    const client = createHttpClient(testSettings('https://no-such-host.invalid:4443'), environment);
    const failure = await failureOf(() => client.request(get));
    expect(failure).toMatchObject({
      code: 'UNREACHABLE',
      where: 'no-such-host.invalid:4443',
    });
    expect(failure.message).toContain('host no-such-host.invalid is unknown');
  });

  test('refused port, with the reason that Veeam admins run into', async () => {
    const gone = await listen(createServer());
    await gone.close();
    const failure = await failureOf(() => clientFor(`https://127.0.0.1:${gone.port}`).request(get));
    expect(failure).toMatchObject({ code: 'UNREACHABLE', message: 'connection refused' });
    expect(failure.hint).toContain('off until it is enabled');
  });

  test('plain HTTP where HTTPS should be', async () => {
    const plain = await rawServer((write, end) => {
      write('HTTP/1.1 400 Bad Request\r\nContent-Length: 0\r\n\r\n');
      end();
    });
    expect(
      await failureOf(() => clientFor(`https://localhost:${plain.port}`).request(get)),
    ).toMatchObject({
      code: 'UNREACHABLE',
      message: 'what answers there speaks no TLS',
    });
  });

  test('a port that hangs up on TLS', async () => {
    const rude = await rawServer((_write, end) => {
      end();
    });
    expect(
      await failureOf(() => clientFor(`https://localhost:${rude.port}`).request(get)),
    ).toMatchObject({
      code: 'UNREACHABLE',
      message: 'the server closed the connection without an answer',
    });
  });

  test('TLS that carries something else than HTTP', async () => {
    const { client } = await scene((_request, response) => {
      response.socket?.end('SSH-2.0-OpenSSH_9.6\r\n');
    });
    expect(await failureOf(() => client.request(get))).toMatchObject({
      code: 'ANSWER_UNREADABLE',
      message: 'what answers there speaks no HTTP',
    });
  });
});

describe('a certificate', () => {
  async function failureWith(
    certificate: TestCertificate,
    tls: Partial<ConnectionSettings['tls']> = {},
  ) {
    const server = await startHttpsServer(certificate, (_request, response) => {
      sendJson(response, {});
    });
    opened.push(server);
    const client = clientFor(server.origin, {
      tls: { ca: null, fingerprint: null, insecure: false, ...tls },
    });
    const failure = await failureOf(() =>
      client.request({ ...get, headers: { authorization: TOKEN } }),
    );
    expect(server.requests).toEqual([]);
    return failure;
  }

  const spelled = (fingerprint: string) => fingerprint.toUpperCase().match(/../g)?.join(':') ?? '';

  test('that is self-signed is refused with its fingerprint and the way to pin it', async () => {
    const certificate = await createCertificate();
    const failure = await failureWith(certificate);
    expect(failure.code).toBe('TLS_UNTRUSTED');
    expect(failure.message).toBe(
      `the certificate is self-signed; its SHA-256 fingerprint is ${spelled(certificate.fingerprint)}`,
    );
    expect(failure.hint).toContain(`--fingerprint ${spelled(certificate.fingerprint)}`);
    expect(failure.hint).toContain('--ca-file');
    expect(failure.hint).not.toContain('insecure');
  });

  test('of an unknown authority', async () => {
    expect((await failureWith(trusted)).message).toContain('an authority that is not known');
  });

  test('of another host', async () => {
    const other = await createCertificate({ issuer: authority, hosts: ['other.example'] });
    const failure = await failureWith(other, { ca: authority.cert });
    expect(failure.message).toContain('made for another host name');
    expect(failure.message).toContain(spelled(other.fingerprint));
  });

  test('that has expired, or is not valid yet', async () => {
    const old = await createCertificate({
      issuer: authority,
      validFrom: new Date('2020-01-01'),
      validTo: new Date('2021-01-01'),
    });
    expect((await failureWith(old, { ca: authority.cert })).message).toContain('has expired');
    const early = await createCertificate({
      issuer: authority,
      validFrom: new Date('2090-01-01'),
      validTo: new Date('2091-01-01'),
    });
    expect((await failureWith(early, { ca: authority.cert })).message).toContain('not valid yet');
  });

  test('that is not the pinned one is refused before a byte is sent', async () => {
    const [seen, pinned] = [await createCertificate(), await createCertificate()];
    const failure = await failureWith(seen, { fingerprint: pinned.fingerprint });
    expect(failure.code).toBe('TLS_UNTRUSTED');
    expect(failure.message).toContain(`expected ${spelled(pinned.fingerprint)}`);
    expect(failure.message).toContain(`seen ${spelled(seen.fingerprint)}`);
  });

  test('that is not the pinned one: not even a part of the request leaves, and the connection ends', async () => {
    const [seen, other] = [await createCertificate(), await createCertificate()];
    let heard = '';
    /** Resolve when the connections have ended, those that did not come to an end of their handshake, too. */
    const ends: Promise<void>[] = [];
    const tlsServer = createTlsServer({ cert: seen.cert, key: seen.key }, (socket) => {
      socket.on('error', () => undefined);
      socket.setEncoding('latin1').on('data', (text: string) => {
        heard += text;
        if (heard.includes(PASSWORD)) socket.end('HTTP/1.1 204 No Content\r\n\r\n');
      });
    });
    tlsServer.on('tlsClientError', () => undefined);
    tlsServer.on('connection', (socket: Socket) => {
      ends.push(
        new Promise((resolve) => {
          socket.once('close', () => {
            resolve();
          });
        }),
      );
    });
    const server = await listen(tlsServer);
    opened.push(server);
    const login = {
      ...post,
      headers: { authorization: `Bearer ${TOKEN}` },
      form: { password: PASSWORD },
    };
    const ask = (fingerprint: string) =>
      clientFor(`https://localhost:${server.port}`, {
        tls: { ca: null, fingerprint, insecure: false },
      }).request(login);

    const failure = await failureOf(() => ask(other.fingerprint));
    expect(failure.code).toBe('TLS_UNTRUSTED');
    expect(ends.length).toBeGreaterThan(0);
    await Promise.all(ends);
    expect(heard).toBe('');

    // With the right pin the same server hears all of it.
    expect((await ask(seen.fingerprint)).status).toBe(204);
    expect([heard.includes(TOKEN), heard.includes(PASSWORD)]).toEqual([true, true]);
  });

  test('that is pinned needs neither chain nor name nor date', async () => {
    const odd = await createCertificate({
      hosts: ['no-name.example'],
      validFrom: new Date('2020-01-01'),
      validTo: new Date('2021-01-01'),
    });
    for (const tls of [
      { ca: null, fingerprint: odd.fingerprint, insecure: false },
      { ca: null, fingerprint: null, insecure: true },
    ]) {
      const server = await startHttpsServer(odd, (_request, response) => {
        sendJson(response, {});
      });
      opened.push(server);
      expect((await clientFor(server.origin, { tls }).request(get)).status).toBe(200);
    }
  });

  test('is checked against the pin even with --insecure', async () => {
    const [seen, pinned] = [await createCertificate(), await createCertificate()];
    const failure = await failureWith(seen, { fingerprint: pinned.fingerprint, insecure: true });
    expect(failure.code).toBe('TLS_UNTRUSTED');
  });
});

describe('an answer without a bound', () => {
  const MEGABYTE = 'x'.repeat(1 << 20);

  test('is given up, counted as it is decompressed', async () => {
    const bomb = gzipSync(MEGABYTE);
    const { client, environment } = await scene((_request, response) => {
      response.writeHead(200, { 'content-encoding': 'gzip' }).end(bomb);
    });
    expect(bomb.length).toBeLessThan(5000);
    const failure = await failureOf(() => client.request({ ...get, largest: 100_000 }));
    expect(failure).toMatchObject({
      code: 'ANSWER_UNREADABLE',
      message: 'the answer is larger than 100000 bytes',
      where: expect.stringMatching(/^GET \/v8\/Jobs on localhost:\d+$/),
    });
    // It would be no smaller the next time.
    expect(environment.sleeps).toEqual([]);
    expect((await client.request({ ...get, largest: 1 << 20 })).body).toBe(MEGABYTE);
  });

  test('whose server never ends sending ends its connection', async () => {
    let written = 0;
    const ended = new Promise<void>((resolve) => {
      void scene((_request, response) => {
        response.on('close', resolve);
        const more = (): void => {
          while (!response.destroyed && response.write(MEGABYTE)) written += 1;
          if (!response.destroyed) response.once('drain', more);
        };
        more();
      }).then(async ({ client }) => {
        const failure = await failureOf(() => client.request({ ...get, largest: 5 << 20 }));
        expect(failure.message).toBe('the answer is larger than 5 MiB');
      });
    });
    await ended;
    expect(written).toBeLessThan(100);
  });
});

describe('a streamed answer', () => {
  async function textOf(body: AsyncIterable<string>): Promise<string> {
    let text = '';
    for await (const chunk of body) text += chunk;
    return text;
  }

  test('arrives in chunks of whole characters, decompressed', async () => {
    const text = '漢字'.repeat(50_000);
    const { client } = await scene((_request, response) => {
      response.writeHead(200, { 'content-encoding': 'gzip' }).end(gzipSync(text));
    });
    const { status, body } = await client.stream(get);
    expect(status).toBe(200);
    expect(await textOf(body)).toBe(text);
  });

  test('is tried again only until its head has arrived', async () => {
    let calls = 0;
    const { client, server, environment } = await scene((_request, response) => {
      if ((calls += 1) === 1) {
        response.writeHead(503).end('busy');
        return;
      }
      response.writeHead(200, { 'content-length': '100' });
      response.write('[1,2,', () => response.socket?.destroy());
    });
    const { body } = await client.stream(get);
    expect(environment.sleeps).toHaveLength(1);
    const chunks: string[] = [];
    const failure = await failureOf(async () => {
      for await (const chunk of body) chunks.push(chunk);
    });
    expect(failure).toMatchObject({
      code: 'ANSWER_UNREADABLE',
      message: 'the connection broke off in the middle of the answer',
    });
    expect(chunks.join('')).toBe('[1,2,');
    expect(server.requests).toHaveLength(2);
  });

  test('may be left in the middle, or never be read', async () => {
    const { client, server } = await scene((_request, response) => {
      response.write('x'.repeat(1_000_000));
    });
    const { body } = await client.stream(get);
    for await (const chunk of body) {
      expect(chunk).toMatch(/^x+$/);
      break;
    }
    await client.stream(get);
    expect(server.requests).toHaveLength(2);
  });

  test('must not dry up', async () => {
    const { client } = await scene(
      (_request, response) => {
        response.write('[1');
      },
      { timeout: 300 },
    );
    const { body } = await client.stream(get);
    expect(await failureOf(() => textOf(body))).toMatchObject({
      code: 'TIMEOUT',
      message: 'the answer was not complete within 0.3 s',
    });
  });

  test('is interrupted by the signal', async () => {
    const { client, environment } = await scene((_request, response) => {
      response.write('[1');
    });
    const { body } = await client.stream(get);
    const failure = failureOf(() => textOf(body));
    environment.abort();
    expect(await failure).toMatchObject({ code: 'INTERRUPTED' });
  });
});

test('closing ends what is under way, and what rests before its next try', async () => {
  const { client, server } = await scene(() => undefined);
  const late = failureOf(() => client.request(get));
  while (server.requests.length === 0) await new Promise((resolve) => setTimeout(resolve, 5));
  client.close();
  expect(await late).toMatchObject({ code: 'INTERRUPTED' });
  expect(await failureOf(() => client.request(get))).toMatchObject({ code: 'INTERRUPTED' });
  expect(server.requests).toHaveLength(1);
});

test('no failure, debug line or cause holds a token or a password', async () => {
  const { client, environment } = await scene(
    (request, response) => {
      if (request.method === 'GET') response.socket?.destroy();
      else response.writeHead(302, { location: 'https://elsewhere.example/' }).end();
    },
    { retries: 1 },
  );
  const headers = { authorization: `Bearer ${TOKEN}` };
  const failures = [
    await failureOf(() => client.request({ ...get, headers })),
    await failureOf(() => client.stream({ ...get, headers })),
    await failureOf(() => client.request({ ...post, headers })),
  ];
  const everything = inspect([failures, environment.debugLines], {
    depth: Infinity,
    showHidden: true,
  });
  expect(environment.debugLines.length).toBeGreaterThan(0);
  expect(everything).not.toContain(TOKEN);
  expect(everything).not.toContain(PASSWORD);
});
