import { describe, expect, test } from '@jest/globals';
import type { Exchange } from '../../src/demo/https-server.ts';
import { createVb365Simulator } from '../../src/demo/vb365/simulator.ts';
import { VB365_DEVIATIONS } from './deviations.ts';
import { isObject, itemsOf, type JsonObject } from './json-schema.ts';
import { describeWithSpec, operationOf, violations, type Spec } from './openapi.ts';

const NOW = Date.UTC(2026, 10, 22, 6, 3, 27);
const UNKNOWN_ID = '7c0c3c71-9e3b-4c6f-9a55-0d4d8f0a3a11';

/** Asks the simulator as HTTP would, and remembers every exchange. */
function createBrowser(version: number) {
  const exchanges: Exchange[] = [];
  const simulator = createVb365Simulator({
    now: () => NOW,
    username: 'demo',
    password: 'secret',
    seed: 'contract',
    throttle: false,
  });
  let authorization: string | undefined;

  function ask(method: string, url: string, form = ''): Exchange {
    const { pathname, searchParams } = new URL(url, 'https://server');
    const requestHeaders = {
      host: '127.0.0.1:4443',
      authorization,
      ...(form === '' ? {} : { 'content-type': 'application/x-www-form-urlencoded' }),
    };
    const response = simulator.handle({
      method,
      path: pathname,
      query: searchParams,
      headers: requestHeaders,
      body: form,
    });
    const exchange = {
      method,
      url,
      requestHeaders,
      requestBody: form,
      status: response.status,
      responseHeaders: { 'content-type': 'application/json' },
      responseBody: response.body === null ? '' : JSON.stringify(response.body),
    };
    exchanges.push(exchange);
    return exchange;
  }

  function get(path: string): unknown {
    const { responseBody } = ask('GET', `/v${version}/${path}`);
    return responseBody === '' ? null : JSON.parse(responseBody);
  }

  /** The items of a list, array or page, by following no link. */
  function list(path: string): readonly JsonObject[] {
    const answer = get(path);
    return itemsOf(isObject(answer) ? answer['results'] : answer).filter(isObject);
  }

  function login(form: string): JsonObject {
    const { responseBody } = ask('POST', `/v${version}/token`, form);
    const answer: unknown = JSON.parse(responseBody);
    if (!isObject(answer)) return {};
    if (typeof answer['access_token'] === 'string') {
      authorization = `Bearer ${answer['access_token']}`;
    }
    return answer;
  }

  return { exchanges, ask, get, list, login };
}

/** Everything the document offers, asked once at least, with and without results. */
function askEverything(version: number): readonly Exchange[] {
  const { exchanges, ask, get, list, login } = createBrowser(version);
  const flag = version >= 7 ? '&disable_antiforgery_token=true' : '';
  get('Jobs');
  login('grant_type=password&username=demo&password=wrong');
  const tokens = login(`grant_type=password&username=demo&password=secret${flag}`);
  login(`grant_type=refresh_token&refresh_token=${String(tokens['refresh_token'])}${flag}`);

  get('ServiceInstance');
  get('HistorySettings');
  get(version === 6 ? 'Organizations?extendedView=false' : 'Organizations');
  get('BackupRepositories');
  get('Proxies');
  for (const { id } of list('Jobs')) {
    get(`Jobs/${String(id)}`);
    if (version === 6) get(`Jobs/${String(id)}/JobSessions?limit=100`);
    else get(`JobSessions?jobId=${String(id)}&limit=50`);
  }
  get('CopyJobs');
  askSessions(list);
  askRestores();
  for (const { id } of list('DataRetrievalSessions')) {
    get(`DataRetrievalSessions/${String(id)}`);
    get(`DataRetrievalSessions/${String(id)}/LogItems`);
  }
  for (const { id } of list('RepositorySynchronizeSessions')) {
    get(`RepositorySynchronizeSessions/${String(id)}`);
  }
  get(`JobSessions/${UNKNOWN_ID}`);
  if (version >= 8) {
    get('RepositoryOwnerChangeSessions');
    get('Health');
    get('JobSessions?status=Succeeded&limit=10');
    get('JobSessions?status=Running');
  }
  if (version >= 7) ask('POST', `/v${version}/token/logout`);
  return exchanges;

  /** All of them, in pages, and the logs and objects of one session of each status. */
  function askSessions(pages: typeof list): void {
    const sessions = [
      ...pages('JobSessions?jobType=Backup&limit=10000'),
      ...pages('JobSessions?jobType=Copy&limit=1000'),
      ...pages('JobSessions?limit=1000&offset=1000'),
    ];
    get('JobSessions?endTimeLowerBound=2026-11-20T00:00:00Z');
    const byStatus = new Map(sessions.map((session) => [session['status'], session['id']]));
    for (const id of byStatus.values()) {
      get(`JobSessions/${String(id)}`);
      get(`JobSessions/${String(id)}/LogItems?limit=1000`);
      if (version >= 7) get(`JobSessions/${String(id)}/ProcessedObjects?limit=500`);
      if (version >= 8) get(`JobSessions/${String(id)}/LogItems?type=Warning&orderAsc=false`);
    }
  }

  function askRestores(): void {
    for (const { id } of list('RestoreSessions?startTimeFrom=2026-01-01T00:00:00Z')) {
      get(`RestoreSessions/${String(id)}`);
      get(`RestoreSessions/${String(id)}/Events?limit=100`);
      if (version >= 8) get(`RestoreSessions/${String(id)}/Statistics`);
    }
    if (version >= 8) get('RestoreSessions?orderBy=EndTime&orderAsc=true');
  }
}

describe.each([6, 7, 8])('the demo server by the document of v%i', (version) => {
  describeWithSpec(`vb365-v${version}`, 'every exchange', (spec: Spec) => {
    const exchanges = askEverything(version);

    test('uses every operation of the document', () => {
      const used = new Set(exchanges.map((exchange) => operationOf(spec, exchange)));
      const unused = spec.operations.filter((operation) => !used.has(operation));
      expect(unused.map(({ method, path }) => `${method} ${path}`)).toEqual([]);
    });

    test('answers only what was asked for rightly, and nothing with a fault of its own', () => {
      const refused = exchanges.filter(({ status }) => status >= 400).map(({ status }) => status);
      expect(refused).toEqual([401, 400, 404]);
    });

    test('has no violations', () => {
      const found = exchanges.flatMap((exchange) => violations(spec, exchange, VB365_DEVIATIONS));
      expect([...new Set(found)]).toEqual([]);
    });

    test('shows its deviations where they are meant', () => {
      const found = exchanges.flatMap((exchange) => violations(spec, exchange));
      expect(found).toEqual([`GET /v${version}/Jobs: status 401 has an empty body`]);
    });
  });
});
