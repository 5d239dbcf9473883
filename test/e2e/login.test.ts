import { existsSync } from 'node:fs';
import { readdir, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, describe, expect, test } from '@jest/globals';
import type { DemoServerOptions } from '../../src/demo/demo-server.ts';
import type { Exchange } from '../../src/demo/https-server.ts';
import { errorLines } from '../support/error-lines.ts';
import { startScriptedVb365, type Vb365Script } from '../support/scripted-vb365.ts';
import { setStage, vsi, type Stage } from '../support/vsi.ts';

const opened: { close: () => Promise<unknown> }[] = [];

afterEach(async () => {
  await Promise.all(opened.splice(0).map((each) => each.close()));
});

/** A stage of its own, with the real limits of the token route, that notes what is exchanged. */
async function scene(
  options: Partial<DemoServerOptions> = {},
): Promise<Stage & { readonly exchanges: Exchange[] }> {
  const exchanges: Exchange[] = [];
  const stage = await setStage({
    ...options,
    onExchange: (exchange) => {
      exchanges.push(exchange);
      options.onExchange?.(exchange);
    },
  });
  opened.push(stage);
  return { ...stage, exchanges };
}

function tokenRequests(exchanges: readonly Exchange[]): Exchange[] {
  return exchanges.filter(({ method, url }) => method === 'POST' && url.endsWith('/token'));
}

/** What the token route was asked and what it answered: `password 200`, `refresh_token 400`. */
function grants(exchanges: readonly Exchange[]): string[] {
  return tokenRequests(exchanges).map(
    ({ requestBody, status }) =>
      `${new URLSearchParams(requestBody).get('grant_type') ?? ''} ${status}`,
  );
}

/** Everything below a folder, with its permissions in octal. */
async function modesBelow(folder: string): Promise<Map<string, string>> {
  const entries = await readdir(folder, { recursive: true });
  return new Map(
    await Promise.all(
      entries.map(async (entry): Promise<[string, string]> => {
        const { mode } = await stat(join(folder, entry));
        return [entry, (mode & 0o777).toString(8)];
      }),
    ),
  );
}

const JOBS = ['jobs', 'list'];

describe('a kept login', () => {
  test('ten commands in a row log in once; only their owner can read what is kept', async () => {
    const { run, exchanges, home } = await scene();
    const commands = [
      JOBS,
      ['jobs', 'show', 'Teams'],
      ['jobs', 'sessions', 'Teams'],
      ['session', 'list'],
      ['session', 'show', 'latest', '--job', 'Teams'],
      ['session', 'log', 'latest', '--job', 'Teams'],
      ['session', 'tasks', 'latest', '--job', 'Teams'],
      ['api', 'ServiceInstance'],
      ['session', 'list', '--kind', 'all'],
      JOBS,
    ];
    for (const words of commands) {
      const { code, stderr } = await run([...words, '--quiet']);
      expect({ words, code, stderr }).toEqual({ words, code: 0, stderr: '' });
    }
    expect(grants(exchanges)).toEqual(['password 200']);
    expect(exchanges.filter(({ status }) => status === 401)).toHaveLength(1);

    const modes = await modesBelow(join(home, '.local', 'state', 'vsi'));
    const [[file, mode] = []] = [...modes].filter(([name]) => name.endsWith('.json'));
    expect({ file, mode }).toEqual({
      file: expect.stringMatching(/^tokens.[0-9a-f]+\.json$/),
      mode: '600',
    });
    expect([...modes]).toHaveLength(2);
    expect(modes.get('tokens')).toBe('700');
  });

  test.each([2, 5])('%d processes at once do no harm', async (count) => {
    const { run, exchanges } = await scene();
    const runs = await Promise.all(Array.from({ length: count }, () => run([...JOBS, '--quiet'])));
    for (const { code, stdout, stderr } of runs) {
      expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
      expect(stdout).toContain('Teams');
    }
    const granted = grants(exchanges).filter((grant) => grant.endsWith('200'));
    expect(granted.length).toBeLessThan(count);
    exchanges.length = 0;
    expect(await run(JOBS)).toMatchObject({ code: 0, stderr: '' });
    expect(grants(exchanges)).toEqual([]);
  });

  test('login and logout by hand', async () => {
    const { run, exchanges, server, home } = await scene({ throttle: false });
    const name = new URL(server.url).host;
    const login = await run(['login']);
    expect(login).toMatchObject({ code: 0, stdout: '' });
    expect(login.stderr).toMatch(
      /^Logged in to 127\.0\.0\.1:\d+ as demo\\admin: Veeam Backup for Microsoft 365, API v8, until \S+Z\.\n$/,
    );
    expect(await run([...JOBS, '--quiet'])).toMatchObject({ code: 0 });
    expect(grants(exchanges)).toEqual(['password 200']);

    expect(await run(['logout'])).toEqual({
      code: 0,
      signal: null,
      stdout: '',
      stderr: `Logged out of ${name}.\n`,
    });
    expect(exchanges.at(-1)).toMatchObject({ url: '/v8/token/logout', status: 204 });
    expect([...(await modesBelow(home)).keys()].filter((file) => file.endsWith('.json'))).toEqual(
      [],
    );
    expect(await run(['logout'])).toMatchObject({
      code: 0,
      stderr: `No login at ${name} to end.\n`,
    });
    expect(await run(JOBS)).toMatchObject({ code: 0 });
    expect(grants(exchanges)).toEqual(['password 200', 'password 200']);
  });

  test('a token serves every API version, and one command’s version does not stay', async () => {
    const { run, exchanges } = await scene();
    expect(await run(JOBS)).toMatchObject({ code: 0 });
    for (const version of ['v3', 'v6', 'v7']) {
      exchanges.length = 0;
      expect(await run([...JOBS, '--api-version', version])).toMatchObject({ code: 0 });
      expect(exchanges.map(({ url }) => url.split('/')[1])).toEqual(exchanges.map(() => version));
    }
    exchanges.length = 0;
    expect(await run(['api', 'Jobs'])).toMatchObject({ code: 0 });
    expect(exchanges.map(({ url }) => url)).toEqual(['/v8/Jobs']);
  });

  test('the antiforgery flag is sent from v7 on', async () => {
    const { run, exchanges, home } = await scene({ throttle: false, tokenLifetime: 20 });
    const versions = ['v3', 'v4', 'v5', 'v6', 'v7', 'v8'];
    await Promise.all(
      versions.map(async (version) => {
        const variables = { XDG_STATE_HOME: join(home, version) };
        const words = ['api', 'Jobs', '--api-version', version];
        // The second one refreshes.
        for (let time = 0; time < 2; time += 1) {
          expect(await run(words, { variables })).toMatchObject({ code: 0, stderr: '' });
        }
      }),
    );
    const sent = tokenRequests(exchanges).map(({ url, requestBody }) => {
      const form = new URLSearchParams(requestBody);
      return `${url} ${form.get('grant_type') ?? ''} ${form.get('disable_antiforgery_token') ?? '-'}`;
    });
    expect(sent.sort()).toEqual(
      versions
        .flatMap((version) => {
          const flag = ['v7', 'v8'].includes(version) ? 'true' : '-';
          return ['password', 'refresh_token'].map((grant) => `/${version}/token ${grant} ${flag}`);
        })
        .sort(),
    );
  });
});

describe('nowhere to keep a login', () => {
  const HOMES: readonly (readonly [string, (home: string) => Promise<string>])[] = [
    ['a home that does not exist', async (home) => join(home, 'missing')],
    ['a home that is a file', async (home) => fileIn(home)],
    ['a home below a file', async (home) => join(await fileIn(home), 'home')],
    ['no home at all', async () => ''],
    // There is one, but nothing can be made in it; Node's own recursive mkdir would never end there.
    ...(existsSync('/proc/self') ? [['a home in /proc', async () => '/proc/self'] as const] : []),
  ];

  async function fileIn(home: string): Promise<string> {
    const file = join(home, 'file');
    await writeFile(file, '');
    return file;
  }

  test('each command logs in and out, and waits where the server throttles logins', async () => {
    await Promise.all(
      HOMES.map(async ([title, prepare]) => {
        // The server's clock stands still between the logins, however long this machine takes.
        const clock = { held: null as number | null };
        const { run, exchanges, home } = await scene({
          now: () => clock.held ?? Date.now(),
          onExchange: ({ status }) => {
            if (status === 429) clock.held = null;
            else if (status === 200) clock.held ??= Date.now();
          },
        });
        const variables = { HOME: await prepare(home) };
        const before = [...(await modesBelow(home)).keys()];
        const first = await run(JOBS, { variables });
        expect({ title, ...first }).toMatchObject({ title, code: 0, stderr: '' });
        expect(grants(exchanges)).toEqual(['password 200']);
        expect(exchanges.at(-1)).toMatchObject({ url: '/v8/token/logout', status: 204 });

        exchanges.length = 0;
        const second = await run(JOBS, { variables });
        expect({ title, code: second.code }).toEqual({ title, code: 0 });
        expect(second.stdout).toContain('Teams');
        expect(grants(exchanges)).toEqual(['password 429', 'password 200']);
        expect(second.stderr).toMatch(/^\S+ admits only a few logins a minute, waiting \d s\n$/);
        expect([...(await modesBelow(home)).keys()]).toEqual(before);
      }),
    );
  });

  test('login says so; before v7 there is no logout to send', async () => {
    const { run, exchanges } = await scene({ throttle: false });
    const variables = { HOME: '' };
    const login = await run(['login', '--api-version', 'v6'], { variables });
    expect(login).toMatchObject({ code: 0 });
    expect(login.stderr).toMatch(/^Logged in .*\nThe token could not be kept: .*\n$/);
    expect(exchanges.map(({ url }) => url)).toEqual(['/v6/token']);
  });
});

describe('a login that ends', () => {
  test('an expired token is refreshed, with the newest refresh token', async () => {
    const { run, exchanges } = await scene({ throttle: false, tokenLifetime: 20 });
    for (let time = 0; time < 3; time += 1) {
      expect(await run(JOBS)).toMatchObject({ code: 0, stderr: '' });
    }
    expect(grants(exchanges)).toEqual(['password 200', 'refresh_token 200', 'refresh_token 200']);
  });

  test('a server that was started anew knows no token: one refresh, then one login', async () => {
    const before = await scene({ throttle: false });
    expect(await before.run(JOBS)).toMatchObject({ code: 0 });
    const { url, username, password } = before.server;
    await before.server.close();
    const after = await scene({
      throttle: false,
      port: Number(new URL(url).port),
      username,
      password,
    });
    const variables = { ...after.variables, HOME: before.home };
    expect(await vsi(JOBS, { variables })).toMatchObject({ code: 0, stderr: '' });
    expect(grants(after.exchanges)).toEqual(['refresh_token 400', 'password 200']);
    expect(after.exchanges[0]).toMatchObject({ status: 401, responseBody: '' });
  });

  /** Runs a list that takes several requests; what became of it and of the token route. */
  async function midRun(script: Vb365Script) {
    const page = (url: string): object => {
      const { searchParams } = new URL(url, 'https://server');
      const offset = Number(searchParams.get('offset'));
      const isLast = offset >= 2997 || searchParams.get('jobType') === 'Copy';
      const results = Array.from({ length: isLast ? 1 : 1000 }, (_none, index) => ({
        id: `aaaaaaaa-0000-4000-8000-${String(offset + index).padStart(12, '0')}`,
        creationTime: new Date(Date.UTC(2026, 10, 20) - (offset + index) * 60_000).toISOString(),
      }));
      return { offset, limit: 1000, results };
    };
    const server = await startScriptedVb365({
      ...script,
      routes: {
        jobs: [],
        copyjobs: [],
        jobsessions: (response, { url }) => {
          response.writeHead(200, { 'content-type': 'application/json' });
          response.end(JSON.stringify(page(url)));
        },
      },
    });
    opened.push(server);
    const words = ['session', 'list', '--limit', '0', '-o', 'ndjson', '--json', 'id'];
    const variables = { ...server.variables, HOME: '' };
    const { code, stdout, stderr } = await vsi(words, { variables });
    return {
      code,
      stderr,
      rows: stdout.split('\n').length - 1,
      grants: server.tokenForms().map((form) => form.get('grant_type')),
    };
  }

  /** Takes the first token for four requests, then whichever the test says. */
  function after4(next: (token: string) => boolean): (token: string) => boolean {
    let requests = 0;
    return (token) => {
      requests += 1;
      return token === 'access-1' ? requests <= 4 : next(token);
    };
  }

  test.each([
    ['refreshed', true, ['password', 'refresh_token']],
    ['made anew when there is no refresh', false, ['password', 'refresh_token', 'password']],
  ])('in mid-run is %s', async (_title, refreshes, expected) => {
    const outcome = await midRun({ refreshes, accepts: after4(() => true) });
    expect(outcome).toMatchObject({ code: 0, stderr: '', grants: expected });
    expect(outcome.rows).toBeGreaterThan(2000);
  });

  test('is given up when the server refuses what it has just issued', async () => {
    const atOnce = await midRun({ refreshes: true, accepts: () => false });
    expect(atOnce).toMatchObject({ code: 4, rows: 0, grants: ['password'] });
    expect(errorLines(atOnce).what).toBe('the server refuses the token that it has just issued');

    const later = await midRun({ refreshes: true, accepts: after4(() => false) });
    expect(later).toMatchObject({ grants: ['password', 'refresh_token', 'password'] });
    expect(errorLines(later).what).toContain('refuses the token that it has just issued');
    expect(later.code).toBe(later.rows === 0 ? 4 : 3);
  });
});
