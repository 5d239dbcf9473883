// The proof itself runs with every test file (test/support/prove-read-only.ts). Here: that it would
// see a breach, and a run of each product through the real program.
import { request } from 'node:https';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { startDemoServer, type DemoServer } from '../../src/demo/demo-server.ts';
import { createCertificate } from '../support/certificates.ts';
import { sendJson, startHttpsServer, type TestServer } from '../support/https-server.ts';
import { readOnlyBreaches } from '../support/read-only.ts';
import { watchRequests } from '../support/request-watch.ts';
import { vsi } from '../support/vsi.ts';

const servers: (DemoServer | TestServer)[] = [];

beforeAll(async () => {
  for (const product of ['vb365', 'vbr'] as const) {
    servers.push(await startDemoServer({ product, now: Date.now, throttle: false }));
  }
});

afterAll(async () => {
  await Promise.all(servers.map((server) => server.close()));
});

test('the real program sends GETs and logs in and out, each token to its own server', async () => {
  const watch = watchRequests();
  for (const server of servers) {
    if (!('product' in server)) continue;
    const { code } = await vsi(['session', 'list', '--limit', '5'], {
      variables: {
        VSI_SERVER: server.url,
        VSI_PRODUCT: server.product,
        VSI_USERNAME: server.username,
        VSI_PASSWORD: server.password,
        VSI_FINGERPRINT: server.fingerprint,
      },
    });
    expect(code).toBe(0);
  }
  watch.end();
  // A probe, a login, a list of jobs, a list of sessions and a logout of each at least.
  expect(watch.count()).toBeGreaterThanOrEqual(8);
  expect(watch.breaches()).toEqual([]);
});

test('the watch sees other methods, other routes and a token that strays', async () => {
  const certificate = await createCertificate();
  const issuing = await startHttpsServer(certificate, (_seen, response) => {
    sendJson(response, { access_token: 'secret', refresh_token: 'more' });
  });
  const other = await startHttpsServer(certificate, (_seen, response) => response.end('{}'));
  servers.push(issuing, other);
  // Not in vsi's name, so that the watch of the whole file does not see it.
  const watch = watchRequests((agent) => agent === 'a test');
  await send(issuing, 'POST', '/v8/token');
  await send(issuing, 'GET', '/v8/Jobs', 'secret');
  expect(watch.breaches()).toEqual([]);
  await send(other, 'GET', '/v8/Jobs', 'secret');
  await send(other, 'PUT', '/v8/Jobs');
  watch.end();
  expect(watch.breaches()).toEqual(['GET /v8/Jobs with another server’s token', 'PUT /v8/Jobs']);
  expect(
    readOnlyBreaches(
      [
        seen('DELETE', '/v8/Jobs/1'),
        seen('POST', '/v8/Jobs/1/start'),
        seen('POST', '/v8/token'),
        seen('GET', '/v8/Jobs', 'Bearer stray'),
        seen('GET', '/v8/Jobs', 'Bearer good'),
        seen('GET', '/v8/Jobs', 'Basic eDp5'),
      ],
      new Set(['good']),
    ),
  ).toEqual([
    'DELETE /v8/Jobs/1',
    'POST /v8/Jobs/1/start',
    'GET /v8/Jobs with a token of another server',
    'GET /v8/Jobs with a login that is no token',
  ]);
});

function seen(method: string, url: string, authorization?: string) {
  return { method, url, headers: authorization === undefined ? {} : { authorization }, body: '' };
}

function send(server: TestServer, method: string, path: string, token?: string): Promise<void> {
  return new Promise((resolve, reject) => {
    const headers = {
      'user-agent': 'a test',
      ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
    };
    const target = `${server.origin}${path}`;
    const sending = request(target, { method, headers, rejectUnauthorized: false }, (response) => {
      response.resume().on('end', resolve);
    });
    sending.on('error', reject).end();
  });
}
