import { createServer } from 'node:net';
import { inspect } from 'node:util';
import { afterEach, beforeAll, describe, expect, test } from '@jest/globals';
import type { TlsSettings } from '../../../../src/servers/environment.ts';
import { createHttpClient } from '../../../../src/servers/http/http-client.ts';
import type { HttpClient } from '../../../../src/servers/http/http.ts';
import { proxyFor, proxyName } from '../../../../src/servers/http/proxy.ts';
import {
  createAuthority,
  createCertificate,
  type TestCertificate,
} from '../../../support/certificates.ts';
import { startConnectProxy, type TestProxy } from '../../../support/connect-proxy.ts';
import { testEnvironment, testSettings } from '../../../support/environment.ts';
import { failureOf } from '../../../support/failures.ts';
import {
  listen,
  sendJson,
  startHttpsServer,
  type TestServer,
} from '../../../support/https-server.ts';

const HOST = 'backup.example.test';

describe('which proxy', () => {
  const target = { host: 'vbo.corp.example.com', port: 4443 };
  const chosen = (variables: Record<string, string>, at = target) =>
    proxyFor(at, variables)?.href ?? null;

  test.each([
    [{}, null],
    [{ HTTPS_PROXY: '' }, null],
    [{ HTTPS_PROXY: 'http://proxy:3128' }, 'http://proxy:3128/'],
    [{ https_proxy: 'http://lower:1', HTTPS_PROXY: 'http://upper:2' }, 'http://lower:1/'],
    [{ HTTPS_PROXY: 'proxy.example.com:3128' }, 'http://proxy.example.com:3128/'],
    [{ HTTPS_PROXY: 'https://proxy' }, 'https://proxy/'],
    [{ HTTP_PROXY: 'http://only:1' }, 'http://only:1/'],
    [{ HTTP_PROXY: 'http://plain:1', HTTPS_PROXY: 'http://secure:2' }, 'http://secure:2/'],
    [{ ALL_PROXY: 'http://all:1', HTTP_PROXY: 'http://plain:2' }, 'http://all:1/'],
  ])('%j', (variables, expected) => {
    expect(chosen(variables)).toBe(expected);
  });

  test.each([
    ['*', true],
    ['vbo.corp.example.com', true],
    ['VBO.corp.EXAMPLE.com', true],
    ['other, example.com', true],
    ['.example.com', true],
    ['*.example.com', true],
    ['example.com:4443', true],
    ['ample.com', false],
    ['example.com:9419', false],
    ['vbo', false],
    [' , ', false],
    ['10.0.0.0/8', false],
  ])('NO_PROXY=%s', (exceptions, straight) => {
    const variables = { HTTPS_PROXY: 'http://proxy:1', NO_PROXY: exceptions };
    expect(chosen(variables) === null).toBe(straight);
    expect(chosen({ https_proxy: 'http://proxy:1', no_proxy: exceptions }) === null).toBe(straight);
  });

  test.each([
    ['10.1.2.3', '10.1.2.3', true],
    ['10.1.2.3', '10.0.0.0/8', true],
    ['11.1.2.3', '10.0.0.0/8', false],
    ['10.1.2.3', '10.0.0.0/99', false],
    ['10.1.2.3', '2.3', false],
    ['10.1.2.3', '10.1.2.3:9419', false],
    ['2001:db8::7', '2001:db8::/32', true],
    ['2001:db8::7', '[2001:db8::7]:4443', true],
    ['2001:db8::7', '10.0.0.0/8', false],
  ])('address %s with NO_PROXY=%s', (host, exceptions, straight) => {
    const variables = { HTTPS_PROXY: 'http://proxy:1', NO_PROXY: exceptions };
    expect(chosen(variables, { host, port: 4443 }) === null).toBe(straight);
  });

  test.each(['localhost', 'vbo.localhost', '127.0.0.1', '127.9.9.9', '::1'])(
    'none for the loopback %s',
    (host) => {
      expect(chosen({ HTTPS_PROXY: 'http://proxy:1' }, { host, port: 4443 })).toBeNull();
    },
  );

  test.each(['socks5://proxy:1080', 'http://', ':::'])('%s is refused', async (value) => {
    expect(await failureOf(() => proxyFor(target, { HTTPS_PROXY: value }))).toMatchObject({
      code: 'CONFIGURATION',
    });
  });

  test('is named without its login', () => {
    expect(proxyName(new URL('http://user:secret@proxy.example.com'))).toBe('proxy.example.com:80');
    expect(proxyName(new URL('https://[2001:db8::1]'))).toBe('[2001:db8::1]:443');
  });
});

describe('a tunnel', () => {
  let authority: TestCertificate;
  let certificate: TestCertificate;
  const opened: { close: () => unknown }[] = [];

  beforeAll(async () => {
    authority = await createAuthority();
    certificate = await createCertificate({ issuer: authority, hosts: [HOST] });
  });

  afterEach(async () => {
    for (const each of opened.splice(0).reverse()) await each.close();
  });

  async function startServer(): Promise<TestServer> {
    const server = await startHttpsServer(certificate, (_request, response) => {
      sendJson(response, { fine: true });
    });
    opened.push(server);
    return server;
  }

  function throughProxy(proxy: string, tls: Partial<TlsSettings> = {}, retries = 0): HttpClient {
    const settings = testSettings(`https://${HOST}:4443`, {
      retries,
      tls: { ca: authority.cert, fingerprint: null, insecure: false, ...tls },
    });
    const client = createHttpClient(settings, testEnvironment({ HTTPS_PROXY: proxy }), {
      connectTimeout: 1000,
    });
    opened.push(client);
    return client;
  }

  async function startProxy(...how: Parameters<typeof startConnectProxy>): Promise<TestProxy> {
    const proxy = await startConnectProxy(...how);
    opened.push(proxy);
    return proxy;
  }

  const get = {
    method: 'GET',
    path: '/v8/Jobs',
    headers: { authorization: 'Bearer planted-token' },
  } as const;

  test('leads to the server with its certificate fully checked, and is used again', async () => {
    const server = await startServer();
    const proxy = await startProxy(server.port);
    const client = throughProxy(`http://us%40er:p%25w@127.0.0.1:${proxy.port}`);
    expect((await client.request(get)).body).toBe('{"fine":true}');
    expect((await client.request(get)).status).toBe(200);
    expect(proxy.tunnels).toEqual([
      {
        target: `${HOST}:4443`,
        authorization: `Basic ${Buffer.from('us@er:p%w').toString('base64')}`,
      },
    ]);
  });

  test('may lead through a proxy that itself speaks TLS only when that one is trusted', async () => {
    const server = await startServer();
    const failure = await failureOf(() =>
      throughProxy(`https://localhost:${server.port}`).request(get),
    );
    expect(failure).toMatchObject({ code: 'UNREACHABLE', where: `proxy localhost:${server.port}` });
    expect(server.requests).toEqual([]);
  });

  test('does not weaken the pin: a wrong one is found out before anything is sent', async () => {
    const server = await startServer();
    const proxy = await startProxy(server.port);
    const url = `http://127.0.0.1:${proxy.port}`;
    const wrong = throughProxy(url, { fingerprint: 'ab'.repeat(32) });
    expect(await failureOf(() => wrong.request(get))).toMatchObject({ code: 'TLS_UNTRUSTED' });
    const unknown = throughProxy(url, { ca: null });
    expect((await failureOf(() => unknown.request(get))).hint).toContain('--fingerprint');
    expect(server.requests).toEqual([]);
    const right = throughProxy(url, { ca: null, fingerprint: certificate.fingerprint });
    expect((await right.request(get)).status).toBe(200);
  });

  test.each([
    ['407 Proxy Authentication Required', 407, 1],
    ['403 Forbidden', 403, 1],
    ['503 Service Unavailable', 503, 3],
  ])('refused with %s names the proxy, not its login', async (line, status, tries) => {
    const proxy = await startProxy(1, () => `HTTP/1.1 ${line}`);
    const client = throughProxy(`http://user:secret@127.0.0.1:${proxy.port}`, {}, 2);
    const failure = await failureOf(() => client.request(get));
    expect(failure).toMatchObject({
      code: 'UNREACHABLE',
      message: `the proxy answered ${status} instead of opening a tunnel to ${HOST}:4443`,
      where: `proxy 127.0.0.1:${proxy.port}`,
    });
    expect(inspect(failure, { depth: Infinity })).not.toMatch(/secret|planted-token/);
    expect(proxy.tunnels).toHaveLength(tries);
  });

  test('from a proxy that is not there', async () => {
    const gone = await listen(createServer());
    await gone.close();
    const client = throughProxy(`http://user:secret@127.0.0.1:${gone.port}`);
    const failure = await failureOf(() => client.request(get));
    expect(failure).toMatchObject({
      code: 'UNREACHABLE',
      message: 'the proxy refuses the connection',
      where: `proxy 127.0.0.1:${gone.port}`,
    });
    expect(inspect(failure, { depth: Infinity })).not.toContain('secret');
  });

  test('from a proxy whose host is unknown, or that never answers', async () => {
    expect(
      await failureOf(() => throughProxy('http://no-such-proxy.invalid:1').request(get)),
    ).toMatchObject({ code: 'UNREACHABLE', where: 'proxy no-such-proxy.invalid:1' });
    const mute = await listen(createServer());
    opened.push(mute);
    expect(
      await failureOf(() => throughProxy(`http://127.0.0.1:${mute.port}`).request(get)),
    ).toMatchObject({ code: 'TIMEOUT', message: 'no connection within 1 s' });
  });
});
