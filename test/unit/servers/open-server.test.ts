import { afterEach, beforeAll, describe, expect, test } from '@jest/globals';
import type { CachedToken } from '../../../src/servers/environment.ts';
import { openServer, type ServerAccess } from '../../../src/servers/open-server.ts';
import { createCertificate, type TestCertificate } from '../../support/certificates.ts';
import { NOON, testEnvironment, testSettings } from '../../support/environment.ts';
import { startHttpsServer, type TestServer } from '../../support/https-server.ts';

let certificate: TestCertificate;
const opened: TestServer[] = [];

beforeAll(async () => {
  certificate = await createCertificate();
});

afterEach(async () => {
  for (const each of opened.splice(0)) await each.close();
});

/** A VB365 on a port of which nobody knows the product. */
async function vb365(): Promise<TestServer> {
  const server = await startHttpsServer(certificate, ({ url }, response) => {
    response.writeHead(url.startsWith('/v8/') ? 401 : 404).end();
  });
  opened.push(server);
  return server;
}

function accessTo(origin: string, kept: CachedToken | null = null): ServerAccess {
  const tls = { ca: null, fingerprint: certificate.fingerprint, insecure: false };
  return {
    ...testSettings(origin, { tls }),
    candidates: [
      { origin, product: 'vb365' },
      { origin, product: 'vbr' },
    ],
    credentials: null,
    storeFor: () => ({
      read: async () => kept,
      write: async () => true,
      remove: async () => undefined,
    }),
  };
}

/** As time really goes by: a wait ends with its signal only. */
function patientEnvironment() {
  const environment = testEnvironment();
  return {
    ...environment,
    sleep: (_milliseconds: number, signal: AbortSignal) =>
      new Promise<void>((_resolve, reject) => {
        signal.addEventListener('abort', () => {
          reject(new Error('aborted'));
        });
      }),
  };
}

function keptBy(apiVersion: string): CachedToken {
  return { accessToken: 'kept', refreshToken: null, expiresAt: NOON + 3_600_000, apiVersion };
}

describe('a server whose product nobody told', () => {
  test('is there as soon as every question is answered', async () => {
    const { origin } = await vb365();
    const server = await openServer(accessTo(origin), patientEnvironment());
    expect(server).toMatchObject({ product: 'vb365', apiVersion: 'v8' });
    await server.close();
  });

  test('is explained by its port where that is one of something else', async () => {
    // Port 9398 of a host that refuses connections: the Enterprise Manager's.
    await expect(
      openServer(accessTo('https://127.0.0.1:9398'), testEnvironment()),
    ).rejects.toMatchObject({
      code: 'UNREACHABLE',
      hint: expect.stringMatching(/^port 9398 is the REST API of Veeam Backup Enterprise Manager/),
    });
  });

  test.each([
    ['v7', 'vb365'],
    ['1.2-rev1', 'vbr'],
  ])('is what the login was kept for: %s is of %s', async (version, product) => {
    const { origin, requests } = await vb365();
    const server = await openServer(accessTo(origin, keptBy(version)), testEnvironment());
    expect(server).toMatchObject({ product, apiVersion: version });
    expect(requests).toEqual([]);
    await server.close();
  });

  test('is asked again when the kept login has ended', async () => {
    const { origin, requests } = await vb365();
    const ended = { ...keptBy('v7'), expiresAt: NOON };
    const server = await openServer(accessTo(origin, ended), patientEnvironment());
    expect(server).toMatchObject({ product: 'vb365', apiVersion: 'v8' });
    expect(requests.length).toBeGreaterThan(1);
    await server.close();
  });

  test('may have two ports: then a login kept for one of them tells nothing', async () => {
    const [one, other] = [await vb365(), await vb365()];
    const access = accessTo(one.origin, keptBy('v8'));
    const server = await openServer(
      {
        ...access,
        candidates: [
          { origin: one.origin, product: 'vb365' },
          { origin: other.origin, product: 'vbr' },
        ],
      },
      patientEnvironment(),
    );
    expect(server.product).toBe('vb365');
    expect(other.requests.length).toBeGreaterThan(0);
    await server.close();
  });
});
