import { describe, expect, test } from '@jest/globals';
import { vbrGet } from '../../../../src/servers/vbr/raw-get.ts';
import { fakeHttp, page, toolsFor, type FakeHttp } from './fake-http.ts';

function get(http: FakeHttp, path: string, paginate = false) {
  const { api } = toolsFor(http, '1.3-rev1').tools;
  return vbrGet({ api, origin: http.origin }, path, { paginate });
}

async function bodies(pages: AsyncIterable<string>): Promise<string[]> {
  const all: string[] = [];
  for await (const body of pages) all.push(body);
  return all;
}

const ITEMS = Array.from({ length: 7 }, (_, index) => index);

describe('one GET', () => {
  test.each([
    ['sessions?limit=5', '/api/v1/sessions?limit=5'],
    ['/api/v1/sessions', '/api/v1/sessions'],
    ['api/v1/sessions', '/api/v1/sessions'],
    ['/swagger/v1.3-rev1/swagger.json', '/swagger/v1.3-rev1/swagger.json'],
    ['https://vbr.example.com:9419/api/v1/jobs', '/api/v1/jobs'],
  ])('%s', async (path, expected) => {
    const http = fakeHttp(() => ({ status: 200, body: '{"a": 1.0}' }));
    expect(await bodies(get(http, path))).toEqual(['{"a": 1.0}']);
    expect(http.paths()).toEqual([expected]);
    expect(http.asked[0]?.headers).toEqual({ 'x-api-version': '1.3-rev1' });
  });

  test.each([
    'https://evil.example.com/api/v1/jobs',
    '//evil.example.com/x',
    'http://vbr.example.com:9419/',
  ])('%s goes nowhere', async (path) => {
    const http = fakeHttp(() => ({ json: {} }));
    await expect(bodies(get(http, path))).rejects.toMatchObject({ code: 'USAGE' });
    expect(http.asked).toEqual([]);
  });
});

test.each([
  ['v1/jobs', true],
  ['/jobs', true],
  ['jobs/1', false],
  ['/api/v1/jobs/1', false],
])('%s that is not there: a hint at how paths are written is %s', async (path, hinted) => {
  const http = fakeHttp(() => ({ status: 404, body: '{"errorCode":"NotFound","message":"No."}' }));
  const hint = hinted ? expect.stringMatching(/^without a leading slash .* at \/api\/v1, /) : null;
  await expect(bodies(get(http, path))).rejects.toMatchObject({ code: 'NOT_FOUND', hint });
});

describe('page by page', () => {
  test('each page is asked for by what arrived, the first as it was given', async () => {
    const http = fakeHttp((url) => page(url, ITEMS));
    expect(
      await bodies(get(http, 'sessions?limit=3&typeFilter=A&typeFilter=B', true)),
    ).toHaveLength(3);
    expect(http.paths()).toEqual([
      '/api/v1/sessions?limit=3&typeFilter=A&typeFilter=B',
      '/api/v1/sessions?limit=3&typeFilter=A&typeFilter=B&skip=3',
      '/api/v1/sessions?limit=3&typeFilter=A&typeFilter=B&skip=6',
    ]);
  });

  test('what is no page is one body', async () => {
    const http = fakeHttp(() => ({ json: { records: [], totalRecords: 50 } }));
    expect(await bodies(get(http, 'sessions/1/logs', true))).toHaveLength(1);
  });

  test.each([
    ['the same page again', { data: [1], pagination: { total: 5 } }],
    ['a page from elsewhere', { data: [2], pagination: { total: 5, skip: 9 } }],
    ['an empty page', { data: [], pagination: { total: 5 } }],
  ])('%s is an incomplete list', async (_, second) => {
    const http = fakeHttp((url) => ({
      json: url.searchParams.has('skip') ? second : { data: [1], pagination: { total: 5 } },
    }));
    await expect(bodies(get(http, 'sessions', true))).rejects.toMatchObject({
      code: 'LIST_INCOMPLETE',
    });
  });
});
