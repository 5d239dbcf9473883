import { describe, expect, test } from '@jest/globals';
import type { RefusalMemory, TokenStore } from '../../../src/servers/environment.ts';
import type { HttpRequest } from '../../../src/servers/http/http.ts';
import { createLogin, type LoginProtocol } from '../../../src/servers/login/login.ts';
import { testEnvironment } from '../../support/environment.ts';
import { failureOf } from '../../support/failures.ts';

const ORIGIN = 'https://vbo.example.com:4443';
const MINUTES = 60_000;

const PROTOCOL: LoginProtocol = {
  tokenPath: '/token',
  passwordForm: (username, password) => ({ username, password }),
  refreshForm: (token) => ({ token }),
  refusedStatuses: [400],
  logoutPath: null,
  readRefusal: () => 'Bad credentials',
  hints: { refused: 'Look at the account.' },
};

const NO_STORE: TokenStore = {
  read: async () => null,
  write: async () => true,
  remove: async () => undefined,
};

/** What is remembered of one server, as plain text, for a test's eyes. */
function memoryOf(environment: { readonly now: () => number }) {
  const refused = new Map<string, number>();
  const refusals: RefusalMemory = {
    until: async (origin, password) => refused.get(`${origin} ${password}`) ?? null,
    add: async (origin, password) => {
      refused.set(`${origin} ${password}`, environment.now() + 10 * MINUTES);
    },
    clear: async () => {
      refused.clear();
    },
  };
  return { refused, refusals };
}

/** One command's login; the server takes one password. */
function scene(right: string, status = 400) {
  const environment = testEnvironment();
  const memory = memoryOf(environment);
  const tried: string[] = [];
  const login = (password: string) =>
    createLogin({
      http: {
        origin: ORIGIN,
        request: async ({ form }: HttpRequest) => {
          tried.push(form?.['password'] ?? '');
          const isRight = form?.['password'] === right;
          return {
            status: isRight ? 200 : status,
            statusText: '',
            headers: {},
            body: isRight ? '{"access_token":"t","expires_in":3600}' : '{}',
          };
        },
      },
      server: 'vbo',
      credentials: { username: 'admin', password: async () => password, refusals: memory.refusals },
      store: NO_STORE,
      environment,
      protocol: PROTOCOL,
      apiVersion: null,
    });
  return { environment, login, tried, ...memory };
}

describe('a refused password', () => {
  test('is not sent again by the next command, which says for how long', async () => {
    const { environment, login, tried, refused } = scene('right');
    expect((await failureOf(() => login('stale').token())).message).toContain('login refused');
    expect([...refused.keys()]).toEqual([`${ORIGIN} stale`]);
    environment.pass(3 * MINUTES);
    const failure = await failureOf(() => login('stale').token());
    expect(failure).toMatchObject({ code: 'LOGIN_REFUSED', where: 'vbo' });
    expect(failure.message).toContain('7 min');
    expect(failure.message).not.toContain('stale');
    expect(failure.hint).toContain('vsi login --force');
    expect(tried).toEqual(['stale']);
  });

  test('does not keep a corrected one from being tried, which makes it forgotten', async () => {
    const { login, tried, refused } = scene('right');
    await failureOf(() => login('stale').token());
    expect(await login('right').token()).toBe('t');
    expect(tried).toEqual(['stale', 'right']);
    expect(refused.size).toBe(0);
  });

  test('is not what a server has that is merely broken', async () => {
    const { login, refused } = scene('right', 500);
    await failureOf(() => login('right?').token());
    expect(refused.size).toBe(0);
  });
});
