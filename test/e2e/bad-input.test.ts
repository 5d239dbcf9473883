import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import type { ServerResponse } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals';
import {
  createAuthority,
  createCertificate,
  type TestCertificate,
} from '../support/certificates.ts';
import { errorLines, type ErrorLines } from '../support/error-lines.ts';
import { startHttpsServer, type Answer, type TestServer } from '../support/https-server.ts';
import { sendText, startScriptedVb365, type ScriptedVb365 } from '../support/scripted-vb365.ts';
import { rowsOf, setStage, vsi, vsiHere, type RunOptions, type Stage } from '../support/vsi.ts';

let home: string;
let authority: TestCertificate;
let caFile: string;
/** Below a file: nothing can be kept there, so that every run is the first one. */
let noHome: string;
let certificate: TestCertificate;
const opened: TestServer[] = [];

beforeAll(async () => {
  home = await mkdtemp(join(tmpdir(), 'vsi-bad-input-'));
  [authority, certificate] = await Promise.all([createAuthority(), createCertificate()]);
  caFile = join(home, 'ca.pem');
  noHome = join(caFile, 'home');
  await writeFile(caFile, authority.cert);
});

afterEach(async () => {
  await Promise.all(opened.splice(0).map((server) => server.close()));
});

afterAll(async () => {
  await rm(home, { recursive: true, force: true });
});

async function serve(answer: Answer, by: TestCertificate = certificate): Promise<TestServer> {
  const server = await startHttpsServer(by, answer);
  opened.push(server);
  return server;
}

async function script(...options: Parameters<typeof startScriptedVb365>): Promise<ScriptedVb365> {
  const server = await startScriptedVb365({ certificate, ...options[0] });
  opened.push(server);
  return server;
}

/** A failed run: nothing on stdout, an error of one line, a hint of one line. */
async function failure(
  words: readonly string[],
  options: RunOptions = {},
): Promise<ErrorLines & { readonly code: number | null }> {
  const finished = await vsiHere(words, {
    ...options,
    variables: { HOME: noHome, ...options.variables },
  });
  expect(finished.stdout).toBe('');
  return { code: finished.code, ...errorLines(finished) };
}

const LIST = ['jobs', 'list'];
const NOTHING = { jobs: [], copyjobs: [], jobsessions: [] };

describe('the way to the server', () => {
  test('an unknown host', async () => {
    const server = 'https://no-such-host.invalid:4443';
    expect(await failure([...LIST, '--server', server, '--retries', '0'])).toEqual({
      code: 6,
      what: expect.stringContaining('host no-such-host.invalid is unknown'),
      where: 'no-such-host.invalid:4443',
      hint: expect.stringMatching(/name/),
    });
  });

  test('a refused port', async () => {
    const { port, close } = await startHttpsServer(certificate, () => undefined);
    await close();
    expect(await failure([...LIST, '--server', `127.0.0.1:${port}`])).toEqual({
      code: 6,
      what: 'connection refused',
      where: `127.0.0.1:${port}`,
      hint: expect.stringMatching(/port.*REST API service/),
    });
  });

  test('a server that hangs is asked twice, and not for longer than --timeout each', async () => {
    const server = await serve(() => undefined);
    const started = Date.now();
    const variables = {
      VSI_SERVER: server.origin,
      VSI_PRODUCT: 'vb365',
      VSI_FINGERPRINT: certificate.fingerprint,
    };
    expect(await failure([...LIST, '--timeout', '1s'], { variables })).toEqual({
      code: 6,
      what: 'the server did not answer within 1 s',
      where: `GET /v8/ServiceInstance on localhost:${server.port}`,
      hint: expect.stringContaining('--timeout'),
    });
    expect(Date.now() - started).toBeLessThan(8000);
    expect(server.requests.length).toBe(2);
  });

  test('a redirect is not followed, neither before the login nor with the token', async () => {
    const elsewhere = await serve((_request, response) => response.end('{}'));
    const away = (response: ServerResponse): void => {
      response.writeHead(302, { location: `${elsewhere.origin}/v8/Jobs` }).end();
    };
    const before = await serve((_request, response) => {
      away(response);
    });
    const after = await script({ routes: { jobs: away } });
    for (const server of [before, after]) {
      const variables = { ...after.variables, VSI_SERVER: server.origin };
      expect(await failure(LIST, { variables })).toEqual({
        code: 1,
        what: `the server redirects to localhost:${elsewhere.port}`,
        where: expect.stringMatching(/^GET \/v8\/\w+ on localhost:\d+$/),
        hint: expect.stringContaining('not followed'),
      });
    }
    expect(after.tokenForms()).toHaveLength(1);
    expect(elsewhere.connections()).toBe(0);
  });
});

describe('certificates', () => {
  test('self-signed: the error shows the fingerprint, and pinning just that works', async () => {
    const server = await script({ routes: NOTHING });
    const variables = { ...server.variables, VSI_FINGERPRINT: '', HOME: noHome };
    const error = await failure(LIST, { variables });
    expect(error).toEqual({
      code: 6,
      what: expect.stringMatching(/^the certificate is self-signed; its SHA-256 fingerprint/),
      where: `localhost:${server.port}`,
      hint: expect.stringMatching(/--fingerprint .*--ca-file/),
    });
    expect(server.requests).toEqual([]);
    const [shown = ''] = /(?:[0-9A-F]{2}:){31}[0-9A-F]{2}/.exec(error.what) ?? [];
    expect(error.hint).toContain(shown);
    const pinned = await vsi([...LIST, '--fingerprint', shown, '-o', 'json'], { variables });
    expect(pinned).toMatchObject({ code: 0, stdout: '[]\n', stderr: '' });
  });

  test.each([
    [
      'for another host name',
      { hosts: ['backup.example.com'] },
      /made for another host name/,
      /by the name in it \(DNS:backup\.example\.com\)/,
    ],
    [
      'that has expired',
      { validTo: new Date(Date.now() - 86_400_000), validFrom: new Date(0) },
      /has expired/,
      /renew it/,
    ],
  ])('one %s, of a trusted authority', async (_title, wish, what, hint) => {
    const wrong = await createCertificate({ ...wish, issuer: authority });
    const server = await script({ certificate: wrong });
    const variables = { ...server.variables, VSI_FINGERPRINT: '', VSI_CA_FILE: caFile };
    expect(await failure(LIST, { variables })).toEqual({
      code: 6,
      what: expect.stringMatching(what),
      where: `localhost:${server.port}`,
      hint: expect.stringMatching(hint),
    });
    expect(server.requests).toEqual([]);
  });

  test('a good one of a trusted authority needs no pin', async () => {
    const good = await createCertificate({ issuer: authority });
    const server = await script({ certificate: good, routes: NOTHING });
    const variables = {
      ...server.variables,
      VSI_FINGERPRINT: '',
      VSI_CA_FILE: caFile,
      HOME: noHome,
    };
    expect(await vsi(LIST, { variables })).toMatchObject({ code: 0, stderr: '' });
  });

  test('a wrong pin: both fingerprints are shown, nothing is sent', async () => {
    const server = await script();
    const pin = 'AB:'.repeat(31) + 'AB';
    const variables = { ...server.variables, VSI_FINGERPRINT: pin };
    const error = await failure(LIST, { variables });
    expect(error).toMatchObject({ code: 6, where: `localhost:${server.port}` });
    expect(error.what).toContain(pin);
    expect(error.what.replaceAll(':', '').toLowerCase()).toContain(certificate.fingerprint);
    expect(server.connections()).toBeGreaterThan(0);
    expect(server.requests).toEqual([]);
  });

  test('a CA file that is missing, or none', async () => {
    const text = join(home, 'text.pem');
    await writeFile(text, 'certificate');
    for (const file of [join(home, 'missing.pem'), text]) {
      const words = [...LIST, '--server', 'localhost:4443', '--ca-file', file];
      expect(await failure(words)).toMatchObject({ code: 2, where: `--ca-file ${file}` });
    }
  });
});

describe('what answers is no Veeam server, or not well', () => {
  const HTML = '<!DOCTYPE html><html><body>It works!</body></html>';
  const variablesOf = ({ origin }: TestServer) => ({
    VSI_SERVER: origin,
    VSI_FINGERPRINT: certificate.fingerprint,
    VSI_USERNAME: 'x',
    VSI_PASSWORD: 'y',
  });

  test.each([200, 404])(
    'a web server that answers %d everywhere gets no password',
    async (status) => {
      const server = await serve((_request, response) => {
        response.writeHead(status, { 'content-type': 'text/html' }).end(HTML);
      });
      expect(await failure(LIST, { variables: variablesOf(server) })).toEqual({
        code: 1,
        what: expect.stringContaining('no REST API of Veeam'),
        where: `https://localhost:${server.port}`,
        hint: expect.stringContaining('4443'),
      });
      expect(server.requests.filter(({ method }) => method !== 'GET')).toEqual([]);
    },
  );

  test('HTML instead of JSON', async () => {
    const server = await script({
      routes: {
        jobs: (response) => {
          sendText(response, HTML, 'text/html');
        },
      },
    });
    expect(await failure(LIST, { variables: server.variables })).toEqual({
      code: 1,
      what: expect.stringContaining('HTML'),
      where: `GET /v8/Jobs on localhost:${server.port}`,
      hint: expect.stringMatching(/proxy/),
    });
  });

  test.each([
    [403, 4, /403 Forbidden/, /Veeam Backup Administrator/],
    [404, 1, /has no API v8/, /--api-version/],
    [500, 1, /500 Internal Server Error: out of memory/, /log/],
    [503, 1, /503 Service Unavailable/, /try again/],
  ])('%d', async (status, code, what, hint) => {
    const server = await script({
      routes: {
        jobs: (response) => {
          response.writeHead(status).end('{"message": "out of memory", "stackTrace": "at X"}');
        },
      },
    });
    const words = [...LIST, '--retries', '1'];
    const error = await failure(words, { variables: server.variables });
    expect(error).toEqual({
      code,
      what: expect.stringMatching(what),
      where: `GET /v8/Jobs on localhost:${server.port}`,
      hint: expect.stringMatching(hint),
    });
    expect(error.what).not.toContain('at X');
  });

  test('a list of another shape', async () => {
    const server = await script({ routes: { jobs: { results: 'none' } } });
    expect(await failure(LIST, { variables: server.variables })).toMatchObject({
      code: 1,
      what: expect.stringContaining('results'),
      where: `GET /v8/Jobs on localhost:${server.port}`,
    });
  });
});

describe('an answer that breaks off', () => {
  const SESSIONS = ['session', 'list', '--limit', '0', '-o', 'json'];

  function session(index: number): object {
    const createdAt = new Date(Date.UTC(2026, 10, 20) - index * 60_000).toISOString();
    return {
      id: `aaaaaaaa-0000-4000-8000-${String(index).padStart(12, '0')}`,
      creationTime: createdAt,
      endTime: createdAt,
      status: 'Success',
      statistics: {},
      jobType: 'Backup',
    };
  }

  function sessions(from: number, to: number): object[] {
    return Array.from({ length: to - from }, (_none, index) => session(from + index));
  }

  function half(value: unknown): string {
    const text = JSON.stringify(value);
    return text.slice(0, Math.floor(text.length / 2));
  }

  /** Runs a list that fails on its way, and reads the rows that were printed before. */
  async function partial(server: ScriptedVb365): Promise<ErrorLines & { readonly rows: number }> {
    const { code, stdout, stderr } = await vsi(SESSIONS, {
      variables: { ...server.variables, HOME: noHome },
    });
    expect(code).toBe(3);
    expect(() => JSON.parse(stdout) as unknown).toThrow();
    return { ...errorLines({ stderr }), rows: rowsOf(`${stdout}]`).length };
  }

  test('nothing of it could be printed: exit 1', async () => {
    const page = { offset: 0, limit: 1000, results: sessions(0, 3) };
    const server = await script({
      routes: { jobs: [], copyjobs: [], jobsessions: half(page) },
    });
    expect(await failure(SESSIONS, { variables: server.variables })).toEqual({
      code: 1,
      what: expect.stringMatching(/^the answer breaks off after \d+ bytes$/),
      where: `GET /v8/JobSessions on localhost:${server.port}`,
      hint: expect.any(String),
    });
  });

  test('the second page: the first is printed, the array stays open, exit 3', async () => {
    const server = await script({
      routes: {
        jobs: [],
        copyjobs: [],
        jobsessions: (response, { url }) => {
          const offset = Number(new URL(url, 'https://x').searchParams.get('offset') ?? 0);
          const results = sessions(offset, offset + 1000);
          const page = { offset, limit: 1000, results };
          sendText(response, offset === 0 ? JSON.stringify(page) : half(page));
        },
      },
    });
    const { rows, what } = await partial(server);
    expect(rows).toBe(1000);
    expect(what).toMatch(/^rows are missing: the answer breaks off after/);
  });

  test('the array of a whole history (v3): what arrived is printed, exit 3', async () => {
    const whole = JSON.stringify(sessions(0, 2500));
    const server = await script({
      version: 'v3',
      routes: { jobs: [], jobsessions: whole.slice(0, whole.length * 0.8) },
    });
    const { rows, what } = await partial(server);
    expect(rows).toBeGreaterThanOrEqual(1000);
    expect(rows).toBeLessThanOrEqual(2000);
    expect(what).toMatch(/^rows are missing: .*breaks off/);
  });

  test('a connection that is cut in the middle of it', async () => {
    const server = await script({
      version: 'v3',
      routes: {
        jobs: [],
        jobsessions: (response) => {
          response.writeHead(200, { 'content-type': 'application/json' });
          response.write(JSON.stringify(sessions(0, 1500)).slice(0, -20), () => {
            response.destroy();
          });
        },
      },
    });
    const { rows, what } = await partial(server);
    expect(rows).toBeGreaterThanOrEqual(1000);
    expect(what).toMatch(/^rows are missing: the connection broke off/);
  });
});

describe('login', () => {
  test('a wrong password: one request, and a hint at what Veeam admins run into', async () => {
    const server = await script();
    const variables = { ...server.variables, VSI_PASSWORD: 'wrong' };
    const error = await failure(LIST, { variables });
    expect(error).toMatchObject({
      code: 4,
      what: 'login refused for EXAMPLE\\reader: The user name or password is incorrect.',
      where: `localhost:${server.port}`,
    });
    expect(error.hint).toMatch(/MFA/);
    expect(error.hint).toMatch(/service account/);
    expect(error.hint).toMatch(/REST (API )?service/);
    expect(error.hint).toMatch(/restore operator authentication only/);
    expect(server.tokenForms()).toHaveLength(1);
  });

  test('no user name', async () => {
    const server = await script();
    const variables = { ...server.variables, VSI_USERNAME: '' };
    expect(await failure(LIST, { variables })).toMatchObject({
      code: 4,
      where: `localhost:${server.port}`,
      hint: expect.stringMatching(/VSI_USERNAME/),
    });
  });

  test('no password, and no terminal to ask for it', async () => {
    const server = await script();
    const variables = { ...server.variables, VSI_PASSWORD: '' };
    expect(await failure(LIST, { variables })).toMatchObject({
      code: 4,
      what: 'no password given',
      hint: expect.stringMatching(/VSI_PASSWORD_FILE/),
    });
    expect(server.tokenForms()).toEqual([]);
  });

  test('password files that are empty or missing, commands that fail or say nothing', async () => {
    const server = await script();
    const empty = join(home, 'empty');
    await writeFile(empty, '\n', { mode: 0o600 });
    const missing = join(home, 'no-such-file');
    const sources = [
      [{ VSI_PASSWORD_FILE: empty }, /is empty/, `VSI_PASSWORD_FILE ${empty}`],
      [{ VSI_PASSWORD_FILE: missing }, /does not exist/, `VSI_PASSWORD_FILE ${missing}`],
      [{ VSI_PASSWORD_FILE: home }, /is a directory/, `VSI_PASSWORD_FILE ${home}`],
      [{ VSI_PASSWORD_COMMAND: 'exit 7' }, /exit code 7/, 'VSI_PASSWORD_COMMAND'],
      [{ VSI_PASSWORD_COMMAND: 'true' }, /is empty/, 'VSI_PASSWORD_COMMAND'],
    ] as const;
    await Promise.all(
      sources.map(async ([source, what, where]) => {
        const variables = { ...server.variables, VSI_PASSWORD: '', ...source };
        expect(await failure(LIST, { variables })).toMatchObject({
          code: 2,
          what: expect.stringMatching(what),
          where,
        });
      }),
    );
    expect(server.tokenForms()).toEqual([]);
    const words = [...LIST, '--password-stdin'];
    expect(await failure(words, { variables: server.variables, stdin: '' })).toMatchObject({
      code: 2,
      what: expect.stringMatching(/is empty/),
      where: '--password-stdin',
    });
  });

  test('passwords from a file, a command and standard input', async () => {
    const server = await script({ routes: NOTHING });
    const { VSI_PASSWORD: password = '', ...known } = server.variables;
    const others = { ...known, HOME: noHome };
    const file = join(home, 'password');
    await writeFile(file, `${password}\n`, { mode: 0o600 });
    const runs = await Promise.all([
      vsi(LIST, { variables: { ...others, VSI_PASSWORD_FILE: file } }),
      vsi(LIST, { variables: { ...others, VSI_PASSWORD_COMMAND: `printf '%s\\n' '${password}'` } }),
      vsi([...LIST, '--password-stdin'], { variables: others, stdin: `${password}\r\n` }),
    ]);
    for (const run of runs) expect(run).toMatchObject({ code: 0, stderr: '' });
    expect(server.tokenForms().map((form) => form.get('password'))).toEqual([
      password,
      password,
      password,
    ]);
  });
});

describe('what is not there', () => {
  let stage: Stage;

  beforeAll(async () => {
    stage = await setStage({ throttle: false });
    await stage.run(['login']);
  });

  afterAll(async () => {
    await stage.close();
  });

  function failed(...words: string[]): ReturnType<typeof failure> {
    return failure(words, { variables: stage.variables });
  }

  test('a job, with the nearest names', async () => {
    expect(await failed('jobs', 'sessions', 'Teems')).toEqual({
      code: 5,
      what: 'no job “Teems”',
      where: expect.stringMatching(/^127\.0\.0\.1:\d+$/),
      hint: expect.stringMatching(/^did you mean “Teams”/),
    });
    expect(await failed('jobs', 'show', 'qqqqqq')).toMatchObject({
      code: 5,
      hint: expect.stringContaining('vsi jobs list'),
    });
  });

  test('several jobs of one name, with their ids', async () => {
    const job = { backupType: 'EntireOrganization', isEnabled: true };
    const ids = ['11111111-1111-4111-8111-111111111111', '11111111-2222-4222-8222-222222222222'];
    const server = await script({
      routes: { jobs: ids.map((id) => ({ ...job, id, name: 'Exchange' })), copyjobs: [] },
    });
    for (const reference of ['exchange', '1111']) {
      const error = await failure(['jobs', 'sessions', reference], { variables: server.variables });
      expect(error).toMatchObject({
        code: 2,
        what: `“${reference}” means several jobs`,
        where: `localhost:${server.port}`,
      });
      for (const id of ids) expect(error.hint).toContain(id);
    }
  });

  test('a session by its id, by the beginning of one, by what is no id', async () => {
    const id = '7c0c3c71-9e3b-4c6f-9a55-0d4d8f0a3a11';
    expect(await failed('session', 'show', id)).toMatchObject({
      code: 5,
      what: expect.stringContaining(id),
      hint: expect.any(String),
    });
    expect(await failed('session', 'log', 'ffffffff-ffff')).toMatchObject({
      code: 5,
      hint: expect.stringContaining('1000'),
    });
    for (const wrong of ['abc', 'yesterday']) {
      expect(await failed('session', 'show', wrong)).toMatchObject({
        code: 5,
        what: `“${wrong}” is no session id`,
        hint: expect.stringContaining('latest'),
      });
    }
    expect(await failed('session', 'show', 'latest')).toMatchObject({
      code: 2,
      hint: expect.stringContaining('--job'),
    });
  });

  test('an API version that nobody knows, and one that the server lacks', async () => {
    expect(await failed(...LIST, '--api-version', 'v9')).toMatchObject({
      code: 2,
      what: expect.stringContaining('v9'),
      hint: expect.stringContaining('v3'),
    });
    const server = await script({
      version: 'v6',
      routes: NOTHING,
    });
    const ownHome = await mkdtemp(join(home, 'old-'));
    const variables = { ...server.variables, HOME: ownHome };
    const lacking = {
      code: 1,
      what: expect.stringContaining('has no API v8'),
      where: expect.stringContaining(`localhost:${server.port}`),
      hint: expect.stringContaining('--api-version'),
    };
    const words = [...LIST, '--api-version', 'v8'];
    expect(await failure(words, { variables })).toEqual(lacking);
    // With a login in hand the token route is not asked, and the list is what is missing.
    expect(await vsi(['login'], { variables })).toMatchObject({ code: 0 });
    expect(await failure(words, { variables })).toEqual(lacking);
  });
});
