import { createServer } from 'node:http';
import { afterEach, describe, expect, test } from '@jest/globals';
import { EXIT, exitCodeOf } from '../../../src/cli/exit-codes.ts';
import { startDemoServer, type DemoServer } from '../../../src/demo/demo-server.ts';
import { DOCTOR_CHECKS } from '../../../src/model/doctor.ts';
import { VsiError } from '../../../src/model/errors.ts';
import { normaliseFingerprint } from '../../../src/model/fingerprint.ts';
import { inspectServer, type Inspection } from '../../../src/servers/inspect/inspect.ts';
import { SYSTEM_NETWORK, type Network } from '../../../src/servers/inspect/inspect-network.ts';
import type { CachedToken } from '../../../src/servers/environment.ts';
import type { ServerAccess } from '../../../src/servers/open-server.ts';
import { createAuthority, createCertificate } from '../../support/certificates.ts';
import { testEnvironment } from '../../support/environment.ts';
import { listen, sendJson, startHttpsServer, type TestServer } from '../../support/https-server.ts';
import { startScriptedVb365 } from '../../support/scripted-vb365.ts';

const DAY = 86_400_000;
const EMPTY = { offset: 0, limit: 1000, results: [] };
const closing: (() => Promise<void>)[] = [];

afterEach(async () => {
  await Promise.all(closing.splice(0).map((close) => close()));
});

function closeLater<T extends { readonly close: () => Promise<void> }>(server: T): T {
  closing.push(server.close);
  return server;
}

/** The test environment with the clock of this machine: the servers tell its time. */
function environment() {
  return { ...testEnvironment(), now: Date.now };
}

function accessTo(origin: string, wish: Partial<ServerAccess> = {}): ServerAccess {
  return {
    name: null,
    candidates: [{ origin, product: 'vb365' }],
    tls: { ca: null, fingerprint: null, insecure: false },
    timeout: 5000,
    retries: 0,
    concurrency: 4,
    apiVersion: null,
    keepSource: false,
    credentials: { username: 'reader', password: async () => 'open sesame' },
    storeFor: () => ({
      read: async () => null,
      write: async () => false,
      remove: async () => undefined,
    }),
    ...wish,
  };
}

function demoAccess(demo: DemoServer, wish: Partial<ServerAccess> = {}): ServerAccess {
  return accessTo(demo.url, {
    candidates: [{ origin: demo.url, product: demo.product }],
    tls: { ca: null, fingerprint: normaliseFingerprint(demo.fingerprint), insecure: false },
    credentials: { username: demo.username, password: async () => demo.password },
    ...wish,
  });
}

const found = ({ findings }: Inspection, check: string) =>
  findings.find((finding) => finding.check === check);

const results = ({ findings }: Inspection) =>
  findings.map(({ check, result }) => `${check} ${result}`);

describe('a healthy server', () => {
  test.each(['vb365', 'vbr'] as const)('%s: every check is ok, in order', async (product) => {
    const demo = closeLater(await startDemoServer({ product, now: Date.now }));
    const inspection = await inspectServer(demoAccess(demo), environment());
    expect(results(inspection)).toEqual(DOCTOR_CHECKS.map((check) => `${check} ok`));
    expect(found(inspection, 'api-versions')?.detail).toMatch(
      product === 'vb365' ? /^v8 in use; .* v3$/ : /^1\.3-rev2 in use; .* 1\.0-rev1$/,
    );
    expect(found(inspection, 'login')?.detail).toContain(`as ${demo.username}`);
  });

  test('the product is found out where nobody says it', async () => {
    const demo = closeLater(await startDemoServer({ product: 'vbr', now: Date.now }));
    const candidates = [
      { origin: demo.url, product: 'vb365' as const },
      { origin: demo.url, product: 'vbr' as const },
    ];
    const inspection = await inspectServer(demoAccess(demo, { candidates }), environment());
    expect(found(inspection, 'product')?.detail).toBe('Veeam Backup & Replication');
    expect(found(inspection, 'rights')?.result).toBe('ok');
  });

  test('nothing but anonymous GETs, a login and reading is sent', async () => {
    const server = closeLater(
      await startScriptedVb365({
        routes: { jobs: EMPTY, copyjobs: EMPTY, jobsessions: EMPTY, backuprepositories: EMPTY },
      }),
    );
    const inspection = await inspectServer(
      accessTo(server.origin, {
        tls: { ca: null, fingerprint: server.fingerprint, insecure: false },
        credentials: {
          username: server.variables['VSI_USERNAME'] ?? '',
          password: async () => server.variables['VSI_PASSWORD'] ?? '',
        },
      }),
      environment(),
    );
    expect(results(inspection).slice(-2)).toEqual(['login ok', 'rights warn']);
    const posts = server.requests.filter(({ method }) => method !== 'GET').map(({ url }) => url);
    expect(posts.every((url) => /^\/v\d+\/token/i.test(url))).toBe(true);
  });
});

describe('the way there', () => {
  const network = (wish: Partial<Network>): Network => ({ ...SYSTEM_NETWORK, ...wish });

  test('an unknown name ends the looking', async () => {
    const resolve = () =>
      Promise.reject(Object.assign(new Error('getaddrinfo ENOTFOUND'), { code: 'ENOTFOUND' }));
    const inspection = await inspectServer(
      accessTo('https://nobody.example:4443'),
      environment(),
      network({ resolve }),
    );
    expect(results(inspection)).toEqual(['name fail']);
    expect(inspection.server).toBe('nobody.example');
    expect(found(inspection, 'name')).toMatchObject({
      detail: expect.stringContaining('host nobody.example is unknown'),
      hint: expect.stringMatching(/spelling/),
      failure: { code: 'UNREACHABLE' },
    });
  });

  test('a closed port', async () => {
    const server = await startHttpsServer(await createCertificate(), () => undefined);
    await server.close();
    const inspection = await inspectServer(accessTo(server.origin), environment());
    expect(results(inspection)).toEqual(['name ok', 'tcp fail']);
    expect(found(inspection, 'tcp')?.detail).toContain('connection refused');
  });

  test('of two ports that may be meant, one is enough', async () => {
    const demo = closeLater(await startDemoServer({ product: 'vbr', now: Date.now }));
    const closed = await startHttpsServer(await createCertificate(), () => undefined);
    await closed.close();
    const candidates = [
      { origin: closed.origin.replace('localhost', '127.0.0.1'), product: 'vb365' as const },
      { origin: demo.url, product: 'vbr' as const },
    ];
    const inspection = await inspectServer(demoAccess(demo, { candidates }), environment());
    expect(inspection.findings.every(({ result }) => result === 'ok')).toBe(true);
  });

  test('a name service that does not answer is given up; so is everything on Ctrl-C', async () => {
    const ending = new AbortController();
    const waiting = inspectServer(
      accessTo('https://slow.example:4443'),
      { ...environment(), signal: ending.signal },
      network({ resolve: () => new Promise(() => undefined) }),
    );
    ending.abort('SIGINT');
    await expect(waiting).rejects.toMatchObject({ code: 'INTERRUPTED' });
  });

  test('the end of --deadline is a finding: what there is is printed', async () => {
    const ending = new AbortController();
    ending.abort(new VsiError('TIMEOUT', 'the deadline of 1s is over'));
    const inspection = await inspectServer(accessTo('https://slow.example:4443'), {
      ...environment(),
      signal: ending.signal,
    });
    expect(results(inspection)).toEqual(['name fail']);
    expect(found(inspection, 'name')?.detail).toBe('the deadline of 1s is over');
  });

  test('something that speaks no TLS', async () => {
    const plain = createServer((_request, response) => response.end('hello'));
    const { port, close } = await listen(plain);
    closing.push(close);
    const inspection = await inspectServer(accessTo(`https://localhost:${port}`), environment());
    expect(results(inspection)).toEqual(['name ok', 'tcp ok', 'tls fail']);
  });
});

describe('the certificate', () => {
  async function inspectWith(
    wish: Parameters<typeof createCertificate>[0],
    tls: Partial<ServerAccess['tls']> = {},
    host = 'localhost',
  ) {
    const certificate = await createCertificate(wish);
    const server: TestServer = closeLater(
      await startHttpsServer(certificate, (_request, response) => {
        sendJson(response, {}, 404);
      }),
    );
    const inspection = await inspectServer(
      accessTo(`https://${host}:${server.port}`, {
        tls: { ca: null, fingerprint: null, insecure: false, ...tls },
      }),
      environment(),
    );
    return { inspection, certificate };
  }

  test('self-signed: the chain fails, with the fingerprint to pin; no further', async () => {
    const validTo = new Date(Date.now() + 60 * DAY);
    const { inspection, certificate } = await inspectWith({ validTo });
    expect(results(inspection)).toEqual([
      'name ok',
      'tcp ok',
      'tls ok',
      'tls-chain fail',
      'tls-name ok',
      'tls-fingerprint ok',
      'tls-expiry ok',
    ]);
    const shown = certificate.fingerprint.toUpperCase().replaceAll(/..(?=.)/g, '$&:');
    expect(found(inspection, 'tls-chain')?.hint).toContain(`--fingerprint ${shown}`);
    expect(found(inspection, 'tls-fingerprint')?.detail).toBe(`SHA-256 ${shown}`);
  });

  test('expired', async () => {
    const issuer = await createAuthority();
    const expired = {
      issuer,
      validFrom: new Date(Date.now() - 20 * DAY),
      validTo: new Date(Date.now() - 10 * DAY),
    };
    const { inspection } = await inspectWith(expired, { ca: issuer.cert });
    expect(found(inspection, 'tls-chain')?.result).toBe('ok');
    expect(found(inspection, 'tls-expiry')).toMatchObject({
      result: 'fail',
      detail: expect.stringMatching(/expired on \d{4}-\d{2}-\d{2}/),
      hint: expect.stringContaining('renew'),
    });
    expect(found(inspection, 'product')).toBeUndefined();
  });

  test('expired and pinned: a warning, for a pin replaces that check', async () => {
    const certificate = await createCertificate({
      validFrom: new Date(Date.now() - 20 * DAY),
      validTo: new Date(Date.now() - DAY),
    });
    const server = closeLater(
      await startHttpsServer(certificate, (_, to) => {
        sendJson(to, {}, 404);
      }),
    );
    const { fingerprint } = certificate;
    const inspection = await inspectServer(
      accessTo(server.origin, { tls: { ca: null, fingerprint, insecure: false } }),
      environment(),
    );
    expect(found(inspection, 'tls-expiry')?.result).toBe('warn');
    expect(found(inspection, 'product')?.result).toBe('fail');
  });

  test.each([
    [12, 'warn'],
    [60, 'ok'],
  ])('%d days before its end: %s', async (days, result) => {
    const issuer = await createAuthority();
    const validTo = new Date(Date.now() + days * DAY);
    const { inspection } = await inspectWith({ issuer, validTo }, { ca: issuer.cert });
    expect(found(inspection, 'tls-expiry')?.result).toBe(result);
  });

  test('another name', async () => {
    const issuer = await createAuthority();
    const { inspection } = await inspectWith(
      { issuer, hosts: ['other.example'] },
      { ca: issuer.cert },
    );
    expect(results(inspection)).toContain('tls-chain ok');
    expect(found(inspection, 'tls-name')).toMatchObject({
      result: 'fail',
      detail: expect.stringContaining('made for DNS:other.example, not for localhost'),
    });
  });

  test('an address is a name, too', async () => {
    const issuer = await createAuthority();
    const { inspection } = await inspectWith({ issuer }, { ca: issuer.cert }, '127.0.0.1');
    expect(found(inspection, 'name')?.detail).toBe('127.0.0.1 is an address');
    expect(found(inspection, 'tls-name')?.result).toBe('ok');
  });

  test('a wrong pin', async () => {
    const { inspection, certificate } = await inspectWith({}, { fingerprint: 'ab'.repeat(32) });
    expect(found(inspection, 'tls-fingerprint')).toMatchObject({ result: 'fail' });
    expect(found(inspection, 'tls-fingerprint')?.hint?.replaceAll(':', '').toLowerCase()).toContain(
      certificate.fingerprint,
    );
    expect(found(inspection, 'product')).toBeUndefined();
  });

  test('--insecure warns, and says how to do without', async () => {
    const { inspection } = await inspectWith({ hosts: ['other.example'] }, { insecure: true });
    expect(found(inspection, 'tls-chain')).toMatchObject({
      result: 'warn',
      hint: expect.stringContaining('--fingerprint'),
    });
    expect(found(inspection, 'tls-name')?.result).toBe('warn');
    expect(found(inspection, 'product')).toBeDefined();
  });
});

describe('what answers', () => {
  test('no backup server', async () => {
    const certificate = await createCertificate();
    const { fingerprint } = certificate;
    const server = closeLater(
      await startHttpsServer(certificate, (_request, response) => response.end('<html>')),
    );
    const inspection = await inspectServer(
      accessTo(server.origin, { tls: { ca: null, fingerprint, insecure: false } }),
      environment(),
    );
    expect(results(inspection).at(-1)).toBe('product fail');
    expect(found(inspection, 'product')?.failure?.code).toBe('NOT_VEEAM');
  });

  test.each([
    ['vb365', 'v8', 'v6'],
    ['vbr', '1.3-rev2', '1.1-rev0'],
  ] as const)('%s: a version that it does not have', async (product, wanted, newest) => {
    const demo = closeLater(
      await startDemoServer({ product, now: Date.now, newestVersion: newest }),
    );
    const refused = await inspectServer(demoAccess(demo, { apiVersion: wanted }), environment());
    expect(results(refused).at(-2)).toBe('api-versions fail');
    expect(found(refused, 'login')).toBeUndefined();
    const older = await inspectServer(demoAccess(demo), environment());
    expect(found(older, 'api-versions')?.detail).toMatch(new RegExp(`^${newest} in use`));
    expect(results(older).at(-1)).toBe('rights ok');
  });

  test('a version that nobody has', async () => {
    const demo = closeLater(await startDemoServer({ product: 'vb365', now: Date.now }));
    const inspection = await inspectServer(demoAccess(demo, { apiVersion: 'v99' }), environment());
    expect(found(inspection, 'api-versions')).toMatchObject({
      result: 'fail',
      failure: { code: 'USAGE' },
    });
  });

  test.each([
    ['vb365', 65, 'warn', 'behind'],
    ['vbr', -3600, 'warn', 'ahead'],
    ['vbr', 30, 'ok', 'behind'],
  ] as const)('%s: a clock that is %d s off: %s', async (product, seconds, result, word) => {
    const demo = closeLater(await startDemoServer({ product, now: Date.now }));
    const shifted = { ...environment(), now: () => Date.now() + seconds * 1000 };
    const inspection = await inspectServer(demoAccess(demo), shifted);
    expect(found(inspection, 'clock')).toMatchObject({
      result,
      detail: expect.stringContaining(word),
    });
  });
});

describe('login and rights', () => {
  test.each(['vb365', 'vbr'] as const)('%s: a wrong password', async (product) => {
    const demo = closeLater(await startDemoServer({ product, now: Date.now }));
    const credentials = { username: demo.username, password: async () => 'wrong' };
    const inspection = await inspectServer(demoAccess(demo, { credentials }), environment());
    expect(results(inspection).at(-1)).toBe('login fail');
    expect(found(inspection, 'clock')?.result).toBe('ok');
    expect(found(inspection, 'login')?.failure?.code).toBe('LOGIN_REFUSED');
    expect(JSON.stringify(inspection.findings)).not.toContain('wrong');
  });

  test('a kept login does not hide that the password is wrong', async () => {
    const demo = closeLater(await startDemoServer({ product: 'vbr', now: Date.now }));
    const keptToken = await tokenOf(demo);
    const inspection = await inspectServer(
      demoAccess(demo, {
        credentials: { username: demo.username, password: async () => 'wrong' },
        storeFor: () => ({
          read: async () => keptToken,
          write: async () => true,
          remove: async () => undefined,
        }),
      }),
      environment(),
    );
    expect(results(inspection).at(-1)).toBe('login fail');
  });

  test('a kept login serves where there is no password', async () => {
    const demo = closeLater(await startDemoServer({ product: 'vb365', now: Date.now }));
    const keptToken = await tokenOf(demo);
    const inspection = await inspectServer(
      demoAccess(demo, {
        credentials: null,
        storeFor: () => ({
          read: async () => keptToken,
          write: async () => true,
          remove: async () => undefined,
        }),
      }),
      environment(),
    );
    expect(results(inspection).slice(-2)).toEqual(['login warn', 'rights ok']);
    expect(JSON.stringify(inspection.findings)).not.toContain(keptToken.accessToken);
  });

  test('an account that may not read', async () => {
    const forbidden = (response: { writeHead: (status: number) => { end: () => void } }) => {
      response.writeHead(403).end();
    };
    const server = closeLater(
      await startScriptedVb365({
        routes: { jobs: forbidden, copyjobs: forbidden, jobsessions: forbidden },
      }),
    );
    const inspection = await inspectServer(
      accessTo(server.origin, {
        tls: { ca: null, fingerprint: server.fingerprint, insecure: false },
        credentials: {
          username: server.variables['VSI_USERNAME'] ?? '',
          password: async () => server.variables['VSI_PASSWORD'] ?? '',
        },
      }),
      environment(),
    );
    expect(found(inspection, 'rights')).toMatchObject({
      result: 'fail',
      failure: { code: 'RIGHTS_REFUSED' },
      hint: expect.stringContaining('role'),
    });
    expect(exitCodeOf('RIGHTS_REFUSED')).toBe(EXIT.refused);
  });
});

/** A login as an earlier command would have kept it. */
async function tokenOf(demo: DemoServer): Promise<CachedToken> {
  const written: CachedToken[] = [];
  const storeFor = () => ({
    read: async () => written[0] ?? null,
    write: async (token: CachedToken) => {
      written.push(token);
      return true;
    },
    remove: async () => undefined,
  });
  await inspectServer(demoAccess(demo, { storeFor }), environment());
  const [token] = written;
  if (token === undefined) throw new Error('no token was kept');
  return token;
}
