import { existsSync, readFileSync } from 'node:fs';
import { chmod, mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { startDemoServer, type DemoServer } from '../../src/demo/demo-server.ts';
import type { Exchange } from '../../src/demo/https-server.ts';
import { makeSavedHome, savedEntry, type SavedHome } from '../support/saved-servers.ts';
import { finished, rowsOf, startVsi } from '../support/vsi.ts';

/** Nothing that would stand in an output by chance. */
const PASSWORD = 'pl4nted p+ssw&rd "é\\';
const HEX_PAIRS = /(?:[0-9A-F]{2}:){31}[0-9A-F]{2}/;

let server: DemoServer;
let other: DemoServer;
const exchanges: Exchange[] = [];
let saved: SavedHome;

beforeAll(async () => {
  const note = (exchange: Exchange): void => void exchanges.push(exchange);
  [server, other] = await Promise.all([
    startDemoServer({
      product: 'vb365',
      now: Date.now,
      throttle: false,
      password: PASSWORD,
      onExchange: note,
    }),
    startDemoServer({ product: 'vbr', now: Date.now, onExchange: note }),
  ]);
});

afterAll(async () => {
  await Promise.all([server.close(), other.close()]);
});

beforeEach(async () => {
  saved = await makeSavedHome();
  exchanges.length = 0;
});

afterEach(() => saved.close());

const passwordsTried = (): string[] =>
  exchanges
    .filter(({ method, url }) => method === 'POST' && url.endsWith('/token'))
    .map(({ requestBody }) => new URLSearchParams(requestBody).get('password') ?? 'none');

/** `server add vienna …` with everything that it takes, the password on standard input. */
const addWords = (): string[] => [
  ...['server', 'add', 'vienna', server.url, '--username', server.username],
  ...['--fingerprint', server.fingerprint, '--password-stdin'],
];

async function addVienna(...more: readonly string[]) {
  return saved.runHere([...addWords(), ...more], { stdin: `${PASSWORD}\n` });
}

const LIST = ['session', 'list', '--limit', '2', '-o', 'json'];
const SHOW = ['server', 'show', 'vienna', '-o', 'json'];

async function record(name = 'vienna'): Promise<Record<string, unknown>> {
  const { stdout } = await saved.runHere(['server', 'show', name, '-o', 'json']);
  const value: unknown = JSON.parse(stdout);
  if (typeof value !== 'object' || value === null) throw new TypeError('no record');
  return { ...value };
}

describe('server add', () => {
  test('saves a server that works: its name is all it takes from then on', async () => {
    const { code, stdout, stderr } = await saved.run(
      [...addWords(), '--group', 'customers,eu', '--group', '@big'],
      { stdin: `${PASSWORD}\n` },
    );
    expect({ code, stdout }).toEqual({ code: 0, stdout: '' });
    expect(stderr).toContain('Saved vienna: Veeam Backup for Microsoft 365, API v8, logged in as');
    expect(stderr).toContain(
      'credentials.json, which only you can read: there is no keychain here',
    );
    expect(await record()).toEqual({
      name: 'vienna',
      url: server.url,
      product: 'vb365',
      username: server.username,
      groups: ['customers', 'eu', 'big'],
      default: false,
      fingerprint: server.fingerprint,
      caFile: null,
      apiVersion: null,
    });
    const list = await saved.run([...LIST, '--server', 'vienna']);
    expect(list).toMatchObject({ code: 0 });
    expect(rowsOf(list.stdout)).toMatchObject([{ server: 'vienna' }, { server: 'vienna' }]);
    // The login of the check is kept.
    expect(passwordsTried()).toEqual([PASSWORD]);
  });

  test('keeps everything for its owner alone, and the password out of the settings', async () => {
    await addVienna();
    const files = await saved.files();
    expect(files.map(({ path }) => path).sort()).toEqual([
      '.config/vsi/credentials.json',
      '.config/vsi/servers.yaml',
      expect.stringMatching(/^\.local\/state\/vsi\/tokens\/[0-9a-f]+\.json$/),
    ]);
    expect(new Set(files.map(({ mode }) => mode))).toEqual(new Set(['600']));
    const holding = files.filter(({ text }) =>
      text.includes(JSON.stringify(PASSWORD).slice(1, -1)),
    );
    expect(holding.map(({ path }) => path)).toEqual(['.config/vsi/credentials.json']);
  });

  test('an untrusted certificate without a pin is not saved', async () => {
    const { code, stderr } = await saved.runHere(['server', 'add', 'vienna', server.url]);
    expect(code).toBe(6);
    expect(stderr).toMatch(/^vsi: not saved: the certificate is self-signed/);
    expect(HEX_PAIRS.exec(stderr)?.[0]).toBe(server.fingerprint);
    expect(await saved.files()).toEqual([]);
    expect(exchanges).toEqual([]);
  });

  test('a trusted one is saved, by its CA file', async () => {
    const ca = join(saved.home, 'ca.pem');
    await writeFile(ca, server.certificate);
    const words = ['server', 'add', 'vienna', server.url, '--ca-file', ca];
    expect(await saved.runHere(words)).toMatchObject({ code: 0 });
    expect(await record()).toMatchObject({ caFile: ca, fingerprint: null, username: null });
    const gone = await saved.runHere(['server', 'add', 'b', server.url, '--ca-file', 'gone.pem']);
    expect(gone).toMatchObject({ code: 2, stderr: expect.stringContaining('gone.pem') });
  });

  test.each([
    ['unreachable', () => 'https://127.0.0.1:1', 'connection refused'],
    ['with a refused login', () => server.url, 'login refused'],
  ])('a server %s is saved with a warning', async (_name, url, warning) => {
    const { code, stderr } = await saved.runHere(
      [
        ...['server', 'add', 'vienna', url(), '--product', 'vb365', '--username', server.username],
        ...['--fingerprint', server.fingerprint, '--password-stdin'],
      ],
      { stdin: 'not the password' },
    );
    expect(code).toBe(0);
    expect(stderr).toContain(`warning: the check failed: ${warning}`);
    expect(await record()).toMatchObject({ url: url() });
    // A password that is known to be wrong is not kept; one that nobody could try is.
    expect(existsSync(join(saved.config, 'credentials.json'))).toBe(
      warning.startsWith('connection'),
    );
  });

  test('--no-test asks nobody', async () => {
    expect(await addVienna('--no-test', '--default')).toMatchObject({ code: 0 });
    expect(exchanges).toEqual([]);
    expect(await record()).toMatchObject({ product: null, default: true });
    expect(await saved.runHere(LIST)).toMatchObject({ code: 0 });
  });

  test('a password from the environment serves, and is not kept', async () => {
    const variables = {
      VSI_SERVER: server.url,
      VSI_USERNAME: server.username,
      VSI_PASSWORD: PASSWORD,
      VSI_FINGERPRINT: server.fingerprint,
    };
    const added = await saved.runHere(['server', 'add', 'vienna', server.url], { variables });
    expect(added.stderr).toContain('logged in as');
    // The variables describe this very address.
    expect(await record()).toMatchObject({ username: server.username });
    await saved.runHere(['logout', '--server', 'vienna']);
    for (const { text } of await saved.files()) expect(text).not.toContain('pl4nted');
    expect(await saved.runHere([...LIST, '--server', 'vienna'])).toMatchObject({ code: 4 });
    // Another address is not theirs.
    await saved.runHere(['server', 'add', 'b', 'https://b.invalid', '--no-test'], { variables });
    expect(await record('b')).toMatchObject({ username: null, fingerprint: null });
  });

  test.each([
    [['a b', 'https://x'], '“a b” cannot be the name of a server'],
    [['@a', 'https://x'], 'cannot be the name'],
    [['a', 'http://x'], 'http:// is not spoken'],
    [['a', 'https://u:p@x'], 'user and password do not belong into the URL'],
    [['a', 'x', '--fingerprint', '12'], '--fingerprint cannot be “12”'],
    [['a', 'x', '--product', 'exchange'], '--product cannot be “exchange”'],
    [['a', 'x', '--group', 'a b'], 'cannot be the name of a group'],
    [['a', 'x', '--password-stdin'], 'a password needs a user'],
    [['a'], 'missing required argument url'],
  ])('%j is refused, and nothing saved', async (words, message) => {
    const { code, stderr } = await saved.runHere(['server', 'add', ...words, '--no-test']);
    expect({ code, stderr }).toEqual({ code: 2, stderr: expect.stringContaining(message) });
    expect(await saved.read()).toBe('');
  });

  test('a name that is taken, in whatever case, is not overwritten', async () => {
    await addVienna('--no-test');
    const { code, stderr } = await saved.runHere(['server', 'add', 'Vienna', 'x', '--no-test']);
    expect({ code, stderr }).toEqual({
      code: 2,
      stderr: expect.stringContaining('server set vienna'),
    });
  });
});

describe('server set', () => {
  test('a renewed certificate: old and new fingerprint are shown', async () => {
    await addVienna();
    const old = await saved.runHere([
      'server',
      'set',
      'vienna',
      '--fingerprint',
      other.fingerprint,
    ]);
    expect(old).toMatchObject({ code: 0, stdout: '' });
    expect(old.stderr).toBe(
      `vienna: fingerprint was ${server.fingerprint}, is ${other.fingerprint}\n`,
    );
    const wrong = await saved.runHere([...LIST, '--server', 'vienna']);
    expect(wrong.code).toBe(6);
    expect(wrong.stderr).toContain('is not the pinned one');
    expect(wrong.stderr).toContain('vsi server set NAME --fingerprint');
    const bare = server.fingerprint.replaceAll(':', '').toLowerCase();
    await saved.runHere(['server', 'set', 'VIENNA', '--fingerprint', bare]);
    expect(await saved.runHere([...LIST, '--server', 'vienna'])).toMatchObject({ code: 0 });
  });

  test('settings come and go; what is not named stays', async () => {
    await addVienna('--no-test', '--group', 'a');
    const { stderr } = await saved.runHere([
      ...['server', 'set', 'vienna', '--timeout', '2m', '--group', 'b,c', '--default'],
    ]);
    expect(stderr).toBe(
      'vienna: timeout was not set, is 2m\nvienna: groups was a, is b,c\nvienna is the default now.\n',
    );
    await saved.runHere(['server', 'set', 'vienna', '--timeout', '', '--group', '']);
    expect(await record()).toMatchObject({ groups: [], username: server.username, default: true });
    expect(await saved.read()).not.toContain('timeout');
  });

  test('a password is forgotten with its user or address, never sent to another', async () => {
    await addVienna();
    const { stderr } = await saved.runHere(['server', 'set', 'vienna', '--url', other.url]);
    expect(stderr).toContain('Its password was forgotten');
    expect((await saved.files()).map(({ path }) => path)).toEqual(['.config/vsi/servers.yaml']);
    exchanges.length = 0;
    await saved.runHere([...LIST, '--server', 'vienna', '--insecure', '--product', 'vbr']);
    expect(passwordsTried()).toEqual([]);
  });

  test.each([
    [[], 'nothing to set'],
    [['--url', ''], '--url cannot be “”'],
    [['--concurrency', '0'], '--concurrency cannot be “0”'],
    [['--ca-file', 'gone.pem'], 'the CA file cannot be read'],
  ])('%j is refused', async (words, message) => {
    await addVienna('--no-test');
    const { code, stderr } = await saved.runHere(['server', 'set', 'vienna', ...words]);
    expect({ code, stderr }).toEqual({ code: 2, stderr: expect.stringContaining(message) });
  });
});

describe('server list, show, default, remove, test', () => {
  test('lists in every format, in the order of the file', async () => {
    await addVienna('--no-test');
    await saved.runHere([
      'server',
      'add',
      'b',
      'https://b.invalid',
      '--product',
      'vbr',
      '--no-test',
    ]);
    const run = async (...words: string[]): Promise<string> =>
      (await saved.runHere(['server', 'list', ...words])).stdout;
    const json = rowsOf(await run('-o', 'json'));
    expect(json.map(({ name }) => name)).toEqual(['vienna', 'b']);
    const keys = (await run('--json')).trimEnd().split('\n');
    expect(Object.keys(json[0] ?? {})).toEqual(keys);
    expect((await run('-o', 'csv')).split('\n')[0]).toBe(keys.join(','));
    expect((await run()).split('\n')[1]).toBe('b\thttps://b.invalid\tvbr\t\t\tfalse\t\t\t');
    expect(await run('-o', 'table')).toMatch(/^NAME +URL +PRODUCT/);
    expect(await run('-o', 'yaml')).toContain('name: vienna');
  });

  test('nothing saved is an empty list', async () => {
    expect(await saved.runHere(['server', 'list', '-o', 'json'])).toMatchObject({
      code: 0,
      stdout: '[]\n',
      stderr: '',
    });
    expect(await saved.runHere(SHOW)).toMatchObject({ code: 5 });
  });

  test('the page says where the password comes from, not what it is', async () => {
    await addVienna();
    const show = ['server', 'show', 'vienna', '-o', 'table'];
    expect((await saved.runHere(show)).stdout).toMatch(/Password: +in .*credentials\.json/);
    await saved.runHere(['server', 'set', 'vienna', '--password-command', 'pass show veeam']);
    expect((await saved.runHere(show)).stdout).toMatch(/Password: +printed by: pass show veeam/);
    await saved.runHere(['server', 'set', 'vienna', '--password-file', '~/secret']);
    expect((await saved.runHere(show)).stdout).toContain(`from the file ${saved.home}/secret`);
  });

  test('the default is asked where none is named; VSI_SERVER takes a name, too', async () => {
    await addVienna();
    expect(await saved.runHere(LIST)).toMatchObject({
      code: 2,
      stderr: expect.stringContaining('vsi server default vienna'),
    });
    expect(await saved.runHere(['server', 'default'])).toMatchObject({ code: 5 });
    expect(await saved.runHere(['server', 'default', 'vienna'])).toMatchObject({ code: 0 });
    expect(await saved.runHere(['server', 'default'])).toMatchObject({
      code: 0,
      stdout: 'vienna\n',
    });
    expect(await saved.runHere(LIST)).toMatchObject({ code: 0 });
    const variables = { VSI_SERVER: 'Vienna' };
    expect(await saved.runHere(LIST, { variables })).toMatchObject({ code: 0 });
    const unknown = await saved.runHere(LIST, { variables: { VSI_SERVER: 'viena' } });
    expect(unknown).toMatchObject({
      code: 5,
      stderr: expect.stringContaining('did you mean vienna'),
    });
  });

  test('remove forgets the password and the logins as well', async () => {
    await addVienna('--default');
    const { code, stderr } = await saved.runHere(['server', 'remove', 'vienna']);
    expect(code).toBe(0);
    expect(stderr).toMatch(/^Removed vienna and its password\.\nIt was the default/);
    expect((await saved.files()).map(({ path }) => path)).toEqual(['.config/vsi/servers.yaml']);
    expect(await saved.runHere(['server', 'remove', 'vienna'])).toMatchObject({ code: 5 });
    await addVienna('--no-test');
    await saved.runHere([
      'server',
      'add',
      'twin',
      server.url,
      '--username',
      server.username,
      '--no-test',
    ]);
    await saved.runHere(['server', 'remove', 'vienna']);
    // The same user's at the same address: the twin still needs it.
    expect(existsSync(join(saved.config, 'credentials.json'))).toBe(true);
  });

  test('test logs in with the password, a kept login or not', async () => {
    await addVienna();
    const { code, stdout, stderr } = await saved.runHere(['server', 'test', 'vienna']);
    expect({ code, stdout }).toEqual({ code: 0, stdout: '' });
    expect(stderr).toBe(
      `vienna: Veeam Backup for Microsoft 365, API v8, logged in as ${server.username}.\n`,
    );
    expect(passwordsTried()).toHaveLength(2);
    await saved.runHere(['server', 'set', 'vienna', '--url', 'https://127.0.0.1:1']);
    expect(await saved.runHere(['server', 'test', 'vienna'])).toMatchObject({ code: 6 });
  });
});

describe('a file that was written by hand', () => {
  test('serves as it is, comments and all', async () => {
    const entry = await savedEntry(saved, 'vienna', server);
    await saved.write(`# ours\nservers:\n${entry}`);
    expect(await saved.runHere([...LIST, '--server', 'vienna'])).toMatchObject({ code: 0 });
    await saved.runHere(['server', 'default', 'vienna']);
    expect(await saved.read()).toContain(`servers:\n${entry}`);
    expect(await saved.read()).toMatch(/# ours/);
  });

  test.each([
    ['an unknown key', 'url: x\n    fingerprnt: AA\n', ':4)', 'fingerprint'],
    ['a wrong value', 'url: x\n    product: exchange\n', ':4)', 'vb365, vbr'],
    ['a password', 'url: x\n    password: geheim\n', ':4)', 'passwordFile'],
  ])('%s: exit 2 with its line', async (_name, settings, line, hint) => {
    await saved.write(`servers:\n  a:\n    ${settings}`);
    for (const words of [['server', 'list'], LIST, [...LIST, '--all-servers']]) {
      const { code, stderr } = await saved.runHere(words);
      expect({ code, stderr }).toEqual({
        code: 2,
        stderr: expect.stringContaining(`servers.yaml${line}`),
      });
      expect(stderr).toContain(hint);
      expect(stderr).not.toContain('geheim');
    }
    // Who names a URL does not need the file.
    const url = await saved.runHere([...LIST, '--server', 'https://127.0.0.1:1']);
    expect(url).toMatchObject({ code: 6 });
  });

  test('that others can change is not believed', async () => {
    await saved.write('servers:\n  a:\n    url: x\n');
    await chmod(join(saved.config, 'servers.yaml'), 0o666);
    const { code, stderr } = await saved.runHere(['server', 'list']);
    expect({ code, stderr }).toEqual({ code: 2, stderr: expect.stringContaining('chmod 600') });
  });
});

describe('which password is used', () => {
  const withoutOwn = ['server', 'set', 'vienna', '--password-file', ''];

  test('a saved server’s own before the variables, which serve only where there is none', async () => {
    const wrong = {
      VSI_PASSWORD: 'wrong',
      VSI_USERNAME: 'nobody',
      VSI_FINGERPRINT: 'AA'.repeat(32),
    };
    await addVienna();
    const test1 = await saved.runHere(['server', 'test', 'vienna'], { variables: wrong });
    expect(test1).toMatchObject({ code: 0 });
    await saved.write(`servers:\n${await savedEntry(saved, 'vienna', server)}`);
    await saved.runHere(withoutOwn);
    expect(await saved.read()).not.toContain('password');
    const files = await saved.files();
    expect(files.some(({ path }) => path.endsWith('credentials.json'))).toBe(true);
    await saved.runHere(['server', 'remove', 'vienna']);
    await saved.write(`servers:\n${await savedEntry(saved, 'vienna', server)}`);
    await saved.runHere(withoutOwn);
    exchanges.length = 0;
    const none = await saved.runHere(['server', 'test', 'vienna']);
    expect(none).toMatchObject({ code: 4, stderr: expect.stringContaining('no password given') });
    const fromVariable = { VSI_PASSWORD: PASSWORD, VSI_USERNAME: 'nobody' };
    expect(
      await saved.runHere(['server', 'test', 'vienna'], { variables: fromVariable }),
    ).toMatchObject({
      code: 0,
    });
    expect(passwordsTried()).toEqual([PASSWORD]);
  });

  test('its file, beside the settings or below the home, and its command', async () => {
    await addVienna();
    await writeFile(join(saved.config, 'beside'), `${PASSWORD}\n`);
    const text = await saved.read();
    for (const source of [
      'passwordFile: beside',
      'passwordFile: ~/.config/vsi/beside',
      'passwordCommand: cat ~/.config/vsi/beside',
    ]) {
      await saved.write(`${text.trimEnd()}\n    ${source}\n`);
      expect(await saved.runHere(['server', 'test', 'vienna'])).toMatchObject({ code: 0 });
    }
    await saved.write(`${text.trimEnd()}\n    passwordFile: gone\n`);
    const gone = await saved.runHere(['server', 'test', 'vienna'], {
      variables: { VSI_PASSWORD: PASSWORD },
    });
    expect(gone).toMatchObject({ code: 2, stderr: expect.stringContaining('passwordFile') });
  });

  test('a refused one is not tried again, whoever asks; a corrected one is, at once', async () => {
    await addVienna('--no-test');
    const set = (password: string) =>
      saved.run(['server', 'set', 'vienna', '--password-stdin'], { stdin: password });
    await set('stale');
    const [first, second] = [
      await saved.run([...LIST, '--server', 'vienna']),
      await saved.run([...LIST, '--server', 'vienna']),
    ];
    expect([first.code, second.code]).toEqual([4, 4]);
    expect(first.stderr).toContain('login refused');
    expect(second.stderr).toMatch(
      /^vsi: not tried: the server refused this password of .* 10 min more/,
    );
    expect(second.stderr).toContain('vsi login --force');
    // The same password for the same account, on another path: the account is what may be locked.
    const url = await saved.run([...LIST, '--server', server.url], {
      variables: {
        VSI_USERNAME: server.username,
        VSI_PASSWORD: 'stale',
        VSI_FINGERPRINT: server.fingerprint,
      },
    });
    expect(url).toMatchObject({ code: 4 });
    expect(passwordsTried()).toEqual(['stale']);
    for (const { mode, text } of await saved.files()) {
      expect(mode).toBe('600');
      if (!text.includes('"credentials"')) expect(text).not.toContain('stale');
    }
    const forced = await saved.run(['login', '--server', 'vienna', '--force']);
    expect(forced.stderr).toContain('login refused');
    expect(passwordsTried()).toEqual(['stale', 'stale']);
    await set(PASSWORD);
    expect(await saved.run([...LIST, '--server', 'vienna'])).toMatchObject({ code: 0 });
  });
});

describe('the keychain', () => {
  /** A `secret-tool` that keeps items as files, and writes down how it was called. */
  async function fakeKeychain(): Promise<Readonly<Record<string, string>>> {
    const bin = join(saved.home, 'bin');
    await mkdir(join(saved.home, 'items'), { recursive: true });
    await mkdir(bin);
    await writeFile(
      join(bin, 'secret-tool'),
      `#!/bin/sh
echo "$@" >> "$HOME/calls"
verb=$1; shift
case "$1" in --label=*) shift;; esac
item="$HOME/items/$(echo "$*" | cksum | tr -d ' ')"
case $verb in
  store) cat > "$item";;
  lookup) cat "$item" 2>/dev/null;;
  clear) rm -f "$item";;
esac
`,
      { mode: 0o755 },
    );
    return {
      PATH: `${bin}:${process.env['PATH'] ?? ''}`,
      DBUS_SESSION_BUS_ADDRESS: 'unix:path=/dev/null',
    };
  }

  const onLinux = process.platform === 'linux' ? test : test.skip;

  onLinux('takes the password before any file, and never on its command line', async () => {
    const variables = await fakeKeychain();
    const { stderr } = await saved.run(addWords(), { stdin: PASSWORD, variables });
    expect(stderr).toContain("is kept in the system's keychain");
    expect(existsSync(join(saved.config, 'credentials.json'))).toBe(false);
    expect(await saved.run(['server', 'test', 'vienna'], { variables })).toMatchObject({ code: 0 });
    expect(passwordsTried()).toEqual([PASSWORD, PASSWORD]);
    const removed = await saved.run(['server', 'remove', 'vienna'], { variables });
    expect(removed.stderr).toContain('Removed vienna and its password');
    const calls = await readFile(join(saved.home, 'calls'), 'utf8');
    expect(calls).toMatch(/^store --label=vsi: .*\n/m);
    expect(calls).toMatch(/^clear service vsi url /m);
    expect(calls).not.toContain('pl4nted');
  });
});

test('a kept password is seen neither in ps, nor with --debug, nor in an error', async () => {
  const child = startVsi([...addWords(), '--debug'], { variables: { HOME: saved.home } });
  const line = `/proc/${String(child.pid)}/cmdline`;
  const seen = existsSync(line) ? readFileSync(line, 'utf8') : '';
  child.stdin?.end(PASSWORD);
  const outputs = [await finished(child)];
  for (const more of [
    ['server', 'show', 'vienna', '-o', 'table', '--debug'],
    ['server', 'list', '-o', 'json', '--debug'],
    ['server', 'test', 'vienna', '--debug'],
    ['server', 'set', 'vienna', '--url', 'https://127.0.0.1:1', '--debug'],
    ['server', 'test', 'vienna', '--debug'],
    ['server', 'remove', 'vienna', '--debug'],
  ]) {
    outputs.push(await saved.run(more));
  }
  expect(outputs.map(({ code }) => code)).toEqual([0, 0, 0, 0, 0, 6, 0]);
  for (const text of [seen, ...outputs.flatMap(({ stdout, stderr }) => [stdout, stderr])]) {
    expect(text).not.toContain('pl4nted');
    expect(text).not.toContain(Buffer.from(PASSWORD).toString('base64').slice(0, 12));
  }
  for (const { text } of await saved.files()) expect(text).not.toContain('pl4nted');
});
