import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { startDemoServer, type DemoServer } from '../../../../src/demo/demo-server.ts';
import { newestFirst } from '../../../../src/model/order.ts';
import type { Job } from '../../../../src/model/job.ts';
import type { Session } from '../../../../src/model/session.ts';
import { ALL_SESSIONS, type BackupServer } from '../../../../src/servers/backup-server.ts';
import type { TokenStore } from '../../../../src/servers/environment.ts';
import { createHttpClient } from '../../../../src/servers/http/http-client.ts';
import { openVb365Server } from '../../../../src/servers/vb365/server.ts';
import { collect, keptStore } from '../support.ts';

const NOW = Date.parse('2026-11-20T12:00:00Z');
const DAY = 24 * 3_600_000;
const VERSIONS = ['v3', 'v4', 'v5', 'v6', 'v7', 'v8'] as const;

interface Opening {
  readonly apiVersion?: string | null;
  readonly store?: TokenStore;
  readonly keepSource?: boolean;
  readonly password?: string;
  readonly name?: string | null;
}

async function open(demo: DemoServer, opening: Opening = {}) {
  const { apiVersion = null, store = keptStore(), keepSource = false, name = 'demo' } = opening;
  const settings = {
    name,
    origin: demo.url,
    tls: {
      ca: null,
      fingerprint: demo.fingerprint.replaceAll(':', '').toLowerCase(),
      insecure: false,
    },
    timeout: 10_000,
    retries: 0,
    concurrency: 4,
    apiVersion,
    keepSource,
  };
  const rows: number[] = [];
  const notices: string[] = [];
  const environment = {
    now: () => NOW,
    sleep: async () => undefined,
    random: () => 0.5,
    signal: new AbortController().signal,
    variables: {},
    debug: () => undefined,
    notice: (line: string) => void notices.push(line),
    missing: () => undefined,
    progress: (event: { readonly rows: number }) => void rows.push(event.rows),
  };
  const password = async (): Promise<string> => opening.password ?? demo.password;
  const server = await openVb365Server({
    settings,
    environment,
    store,
    credentials: { username: demo.username, password },
    http: createHttpClient(settings, environment),
  });
  return { server, rows, notices };
}

/** Everything that one version says, asked once. */
interface Told {
  readonly jobs: readonly Job[];
  readonly sessions: readonly Session[];
}

let demo: DemoServer;
let asked: { method: string; path: string; status: number }[] = [];
const store = keptStore();
const servers = new Map<string, BackupServer>();
const told = new Map<string, Told>();
/** All that was asked until every version had told what it has. */
let askedAtFirst: readonly { readonly path: string }[] = [];

function serverOf(version: string): BackupServer {
  const server = servers.get(version);
  if (server === undefined) throw new Error(`${version} is not open`);
  return server;
}

function toldBy(version: string): Told {
  const answers = told.get(version);
  if (answers === undefined) throw new Error(`${version} was not asked`);
  return answers;
}

beforeAll(async () => {
  demo = await startDemoServer({
    product: 'vb365',
    now: () => NOW,
    throttle: false,
    onExchange: ({ method, url, status }) => {
      asked.push({ method, path: url, status });
    },
  });
  for (const apiVersion of VERSIONS) {
    const { server } = await open(demo, { apiVersion, store });
    servers.set(apiVersion, server);
    told.set(apiVersion, {
      jobs: await collect(server.jobs()),
      sessions: await collect(server.sessions(ALL_SESSIONS)),
    });
  }
  askedAtFirst = [...asked];
});

afterAll(async () => {
  for (const server of servers.values()) await server.close();
  await demo.close();
});

describe('each API version of the simulated server', () => {
  test('is logged in to once for all of them', () => {
    expect(askedAtFirst.filter(({ path }) => /token$/i.test(path))).toHaveLength(1);
  });

  test.each(VERSIONS)(
    '%s lists its sessions newest first, each once, with the job’s name',
    (version) => {
      const { sessions, jobs } = toldBy(version);
      expect(sessions.length).toBeGreaterThan(100);
      expect(sessions).toEqual([...sessions].sort(newestFirst));
      expect(new Set(sessions.map(({ id }) => id)).size).toBe(sessions.length);
      const names = new Map(jobs.map(({ id, name }) => [id, name]));
      for (const { jobId, jobName } of sessions) expect(jobName).toBe(names.get(jobId ?? ''));
    },
  );

  test.each(VERSIONS)(
    '%s gives the backup sessions of v8, in the fields that it has',
    (version) => {
      const backups = (sessions: readonly Session[]) =>
        sessions
          .filter(({ kind }) => kind === 'backup')
          .map((session) => comparable(session, version));
      expect(backups(toldBy(version).sessions)).toEqual(backups(toldBy('v8').sessions));
    },
  );

  test('copy sessions and copy jobs begin with v6', () => {
    const kindsOf = (items: readonly { readonly kind: string }[]) =>
      [...new Set(items.map(({ kind }) => kind))].sort();
    for (const version of VERSIONS) {
      const kinds = ['v3', 'v4', 'v5'].includes(version) ? ['backup'] : ['backup', 'copy'];
      expect(kindsOf(toldBy(version).sessions)).toEqual(kinds);
      expect(kindsOf(toldBy(version).jobs)).toEqual(kinds);
    }
    const copies = (version: string) =>
      toldBy(version)
        .sessions.filter(({ kind }) => kind === 'copy')
        .map(({ id, jobId, jobName, status, type }) => [id, jobId, jobName, status, type]);
    expect(copies('v6')).toEqual(copies('v8'));
    expect(copies('v7')).toEqual(copies('v8'));
  });

  test.each(VERSIONS)('%s gives one job’s sessions as a part of all', async (version) => {
    const { jobs, sessions } = toldBy(version);
    for (const { id: jobId } of jobs) {
      const ofJob = await collect(serverOf(version).sessions({ ...ALL_SESSIONS, jobId }));
      const expected = sessions.filter((session) => session.jobId === jobId);
      expect(ofJob.map(({ id }) => id)).toEqual(expected.map(({ id }) => id));
    }
  });

  test.each(VERSIONS)('%s gives at least all that overlaps a window', async (version) => {
    const since = NOW - DAY;
    const window = { ...ALL_SESSIONS, since };
    const ids = (await collect(serverOf(version).sessions(window))).map(({ id }) => id);
    const wanted = toldBy(version).sessions.filter(
      ({ endedAt }) => endedAt === null || endedAt >= since,
    );
    expect(wanted.length).toBeGreaterThan(3);
    expect(ids).toEqual(expect.arrayContaining(wanted.map(({ id }) => id)));
  });

  test.each(VERSIONS)('%s gives one session as it gives it in the list', async (version) => {
    const { sessions } = toldBy(version);
    const some = [...sessions.slice(0, 3), sessions.at(-1)];
    for (const session of some) {
      if (session === undefined) throw new Error('too few sessions');
      expect(await serverOf(version).session(session.id)).toEqual(session);
    }
  });

  test.each(VERSIONS)(
    '%s has the log of a failed session, in order and without prefixes',
    async (version) => {
      const failed = toldBy('v8').sessions.find(
        ({ status, kind }) => status === 'failed' && kind === 'backup',
      );
      if (failed === undefined) throw new Error('no failed session');
      const log = await collect(serverOf(version).log(failed, { levels: null }));
      const levels = new Set(log.map(({ level }) => level));
      expect(levels).toContain('failed');
      expect(levels).not.toContain('running');
      expect(log.every(({ title }) => !title.startsWith('['))).toBe(true);
      const starts = log.map(({ startedAt }) => startedAt ?? Infinity);
      expect(starts).toEqual([...starts].sort((a, b) => a - b));
      const told8 = await collect(serverOf('v8').log(failed, { levels: null }));
      expect(log.map(({ title, level }) => [level, title])).toEqual(
        told8.map(({ title, level }) => [level, title]),
      );
      const errors = await collect(serverOf(version).log(failed, { levels: ['failed'] }));
      expect(errors.filter(({ level }) => level === 'failed')).toEqual(
        log.filter(({ level }) => level === 'failed'),
      );
    },
  );

  test.each(VERSIONS)('%s has objects since v7, and before points to the log', async (version) => {
    const ended = toldBy('v8').sessions.find(({ status }) => status === 'warning');
    if (ended === undefined) throw new Error('no session with warnings');
    const tasks = collect(serverOf(version).tasks(ended));
    if (version === 'v7' || version === 'v8') {
      const [task] = await tasks;
      expect(task).toMatchObject({ sessionId: ended.id, server: 'demo', name: null });
      expect(['user', 'group', 'site', 'team']).toContain(task?.kind);
    } else {
      await expect(tasks).rejects.toMatchObject({
        code: 'UNSUPPORTED',
        hint: expect.stringContaining(`vsi session log ${ended.id}`),
      });
    }
  });
});

/** A session in the fields that an older version has, too, with its statuses. */
function comparable(session: Session, version: string) {
  const number = Number(version.slice(1));
  const { id, jobId, jobName, createdAt, endedAt, durationSeconds, progressObjects } = session;
  const { transferredBytes, processedObjects, bottleneck, readRateBytesPerSecond } = session;
  return {
    ...{ id, jobId, jobName, durationSeconds, progressObjects, transferredBytes },
    ...{ processedObjects, bottleneck, readRateBytesPerSecond, createdAt, endedAt },
    // v3 and v4 have words for five of the eight statuses.
    status: number >= 5 ? session.status : (IN_FIVE_WORDS[session.status] ?? session.status),
    ...(number >= 6 ? { message: session.message, retryNumber: session.retryNumber } : {}),
    ...(number >= 7
      ? {
          originalSessionId: session.originalSessionId,
          willBeRetried: session.willBeRetried,
          repositoryId: session.repositoryId,
        }
      : {}),
    ...(number >= 8 ? session : {}),
  };
}

const IN_FIVE_WORDS: Readonly<Record<string, string>> = {
  queued: 'running',
  disconnected: 'failed',
  'not-configured': 'failed',
};

const SINCE_VERSION = { restore: 3, retrieval: 6, 'repository-sync': 6, 'owner-change': 8 };

describe('sessions of other kinds', () => {
  test.each(VERSIONS)(
    '%s gives those that it has, with a log where there is one',
    async (version) => {
      const server = serverOf(version);
      const kinds = Object.keys(SINCE_VERSION);
      const sessions = await collect(server.sessions({ ...ALL_SESSIONS, kinds }));
      const found = new Set<string>(sessions.map(({ kind }) => kind));
      const number = Number(version.slice(1));
      expect([...found].sort()).toEqual(
        Object.entries(SINCE_VERSION)
          .flatMap(([kind, since]) => (number >= since ? [kind] : []))
          .sort(),
      );
      expect(sessions).toEqual([...sessions].sort(newestFirst));
      for (const kind of found) {
        const session = sessions.find((each) => each.kind === kind);
        if (session === undefined) throw new Error('lost');
        expect(await server.session(session.id)).toEqual(session);
        const log = collect(server.log(session, { levels: null }));
        if (kind === 'restore' || kind === 'retrieval') {
          expect((await log).length).toBeGreaterThan(0);
        } else {
          await expect(log).rejects.toMatchObject({ code: 'UNSUPPORTED' });
        }
        await expect(collect(server.tasks(session))).rejects.toMatchObject({ code: 'UNSUPPORTED' });
      }
    },
  );
});

describe('the server', () => {
  test('is opened in its newest version without a login', async () => {
    // A server of its own: what another test gave up may still be on its way to the common one.
    const lines: string[] = [];
    const own = await startDemoServer({
      product: 'vb365',
      now: () => NOW,
      onExchange: ({ method, url, status }) => lines.push(`${method} ${url} ${status}`),
    });
    const { server } = await open(own);
    expect(server.apiVersion).toBe('v8');
    expect(server.product).toBe('vb365');
    expect(lines).toEqual(['GET /v8/ServiceInstance 401']);
    await server.close();
    await own.close();
  });

  test('is not probed while a kept login tells the version', async () => {
    await serverOf('v8').login();
    asked = [];
    const kept = {
      ...store,
      read: async () => store.token && { ...store.token, apiVersion: 'v7' },
    };
    const { server } = await open(demo, { store: kept });
    expect(server.apiVersion).toBe('v7');
    expect(asked.filter(({ path }) => path.includes('ServiceInstance'))).toEqual([]);
    await server.close();
  });

  test('is called by its saved name, else by host and port', async () => {
    const { server } = await open(demo, { name: null, apiVersion: 'v8' });
    expect(server.name).toBe(demo.url.replace('https://', ''));
    await server.close();
    expect(serverOf('v8').name).toBe('demo');
  });

  test('tells who is logged in, and logs out where it can', async () => {
    for (const version of ['v5', 'v8']) {
      const { server } = await open(demo, { apiVersion: version });
      expect(await server.login()).toMatchObject({
        server: 'demo',
        product: 'vb365',
        apiVersion: version,
        username: demo.username,
        cached: true,
      });
      asked = [];
      expect(await server.logout()).toBe(true);
      expect(asked.map(({ path }) => path)).toEqual(version === 'v8' ? ['/v8/token/logout'] : []);
      expect(await server.logout()).toBe(false);
      await server.close();
    }
  });

  test('refuses a wrong password with what admins run into', async () => {
    const { server } = await open(demo, { password: 'wrong' });
    await expect(collect(server.jobs())).rejects.toMatchObject({
      code: 'LOGIN_REFUSED',
      hint: expect.stringContaining('service account'),
    });
    await server.close();
  });

  test('says so where the version that was asked for is not served', async () => {
    const old = await startDemoServer({
      product: 'vb365',
      now: () => NOW,
      newestVersion: 'v6',
      throttle: false,
    });
    const { server } = await open(old, { apiVersion: 'v8' });
    await expect(collect(server.jobs())).rejects.toMatchObject({
      code: 'UNSUPPORTED',
      message: 'the server has no API v8',
      where: 'POST /v8/token on demo',
    });
    await server.close();
    const { server: found } = await open(old);
    expect(found.apiVersion).toBe('v6');
    await found.close();
    await old.close();
  });

  test('knows no session by an id that is none', async () => {
    const id = '12345678-1234-1234-1234-123456789012';
    for (const version of ['v3', 'v8']) {
      await expect(serverOf(version).session(id)).rejects.toMatchObject({
        code: 'NOT_FOUND',
        message: `no session has the id ${id}`,
      });
    }
  });

  test('asks nothing about an id that cannot be one', async () => {
    asked = [];
    for (const id of ['latest', '', '../Jobs', '12345678']) {
      await expect(serverOf('v8').session(id)).rejects.toMatchObject({ code: 'NOT_FOUND' });
    }
    expect(asked.filter(({ path }) => path.includes('Session'))).toEqual([]);
  });

  test('reports pages and rows as they arrive', async () => {
    const { server, rows } = await open(demo, { store, apiVersion: 'v8' });
    const sessions = await collect(server.sessions(ALL_SESSIONS));
    expect(rows.reduce((sum, count) => sum + count, 0)).toBeGreaterThanOrEqual(sessions.length);
    await server.close();
  });

  test('gives the server’s own objects where they are asked for', async () => {
    const { server } = await open(demo, { store, apiVersion: 'v8', keepSource: true });
    const [session] = await collect(server.sessions(ALL_SESSIONS));
    const [job] = await collect(server.jobs());
    expect(JSON.parse(session?.source ?? '{}')).toMatchObject({ id: session?.id });
    expect(JSON.parse(job?.source ?? '{}')).toMatchObject({ id: job?.id, name: job?.name });
    expect(toldBy('v8').sessions[0]).not.toHaveProperty('source');
    await server.close();
  });

  test('answers raw GETs, page by page', async () => {
    const bodies: string[] = [];
    const path = 'JobSessions?limit=100';
    for await (const body of serverOf('v8').get(path, { paginate: true })) bodies.push(body);
    const ids = bodies.flatMap((body) => [...body.matchAll(/"creationTime"/g)]);
    expect(ids).toHaveLength(toldBy('v8').sessions.length);
  });

  test('names jobs, repositories and when they run', () => {
    const { jobs } = toldBy('v8');
    expect(jobs.every(({ name, repositoryName }) => name !== '' && repositoryName !== null)).toBe(
      true,
    );
    expect(jobs.some(({ running }) => running === true)).toBe(true);
    expect(jobs.some(({ nextRunAt }) => nextRunAt !== null && nextRunAt > NOW)).toBe(true);
  });
});
