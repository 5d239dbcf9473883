import { describe, expect, test } from '@jest/globals';
import { REVISIONS } from '../../../../src/demo/vbr/revisions.ts';
import {
  ask,
  askForToken,
  listOf,
  NOW,
  numberOf,
  objectOf,
  PASSWORD,
  reader,
  simulate,
  textOf,
  tokenOf,
  USERNAME,
} from './client.ts';

const UNSUPPORTED = 'Unsupported RESTAPI version. The following versions are supported: ';

describe('versions', () => {
  const server = simulate({ newestVersion: '1.1-rev0' });
  const refusal = {
    status: 400,
    body: {
      errorCode: 'NotImplemented',
      message: `${UNSUPPORTED}v1.0-rev1, v1.0-rev2, v1.1-rev0`,
      resourceId: null,
    },
  };

  test.each([[undefined], ['1.1-rev1'], ['1.3-rev2'], ['v1.1-rev0'], [''], ['1.1']])(
    'a 12.0 server refuses %s before anything else',
    (version) => {
      expect(ask(server, { path: '/api/v1/serverTime', version })).toEqual(refusal);
      expect(ask(server, { path: '/api/v1/sessions', version })).toEqual(refusal);
      expect(ask(server, { method: 'POST', path: '/api/oauth2/token', version })).toEqual(refusal);
    },
  );

  test.each([['1.0-rev1'], ['1.0-rev2'], ['1.1-rev0']])('and serves %s', (version) => {
    expect(ask(server, { path: '/api/v1/serverTime', version }).status).toBe(200);
  });

  test('an 11.0 server ends its list with a full stop', () => {
    const old = simulate({ newestVersion: '1.0-rev1' });
    const { body } = ask(old, { path: '/api/v1/serverTime', version: '1.3-rev2' });
    expect(objectOf(body)['message']).toBe(`${UNSUPPORTED}v1.0-rev1.`);
  });

  test('a listed version that lacks the route is refused with the same message', () => {
    const { get } = reader();
    for (const [version, path] of [
      ['1.0-rev1', 'serverInfo'],
      ['1.0-rev2', 'taskSessions'],
      ['1.1-rev0', 'taskSessions'],
      ['1.1-rev2', 'sessions/7c0c3c71-9e3b-4c6f-9a55-0d4d8f0a3a11/taskSessions'],
    ] as const) {
      const { status, body } = get(version, path);
      expect(status).toBe(400);
      expect(textOf(objectOf(body), 'message')).toContain(`${UNSUPPORTED}v1.0-rev1,`);
      expect(textOf(objectOf(body), 'message')).toContain(`v${version},`);
    }
    expect(get('1.2-rev0', 'taskSessions').status).toBe(200);
  });

  test('revisions without a public document are served as their neighbours', () => {
    const { body } = reader();
    for (const [version, neighbour] of [
      ['1.0-rev2', '1.0-rev1'],
      ['1.1-rev1', '1.1-rev0'],
      ['1.1-rev2', '1.1-rev0'],
      ['1.2-rev0', '1.2-rev1'],
    ] as const) {
      expect(body(version, 'sessions?limit=20')).toEqual(body(neighbour, 'sessions?limit=20'));
    }
  });

  test('a version that no server ever offered cannot be simulated', () => {
    expect(() => simulate({ newestVersion: '2.0-rev0' })).toThrow(RangeError);
  });
});

describe('routes', () => {
  test('what needs no token, and what does', () => {
    const server = simulate();
    const version = '1.3-rev0';
    for (const path of ['/api/v1/serverTime', '/api/v1/serverCertificate']) {
      expect(ask(server, { path, version }).status).toBe(200);
    }
    const paths = [
      'serverInfo',
      'jobs',
      'jobs/states',
      'sessions',
      'taskSessions',
      'automation/sessions',
    ];
    for (const path of paths) {
      expect(ask(server, { path: `/api/v1/${path}`, version })).toEqual({
        status: 401,
        body: {
          errorCode: 'AccessDenied',
          message: 'Unauthorized. Get bearer JWT token at /api/login',
        },
      });
    }
  });

  test("a wrong method, an unknown path and another product's path", () => {
    const server = simulate();
    const version = '1.2-rev1';
    expect(ask(server, { method: 'DELETE', path: '/api/v1/sessions', version }).status).toBe(405);
    expect(ask(server, { method: 'GET', path: '/api/oauth2/token', version }).status).toBe(405);
    expect(ask(server, { path: '/api/v1/nothing', version }).status).toBe(404);
    expect(ask(server, { path: '/v8/Jobs', version: undefined })).toEqual({
      status: 404,
      body: null,
    });
  });

  test('a viewer may do everything but ask for the server', () => {
    const { get } = reader({ role: 'viewer' });
    expect(get('1.3-rev2', 'serverInfo').status).toBe(403);
    for (const path of ['jobs', 'jobs/states', 'sessions', 'taskSessions']) {
      expect(get('1.3-rev2', path).status).toBe(200);
    }
    expect(reader().get('1.3-rev2', 'serverInfo').status).toBe(200);
  });

  test('the server says its build and its time', () => {
    const { body } = reader({ newestVersion: '1.2-rev1', utcOffset: 330 });
    expect(body('1.1-rev0', 'serverInfo')['buildVersion']).toBe('12.3.1.1139');
    const time = body('1.2-rev1', 'serverTime');
    expect(time['serverTime']).toBe('2026-11-22T12:00:00+05:30');
    expect(time).not.toHaveProperty('ianaTimeZoneId');
    expect(reader({ utcOffset: 540 }).body('1.3-rev2', 'serverTime')['ianaTimeZoneId']).toBe(
      'Asia/Tokyo',
    );
  });
});

describe('tokens', () => {
  const good = { grant_type: 'password', username: USERNAME, password: PASSWORD };

  test('live as long as they say', () => {
    const clock = { now: NOW };
    const server = simulate({ tokenLifetime: 900 }, clock);
    const login = objectOf(askForToken(server, good).body);
    expect(login).toMatchObject({ token_type: 'bearer', expires_in: 900 });
    expect(login['.issued']).toBe('2026-11-22T07:30:00+01:00');
    expect(login['.expires']).toBe('2026-11-22T07:45:00+01:00');
    const request = {
      path: '/api/v1/sessions',
      version: '1.2-rev1',
      token: textOf(login, 'access_token'),
    };
    clock.now += 899_999;
    expect(ask(server, request).status).toBe(200);
    clock.now += 1;
    expect(ask(server, request)).toMatchObject({
      status: 401,
      body: { errorCode: 'ExpiredToken' },
    });
  });

  test('an hour is the usual life', () => {
    expect(objectOf(askForToken(simulate(), good).body)['expires_in']).toBe(3600);
  });

  test('from 13 on their times have no offset', () => {
    const login = objectOf(askForToken(simulate(), good, '1.3-rev0').body);
    expect(login['.expires']).toBe('2026-11-22T08:30:00');
    expect(login['username']).toBe(USERNAME);
  });

  test.each([
    ['a wrong password', { ...good, password: 'x' }, 401],
    ['another user', { ...good, username: 'x' }, 401],
    ['a capital grant type', { ...good, grant_type: 'Password' }, 400],
    ['no password', { grant_type: 'password', username: USERNAME }, 400],
    ['an unknown refresh token', { grant_type: 'refresh_token', refresh_token: 'x' }, 401],
    ['no refresh token', { grant_type: 'refresh_token' }, 400],
    ['no grant type', { username: USERNAME, password: PASSWORD }, 400],
  ])('are refused for %s', (_what, form, status) => {
    expect(askForToken(simulate(), form).status).toBe(status);
  });

  test('are refused for a body that is no form', () => {
    const response = ask(simulate(), {
      method: 'POST',
      path: '/api/oauth2/token',
      version: '1.2-rev1',
      body: JSON.stringify(good),
      contentType: 'application/json',
    });
    expect(response.status).toBe(400);
  });

  test("the user's name counts in any case", () => {
    const form = { ...good, username: USERNAME.toUpperCase() };
    expect(askForToken(simulate(), form).status).toBe(200);
  });

  test('a refresh token is good once, and brings a new pair', () => {
    const server = simulate();
    const first = objectOf(askForToken(server, good).body);
    const refresh = { grant_type: 'refresh_token', refresh_token: textOf(first, 'refresh_token') };
    const second = objectOf(askForToken(server, refresh).body);
    expect(second['access_token']).not.toBe(first['access_token']);
    expect(second['refresh_token']).not.toBe(first['refresh_token']);
    expect(askForToken(server, refresh).status).toBe(401);
    const third = { grant_type: 'refresh_token', refresh_token: textOf(second, 'refresh_token') };
    expect(askForToken(server, third).status).toBe(200);
  });

  test.each([
    ['usually two weeks', {}, 14 * 24 * 3600],
    [
      'a quarter of an hour longer than the token, if asked for',
      { use_short_term_refresh: 'true' },
      4500,
    ],
  ])('a refresh token lives %s', (_what, extra, seconds) => {
    const clock = { now: NOW };
    const server = simulate({}, clock);
    const refreshTokens = [0, 0].map(() =>
      textOf(objectOf(askForToken(server, { ...good, ...extra }).body), 'refresh_token'),
    );
    const refresh = (token = ''): number =>
      askForToken(server, { grant_type: 'refresh_token', refresh_token: token }).status;
    clock.now += seconds * 1000 - 1;
    expect(refresh(refreshTokens[0])).toBe(200);
    clock.now += 1;
    expect(refresh(refreshTokens[1])).toBe(401);
  });

  test('logout ends both', () => {
    const server = simulate();
    const login = objectOf(askForToken(server, good).body);
    const token = textOf(login, 'access_token');
    const version = '1.2-rev1';
    const logout = { method: 'POST', path: '/api/oauth2/logout', version, token };
    expect(ask(server, logout)).toEqual({ status: 200, body: {} });
    expect(ask(server, { path: '/api/v1/sessions', version, token }).status).toBe(401);
    const refresh = { grant_type: 'refresh_token', refresh_token: textOf(login, 'refresh_token') };
    expect(askForToken(server, refresh).status).toBe(401);
  });

  test("one server's token is worth nothing on another", () => {
    const token = tokenOf(simulate());
    const request = { path: '/api/v1/sessions', version: '1.2-rev1', token };
    expect(ask(simulate(), request).status).toBe(401);
  });
});

describe('faults', () => {
  test('a refreshed token that is refused everywhere', () => {
    const server = simulate({ faults: { refreshedTokensRefused: true } });
    const form = { grant_type: 'password', username: USERNAME, password: PASSWORD };
    const login = objectOf(askForToken(server, form).body);
    const refresh = { grant_type: 'refresh_token', refresh_token: textOf(login, 'refresh_token') };
    const renewed = textOf(objectOf(askForToken(server, refresh).body), 'access_token');
    const status = (token: string): number =>
      ask(server, { path: '/api/v1/sessions', version: '1.2-rev1', token }).status;
    expect(status(renewed)).toBe(403);
    expect(status(tokenOf(server))).toBe(200);
  });

  test('job states that an old revision cannot say', () => {
    const { get } = reader({ faults: { jobStatesEnum: true } });
    for (const revision of REVISIONS) {
      const { status, body } = get(revision, 'jobs/states');
      expect(status).toBe(revision < '1.3' ? 500 : 200);
      if (status === 500) {
        expect(textOf(objectOf(body), 'message')).toMatch(/enum EJobStatus is not supported/);
      }
      expect(get(revision, 'jobs').status).toBe(200);
    }
  });

  test('agent tasks that 13.0 cannot say', () => {
    const { get, all } = reader({ faults: { agentTasksEnum: true } });
    const agent = all('1.3-rev1', 'sessions').find((one) => one['sessionType'] === 'AgentBackup');
    const tasks = `sessions/${textOf(objectOf(agent), 'id')}/taskSessions`;
    expect(REVISIONS.slice(2).map((revision) => get(revision, tasks).status)).toEqual([
      200, 500, 500, 200,
    ]);
    expect(reader().all('1.3-rev1', tasks)).toEqual([]);
  });
});

test('a benchmark gets as many sessions as it wants, with jobs for them', () => {
  const { body, all } = reader({ sessions: 5000 });
  const page = body('1.3-rev2', 'sessions?limit=1&orderColumn=CreationTime');
  const total = numberOf(objectOf(page['pagination']), 'total');
  expect(total).toBeGreaterThanOrEqual(5000);
  expect(total).toBeLessThan(5200);
  const [job] = listOf(body('1.3-rev2', 'jobs/states?nameFilter=Department 007'), 'data');
  const sessions = all('1.3-rev2', `sessions?jobIdFilter=${textOf(objectOf(job), 'id')}`);
  expect(sessions.length).toBeGreaterThan(50);
  const tasks = all('1.3-rev2', `sessions/${textOf(objectOf(sessions[0]), 'id')}/taskSessions`);
  expect(tasks).toHaveLength(2);
});
