import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { readFile, readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { Exchange } from '../../src/demo/https-server.ts';
import { createCertificate } from '../support/certificates.ts';
import { sendJson, startHttpsServer, type TestServer } from '../support/https-server.ts';
import { finished, setStage, startVsi, type Finished, type Stage } from '../support/vsi.ts';

/** Nothing that would stand in an output by chance, and all that a form has to escape. */
const PASSWORD = 'pl4nted p+ssw&rd=%"é\\';
const WRONG = 'wr0ng p+ssw&rd=%"é\\';

let stage: Stage;
const exchanges: Exchange[] = [];
/** A server that answers what it was asked, as careless ones do. */
let mirror: TestServer;
let mirrorFingerprint: string;
let passwordFile: string;

beforeAll(async () => {
  stage = await setStage({
    throttle: false,
    password: PASSWORD,
    tokenLifetime: 25,
    onExchange: (exchange) => exchanges.push(exchange),
  });
  const certificate = await createCertificate();
  mirrorFingerprint = certificate.fingerprint;
  mirror = await startHttpsServer(certificate, (request, response) => {
    const { method, url, headers, body } = request;
    if (url.endsWith('/token')) sendJson(response, { message: `bad form ${body}` }, 400);
    else if (headers.authorization === undefined) response.writeHead(401).end();
    else sendJson(response, { message: `${method} ${headers.authorization}` }, 500);
  });
  passwordFile = join(stage.home, 'password-file');
});

afterAll(async () => {
  await mirror.close();
  await stage.close();
});

interface Observed extends Finished {
  readonly words: readonly string[];
  /** What `ps` shows to everybody; null where the system does not tell. */
  readonly commandLine: string | null;
}

async function observe(
  words: readonly string[],
  more: { readonly variables?: Record<string, string>; readonly stdin?: string } = {},
): Promise<Observed> {
  const child = startVsi(words, { variables: { ...stage.variables, ...more.variables } });
  const commandLine = commandLineOf(child.pid);
  child.stdin?.end(more.stdin ?? '');
  return { words, commandLine, ...(await finished(child)) };
}

/** Looks again while the system is still putting the new program in the place of this one. */
function commandLineOf(pid: number | undefined): string | null {
  if (process.platform === 'win32') return null;
  for (let look = 0; look < 200; look += 1) {
    const line = shownCommandLine(pid);
    if (line.includes('vsi.js')) return line;
    Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 2);
  }
  // It has ended before anybody could look.
  return null;
}

function shownCommandLine(pid: number | undefined): string {
  const file = `/proc/${String(pid)}/cmdline`;
  if (existsSync(file)) return readFileSync(file, 'utf8');
  return execFileSync('ps', ['-o', 'args=', '-p', String(pid)], { encoding: 'utf8' });
}

/** The ways in which a secret may be written down. */
function formsOf(secret: string): string[] {
  const bytes = Buffer.from(secret, 'utf8');
  const base64 = bytes.toString('base64').replace(/=+$/, '');
  return [
    secret,
    base64,
    bytes.toString('base64url'),
    // The middle of a longer base64 text (user:password, as in Basic) shifts by one or two bytes.
    ...[1, 2].map((shift) =>
      Buffer.from(' '.repeat(shift) + secret, 'utf8')
        .toString('base64')
        .slice(4, -6),
    ),
    bytes.toString('hex'),
    encodeURIComponent(secret),
    new URLSearchParams({ s: secret }).toString().slice(2),
    JSON.stringify(secret).slice(1, -1),
  ];
}

/** Every token that was issued until now. */
function issuedTokens(): string[] {
  return exchanges
    .filter(({ url, status }) => url.endsWith('/token') && status === 200)
    .flatMap(({ responseBody }) => {
      const answer: unknown = JSON.parse(responseBody);
      if (typeof answer !== 'object' || answer === null) return [];
      return Object.entries(answer).flatMap(([name, value]: [string, unknown]) =>
        name.endsWith('_token') && typeof value === 'string' ? [value] : [],
      );
    });
}

const found = (text: string, secrets: readonly string[]): string[] =>
  secrets.flatMap(formsOf).filter((form) => text.includes(form));

describe('secrets stay secret', () => {
  const runs: Observed[] = [];

  beforeAll(async () => {
    await writeFile(passwordFile, PASSWORD);
    const elsewhere = {
      VSI_SERVER: mirror.origin,
      VSI_FINGERPRINT: mirrorFingerprint,
    };
    const noPassword = { VSI_PASSWORD: '' };
    const LIST = ['session', 'list', '--limit', '3'];
    // One after the other where they share a login, the others at once.
    for (const words of [
      ['login', '--debug'],
      [...LIST, '--debug'],
      [...LIST, '--verbose', '--raw'],
      ['api', 'ServiceInstance', '--debug'],
      ['session', 'show', 'ffffffff', '--debug'],
      ['jobs', 'show', 'no such job', '--debug'],
      ['logout', '--debug'],
    ]) {
      runs.push(await observe(words));
    }
    runs.push(
      ...(await Promise.all([
        observe([...LIST, '--debug'], { variables: { HOME: '' } }),
        observe([...LIST, '--debug'], { variables: { HOME: '', VSI_PASSWORD: WRONG } }),
        observe([...LIST, '--debug', '--api-version', 'v4'], {
          variables: { HOME: '', VSI_PASSWORD: WRONG },
        }),
        observe([...LIST, '--debug', '--password-stdin'], {
          variables: { ...noPassword, HOME: '' },
          stdin: `${PASSWORD}\n`,
        }),
        observe([...LIST, '--debug'], {
          variables: { ...noPassword, HOME: '', VSI_PASSWORD_FILE: passwordFile },
        }),
        observe([...LIST, '--debug'], {
          variables: {
            ...noPassword,
            HOME: '',
            VSI_PASSWORD_COMMAND: `cat '${passwordFile}'; echo oops >&2; exit 3`,
          },
        }),
        observe([...LIST, '--debug'], { variables: elsewhere }),
        observe(['login', '--debug'], { variables: elsewhere }),
        observe([...LIST, '--debug', '--server', 'https://127.0.0.1:1', '--retries', '0']),
        observe([...LIST, '--debug', '--server', `https://x:${PASSWORD}@127.0.0.1:1`]),
        observe([...LIST, '--debug', '--fingerprint', 'ab'.repeat(32)]),
      ])),
    );
  }, 60_000);

  test('the runs are what they were meant to be', () => {
    const codes = runs.map(({ code }) => code);
    expect(codes).toEqual([0, 0, 0, 0, 5, 5, 0, 0, 4, 4, 0, 0, 2, 4, 4, 6, 2, 6]);
    expect(issuedTokens().length).toBeGreaterThanOrEqual(8);
    const seen = runs.filter(({ commandLine }) => commandLine !== null);
    expect(seen.length).toBeGreaterThan(process.platform === 'win32' ? -1 : runs.length / 2);
  });

  test('in what is printed', () => {
    const secrets = [PASSWORD, WRONG, ...issuedTokens()];
    for (const { words, stdout, stderr } of runs) {
      expect([words, found(`${stdout}\n${stderr}`, secrets)]).toEqual([words, []]);
    }
  });

  test('in what ps shows', () => {
    const secrets = [PASSWORD, WRONG, ...issuedTokens()];
    const typed = (words: readonly string[]): boolean => found(words.join(' '), secrets).length > 0;
    for (const { words, commandLine } of runs.filter((run) => !typed(run.words))) {
      expect([words, found(commandLine ?? '', secrets)]).toEqual([words, []]);
    }
  });

  test('in every file but the one that keeps the login', async () => {
    await observe(['login']);
    const entries = await readdir(stage.home, { recursive: true, withFileTypes: true });
    const files = entries
      .filter((entry) => entry.isFile())
      .map((entry) => join(entry.parentPath, entry.name))
      .filter((file) => file !== passwordFile);
    const tokenFiles = files.filter((file) => /[/\\]tokens[/\\][^/\\]+\.json$/.test(file));
    expect(tokenFiles).toHaveLength(1);
    for (const file of files) {
      const text = await readFile(file, 'utf8');
      const secrets = tokenFiles.includes(file) ? [PASSWORD] : [PASSWORD, ...issuedTokens()];
      expect([file, found(`${file}\n${text}`, secrets)]).toEqual([file, []]);
    }
  });

  test('tokens go to nobody but the server that issued them', () => {
    const tokens = issuedTokens();
    const toMirror = mirror.requests.map((request) => JSON.stringify(request)).join('\n');
    expect(mirror.requests.length).toBeGreaterThan(0);
    expect(found(toMirror, tokens)).toEqual([]);
    const carriers = exchanges.filter(
      ({ url, requestBody }) => found(url + requestBody, tokens).length > 0,
    );
    expect(carriers.map(({ url }) => url).filter((url) => !url.endsWith('/token'))).toEqual([]);
  });
});
