import { expect, test } from '@jest/globals';
import type { Exchange } from '../../src/demo/https-server.ts';
import { describeWithSpec, openSpec, operationOf, violations, type Spec } from './openapi.ts';

const ID = '7c0c3c71-9e3b-4c6f-9a55-0d4d8f0a3a11';

function exchange(parts: Partial<Exchange>): Exchange {
  return {
    method: 'GET',
    url: '/v8/ServiceInstance',
    requestHeaders: {},
    requestBody: '',
    status: 200,
    responseHeaders: { 'content-type': 'application/json; charset=utf-8' },
    responseBody: JSON.stringify({ installationId: ID, version: '8.0.2.159' }),
    ...parts,
  };
}

function page(results: readonly unknown[], extra: object = {}): string {
  return JSON.stringify({ offset: 0, limit: 30, results, ...extra });
}

test('a document that is not there opens as null', () => {
  expect(openSpec('vb365-v99')).toBeNull();
});

describeWithSpec('vb365-v8', 'violations, by the document of v8', (spec: Spec) => {
  const sessions = (responseBody: string, query = ''): string[] =>
    violations(spec, exchange({ url: `/v8/JobSessions${query}`, responseBody }));

  test('lets pass what the document says, the path in any case', () => {
    expect(violations(spec, exchange({ url: '/v8/serviceinstance' }))).toEqual([]);
    expect(
      sessions(page([{ id: ID, endTime: null, status: 'Queued' }]), `?jobId=${ID}&limit=5`),
    ).toEqual([]);
  });

  test('finds a path, a method and a parameter that are not documented', () => {
    expect(violations(spec, exchange({ url: '/v8/Nowhere' }))).toHaveLength(1);
    expect(violations(spec, exchange({ method: 'DELETE' }))).toHaveLength(1);
    expect(sessions(page([]), '?JobId=x&status=Succeeded')).toEqual([
      expect.stringContaining('JobId is not documented'),
    ]);
  });

  test.each([
    ['limit=many', 'limit'],
    ['status=Success', 'status'],
    ['jobId=7', 'jobId'],
    ['endTimeLowerBound=yesterday', 'endTimeLowerBound'],
  ])('finds the wrong value in %s', (query, name) => {
    expect(sessions(page([]), `?${query}`)).toEqual([expect.stringContaining(name)]);
  });

  test.each([
    ['a list instead of a page', '[]'],
    ['a required member missing', JSON.stringify({ offset: 0, results: [] })],
    ['a number as text', page([{ progress: '3' }])],
    ['a word that is not in the list', page([{ status: 'Succeeded' }])],
    ['no UUID', page([{ id: 'x' }])],
    ['no date-time', page([{ creationTime: '17/06/2019' }])],
    ['null where none is allowed', page([{ creationTime: null }])],
    ['a number beyond 32 bits', page([{ progress: 2 ** 31 }])],
    ['an undocumented property', page([{ jobName: 'x' }])],
    ['an undocumented property of the page', page([], { totalCount: 3 })],
    ['no JSON', 'oops'],
    ['nothing', ''],
  ])('finds %s in a response', (_what, body) => {
    expect(sessions(body)).not.toEqual([]);
  });

  test('checks a form against its schema', () => {
    const login = (requestBody: string): string[] =>
      violations(
        spec,
        exchange({
          method: 'POST',
          url: '/v8/token',
          requestHeaders: { 'content-type': 'application/x-www-form-urlencoded' },
          requestBody,
          responseBody: JSON.stringify({
            access_token: 'a',
            refresh_token: 'b',
            token_type: 'bearer',
            expires_in: 3600,
            '.issued': '2026-11-22T06:00:00Z',
            '.expires': '2026-11-22T07:00:00Z',
          }),
        }),
      );
    expect(login('grant_type=password&username=a&disable_antiforgery_token=true')).toEqual([]);
    expect(login('grant_type=Password')).toHaveLength(1);
    expect(login('username=a')).toHaveLength(1);
    expect(login('grant_type=password&disable_antiforgery_token=yes')).toHaveLength(1);
    expect(login('grant_type=password&user=a')).toHaveLength(1);
  });

  test('wants an empty body where the document has none, and knows the default answer', () => {
    const logout = { method: 'POST', url: '/v8/token/logout', status: 204 };
    expect(violations(spec, exchange({ ...logout, responseBody: '' }))).toEqual([]);
    expect(violations(spec, exchange(logout))).toHaveLength(1);
    const refusal = JSON.stringify({
      message: 'no',
      errorCode: 'ResourceNotFound',
      stackTrace: null,
    });
    expect(violations(spec, exchange({ status: 404, responseBody: refusal }))).toEqual([]);
  });

  test('leaves out a deviation that is meant', () => {
    const rejected = exchange({ status: 401, responseBody: '' });
    expect(violations(spec, rejected)).toHaveLength(1);
    const covers = (text: string): boolean => text.includes('empty body');
    expect(violations(spec, rejected, [{ name: 'empty 401', covers }])).toEqual([]);
  });

  test('names the operation behind an exchange', () => {
    expect(operationOf(spec, exchange({ url: `/v8/jobs/${ID}` }))?.path).toBe('/v8/Jobs/{jobId}');
  });
});

describeWithSpec('vbr-1.3-rev2', 'violations, by the document of 1.3-rev2', (spec: Spec) => {
  const requestHeaders = { 'x-api-version': '1.3-rev2' };
  const common = {
    id: ID,
    sessionId: ID,
    sessionType: 'BackupJob',
    creationTime: '2026-11-22T06:00:00.123+02:00',
  };
  const pagination = { total: 1, count: 1, skip: 0, limit: 200 };
  const tasks = (task: object): string[] =>
    violations(
      spec,
      exchange({
        url: '/api/v1/taskSessions',
        requestHeaders,
        responseBody: JSON.stringify({ data: [task], pagination }),
      }),
    );

  test('follows the discriminator to the right kind of task', () => {
    const backup = { ...common, type: 'Backup', name: 'vm', state: 'Stopped', usn: 7 };
    expect(tasks(backup)).toEqual([]);
    expect(tasks({ ...backup, name: undefined })).not.toEqual([]);
    expect(tasks({ ...backup, colour: 'red' })).not.toEqual([]);
  });

  test('wants the version header, and takes repeated values of an array parameter', () => {
    const list = exchange({
      url: '/api/v1/sessions?typeFilter=BackupJob&typeFilter=ReplicaJob&orderAsc=false',
      requestHeaders,
      responseBody: JSON.stringify({ data: [], pagination: { ...pagination, total: 0, count: 0 } }),
    });
    expect(violations(spec, list)).toEqual([]);
    expect(violations(spec, { ...list, requestHeaders: {} })).toEqual([
      expect.stringContaining('x-api-version is missing'),
    ]);
    expect(violations(spec, { ...list, url: '/api/v1/sessions?typeFilter=Nothing' })).toHaveLength(
      1,
    );
  });
});
