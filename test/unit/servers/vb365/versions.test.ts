import { describe, expect, test } from '@jest/globals';
import { probeVersion } from '../../../../src/servers/vb365/probe.ts';
import {
  findVersion,
  requireVersion,
  VB365_VERSIONS,
} from '../../../../src/servers/vb365/versions.ts';
import { fakeHttp, type Answer } from './fake-http.ts';

const UNAUTHORIZED: Answer = { status: 401 };

function serving(...versions: string[]) {
  return fakeHttp(({ pathname }) =>
    versions.includes(pathname.split('/')[1] ?? '') ? UNAUTHORIZED : null,
  );
}

describe('versions by name', () => {
  test.each(['v8', '8', 'V8', ' v8 '])('%p is v8', (name) => {
    expect(findVersion(name)?.name).toBe('v8');
  });

  test.each(['v2', 'v9', '', '1.2-rev1', 'v'])(
    '%p is none, and the error lists those there are',
    (name) => {
      expect(findVersion(name)).toBeNull();
      expect(() => requireVersion(name)).toThrow(
        expect.objectContaining({
          code: 'USAGE',
          hint: expect.stringContaining('v8, v7, v6, v5, v4, v3'),
        }),
      );
    },
  );
});

describe('probing', () => {
  test.each(VB365_VERSIONS.map(({ name }) => name))('finds %s, newest first', async (name) => {
    const number = Number(name.slice(1));
    const served = VB365_VERSIONS.map((version) => version.name).filter(
      (each) => Number(each.slice(1)) <= number,
    );
    const http = serving(...served);
    expect((await probeVersion(http, 'backup')).name).toBe(name);
    expect(http.asked).toEqual(
      [
        '/v8/ServiceInstance',
        '/v7/ServiceInstance',
        '/v6/ServiceInstance',
        '/v5/Jobs',
        '/v4/Jobs',
        '/v3/Jobs',
      ].slice(0, 9 - number),
    );
  });

  test.each<[string, Answer]>([
    ['403', { status: 403 }],
    ['200 with a service instance', { json: { version: '8.0.2.159' } }],
  ])('takes %s for served', async (_what, answer) => {
    expect(
      (
        await probeVersion(
          fakeHttp(() => answer),
          'backup',
        )
      ).name,
    ).toBe('v8');
  });

  test('takes a list of jobs for served', async () => {
    for (const json of [[], { offset: 0, limit: 30, results: [] }]) {
      const http = fakeHttp(({ pathname }) => (pathname === '/v5/Jobs' ? { json } : null));
      expect((await probeVersion(http, 'backup')).name).toBe('v5');
    }
  });

  test.each<[string, Answer]>([
    ['an HTML page', { status: 200, body: '<!DOCTYPE html><html></html>' }],
    ['an empty answer', { status: 200 }],
    ['JSON of another kind', { json: { hello: 'world' } }],
    ['a JSON string', { json: 'hello' }],
    ['no content', { status: 204 }],
    [
      'a page behind a password',
      { status: 401, headers: { 'www-authenticate': 'Basic realm="x"' } },
    ],
  ])('is no Veeam server: %s', async (_what, answer) => {
    await expect(
      probeVersion(
        fakeHttp(() => answer),
        'backup',
      ),
    ).rejects.toMatchObject({
      code: 'NOT_VEEAM',
      message: 'a web server answers there, but no VB365 REST API',
    });
  });

  test('is no Veeam server when no version is found', async () => {
    const http = fakeHttp(() => null);
    await expect(probeVersion(http, 'backup')).rejects.toMatchObject({ code: 'NOT_VEEAM' });
    expect(http.asked).toHaveLength(6);
    expect(http.asked.join()).not.toMatch(/token/i);
  });

  test('hints at the other product on its port', async () => {
    const http = { ...fakeHttp(() => null), origin: 'https://backup.example.com:9419' };
    await expect(probeVersion(http, 'backup')).rejects.toMatchObject({
      hint: expect.stringContaining('--product vbr'),
    });
  });

  test.each([429, 500, 503])('is an error of the server at %d', async (status) => {
    await expect(
      probeVersion(
        fakeHttp(() => ({ status })),
        'backup',
      ),
    ).rejects.toMatchObject({
      code: 'REQUEST_FAILED',
      where: 'GET /v8/ServiceInstance on backup',
    });
  });
});
