import { inspect } from 'node:util';
import { afterEach, beforeAll, describe, expect, test } from '@jest/globals';
import { VsiError } from '../../../../src/model/errors.ts';
import type { CachedToken, TokenStore } from '../../../../src/servers/environment.ts';
import { createHttpClient } from '../../../../src/servers/http/http-client.ts';
import type { HttpClient } from '../../../../src/servers/http/http.ts';
import {
  createLogin,
  type Login,
  type LoginOptions,
  type LoginProtocol,
} from '../../../../src/servers/login/login.ts';
import { withLogin } from '../../../../src/servers/login/with-login.ts';
import { createCertificate, type TestCertificate } from '../../../support/certificates.ts';
import {
  NOON,
  testEnvironment,
  testSettings,
  type TestEnvironment,
} from '../../../support/environment.ts';
import { failureOf } from '../../../support/failures.ts';
import {
  sendJson,
  startHttpsServer,
  type SeenRequest,
  type TestServer,
} from '../../../support/https-server.ts';

const USER = 'admin';
const PASSWORD = 'planted password+0815';
const HOUR = 3_600_000;

const PROTOCOL: LoginProtocol = {
  tokenPath: '/token',
  headers: { 'x-api-version': '1.1' },
  passwordForm: (username, password) => ({ grant_type: 'password', username, password }),
  refreshForm: (token) => ({ grant_type: 'refresh_token', refresh_token: token }),
  refusedStatuses: [400],
  logoutPath: '/logout',
  readRefusal: (body) => (body.includes('Bad') ? 'Bad\u001b[31m credentials' : null),
  hints: { refused: 'mark the account as a service account' },
};

let certificate: TestCertificate;
const opened: { close: () => unknown }[] = [];

beforeAll(async () => {
  certificate = await createCertificate();
});

afterEach(async () => {
  for (const each of opened.splice(0).reverse()) await each.close();
});

/** A file of the disk, as two processes would share it. */
interface SharedStore extends TokenStore {
  token: CachedToken | null;
  writable: boolean;
}

function sharedStore(token: CachedToken | null = null): SharedStore {
  const store: SharedStore = {
    token,
    writable: true,
    read: async () => store.token,
    write: async (next) => {
      if (store.writable) store.token = next;
      return store.writable;
    },
    remove: async () => {
      store.token = null;
    },
  };
  return store;
}

/** A token route as the products have it: rotation, revocation, throttling. */
interface Issuer {
  readonly server: TestServer;
  /** Access tokens that /data takes. */
  readonly valid: Set<string>;
  readonly refreshable: Set<string>;
  /** Answered before anything else, first one first. */
  readonly scripted: { status: number; headers?: Record<string, string>; body?: string }[];
  issued: number;
  password: string;
  /** The status of a logout. */
  farewell: number;
  /** Called when a token request arrives. */
  onToken: () => void;
  /** Changes what is answered to a granted request. */
  grant: (pair: { access_token: string; refresh_token: string }) => unknown;
}

async function startIssuer(): Promise<Issuer> {
  const state: Omit<Issuer, 'server'> = {
    valid: new Set(),
    refreshable: new Set(),
    scripted: [],
    issued: 0,
    password: PASSWORD,
    farewell: 204,
    onToken: () => undefined,
    grant: (pair) => ({ ...pair, token_type: 'bearer', expires_in: 3600 }),
  };
  const server = await startHttpsServer(certificate, (request, response) => {
    if (request.url === '/data') {
      const token = request.headers.authorization?.replace('Bearer ', '') ?? '';
      response.writeHead(issuer.valid.has(token) ? 200 : 401).end();
      return;
    }
    if (request.url === '/logout') {
      issuer.valid.clear();
      response.writeHead(issuer.farewell).end();
      return;
    }
    issuer.onToken();
    const scripted = issuer.scripted.shift();
    if (scripted !== undefined) {
      response.writeHead(scripted.status, scripted.headers).end(scripted.body);
      return;
    }
    const form = new URLSearchParams(request.body);
    const fine =
      form.get('grant_type') === 'password'
        ? form.get('password') === issuer.password
        : issuer.refreshable.delete(form.get('refresh_token') ?? '');
    if (!fine) {
      sendJson(
        response,
        { error: 'invalid_grant', error_description: 'Bad\u001b[31m credentials' },
        400,
      );
      return;
    }
    issuer.issued += 1;
    const pair = {
      access_token: `access-${issuer.issued}`,
      refresh_token: `refresh-${issuer.issued}`,
    };
    issuer.valid.add(pair.access_token);
    issuer.refreshable.add(pair.refresh_token);
    sendJson(response, issuer.grant(pair));
  });
  const issuer: Issuer = Object.assign(state, { server });
  opened.push(server);
  return issuer;
}

interface Scene {
  readonly issuer: Issuer;
  readonly store: SharedStore;
  readonly environment: TestEnvironment;
  readonly http: HttpClient;
  readonly login: Login;
  /** The login of a second command on the same machine. */
  readonly another: (changes?: Partial<LoginOptions>) => Login;
}

async function scene(
  changes: Partial<LoginOptions> & { stored?: CachedToken } = {},
): Promise<Scene> {
  const issuer = await startIssuer();
  const { stored = null, ...options } = changes;
  const store = sharedStore(stored);
  const environment = testEnvironment();
  const tls = { ca: null, fingerprint: certificate.fingerprint, insecure: false };
  const http = createHttpClient(testSettings(issuer.server.origin, { tls }), environment);
  opened.push(http);
  const another = (more: Partial<LoginOptions> = {}): Login =>
    createLogin({
      http,
      server: 'backup',
      credentials: { username: USER, password: async () => PASSWORD },
      store,
      environment,
      apiVersion: 'v8',
      protocol: PROTOCOL,
      ...options,
      ...more,
    });
  return { issuer, store, environment, http, login: another(), another };
}

function kept(changes: Partial<CachedToken> = {}): CachedToken {
  return {
    accessToken: 'kept-access',
    refreshToken: 'kept-refresh',
    expiresAt: NOON + HOUR,
    apiVersion: 'v8',
    ...changes,
  };
}

const grants = (requests: readonly SeenRequest[]) =>
  requests
    .filter(({ url }) => url === '/token')
    .map(({ body }) => new URLSearchParams(body).get('grant_type'));

describe('a token', () => {
  test('is fetched by password once, for all who ask at the same time and for the next command', async () => {
    const { issuer, store, login, another } = await scene();
    expect(await Promise.all([login.token(), login.token(), login.token()])).toEqual(
      Array.from({ length: 3 }, () => 'access-1'),
    );
    expect(await login.token()).toBe('access-1');
    expect(await another().token()).toBe('access-1');
    expect(grants(issuer.server.requests)).toEqual(['password']);
    expect(issuer.server.requests[0]?.headers['x-api-version']).toBe('1.1');
    expect(store.token).toEqual({
      accessToken: 'access-1',
      refreshToken: 'refresh-1',
      expiresAt: NOON + HOUR,
      apiVersion: 'v8',
    });
  });

  test('that is kept and valid is used without a question, even without a password', async () => {
    const { issuer, login } = await scene({ stored: kept(), credentials: null });
    expect(await login.token()).toBe('kept-access');
    expect(issuer.server.requests).toEqual([]);
  });

  test('that ends within half a minute is refreshed, and the new pair kept at once', async () => {
    const { issuer, store, login } = await scene({
      stored: kept({ expiresAt: NOON + 29_000 }),
      credentials: null,
    });
    issuer.refreshable.add('kept-refresh');
    expect(await login.token()).toBe('access-1');
    expect(grants(issuer.server.requests)).toEqual(['refresh_token']);
    expect(store.token?.refreshToken).toBe('refresh-1');
  });

  test('ends while the command runs: refreshed again', async () => {
    const { environment, issuer, login } = await scene();
    await login.token();
    environment.pass(2 * HOUR);
    expect(await login.token()).toBe('access-2');
    expect(grants(issuer.server.requests)).toEqual(['password', 'refresh_token']);
  });

  test('whose refresh is refused comes by password, unless another process has stored a newer one', async () => {
    const { issuer, store, login, another } = await scene({ stored: kept({ expiresAt: NOON }) });
    expect(await login.token()).toBe('access-1');
    expect(grants(issuer.server.requests)).toEqual(['refresh_token', 'password']);

    store.token = kept({ expiresAt: NOON });
    issuer.onToken = () => {
      store.token = kept({ accessToken: 'from-elsewhere' });
    };
    expect(await another().token()).toBe('from-elsewhere');
    expect(grants(issuer.server.requests).slice(2)).toEqual(['refresh_token']);
  });

  test('of a very short life is not fetched anew for every request', async () => {
    const { environment, issuer, login } = await scene();
    issuer.grant = (pair) => ({ ...pair, expires_in: 20 });
    await login.token();
    environment.pass(9000);
    await login.token();
    expect(grants(issuer.server.requests)).toEqual(['password']);
  });

  test('is due but no password was given: says how to give one', async () => {
    const { login } = await scene({ credentials: null });
    const failure = await failureOf(() => login.token());
    expect(failure.code).toBe('LOGIN_REFUSED');
    expect(failure.hint).toMatch(/VSI_USERNAME.*VSI_PASSWORD.*--password-stdin/);
  });

  test.each([
    ['seconds as text', { expires_in: '120' }, NOON + 120_000],
    [
      'two dates',
      { '.issued': '2020-01-01T10:00:00', '.expires': '2020-01-01T10:20:00' },
      NOON + 1_200_000,
    ],
    ['one date', { '.expires': new Date(NOON + HOUR).toISOString() }, NOON + HOUR],
    ['nothing', {}, NOON + 900_000],
    ['nonsense', { expires_in: -5, '.expires': 'soon' }, NOON + 900_000],
  ])('with its lifetime given as %s', async (_name, answer, expiresAt) => {
    const { issuer, login, store } = await scene();
    issuer.grant = ({ access_token }) => ({ access_token, ...answer });
    await login.token();
    expect(store.token).toMatchObject({ expiresAt, refreshToken: null });
  });
});

describe('a refused login', () => {
  test('is final, with the server’s reason made harmless and the product’s hint', async () => {
    const { issuer, login } = await scene();
    issuer.password = 'another one';
    const failure = await failureOf(() => login.token());
    expect(failure).toMatchObject({
      code: 'LOGIN_REFUSED',
      message: 'login refused for admin: Bad [31m credentials',
      where: 'backup',
      hint: 'mark the account as a service account',
    });
    expect(issuer.server.requests).toHaveLength(1);
  });

  test.each([PASSWORD, encodeURIComponent(PASSWORD)])(
    'never repeats a reason in which the password stands (%s)',
    async (password) => {
      const { issuer, login, another } = await scene();
      issuer.scripted.push({ status: 400, body: `no: ${password}` });
      const careless = another({ protocol: { ...PROTOCOL, readRefusal: (body) => body } });
      const failure = await failureOf(() => careless.token());
      expect(failure).toMatchObject({
        code: 'LOGIN_REFUSED',
        message: 'login refused for admin',
      });
      await login.finish();
    },
  );

  test.each([401, 403])('may also be a %i', async (status) => {
    const { issuer, login } = await scene();
    issuer.scripted.push({ status });
    expect(await failureOf(() => login.token())).toMatchObject({
      code: 'LOGIN_REFUSED',
      message: 'login refused for admin',
    });
  });

  test('is told from what only looks like one', async () => {
    const { issuer, login, another } = await scene();
    issuer.scripted.push({ status: 400, body: 'unsupported version' });
    const careful = another({
      protocol: {
        ...PROTOCOL,
        readOtherFailure: (status, body) =>
          status === 400 && body.includes('version')
            ? new VsiError('UNSUPPORTED', 'no such version')
            : null,
      },
    });
    expect(await failureOf(() => careful.token())).toMatchObject({ code: 'UNSUPPORTED' });
    expect(await login.token()).toBe('access-1');
  });

  test.each([
    [404, 'REQUEST_FAILED'],
    [500, 'REQUEST_FAILED'],
  ])('is not what %i means', async (status, code) => {
    const { issuer, login } = await scene();
    issuer.scripted.push({ status });
    expect(await failureOf(() => login.token())).toMatchObject({
      code,
      where: 'POST /token on backup',
    });
  });

  test.each(['', '<html></html>', '{"access_token":"planted-tok', '[]', '{}'])(
    'nor an answer like %j, of which nothing is quoted',
    async (body) => {
      const { issuer, login } = await scene();
      issuer.scripted.push({ status: 200, body });
      const failure = await failureOf(() => login.token());
      expect(failure.code).toBe('ANSWER_UNREADABLE');
      expect(inspect(failure)).not.toContain('planted-tok');
    },
  );
});

describe('a throttled token route', () => {
  const busy = (headers: Record<string, string> = {}) => ({ status: 429, headers });

  test('is waited for as Retry-After says, with a line for the person', async () => {
    const { environment, issuer, login } = await scene();
    issuer.scripted.push(busy({ 'retry-after': '9' }));
    expect(await login.token()).toBe('access-1');
    expect(environment.sleeps).toEqual([9625]);
    expect(environment.notices).toEqual(['backup admits only a few logins a minute, waiting 10 s']);
  });

  test('a date in Retry-After, or none at all, will do', async () => {
    const { environment, issuer, login } = await scene();
    issuer.scripted.push(busy({ 'retry-after': new Date(NOON + 20_000).toUTCString() }), busy());
    await login.token();
    expect(environment.sleeps).toEqual([20_625, 3250]);
  });

  test('ends in a failure when the budget of 90 seconds is used up', async () => {
    const { environment, issuer, login } = await scene();
    issuer.scripted.push(...Array.from({ length: 50 }, () => busy({ 'retry-after': '1' })));
    expect(await failureOf(() => login.token())).toMatchObject({ code: 'REQUEST_FAILED' });
    const waited = environment.sleeps.reduce((sum, each) => sum + each, 0);
    expect(waited).toBeGreaterThan(60_000);
    expect(waited).toBeLessThanOrEqual(90_000);
    expect(issuer.server.requests.length).toBeLessThan(12);
  });

  test('is left alone when another process has logged in meanwhile', async () => {
    const { issuer, login, store } = await scene();
    issuer.scripted.push(busy());
    issuer.onToken = () => {
      store.token = kept({ accessToken: 'from-elsewhere' });
    };
    expect(await login.token()).toBe('from-elsewhere');
    expect(issuer.server.requests).toHaveLength(1);
  });
});

describe('a password that another process sees refused', () => {
  test('while this one waits for a throttled token route is not tried again', async () => {
    let until: number | null = null;
    const { issuer, login } = await scene({
      credentials: {
        username: USER,
        password: async () => PASSWORD,
        refusals: {
          until: async () => until,
          add: async () => undefined,
          clear: async () => undefined,
        },
      },
    });
    issuer.scripted.push({ status: 429 });
    issuer.onToken = () => {
      until = NOON + 60_000;
    };
    expect(await failureOf(() => login.token())).toMatchObject({
      code: 'LOGIN_REFUSED',
      message: expect.stringMatching(/^not tried/),
    });
    expect(issuer.server.requests).toHaveLength(1);
  });
});

describe('a wait for a throttled token route that is cut short', () => {
  test.each([
    ['the deadline', new VsiError('TIMEOUT', 'the deadline of 2s is over'), 'TIMEOUT'],
    ['Ctrl-C', 'SIGINT', 'INTERRUPTED'],
  ])('by %s says so', async (_what, reason, code) => {
    const environment = testEnvironment();
    const { issuer, another } = await scene();
    issuer.scripted.push({ status: 429 });
    const login = another({
      environment: {
        ...environment,
        // As Node's timers do.
        sleep: async () => {
          environment.abort(reason);
          throw Object.assign(new Error('The operation was aborted'), { name: 'AbortError' });
        },
      },
    });
    expect(await failureOf(() => login.token())).toMatchObject({ code });
    expect(issuer.server.requests).toHaveLength(1);
  });
});

describe('a token refused in mid-run', () => {
  test('is renewed once for all who were refused', async () => {
    const { issuer, http, login } = await scene();
    const client = withLogin(http, login);
    await client.request({ method: 'GET', path: '/data' });
    issuer.valid.clear();
    const answers = await Promise.all(
      Array.from({ length: 4 }, () => client.request({ method: 'GET', path: '/data' })),
    );
    expect(answers.map(({ status }) => status)).toEqual([200, 200, 200, 200]);
    expect(grants(issuer.server.requests)).toEqual(['password', 'refresh_token']);
  });

  test('that was kept from before: refresh, else password', async () => {
    const { issuer, http, login } = await scene({ stored: kept() });
    expect((await withLogin(http, login).stream({ method: 'GET', path: '/data' })).status).toBe(
      200,
    );
    expect(grants(issuer.server.requests)).toEqual(['refresh_token', 'password']);
  });

  test('is not looked for in vain when another process has stored a newer one', async () => {
    const { issuer, http, login, store } = await scene({ stored: kept() });
    await login.token();
    store.token = kept({ accessToken: 'from-elsewhere' });
    issuer.valid.add('from-elsewhere');
    expect((await withLogin(http, login).request({ method: 'GET', path: '/data' })).status).toBe(
      200,
    );
    expect(grants(issuer.server.requests)).toEqual([]);
  });

  test('ends in a failure, not in a loop, when the server takes no token at all', async () => {
    const { issuer, http, login } = await scene({ stored: kept() });
    issuer.refreshable.add('kept-refresh');
    issuer.grant = (pair) => {
      issuer.valid.clear();
      return pair;
    };
    const failure = await failureOf(() =>
      withLogin(http, login).request({ method: 'GET', path: '/data' }),
    );
    expect(failure).toMatchObject({
      code: 'LOGIN_REFUSED',
      message: 'the server refuses the token that it has just issued',
    });
    expect(grants(issuer.server.requests)).toEqual(['refresh_token', 'password']);
    expect(issuer.server.requests.filter(({ url }) => url === '/data')).toHaveLength(3);
  });

  test('that failed so is the answer to whoever else asks within the minute, without another login', async () => {
    const { environment, issuer, http, login } = await scene();
    issuer.grant = (pair) => {
      issuer.valid.clear();
      return pair;
    };
    const client = withLogin(http, login);
    const ask = () => failureOf(() => client.request({ method: 'GET', path: '/data' }));
    const [first, late] = [await ask(), await ask()];
    expect(late).toEqual(first);
    expect(grants(issuer.server.requests)).toEqual(['password']);
    environment.pass(60_000);
    expect((await ask()).code).toBe('LOGIN_REFUSED');
    expect(grants(issuer.server.requests)).toEqual(['password', 'refresh_token', 'password']);
  });

  test('after it had been accepted for a while may be renewed again and again', async () => {
    const { environment, issuer, http, login } = await scene();
    const client = withLogin(http, login);
    for (let round = 0; round < 3; round += 1) {
      expect((await client.request({ method: 'GET', path: '/data' })).status).toBe(200);
      issuer.valid.clear();
      issuer.refreshable.clear();
      environment.pass(10 * 60_000);
    }
    expect(grants(issuer.server.requests).filter((grant) => grant === 'password')).toHaveLength(3);
  });

  test('a 403 right after a refresh is cured by a password login, a later one is an answer', async () => {
    const { issuer, http, login } = await scene({ stored: kept({ expiresAt: NOON }) });
    issuer.refreshable.add('kept-refresh');
    let asked = 0;
    const odd: HttpClient = {
      ...http,
      request: async (request) => {
        asked += 1;
        const answer = await http.request(request);
        const token = request.headers?.['authorization'];
        return token === 'Bearer access-1' || asked > 2 ? { ...answer, status: 403 } : answer;
      },
    };
    const client = withLogin(odd, login);
    expect((await client.request({ method: 'GET', path: '/data' })).status).toBe(200);
    expect(grants(issuer.server.requests)).toEqual(['refresh_token', 'password']);
    expect((await client.request({ method: 'GET', path: '/data' })).status).toBe(403);
    expect(grants(issuer.server.requests)).toHaveLength(2);
  });
});

describe('by hand', () => {
  test('a login asks the server even where a token is kept', async () => {
    const { issuer, login, store } = await scene({ stored: kept() });
    issuer.scripted.push({ status: 429 });
    expect(await login.loginNow()).toEqual({
      username: USER,
      expiresAt: NOON + HOUR + 1625,
      cached: true,
    });
    expect(grants(issuer.server.requests)).toEqual(['password', 'password']);
    expect(store.token?.accessToken).toBe('access-1');
  });

  test('a logout ends the token on the server and forgets it; without one there is nothing to do', async () => {
    const { issuer, login, store } = await scene({ stored: kept() });
    expect(await login.logout()).toBe(true);
    expect(store.token).toBeNull();
    expect(issuer.server.requests.map(({ method, url }) => `${method} ${url}`)).toEqual([
      'POST /logout',
    ]);
    expect(issuer.server.requests[0]?.headers).toMatchObject({
      authorization: 'Bearer kept-access',
      'x-api-version': '1.1',
    });
    expect(await login.logout()).toBe(false);
  });

  test('finishing logs out only when the token could not be kept', async () => {
    const { issuer, login, another, store } = await scene();
    await login.token();
    await login.finish();
    store.token = null;
    store.writable = false;
    const second = another();
    await second.token();
    expect(issuer.server.requests.some(({ url }) => url === '/logout')).toBe(false);
    await second.finish();
    await second.finish();
    expect(issuer.server.requests.filter(({ url }) => url === '/logout')).toHaveLength(1);
  });

  test('a request that is late does not log in again behind the logout', async () => {
    const { issuer, login, store } = await scene();
    store.writable = false;
    const token = await login.token();
    await login.finish();
    expect(await failureOf(() => login.renew(token))).toMatchObject({ code: 'INTERRUPTED' });
    expect(await failureOf(() => login.token())).toMatchObject({ code: 'INTERRUPTED' });
    expect(grants(issuer.server.requests)).toHaveLength(1);
  });

  test.each([401, 404])(
    'a logout that is answered %i is one: the token has ended',
    async (status) => {
      const { issuer, login, store } = await scene({ stored: kept() });
      issuer.farewell = status;
      expect(await login.logout()).toBe(true);
      expect(store.token).toBeNull();
    },
  );

  test('a logout that the server does not take is a failure; the token is forgotten all the same', async () => {
    const { issuer, login, store } = await scene({ stored: kept() });
    issuer.farewell = 500;
    expect(await failureOf(() => login.logout())).toMatchObject({
      code: 'REQUEST_FAILED',
      message: expect.stringMatching(/^the logout was answered 500/),
      where: 'POST /logout on backup',
    });
    expect(store.token).toBeNull();
  });

  test('finishing logs out after Ctrl-C, too', async () => {
    const { environment, issuer, login, store } = await scene();
    store.writable = false;
    await login.token();
    environment.abort('SIGINT');
    await login.finish();
    expect(issuer.server.requests.at(-1)).toMatchObject({ method: 'POST', url: '/logout' });
  });

  test('finishing never fails', async () => {
    const { issuer, login, store } = await scene();
    store.writable = false;
    await login.token();
    await issuer.server.close();
    await login.finish();
  });
});

test('no failure, debug line or notice holds a token or a password', async () => {
  const { environment, issuer, http, login, store } = await scene();
  store.writable = false;
  issuer.scripted.push({ status: 429 });
  const client = withLogin(http, login);
  await client.request({ method: 'GET', path: '/data' });
  issuer.valid.clear();
  issuer.refreshable.clear();
  issuer.password = 'another one';
  const failure = await failureOf(() => client.request({ method: 'GET', path: '/data' }));
  await login.finish();
  const said = inspect([failure, environment.debugLines, environment.notices], { depth: Infinity });
  expect(environment.debugLines.length).toBeGreaterThan(2);
  for (const secret of [PASSWORD, 'access-1', 'refresh-1']) expect(said).not.toContain(secret);
});
