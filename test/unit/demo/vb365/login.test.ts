import { describe, expect, test } from '@jest/globals';
import { asObject, Browser, loggedIn, NOW, PASSWORD } from './browser.ts';

const OLD_PASSWORD = { grant_type: 'password', username: PASSWORD.username, password: 'secret' };

describe('the token route', () => {
  test.each([3, 4, 5, 6, 7, 8])('hands out a token in v%i that every version takes', (version) => {
    const browser = new Browser();
    expect(browser.get(`/v${version}/Jobs`)).toEqual({ status: 401, body: null });
    const response = browser.login(version);
    expect(response.status).toBe(200);
    expect(response.body).toEqual({
      access_token: expect.any(String),
      refresh_token: expect.any(String),
      token_type: 'bearer',
      expires_in: 3600,
      userName: 'demo\\admin',
      '.issued': new Date(NOW).toISOString(),
      '.expires': new Date(NOW + 3_600_000).toISOString(),
    });
    for (const other of [3, 4, 5, 6, 7, 8]) {
      expect(browser.get(`/v${other}/jobs`).status).toBe(200);
    }
  });

  test('takes the user name in any case, and the password only as it is', () => {
    const browser = new Browser();
    expect(browser.login(8, { ...PASSWORD, username: 'DEMO\\Admin' }).status).toBe(200);
    expect(browser.login(8, { ...PASSWORD, password: 'Secret' }).status).toBe(400);
  });

  test('refuses in the words of each version', () => {
    const browser = new Browser();
    const wrong = { ...OLD_PASSWORD, password: 'wrong' };
    for (const version of [3, 4, 5]) {
      expect(browser.login(version, wrong)).toMatchObject({
        status: 400,
        body: { error: 'invalid_grant', error_description: expect.any(String) },
      });
    }
    const members = (version: number): string[] =>
      Object.keys(asObject(browser.login(version, wrong).body));
    expect(members(6)).toEqual(['message']);
    expect(members(7)).toEqual(['message', 'errorCode']);
    expect(members(8)).toEqual(['message', 'errorCode', 'stackTrace']);
  });

  test('refuses grants it does not have and bodies it cannot read', () => {
    const browser = new Browser();
    expect(browser.login(8, { grant_type: 'operator' }).status).toBe(400);
    expect(browser.login(8, {}).status).toBe(400);
    expect(browser.ask('POST', '/v8/token').status).toBe(400);
  });

  test('renews both tokens, and the old refresh token is used up', () => {
    const browser = new Browser();
    const first = asObject(browser.login().body);
    const form = {
      grant_type: 'refresh_token',
      refresh_token: String(first['refresh_token']),
      disable_antiforgery_token: 'true',
    };
    const second = asObject(browser.login(8, form).body);
    expect(second['access_token']).not.toBe(first['access_token']);
    expect(second['refresh_token']).not.toBe(first['refresh_token']);
    expect(browser.get('/v8/Jobs').status).toBe(200);
    expect(browser.login(8, form).status).toBe(400);
  });

  test('lets the token expire, with an empty 401', () => {
    const browser = loggedIn({ tokenLifetime: 90 });
    browser.now += 89_999;
    expect(browser.get('/v8/Jobs').status).toBe(200);
    browser.now += 1;
    expect(browser.get('/v8/Jobs')).toEqual({ status: 401, body: null });
  });

  test('takes nothing but a Bearer token it knows', () => {
    const browser = loggedIn();
    const token = browser.headers['authorization'] ?? '';
    for (const authorization of ['', 'Bearer x', token.replace('Bearer', 'Basic'), undefined]) {
      browser.headers['authorization'] = authorization;
      expect(browser.get('/v8/Jobs').status).toBe(401);
    }
    browser.headers['authorization'] = token.replace('Bearer', 'bearer');
    expect(browser.get('/v8/Jobs').status).toBe(200);
  });
});

describe('the antiforgery token', () => {
  test.each([7, 8])('binds a v%i token to its cookie unless it is switched off', (version) => {
    const browser = new Browser();
    const response = browser.login(version, OLD_PASSWORD);
    expect(response.status).toBe(200);
    expect(browser.get('/v8/Jobs').status).toBe(401);
    const [cookie] = response.headers?.['Set-Cookie']?.split(';') ?? [];
    browser.headers['cookie'] = `other=1; ${cookie ?? ''}`;
    expect(browser.get('/v8/Jobs').status).toBe(200);
    const refresh = {
      grant_type: 'refresh_token',
      refresh_token: String(asObject(response.body)['refresh_token']),
    };
    expect(browser.login(version, refresh).status).toBe(200);
    expect(browser.get('/v8/Jobs').status).toBe(401);
  });

  test('is unknown before v7', () => {
    for (const version of [3, 4, 5, 6]) {
      const browser = new Browser();
      expect(browser.login(version, OLD_PASSWORD).headers?.['Set-Cookie']).toBeUndefined();
      expect(browser.get('/v6/Jobs').status).toBe(200);
    }
  });
});

describe('logout', () => {
  test('exists since v7 and ends both tokens', () => {
    for (const [version, status] of [
      [7, 200],
      [8, 204],
    ]) {
      const browser = new Browser();
      const { body } = browser.login();
      expect(browser.ask('POST', `/v${String(version)}/token/logout`)).toEqual({
        status,
        body: null,
      });
      expect(browser.get('/v8/Jobs').status).toBe(401);
      const refresh_token = String(asObject(body)['refresh_token']);
      expect(browser.login(8, { grant_type: 'refresh_token', refresh_token }).status).toBe(400);
    }
    expect(loggedIn().ask('POST', '/v6/token/logout').status).toBe(404);
    expect(new Browser().ask('POST', '/v8/token/logout').status).toBe(401);
  });
});

describe('the throttle', () => {
  const throttled = (options = {}): Browser => new Browser({ throttle: true, ...options });

  test('lets one call a second pass and answers as the real server did', () => {
    const browser = throttled();
    expect(browser.login().status).toBe(200);
    browser.now += 400;
    const refused = browser.login();
    expect(refused).toMatchObject({
      status: 429,
      statusText: 'API calls quota exceeded! maximum admitted 1 per Second.',
      body: null,
    });
    expect(refused.headers).toMatchObject({ 'Retry-After': '1', 'Cache-control': 'no-store' });
    browser.now += 600;
    expect(browser.login().status).toBe(200);
  });

  test('lets five calls a minute pass, whatever their outcome and version', () => {
    const browser = throttled();
    const outcomes = [3, 8, 6, 7, 8, 8].map((version) => {
      browser.now += 2000;
      return browser.login(version, { ...PASSWORD, password: 'wrong' });
    });
    expect(outcomes.map(({ status }) => status)).toEqual([400, 400, 400, 400, 400, 429]);
    expect(outcomes[5]).toMatchObject({
      statusText: 'API calls quota exceeded! maximum admitted 5 per Minute.',
      headers: { 'Retry-After': '50' },
    });
    browser.now += 50_000;
    expect(browser.login().status).toBe(200);
  });

  test('counts nothing but the token route', () => {
    const browser = throttled();
    browser.login();
    const statuses = Array.from({ length: 50 }, () => browser.get('/v8/Jobs').status);
    expect(new Set(statuses)).toEqual(new Set([200]));
  });

  test('came with v6, and can be switched off', () => {
    for (const browser of [throttled({ newestVersion: 'v5' }), throttled({ throttle: false })]) {
      expect([1, 2, 3].map(() => browser.login(5).status)).toEqual([200, 200, 200]);
    }
  });
});
