import { afterEach, describe, expect, test } from '@jest/globals';
import { request, Agent } from 'node:https';
import { TLSSocket } from 'node:tls';
import { createCertificate, type CertificateOptions } from '../../../src/demo/certificate.ts';
import {
  serveHttps,
  type Exchange,
  type RunningServer,
  type ServeOptions,
} from '../../../src/demo/https-server.ts';
import type { SimulatedRequest, SimulatedResponse } from '../../../src/demo/simulator.ts';

const NOW = Date.now();
const running: RunningServer[] = [];

afterEach(async () => {
  await Promise.all(running.splice(0).map((server) => server.close()));
});

async function serve(
  handle: (request: SimulatedRequest) => SimulatedResponse,
  options: Partial<ServeOptions> & { readonly tls?: CertificateOptions } = {},
) {
  const { tls, ...rest } = options;
  const certificate = await createCertificate(NOW, tls);
  const server = await serveHttps({
    simulator: { product: 'vb365', handle },
    certificate,
    ...rest,
  });
  running.push(server);
  return { ...server, ca: certificate.certificate, fingerprint: certificate.fingerprint };
}

interface Answer {
  readonly status: number | undefined;
  readonly statusText: string | undefined;
  readonly headers: Readonly<Record<string, unknown>>;
  readonly body: string;
  readonly fingerprint: string;
  readonly reused: boolean;
}

function ask(
  url: string,
  options: {
    readonly ca: string;
    readonly method?: string;
    readonly body?: string;
    readonly agent?: Agent;
    readonly rejectUnauthorized?: boolean;
  },
): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const { body, ...rest } = options;
    let fingerprint = '';
    const call = request(url, rest, (response) => {
      const chunks: Buffer[] = [];
      response.on('data', (chunk: Buffer) => chunks.push(chunk));
      response.on('error', reject);
      response.on('end', () => {
        resolve({
          status: response.statusCode,
          statusText: response.statusMessage,
          headers: response.headers,
          body: Buffer.concat(chunks).toString('utf8'),
          fingerprint,
          reused: call.reusedSocket,
        });
      });
    });
    call.on('error', reject);
    call.on('socket', (socket) => {
      socket.once('secureConnect', () => {
        if (socket instanceof TLSSocket) fingerprint = socket.getPeerCertificate().fingerprint256;
      });
    });
    call.end(body);
  });
}

describe('serveHttps', () => {
  test('hands method, decoded path, query, headers and body to the simulator', async () => {
    const seen: SimulatedRequest[] = [];
    const server = await serve((incoming) => {
      seen.push(incoming);
      return { status: 200, body: { ok: true } };
    });
    const answer = await ask(`${server.url}/v8/Jobs%20x?limit=5&name=a%26b`, {
      ca: server.ca,
      method: 'POST',
      body: 'grant_type=password&name=ü',
    });
    expect(answer).toMatchObject({ status: 200, body: '{"ok":true}' });
    expect(answer.headers).toMatchObject({ 'content-type': 'application/json; charset=utf-8' });
    expect(seen[0]).toMatchObject({
      method: 'POST',
      path: '/v8/Jobs x',
      body: 'grant_type=password&name=ü',
    });
    expect([...(seen[0]?.query ?? [])]).toEqual([
      ['limit', '5'],
      ['name', 'a&b'],
    ]);
    expect(seen[0]?.headers['host']).toBe(server.url.slice('https://'.length));
  });

  test('sends a text as it is, null as no body, and the status text and headers given', async () => {
    const server = await serve(({ path }) =>
      path === '/text'
        ? { status: 502, body: '<html>', headers: { 'Content-Type': 'text/html' } }
        : { status: 429, statusText: 'quota', headers: { 'Retry-After': '1' }, body: null },
    );
    const text = await ask(`${server.url}/text`, { ca: server.ca });
    expect(text).toMatchObject({ status: 502, body: '<html>' });
    expect(text.headers['content-type']).toBe('text/html');
    const empty = await ask(`${server.url}/empty`, { ca: server.ca });
    expect(empty).toMatchObject({ status: 429, statusText: 'quota', body: '' });
    expect(empty.headers).toMatchObject({ 'retry-after': '1', 'content-length': '0' });
    expect(empty.headers['content-type']).toBeUndefined();
  });

  test('keeps connections alive and carries big bodies', async () => {
    const big = 'x'.repeat(8_000_000);
    const server = await serve(() => ({ status: 200, body: [big] }));
    const agent = new Agent({ keepAlive: true, maxSockets: 1 });
    const first = await ask(server.url, { ca: server.ca, agent });
    const second = await ask(server.url, { ca: server.ca, agent });
    agent.destroy();
    expect(first.body).toHaveLength(big.length + 4);
    expect([first.reused, second.reused]).toEqual([false, true]);
  });

  test('records each exchange before its answer can be read', async () => {
    const exchanges: Exchange[] = [];
    const server = await serve(() => ({ status: 200, body: { a: 1 } }), {
      onExchange: (exchange) => exchanges.push(exchange),
    });
    await ask(`${server.url}/v6/token?x=1`, { ca: server.ca, method: 'POST', body: 'b' });
    expect(exchanges).toHaveLength(1);
    expect(exchanges[0]).toMatchObject({
      method: 'POST',
      url: '/v6/token?x=1',
      requestBody: 'b',
      status: 200,
      responseBody: '{"a":1}',
    });
  });

  test('survives a simulator that throws and a path that cannot be decoded', async () => {
    const server = await serve(() => {
      throw new Error('broken');
    });
    expect(await ask(`${server.url}/a`, { ca: server.ca })).toMatchObject({ status: 500 });
    expect(await ask(`${server.url}/%E0%A4%A`, { ca: server.ca })).toMatchObject({ status: 400 });
  });

  test('closes at once with an idle connection open and an answer delayed', async () => {
    const server = await serve(() => ({ status: 200, body: 1 }), { latency: 3_600_000 });
    const waiting = ask(server.url, { ca: server.ca });
    const agent = new Agent({ keepAlive: true });
    const idle = ask(server.url, { ca: server.ca, agent });
    const outcomes = Promise.allSettled([waiting, idle]);
    await server.close();
    expect((await outcomes).map(({ status }) => status)).toEqual(['rejected', 'rejected']);
    agent.destroy();
  });

  test('refuses a port that is taken', async () => {
    const server = await serve(() => ({ status: 200, body: 1 }));
    await expect(
      serve(() => ({ status: 200, body: 1 }), { port: server.port }),
    ).rejects.toMatchObject({ code: 'EADDRINUSE' });
  });
});

describe('createCertificate', () => {
  const answerOk = () => ({ status: 200, body: 'ok' });

  test('is trusted as a CA file and shows the fingerprint it was announced with', async () => {
    const server = await serve(answerOk);
    const answer = await ask(server.url, { ca: server.ca });
    expect(answer.body).toBe('ok');
    expect(answer.fingerprint).toBe(server.fingerprint);
    expect(server.fingerprint).toMatch(/^([0-9A-F]{2}:){31}[0-9A-F]{2}$/);
  });

  test('is another one each time', async () => {
    const [one, two] = await Promise.all([createCertificate(NOW), createCertificate(NOW)]);
    expect(one.fingerprint).not.toBe(two.fingerprint);
  });

  test('can be expired', async () => {
    const server = await serve(answerOk, {
      tls: { validFrom: NOW - 20 * 86_400_000, validUntil: NOW - 10 * 86_400_000 },
    });
    await expect(ask(server.url, { ca: server.ca })).rejects.toMatchObject({
      code: 'CERT_HAS_EXPIRED',
    });
  });

  test('can be made out to another host', async () => {
    const server = await serve(answerOk, { tls: { hosts: ['backup.example'] } });
    await expect(ask(server.url, { ca: server.ca })).rejects.toMatchObject({
      code: 'ERR_TLS_CERT_ALTNAME_INVALID',
    });
  });
});
