import { describe, expect, test } from '@jest/globals';
import { createVb365Client } from '../../../../src/servers/vb365/api-client.ts';
import { vb365Get } from '../../../../src/servers/vb365/raw-get.ts';
import { fakeHttp, type FakeHttp } from './fake-http.ts';

function get(http: FakeHttp, path: string, paginate = false) {
  const api = createVb365Client({ http, server: 'backup', keepSource: false });
  return vb365Get({ api, origin: http.origin, root: '/v8' }, path, { paginate });
}

async function all(bodies: AsyncIterable<string>): Promise<string[]> {
  const read: string[] = [];
  for await (const body of bodies) read.push(body);
  return read;
}

/** A list of numbers that pages as VB365 does. */
function listServer(length: number, defaultLimit = 30): FakeHttp {
  return fakeHttp(({ searchParams }) => {
    const offset = Number(searchParams.get('offset') ?? 0);
    const limit = Number(searchParams.get('limit') ?? defaultLimit);
    const numbers = Array.from({ length }, (_unused, index) => ({ id: index }));
    return { json: { offset, limit, results: numbers.slice(offset, offset + limit) } };
  });
}

describe('the path', () => {
  test.each([
    ['Jobs?limit=5', '/v8/Jobs?limit=5'],
    ['Jobs', '/v8/Jobs'],
    ['/v7/Jobs', '/v7/Jobs'],
    ['v6/jobs/1', '/v6/jobs/1'],
    ['V6/jobs', '/V6/jobs'],
    ['/v8/Jobs#part', '/v8/Jobs'],
    ['https://backup.example.com:4443/v8/Jobs?a=b', '/v8/Jobs?a=b'],
    ['HTTPS://BACKUP.example.com:4443/v8/Jobs', '/v8/Jobs'],
    ['vms/1', '/v8/vms/1'],
    ['Jobs?at=12:00', '/v8/Jobs?at=12:00'],
  ])('%s is asked for as %s', async (path, asked) => {
    const http = fakeHttp(() => ({ json: {} }));
    await all(get(http, path));
    expect(http.asked).toEqual([asked]);
  });

  test.each([
    'https://elsewhere.example.com/v8/Jobs',
    'https://backup.example.com/v8/Jobs',
    'http://backup.example.com:4443/v8/Jobs',
    '//elsewhere.example.com/v8/Jobs',
    '/\\elsewhere.example.com/v8/Jobs',
    'https://user@backup.example.com:4443/v8/Jobs',
    'file:///etc/passwd',
    'javascript:alert(1)',
  ])('%s is refused before anything is asked', async (path) => {
    const http = fakeHttp(() => ({ json: {} }));
    await expect(all(get(http, path))).rejects.toMatchObject({ code: 'USAGE' });
    expect(http.asked).toEqual([]);
  });
});

describe('one GET', () => {
  test('gives the body as served, whatever it is', async () => {
    const body = ' { "n" : 1.0, "big": 12345678901234567890 }\n';
    const http = fakeHttp(() => ({ status: 200, body }));
    expect(await all(get(http, 'x'))).toEqual([body]);
  });

  test('fails as the API client does', async () => {
    await expect(
      all(
        get(
          fakeHttp(() => null),
          'x',
        ),
      ),
    ).rejects.toMatchObject({
      code: 'NOT_FOUND',
      where: 'GET /v8/x on backup',
    });
  });
});

describe('all pages', () => {
  test('are asked for by offset, the first as it was given', async () => {
    const http = listServer(65);
    const bodies = await all(get(http, 'JobSessions?jobType=Backup', true));
    expect(http.asked).toEqual([
      '/v8/JobSessions?jobType=Backup',
      '/v8/JobSessions?jobType=Backup&offset=30&limit=30',
      '/v8/JobSessions?jobType=Backup&offset=60&limit=30',
    ]);
    expect(bodies.map((body) => body.split('"id"').length - 1)).toEqual([30, 30, 5]);
  });

  test('begin where the person says', async () => {
    const http = listServer(25);
    await all(get(http, 'Jobs?offset=5&limit=10', true));
    expect(http.asked).toEqual([
      '/v8/Jobs?offset=5&limit=10',
      '/v8/Jobs?offset=15&limit=10',
      '/v8/Jobs?offset=25&limit=10',
    ]);
  });

  test('end on an empty page, which is not printed unless it is all there is', async () => {
    expect(await all(get(listServer(60), 'Jobs', true))).toHaveLength(2);
    expect(await all(get(listServer(0), 'Jobs', true))).toHaveLength(1);
  });

  test('of what is no page are one', async () => {
    for (const json of [[1, 2], { id: 1 }, 'text']) {
      const http = fakeHttp(() => ({ json }));
      expect(await all(get(http, 'Jobs', true))).toHaveLength(1);
    }
  });

  test('are one only without being asked for', async () => {
    const http = listServer(65);
    await all(get(http, 'Jobs'));
    expect(http.asked).toEqual(['/v8/Jobs']);
  });

  test.each([
    ['repeats the page', { offset: undefined, limit: 2, results: [{ id: 1 }, { id: 2 }] }],
    ['says another offset', { offset: 0, limit: 2, results: [{ id: 1 }, { id: 2 }] }],
  ])('are an error when the server %s', async (_what, json) => {
    const http = fakeHttp(() => ({ json }));
    const bodies = get(http, 'Jobs', true);
    expect((await bodies.next()).done).toBe(false);
    await expect(bodies.next()).rejects.toMatchObject({ code: 'LIST_INCOMPLETE' });
    expect(http.asked).toHaveLength(2);
  });

  test('are an error when the second is no page', async () => {
    const http = fakeHttp(({ searchParams }) =>
      searchParams.has('offset')
        ? { json: { message: 'no' } }
        : { json: { limit: 1, results: [1] } },
    );
    await expect(all(get(http, 'Jobs', true))).rejects.toMatchObject({ code: 'LIST_INCOMPLETE' });
  });
});
