import { createServer } from 'node:net';
import { afterEach, beforeAll, describe, expect, test } from '@jest/globals';
import {
  hostAndPort,
  openTls,
  readServerCertificate,
  type Route,
} from '../../../../src/servers/http/tls.ts';
import {
  createAuthority,
  createCertificate,
  type TestCertificate,
} from '../../../support/certificates.ts';
import { isFault } from '../../../../src/servers/http/faults.ts';
import { listen, startHttpsServer } from '../../../support/https-server.ts';

test.each([
  ['https://backup.example.com:4443', 'backup.example.com', 4443],
  ['https://backup.example.com', 'backup.example.com', 443],
  ['https://[2001:db8::1]:9419', '2001:db8::1', 9419],
])('host and port of %s', (origin, host, port) => {
  expect(hostAndPort(origin)).toEqual({ host, port });
});

describe('a server’s certificate', () => {
  const opened: { close: () => unknown }[] = [];
  const signal = new AbortController().signal;
  let authority: TestCertificate;

  beforeAll(async () => {
    authority = await createAuthority();
  });

  afterEach(async () => {
    for (const each of opened.splice(0).reverse()) await each.close();
  });

  async function routeTo(
    certificate: TestCertificate,
    tls: Partial<Route['tls']> = {},
  ): Promise<Route> {
    const server = await startHttpsServer(certificate, (_request, response) => response.end());
    opened.push(server);
    return {
      host: 'localhost',
      port: server.port,
      tls: { ca: null, fingerprint: null, insecure: false, ...tls },
      proxy: null,
      connectTimeout: 5000,
    };
  }

  test('is read whether it is trusted or not', async () => {
    const validTo = new Date('2031-05-06T07:08:09Z');
    const validFrom = new Date('2020-05-06T07:08:09Z');
    const own = await createCertificate({ hosts: ['localhost', '192.0.2.1'], validFrom, validTo });
    expect(await readServerCertificate(await routeTo(own), signal)).toEqual({
      fingerprint: own.fingerprint,
      subject: 'CN=localhost',
      issuer: 'CN=localhost',
      names: 'DNS:localhost, IP Address:192.0.2.1',
      validFrom: validFrom.getTime(),
      validTo: validTo.getTime(),
      protocol: 'TLSv1.3',
      problem: 'DEPTH_ZERO_SELF_SIGNED_CERT',
      matchesHost: true,
    });
    const signed = await createCertificate({ issuer: authority });
    const route = await routeTo(signed, { ca: authority.cert });
    expect(await readServerCertificate(route, signal)).toMatchObject({
      issuer: 'CN=vsi test authority',
      problem: null,
    });
    const other = await createCertificate({ issuer: authority, hosts: ['other.example'] });
    expect(
      await readServerCertificate(await routeTo(other, { ca: authority.cert }), signal),
    ).toMatchObject({ problem: 'ERR_TLS_CERT_ALTNAME_INVALID' });
  });

  test('pinned and seen: the connection is handed over', async () => {
    const own = await createCertificate();
    const socket = await openTls(await routeTo(own, { fingerprint: own.fingerprint }), signal);
    expect(socket.encrypted).toBe(true);
    socket.destroy();
  });

  test('given as --ca-file may be the self-signed one itself', async () => {
    const own = await createCertificate();
    const socket = await openTls(await routeTo(own, { ca: own.cert }), signal);
    expect(socket.authorized).toBe(true);
    socket.destroy();
  });

  test('of a server that stays silent is waited for no longer than allowed, or than wanted', async () => {
    const mute = await listen(createServer());
    opened.push(mute);
    const route: Route = {
      host: 'localhost',
      port: mute.port,
      tls: { ca: null, fingerprint: null, insecure: false },
      proxy: null,
      connectTimeout: 30,
    };
    const late = await readServerCertificate(route, signal).catch((error: unknown) => error);
    expect(isFault(late) && late.failure.code).toBe('TIMEOUT');
    const ending = new AbortController();
    const slow = readServerCertificate({ ...route, connectTimeout: 60_000 }, ending.signal);
    ending.abort();
    await expect(slow).rejects.toMatchObject({ code: 'ECONNRESET' });
    await expect(readServerCertificate(route, ending.signal)).rejects.toMatchObject({
      code: 'ECONNRESET',
    });
  });
});
