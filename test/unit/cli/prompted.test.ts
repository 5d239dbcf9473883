import { PassThrough, Writable } from 'node:stream';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { startDemoServer, type DemoServer } from '../../../src/demo/demo-server.ts';
import { main } from '../../../src/main.ts';
import { memoryHost } from '../../support/host.ts';
import { makeSavedHome, type SavedHome } from '../../support/saved-servers.ts';

const PASSWORD = 'correct horse battery staple';

let server: DemoServer;
let saved: SavedHome;

beforeAll(async () => {
  server = await startDemoServer({
    product: 'vb365',
    now: Date.now,
    throttle: false,
    password: PASSWORD,
  });
});

afterAll(() => server.close());

beforeEach(async () => {
  saved = await makeSavedHome();
});

afterEach(() => saved.close());

/** A question, as far as it must be recognised, and what the person types then. */
type Answer = readonly [question: RegExp, typed: string];

/** A person at a terminal who answers each question when it stands there, and no earlier. */
async function atTerminal(words: readonly string[], answers: readonly Answer[]) {
  const stdin = Object.assign(new PassThrough(), { isTTY: true });
  const waiting = [...answers];
  let screen = '';
  let unread = '';
  const stderr = Object.assign(
    new Writable({
      write: (chunk: Buffer, _encoding, done) => {
        screen += chunk.toString('utf8');
        unread += chunk.toString('utf8');
        const [question, typed] = waiting[0] ?? [];
        if (question?.test(unread) === true) {
          waiting.shift();
          unread = '';
          setImmediate(() => stdin.write(`${typed ?? ''}\r`));
        }
        done();
      },
    }),
    { isTTY: true, columns: 0 },
  );
  const memory = memoryHost({
    argv: words,
    variables: { HOME: saved.home },
    homeDirectory: saved.home,
    platform: process.platform,
    stdin,
    stderr,
    now: Date.now,
  });
  const code = await main(memory.host);
  expect(waiting).toEqual([]);
  return { code, screen, stdout: memory.stdout() };
}

const TRUST = /Is it the one on the server\? Trust and pin it\? \[y\/N\] $/;
const SECRET = /Password of demo\\admin at https:\/\/[\d.:]+: $/;

describe('server add at a terminal', () => {
  const words = () => ['server', 'add', 'vienna', server.url, '--username', 'demo\\admin'];

  test('shows the certificate and pins it after a yes; keeps the password that is typed', async () => {
    const { code, screen, stdout } = await atTerminal(words(), [
      [TRUST, 'y'],
      [SECRET, PASSWORD],
    ]);
    expect({ code, stdout }).toEqual({ code: 0, stdout: '' });
    expect(screen).toContain(`SHA-256      ${server.fingerprint}`);
    expect(screen.indexOf('Trust and pin')).toBeLessThan(screen.indexOf('Password of'));
    expect(screen).not.toContain(PASSWORD);
    expect(await saved.read()).toContain(`fingerprint: ${server.fingerprint}`);
    const later = await saved.runHere(['server', 'test', 'vienna']);
    expect(later).toMatchObject({ code: 0 });
  });

  test.each(['n', '', 'yo'])('the answer “%s” saves nothing', async (answer) => {
    const { code, screen } = await atTerminal(words(), [[TRUST, answer]]);
    expect(code).toBe(6);
    expect(screen).toContain('vsi: not saved: the certificate is self-signed');
    expect(await saved.files()).toEqual([]);
  });

  test('a password that is refused is not kept', async () => {
    const { code, screen } = await atTerminal(
      [...words(), '--fingerprint', server.fingerprint],
      [[SECRET, 'wrong']],
    );
    expect(code).toBe(0);
    expect(screen).toContain('warning: the check failed: login refused');
    expect((await saved.files()).filter(({ path }) => path.includes('credentials'))).toEqual([]);
  });

  test('nothing typed is no password', async () => {
    const { code, screen } = await atTerminal(
      [...words(), '--fingerprint', server.fingerprint],
      [[SECRET, '']],
    );
    expect(code).toBe(0);
    expect(screen).toContain('no password given');
  });
});

describe('login to a saved server at a terminal', () => {
  beforeEach(async () => {
    const words = ['server', 'add', 'vienna', server.url, '--username', 'demo\\admin', '--no-test'];
    await saved.runHere([...words, '--fingerprint', server.fingerprint, '--default']);
  });

  test.each([
    ['y', true],
    ['n', false],
  ])('offers to keep the password: %s', async (answer, isKept) => {
    const { code } = await atTerminal(
      ['login'],
      [
        [SECRET, PASSWORD],
        [/Keep the password of demo\\admin for vienna\? \[y\/N\] $/, answer],
      ],
    );
    expect(code).toBe(0);
    const later = await saved.runHere(['server', 'test']);
    expect(later.code).toBe(isKept ? 0 : 4);
  });

  test('a kept one is not asked for, nor offered', async () => {
    await saved.runHere(['server', 'set', 'vienna', '--password-stdin'], { stdin: PASSWORD });
    expect(await atTerminal(['login'], [])).toMatchObject({ code: 0 });
  });

  test('--password-stdin at a terminal is typed without being shown', async () => {
    const { code, screen } = await atTerminal(
      ['server', 'set', 'vienna', '--password-stdin'],
      [[/Password: $/, PASSWORD]],
    );
    expect(code).toBe(0);
    expect(screen).not.toContain(PASSWORD);
    expect(await saved.runHere(['server', 'test'])).toMatchObject({ code: 0 });
  });

  test('two servers are asked for one after the other', async () => {
    await saved.runHere([
      ...['server', 'add', 'boston', server.url, '--username', 'demo\\admin', '--no-test'],
      ...['--fingerprint', server.fingerprint],
    ]);
    const { code, screen } = await atTerminal(
      ['server', 'test', '--all-servers'],
      [
        [SECRET, PASSWORD],
        [SECRET, PASSWORD],
      ],
    );
    expect(code).toBe(0);
    expect(screen.match(/logged in as/g)).toHaveLength(2);
  });
});
