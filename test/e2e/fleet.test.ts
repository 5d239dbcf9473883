import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals';
import { startDemoServer, type DemoServer } from '../../src/demo/demo-server.ts';
import { listen, type Listening } from '../support/https-server.ts';
import { createServer } from 'node:net';
import { makeSavedHome, savedEntry, type SavedHome } from '../support/saved-servers.ts';
import { rowsOf } from '../support/vsi.ts';

/** Some rows of each server: every demo server has sessions in half a day. */
const LIST = ['session', 'list', '--until', '1h', '--since', '12h', '--limit', '0'];

let demos: readonly DemoServer[];
const homes: SavedHome[] = [];

beforeAll(async () => {
  demos = await Promise.all(
    Array.from({ length: 8 }, (_, index) =>
      startDemoServer({
        product: index % 2 === 0 ? 'vb365' : 'vbr',
        now: Date.now,
        throttle: false,
        password: `password-${index}`,
        seed: `fleet-${index}`,
      }),
    ),
  );
}, 60_000);

afterAll(async () => {
  await Promise.all(demos.map((demo) => demo.close()));
});

afterEach(async () => {
  await Promise.all(homes.splice(0).map((home) => home.close()));
});

interface Plan {
  readonly name: string;
  readonly server: DemoServer;
}

/** A home in which these servers are saved, and what else the file says. */
async function homeWith(plans: readonly Plan[], more = ''): Promise<SavedHome> {
  const saved = await makeSavedHome();
  homes.push(saved);
  const entries = await Promise.all(
    plans.map(({ name, server }) => savedEntry(saved, name, server)),
  );
  await saved.write(`servers:\n${entries.join('')}${more}`);
  return saved;
}

function demoAt(index: number): DemoServer {
  const demo = demos[index];
  if (demo === undefined) throw new Error(`no demo server ${index}`);
  return demo;
}

const dead = (name: string): string => `  ${name}:
    url: https://127.0.0.1:1
    product: vbr
    username: nobody
`;

describe('ten servers, two dead, one with a refused login', () => {
  let saved: SavedHome;
  const names = ['a', 'b', 'c', 'd', 'e', 'f', 'g'];

  beforeAll(async () => {
    const alive = names.map((name, index) => ({ name, server: demoAt(index) }));
    const refused = { name: 'stale', server: { ...demoAt(7), password: 'an old one' } };
    saved = await homeWith([...alive, refused], dead('dead1') + dead('dead2'));
    // It serves several tests, so it is not removed after the first.
    homes.splice(0);
  });

  afterAll(() => saved.close());

  const failures = [
    expect.stringMatching(/^vsi: stale: login refused for /),
    expect.stringMatching(/^vsi: dead1: connection refused/),
    expect.stringMatching(/^vsi: dead2: connection refused/),
  ];

  test('the seven are printed, three lines say what is wrong, exit 3', async () => {
    const { code, stdout, stderr } = await saved.run([...LIST, '--all-servers', '-o', 'json']);
    const rows = rowsOf(stdout);
    const servers = new Set(rows.map(({ server }) => server));
    expect([...servers].sort()).toEqual(names);
    expect(stderr.trimEnd().split('\n')).toEqual(failures);
    expect(code).toBe(3);
    // All of them in one order, not one server after the other.
    const times = rows.map(({ createdAt }) => String(createdAt));
    expect(times).toEqual([...times].sort().reverse());
  });

  test('a table has a server column; a refused password is not tried a second time', async () => {
    const words = [...LIST, '--all-servers', '--limit', '5', '-o', 'table'];
    const { code, stdout, stderr } = await saved.run(words);
    expect(stdout.split('\n')[0]).toMatch(/\bSERVER\b/);
    expect(stderr).toMatch(/^vsi: stale: not tried: /m);
    expect(code).toBe(3);
  });

  test('--verbose adds what to do', async () => {
    const { stderr } = await saved.run([
      'jobs',
      'list',
      '--server',
      'a',
      '--server',
      'dead1',
      '--verbose',
    ]);
    expect(stderr).toMatch(/\nvsi: dead1: [^\n]+\nhint: [^\n]+\n$/);
  });

  test('one server alone has no server column and fails as itself, with its hint', async () => {
    const { stdout } = await saved.run([...LIST, '--server', 'a', '-o', 'table']);
    expect(stdout.split('\n')[0]).not.toContain('SERVER');
    const { code, stderr } = await saved.run([...LIST, '--server', 'dead1']);
    expect(code).toBe(6);
    expect(stderr).toMatch(/^vsi: connection refused [^\n]+\nhint: [^\n]+\n$/);
  });
});

describe('when nothing was answered, the exit code is the gravest', () => {
  const refuse = (index: number): DemoServer => ({ ...demoAt(index), password: 'wrong' });

  test.each([
    ['unreachable over refused', 6, dead('dead')],
    ['refused over a server that is none of ours', 4, ''],
  ])('%s: %d', async (_name, code, more) => {
    const saved = await homeWith(
      [
        { name: 'stale', server: refuse(0) },
        // VBR's routes are not VB365's: a failed request.
        { name: 'other', server: { ...demoAt(1), product: 'vb365' } },
      ],
      more,
    );
    const result = await saved.run([...LIST, '--all-servers', '-o', 'json']);
    expect(result).toMatchObject({ code, stdout: '' });
    const lines = result.stderr.trimEnd().split('\n');
    expect(lines.at(-1)).toMatch(/^vsi: none of \d servers answered$/);
    expect(lines).toHaveLength(more === '' ? 3 : 4);
  });
});

test('what none of all servers has is not there, as with one server', async () => {
  const saved = await homeWith([
    { name: 'first', server: demoAt(0) },
    { name: 'second', server: demoAt(1) },
  ]);
  const { code, stdout, stderr } = await saved.runHere(['api', 'foo', '--all-servers']);
  expect({ code, stdout }).toEqual({ code: 5, stdout: '' });
  expect(stderr).toMatch(/^vsi: first: .* 404 [^\n]+\nvsi: second: .* 404 [^\n]+\n/);
  expect(stderr.trimEnd().split('\n').at(-1)).toBe('vsi: none of 2 servers has it');
});

describe('one object among several servers', () => {
  test('a session is found wherever it is', async () => {
    const saved = await homeWith([
      { name: 'a', server: demoAt(0) },
      { name: 'b', server: demoAt(1) },
    ]);
    const list = await saved.run([
      'session',
      'list',
      '--server',
      'b',
      '--limit',
      '1',
      '-o',
      'json',
    ]);
    const [session] = rowsOf(list.stdout);
    const { code, stdout } = await saved.run([
      ...['session', 'show', String(session?.['id']), '--all-servers', '-o', 'json'],
    ]);
    expect(code).toBe(0);
    expect(JSON.parse(stdout)).toMatchObject({ id: session?.['id'], server: 'b' });
  });

  test('a job name that two servers have is ambiguous, and the servers are named', async () => {
    const saved = await homeWith([
      { name: 'first', server: demoAt(0) },
      { name: 'second', server: demoAt(2) },
    ]);
    const { code, stdout, stderr } = await saved.run(['jobs', 'show', 'Teams', '--all-servers']);
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
    expect(stderr).toContain('“Teams” means several jobs');
    expect(stderr).toMatch(/\(Teams on first\).*\(Teams on second\)/);
  });
});

test('names, groups, URLs: each server once, with its own settings', async () => {
  const [a, b, c] = [demoAt(0), demoAt(2), demoAt(4)];
  const saved = await homeWith([
    { name: 'a', server: a },
    { name: 'b', server: b },
  ]);
  const text = await saved.read();
  await saved.write(text.replace('  b:\n', '  b:\n    groups: [customers]\n'));
  const { code, stdout, stderr } = await saved.run(
    [
      'jobs',
      'list',
      '--server',
      '@customers',
      '--server',
      'A',
      '--server',
      c.url,
      '--server',
      'b',
      '-o',
      'json',
    ],
    {
      // These describe the URL: the saved ones have pins, users and passwords of their own.
      variables: {
        VSI_FINGERPRINT: c.fingerprint,
        VSI_USERNAME: c.username,
        VSI_PASSWORD: c.password,
        VSI_PRODUCT: c.product,
      },
    },
  );
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
  const servers = new Set(rowsOf(stdout).map(({ server }) => server));
  expect(servers).toEqual(new Set(['a', 'b', new URL(c.url).host]));
});

test('--password-stdin is one password: several servers do not get it', async () => {
  const saved = await homeWith([
    { name: 'a', server: demoAt(0) },
    { name: 'b', server: demoAt(1) },
  ]);
  const { code, stderr } = await saved.run(['jobs', 'list', '--all-servers', '--password-stdin'], {
    stdin: 'secret\n',
  });
  expect(code).toBe(2);
  expect(stderr).toContain('--password-stdin is one password, but 2 servers are meant');
});

test('one saved server that cannot be used costs its rows only', async () => {
  const saved = await homeWith(
    [{ name: 'a', server: demoAt(0) }],
    '  b:\n    url: https://b.invalid\n    caFile: gone.pem\n',
  );
  const { code, stdout, stderr } = await saved.run([...LIST, '--all-servers', '-o', 'json']);
  expect(code).toBe(3);
  expect(rowsOf(stdout).length).toBeGreaterThan(0);
  expect(stderr).toMatch(/^vsi: b: the CA file cannot be read: [^\n]+gone\.pem\)\n$/);
});

describe('time', () => {
  let slow: readonly DemoServer[];
  let silent: Listening;

  beforeAll(async () => {
    slow = await Promise.all(
      Array.from({ length: 20 }, () =>
        startDemoServer({ product: 'vb365', now: Date.now, throttle: false, latency: 200 }),
      ),
    );
    // Takes connections and never says a word.
    silent = await listen(createServer(() => undefined));
  }, 60_000);

  afterAll(async () => {
    await Promise.all([...slow.map((server) => server.close()), silent.close()]);
  });

  test('twenty servers with 200 ms latency do not wait for each other', async () => {
    const saved = await homeWith(slow.map((server, index) => ({ name: `s${index}`, server })));
    const took = async (...words: readonly string[]): Promise<number> => {
      const started = performance.now();
      expect(await saved.run(['api', 'ServiceInstance', ...words])).toMatchObject({ code: 0 });
      return performance.now() - started;
    };
    const one = await took('--server', 's0');
    const twenty = await took('--all-servers');
    // On an idle machine it is 1.1 times; one after the other it would be near ten times.
    expect(twenty / one).toBeLessThan(3);
  }, 60_000);

  test('a server that says nothing costs its time-out, and the others their rows nothing', async () => {
    const saved = await homeWith(
      [{ name: 'a', server: demoAt(0) }],
      `  silent:\n    url: https://127.0.0.1:${silent.port}\n    product: vb365\n    username: x\n    timeout: 1\n    retries: 0\n`,
    );
    const started = performance.now();
    const { code, stdout, stderr } = await saved.run([
      'jobs',
      'list',
      '--all-servers',
      '-o',
      'json',
    ]);
    expect(performance.now() - started).toBeLessThan(8000);
    expect(code).toBe(3);
    expect(rowsOf(stdout).every(({ server }) => server === 'a')).toBe(true);
    expect(stderr).toMatch(/^vsi: silent: [^\n]+\n$/);
  });
});
