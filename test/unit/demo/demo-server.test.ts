import { afterEach, describe, expect, test } from '@jest/globals';
import { request } from 'node:https';
import {
  startDemoServer,
  type DemoServer,
  type DemoServerOptions,
} from '../../../src/demo/demo-server.ts';
import type { Exchange } from '../../../src/demo/https-server.ts';

const NOW = Date.UTC(2026, 10, 22, 6, 3, 27);
const running: DemoServer[] = [];

afterEach(async () => {
  await Promise.all(running.splice(0).map((server) => server.close()));
});

async function start(options: Partial<DemoServerOptions> = {}): Promise<DemoServer> {
  const server = await startDemoServer({ product: 'vb365', now: () => NOW, ...options });
  running.push(server);
  return server;
}

interface Answer {
  readonly status: number;
  readonly body: string;
}

function ask(
  { url, certificate }: DemoServer,
  path: string,
  options: {
    readonly headers?: Readonly<Record<string, string>>;
    readonly form?: Readonly<Record<string, string>>;
  } = {},
): Promise<Answer> {
  const { headers = {}, form } = options;
  const type = form === undefined ? {} : { 'content-type': 'application/x-www-form-urlencoded' };
  return new Promise((resolve, reject) => {
    const call = request(
      `${url}${path}`,
      {
        ca: certificate,
        method: form === undefined ? 'GET' : 'POST',
        headers: { ...headers, ...type },
        agent: false,
      },
      (response) => {
        let body = '';
        response.setEncoding('utf8');
        response.on('data', (chunk: string) => (body += chunk));
        response.on('error', reject);
        response.on('end', () => {
          resolve({ status: response.statusCode ?? 0, body });
        });
      },
    );
    call.on('error', reject);
    call.end(form === undefined ? '' : new URLSearchParams(form).toString());
  });
}

function password({ username, password: secret }: DemoServer): Record<string, string> {
  return {
    grant_type: 'password',
    username,
    password: secret,
    disable_antiforgery_token: 'true',
  };
}

describe('startDemoServer', () => {
  test('is a VB365 server that can be logged in to over HTTPS, and records what passes', async () => {
    const exchanges: Exchange[] = [];
    const server = await start({ onExchange: (exchange) => exchanges.push(exchange) });
    expect(server).toMatchObject({ product: 'vb365', username: 'demo\\admin' });
    expect(server.url).toMatch(/^https:\/\/127\.0\.0\.1:\d+$/);
    expect(server.fingerprint).toMatch(/^([0-9A-F]{2}:){31}[0-9A-F]{2}$/);

    const login = await ask(server, '/v8/token', { form: password(server) });
    expect(login.status).toBe(200);
    const token: unknown = JSON.parse(login.body).access_token;
    const headers = { authorization: `Bearer ${String(token)}` };
    const jobs = await ask(server, '/v5/jobs', { headers });
    const [first] = JSON.parse(jobs.body);
    expect(first.name).toBe('Contoso – all mailboxes');
    expect(first._links.self.href).toBe(`${server.url}/v5/jobs/${String(first.id)}`);
    expect(exchanges.map(({ method, url, status }) => [method, url, status])).toEqual([
      ['POST', '/v8/token', 200],
      ['GET', '/v5/jobs', 200],
    ]);
  });

  test('keeps its token route to one call a second, unless that is switched off', async () => {
    const strict = await start();
    const lax = await start({ throttle: false });
    for (const [server, statuses] of [
      [strict, [200, 429]],
      [lax, [200, 200]],
    ] as const) {
      const first = await ask(server, '/v8/token', { form: password(server) });
      const second = await ask(server, '/v8/token', { form: password(server) });
      expect([first.status, second.status]).toEqual(statuses);
    }
  });

  test('has a password of its own each time, unless one is given', async () => {
    const [one, two, given] = await Promise.all([start(), start(), start({ password: 'known' })]);
    expect(one.password).not.toBe(two.password);
    expect(one.password.length).toBeGreaterThanOrEqual(16);
    expect(given.password).toBe('known');
  });

  test('shows the same world each time', async () => {
    const servers = await Promise.all([start(), start({ now: () => NOW + 20_000 })]);
    const bodies = await Promise.all(
      servers.map(async (server) => {
        const { body } = await ask(server, '/v6/token', { form: password(server) });
        const headers = { authorization: `Bearer ${String(JSON.parse(body).access_token)}` };
        const list = await ask(server, '/v6/JobSessions?limit=500&offset=10', { headers });
        return list.body;
      }),
    );
    expect(bodies[0]).toBe(bodies[1]);
    expect(JSON.parse(String(bodies[0])).results).toHaveLength(500);
  });

  test('serves no version above the newest one asked for', async () => {
    const server = await start({ newestVersion: 'v6' });
    const probes = await Promise.all([
      ask(server, '/v7/ServiceInstance'),
      ask(server, '/v6/ServiceInstance'),
    ]);
    expect(probes.map(({ status }) => status)).toEqual([404, 401]);
  });

  test('is a VBR server as well', async () => {
    const server = await start({ product: 'vbr', role: 'viewer' });
    expect(server.product).toBe('vbr');
    const headers = { 'x-api-version': '1.2-rev1' };
    const { username, password: secret } = server;
    const form = { grant_type: 'password', username, password: secret };
    expect((await ask(server, '/api/oauth2/token', { headers, form })).status).toBe(200);
    expect((await ask(server, '/api/v1/sessions', { headers })).status).toBe(401);
  });
});
