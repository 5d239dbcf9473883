import { beforeAll, describe, expect, test } from '@jest/globals';
import { ALL_SESSIONS } from '../../../../src/servers/backup-server.ts';
import { newestFirst } from '../../../../src/model/order.ts';
import { overlaps } from '../../../../src/model/selection.ts';
import type { Job } from '../../../../src/model/job.ts';
import type { Session } from '../../../../src/model/session.ts';
import { isLive } from '../../../../src/model/status.ts';
import { NO_STORE, collect, keptStore } from '../support.ts';
import { DAY, NOW, PASSWORD, USERNAME, open, simulated, type Exchange } from './support.ts';

/** The revisions that the done line of the project names. */
const REVISIONS = ['1.0-rev1', '1.1-rev0', '1.2-rev1', '1.3-rev0', '1.3-rev1', '1.3-rev2'] as const;
const NEWEST = '1.3-rev2';

const WEEK = { since: NOW - 7 * DAY, until: NOW };

/** Everything that one revision says, asked once. */
interface Told {
  readonly jobs: readonly Job[];
  readonly sessions: readonly Session[];
  /** With statistics, over the window. */
  readonly week: readonly Session[];
}

const told = new Map<string, Told>();
const { http, asked } = simulated();
const store = keptStore();

async function serverOf(apiVersion: string) {
  return (await open(http, { apiVersion, store })).server;
}

function toldBy(revision: string): Told {
  const answers = told.get(revision);
  if (answers === undefined) throw new Error(`${revision} was not asked`);
  return answers;
}

/** The sessions of a job by its name, as `jobs sessions` shows them. */
function sessionsOf(revision: string, name: string): readonly Session[] {
  const { jobs, sessions } = toldBy(revision);
  const job = jobs.find((each) => each.name === name);
  if (job === undefined) throw new Error(`${revision} knows no job ${name}`);
  return sessions.filter(({ jobId }) => jobId === job.id);
}

function byId(sessions: readonly Session[]): ReadonlyMap<string, Session> {
  return new Map(sessions.map((session) => [session.id, session]));
}

beforeAll(async () => {
  for (const revision of REVISIONS) {
    const server = await serverOf(revision);
    told.set(revision, {
      jobs: await collect(server.jobs()),
      sessions: await collect(server.sessions(ALL_SESSIONS)),
      week: await collect(server.sessions({ ...ALL_SESSIONS, ...WEEK, statistics: true })),
    });
  }
});

describe('the same job over every revision', () => {
  /** Jobs of all kinds that 1.0 knows too, listed there or not. */
  const JOBS = [
    'Daily VMs',
    'SQL Production',
    'SOBR-01 Offload',
    'Accounting Workstation',
  ] as const;

  test.each(JOBS)('%s has the same sessions', (name) => {
    const newest = sessionsOf(NEWEST, name).filter(
      ({ parentSessionId }) => parentSessionId === null,
    );
    expect(newest.length).toBeGreaterThan(10);
    for (const revision of REVISIONS) {
      const others = sessionsOf(revision, name);
      expect(others.map(essence)).toEqual(newest.map(essence));
    }
  });

  /** What every revision knows of a session. */
  function essence(session: Session) {
    const { id, jobId, jobName, status, statusText, createdAt, endedAt, durationSeconds } = session;
    const { progressPercent, message, usn, parentSessionId, resourceId, resourceReference } =
      session;
    const known = { id, jobId, jobName, status, statusText, createdAt, endedAt, durationSeconds };
    return {
      ...known,
      progressPercent,
      message,
      usn,
      parentSessionId,
      resourceId,
      resourceReference,
    };
  }

  test('an older revision says less, and nothing else', () => {
    const newest = byId(toldBy(NEWEST).week);
    // The words of a revision are its own, and 12 and older write no suffix behind names.
    const own = new Set(['type', 'state', 'statusText', 'kind', 'name', 'bottleneck', 'jobName']);
    for (const revision of REVISIONS) {
      for (const session of toldBy(revision).week) {
        const newer = newest.get(session.id);
        expect(newer?.id).toBe(session.id);
        const differing = Object.entries(session).filter(
          ([key, value]) =>
            !own.has(key) &&
            value !== null &&
            JSON.stringify(value) !== JSON.stringify(Reflect.get(newer ?? {}, key)) &&
            // Only logs tell stages, and only up to 1.1 a list asks for them.
            key !== 'stageLoads' &&
            !(key === 'originalSessionId' && session.retryNumber === 0),
        );
        expect([revision, session.name, differing]).toEqual([revision, session.name, []]);
      }
    }
  });

  test('retries are known from 13 on', () => {
    const retried = toldBy(NEWEST).sessions.filter(({ retryNumber }) => (retryNumber ?? 0) > 0);
    expect(retried.length).toBeGreaterThan(0);
    for (const { id, retryNumber, originalSessionId } of retried) {
      expect(byId(toldBy('1.3-rev1').sessions).get(id)).toMatchObject({
        retryNumber,
        originalSessionId: null,
      });
      expect(byId(toldBy('1.2-rev1').sessions).get(id)?.retryNumber ?? null).toBeNull();
      expect(originalSessionId).not.toBe(id);
    }
  });

  test('statistics are those of the session wherever a revision has them', () => {
    const measured = toldBy(NEWEST).week.filter(
      ({ readBytes, status, kind }) => readBytes !== null && !isLive(status) && kind === 'backup',
    );
    expect(measured.length).toBeGreaterThan(50);
    for (const revision of ['1.2-rev1', '1.3-rev0', '1.3-rev1']) {
      const older = byId(toldBy(revision).week);
      for (const { id, readBytes, processedBytes, transferredBytes, type } of measured) {
        // Agent jobs have no tasks to add up.
        if (type === 'AgentBackup') continue;
        expect(older.get(id)).toMatchObject({ readBytes, processedBytes, transferredBytes });
      }
    }
    for (const revision of ['1.0-rev1', '1.1-rev0']) {
      const older = toldBy(revision).week;
      expect(
        older.every(({ readBytes, processedBytes }) => (readBytes ?? processedBytes) === null),
      ).toBe(true);
      const withLoads = older.filter(({ stageLoads }) => stageLoads !== null);
      expect(withLoads.length).toBeGreaterThan(50);
      expect(withLoads.every(({ bottleneck }) => bottleneck !== null)).toBe(true);
    }
  });
});

describe('sessions', () => {
  test.each(REVISIONS)('%s keeps to the order, each once', (revision) => {
    const { sessions } = toldBy(revision);
    expect(sessions).toEqual([...sessions].sort(newestFirst));
    expect(new Set(sessions.map(({ id }) => id)).size).toBe(sessions.length);
  });

  test.each(REVISIONS)(
    '%s finds all that overlaps a window, without the history before it',
    (revision) => {
      const { sessions, week } = toldBy(revision);
      const expected = sessions.filter((session) => overlaps(session, WEEK)).map(({ id }) => id);
      expect(week.map(({ id }) => id)).toEqual(expected);
      expect(
        week.some(({ endedAt, createdAt }) => endedAt === null && (createdAt ?? 0) < NOW - DAY),
      ).toBe(true);
      expect(week.length).toBeLessThan(sessions.length / 2);
    },
  );

  test('idle copies idle, and what waits is queued', () => {
    const statuses = new Set(toldBy(NEWEST).sessions.map(({ status }) => status));
    expect([...statuses].sort()).toEqual(
      ['failed', 'idle', 'queued', 'running', 'stopped', 'success', 'warning'].sort(),
    );
  });

  test('children keep their parents, offloads are archive', () => {
    const { sessions } = toldBy(NEWEST);
    const ids = new Set(sessions.map(({ id }) => id));
    const children = sessions.filter(({ parentSessionId }) => parentSessionId !== null);
    expect(children.length).toBeGreaterThan(0);
    expect(children.every(({ parentSessionId }) => ids.has(parentSessionId ?? ''))).toBe(true);
    for (const revision of REVISIONS) {
      const offloads = sessionsOf(revision, 'SOBR-01 Offload');
      expect(new Set(offloads.map(({ kind }) => kind))).toEqual(new Set(['archive']));
    }
  });

  test('of one job, of some statuses, of kinds: what the filters bring is what they mean', async () => {
    const job = toldBy(NEWEST).jobs.find(({ name }) => name === 'Daily VMs');
    for (const revision of REVISIONS) {
      const server = await serverOf(revision);
      const { sessions } = toldBy(revision);
      const query = { ...ALL_SESSIONS, since: NOW - 3 * DAY };
      const own = await collect(server.sessions({ ...query, jobId: job?.id ?? '' }));
      const mine = sessions.filter((one) => one.jobId === job?.id && overlaps(one, query));
      expect(own).toEqual(mine);
      const bad = await collect(server.sessions({ ...query, statuses: ['failed', 'queued'] }));
      expect(bad).toEqual(
        sessions.filter((one) => ['failed', 'queued'].includes(one.status) && overlaps(one, query)),
      );
      const kinds = ['restore', 'log-backup', 'configuration-backup'];
      const some = await collect(server.sessions({ ...query, kinds }));
      expect(some).toEqual(
        sessions.filter((one) => kinds.includes(one.kind) && overlaps(one, query)),
      );
    }
  });

  test('automation sessions come by name', async () => {
    const server = await serverOf(NEWEST);
    const found = await collect(server.sessions({ ...ALL_SESSIONS, kinds: ['automation'] }));
    expect(found.length).toBeGreaterThan(3);
    expect(new Set(found.map(({ kind }) => kind))).toEqual(new Set(['automation']));
    const [first] = found;
    expect((await server.session(first?.id ?? '')).id).toBe(first?.id);
    const all = await collect(server.sessions({ ...ALL_SESSIONS, kinds: ['all'] }));
    expect(all).toHaveLength(found.length + toldBy(NEWEST).sessions.length);
  });

  test('one by its id is asked for alone where its statistics are not wanted', async () => {
    const { sessions } = toldBy('1.2-rev1');
    const ended = sessions.find(({ kind, endedAt }) => kind === 'backup' && endedAt !== null);
    const server = await serverOf('1.2-rev1');
    const id = ended?.id ?? '';
    const before = asked.length;
    expect((await server.session(id, { statistics: false })).id).toBe(id);
    const further = asked.slice(before).filter(({ path }) => /logs|taskSessions/.test(path));
    expect(further).toEqual([]);
    await server.session(id);
    expect(asked.slice(before).some(({ path }) => path.endsWith('/logs'))).toBe(true);
  });

  test('none has the id', async () => {
    const server = await serverOf(NEWEST);
    const unknown = '00000000-0000-4000-8000-000000000000';
    await expect(server.session(unknown)).rejects.toMatchObject({ code: 'NOT_FOUND' });
    const before = asked.length;
    await expect(server.session('../jobs')).rejects.toMatchObject({ code: 'NOT_FOUND' });
    expect(asked).toHaveLength(before);
  });

  test('carry the server’s own object where it is asked for', async () => {
    const { server } = await open(http, { apiVersion: NEWEST, store, keepSource: true });
    for await (const [first] of server.sessions(ALL_SESSIONS)) {
      const source: unknown = JSON.parse(first?.source ?? '');
      expect(source).toMatchObject({ id: first?.id, name: first?.name });
      expect((await server.session(first?.id ?? '')).source).toBe(first?.source);
      break;
    }
  });
});

describe('one session in full', () => {
  function sessionOf(revision: string, wanted: (session: Session) => boolean): Session {
    const session = toldBy(revision).sessions.find(wanted);
    if (session === undefined) throw new Error('no such session');
    return session;
  }

  const isBackup = ({ kind, status, jobName }: Session): boolean =>
    kind === 'backup' && status === 'warning' && jobName === 'Daily VMs';

  test.each(REVISIONS)('%s tells stage loads, log and objects', async (revision) => {
    const server = await serverOf(revision);
    const { id } = sessionOf(revision, isBackup);
    const session = await server.session(id);
    expect(session.stageLoads?.length ?? 0).toBeGreaterThan(3);
    const log = await collect(server.log(session, { levels: null }));
    expect(log.length).toBeGreaterThan(5);
    expect(log.some(({ level }) => level === 'running')).toBe(false);
    const tasks = await collect(server.tasks(session));
    expect(tasks.length).toBeGreaterThan(1);
    expect(tasks.every(({ sessionId }) => sessionId === id)).toBe(true);
    for (const { createdAt, endedAt } of tasks) {
      expect(createdAt ?? 0).toBeGreaterThanOrEqual(session.createdAt ?? Infinity);
      expect(endedAt ?? Infinity).toBeLessThanOrEqual(session.endedAt ?? 0);
    }
    const bad = tasks.find(({ status }) => status === 'warning');
    expect(bad?.message).not.toBeNull();
    const warnings = await collect(server.log(session, { levels: ['warning'] }));
    expect(warnings.filter(({ level }) => level === 'warning')).toEqual(
      log.filter(({ level }) => level === 'warning'),
    );
  });

  test('all four types of tasks are told', async () => {
    const server = await serverOf(NEWEST);
    const kinds = ['backup', 'replica', 'restore', 'surebackup'];
    const types: string[] = [];
    for (const kind of kinds) {
      const session = sessionOf(NEWEST, (one) => one.kind === kind && one.status === 'success');
      const [task] = await collect(server.tasks(session));
      types.push(task?.kind ?? '');
    }
    expect(types).toEqual(['backup', 'replica', 'restore', 'antivirus']);
  });

  test('one that runs has progress, and its line in the log runs', async () => {
    for (const revision of REVISIONS) {
      const server = await serverOf(revision);
      const { id } = sessionOf(
        revision,
        ({ status, kind }) => status === 'running' && kind === 'backup',
      );
      const session = await server.session(id);
      expect(session.progressPercent ?? 0).toBeGreaterThan(0);
      expect(session.readBytes === null).toBe(revision < '1.2');
      const log = await collect(server.log(session, { levels: null }));
      expect(log.some(({ level }) => level === 'running')).toBe(true);
    }
  });
});

describe('faults of real servers', () => {
  const agent = (one: Session): boolean => one.type === 'AgentBackup' && one.status === 'success';

  test('500 for an agent’s tasks in 13.0 is answered from the log', async () => {
    const faulty = simulated({ faults: { agentTasksEnum: true } });
    for (const apiVersion of ['1.3-rev0', '1.3-rev1']) {
      const { server, notices } = await open(faulty.http, { apiVersion });
      const session = toldBy(apiVersion).sessions.find(agent);
      if (session === undefined) throw new Error('no agent session');
      const tasks = await collect(server.tasks(session));
      expect(tasks.length).toBeGreaterThan(0);
      expect(notices.join()).toContain('read from its log');
      expect((await server.session(session.id)).id).toBe(session.id);
    }
  });

  test('500 for job states in old revisions leaves names and jobs', async () => {
    const faulty = simulated({ faults: { jobStatesEnum: true } });
    const { server, notices } = await open(faulty.http, { apiVersion: '1.1-rev0' });
    const jobs = await collect(server.jobs());
    const listed = toldBy('1.1-rev0').jobs.filter((job) => job.listed);
    expect(jobs.filter((job) => job.listed).map(({ name }) => name)).toEqual(
      listed.map(({ name }) => name),
    );
    expect(notices).toHaveLength(1);
  });

  test('a viewer sees everything: nothing depends on serverInfo', async () => {
    const viewer = simulated({ role: 'viewer' });
    const { server } = await open(viewer.http);
    await collect(server.jobs());
    for await (const [session] of server.sessions({ ...ALL_SESSIONS, ...WEEK })) {
      if (session !== undefined) await server.session(session.id);
      break;
    }
    expect(viewer.asked.every(({ status }) => status === 200)).toBe(true);
  });

  test('a refreshed token that is refused everywhere takes one password login', async () => {
    let now = NOW;
    const picky = simulated({ now: () => now, faults: { refreshedTokensRefused: true } });
    const { server } = await open(picky.http, { now: () => now });
    await collect(server.jobs());
    now += 2 * 3_600_000;
    picky.asked.length = 0;
    await collect(server.jobs());
    expect(picky.asked.map(grantOf).filter((grant) => grant !== '')).toEqual([
      'refresh_token',
      'password',
    ]);
  });
});

function grantOf({ form }: Exchange): string {
  return form['grant_type'] ?? '';
}

describe('versions', () => {
  test.each([
    ['1.0-rev1', '1.0-rev1'],
    ['1.1-rev0', '1.1-rev0'],
    ['1.1-rev2', '1.1-rev2'],
    ['1.2-rev1', '1.2-rev1'],
    ['1.3-rev1', '1.3-rev1'],
    ['1.3-rev2', '1.3-rev2'],
  ])('a server whose newest is %s is spoken to in %s', async (newestVersion, expected) => {
    const old = simulated({ newestVersion });
    const { server } = await open(old.http);
    expect(server.apiVersion).toBe(expected);
    await collect(server.jobs());
    expect(new Set(old.asked.slice(1).map(({ version }) => version))).toEqual(new Set([expected]));
    expect(old.asked[0]).toMatchObject({ path: '/api/v1/serverTime', form: {} });
  });

  test('the one of a kept login is not asked for again while the login is valid', async () => {
    const { http: client, asked: exchanges } = simulated({ newestVersion: '1.2-rev1' });
    const kept = keptStore();
    const first = await open(client, { store: kept });
    await collect(first.server.jobs());
    expect(kept.token?.apiVersion).toBe('1.2-rev1');
    exchanges.length = 0;
    const second = await open(client, { store: kept });
    expect(second.server.apiVersion).toBe('1.2-rev1');
    expect(exchanges).toEqual([]);
    const later = { store: kept, now: () => NOW + DAY };
    await open(client, later);
    expect(exchanges.map(({ path }) => path)).toEqual(['/api/v1/serverTime']);
  });

  test('a kept one that the server refuses is negotiated anew, and the question asked again', async () => {
    const before = simulated();
    const kept = keptStore();
    await collect((await open(before.http, { store: kept })).server.jobs());
    // The same server from a backup of its machine, or another one behind the same name.
    const after = simulated({ newestVersion: '1.2-rev1' });
    const { server } = await open(after.http, { store: kept });
    expect(server.apiVersion).toBe('1.3-rev2');
    const [jobs] = await Promise.all([
      collect(server.jobs()),
      collect(server.sessions({ ...ALL_SESSIONS, ...WEEK })),
    ]);
    expect(jobs.length).toBeGreaterThan(5);
    expect(server.apiVersion).toBe('1.2-rev1');
    expect(kept.token?.apiVersion).toBe('1.2-rev1');
    expect(after.asked.filter(({ path }) => path === '/api/v1/serverTime')).toHaveLength(1);
  });

  test('the person’s word holds, and its refusal is final', async () => {
    const old = simulated({ newestVersion: '1.1-rev0' });
    const { server } = await open(old.http, { apiVersion: 'v1.3-rev1' });
    await expect(collect(server.jobs())).rejects.toMatchObject({
      code: 'UNSUPPORTED',
      hint: expect.stringContaining('1.1-rev0, 1.0-rev2, 1.0-rev1'),
    });
    expect(old.asked).toHaveLength(1);
    await expect(open(old.http, { apiVersion: 'v8' })).rejects.toMatchObject({ code: 'USAGE' });
  });
});

describe('the login', () => {
  test('is form-encoded, with the version, and reported', async () => {
    const { http: client, asked: exchanges } = simulated();
    const { server } = await open(client);
    await expect(server.login()).resolves.toEqual({
      server: 'demo',
      product: 'vbr',
      apiVersion: NEWEST,
      username: USERNAME,
      expiresAt: NOW + 3_600_000,
      cached: true,
    });
    expect(exchanges.at(-1)).toMatchObject({
      method: 'POST',
      path: '/api/oauth2/token',
      version: NEWEST,
      form: { grant_type: 'password', username: USERNAME, password: PASSWORD },
    });
  });

  test('that is refused is tried once, in one version, with a hint', async () => {
    const { http: client, asked: exchanges } = simulated();
    const { server } = await open(client, { password: 'wrong' });
    await expect(collect(server.jobs())).rejects.toMatchObject({
      code: 'LOGIN_REFUSED',
      hint: expect.stringContaining('MFA'),
    });
    expect(exchanges.filter(({ method }) => method === 'POST')).toHaveLength(1);
  });

  test('ends with a logout, where it could not be kept at the end of the command', async () => {
    const { http: client, asked: exchanges } = simulated();
    const { server } = await open(client, { store: NO_STORE });
    await collect(server.jobs());
    await server.close();
    expect(exchanges.at(-1)).toMatchObject({
      path: '/api/oauth2/logout',
      version: NEWEST,
      status: 200,
    });
    const kept = await open(client);
    await collect(kept.server.jobs());
    await expect(kept.server.logout()).resolves.toBe(true);
    await expect(kept.server.logout()).resolves.toBe(false);
  });
});

describe('the name of the server', () => {
  test.each([
    ['https://vbr.example.com:9419', null, 'vbr.example.com'],
    ['https://vbr.example.com:9999', null, 'vbr.example.com:9999'],
    ['https://vbr.example.com', null, 'vbr.example.com:443'],
    ['https://vbr.example.com:9999', 'prod', 'prod'],
  ])('%s saved as %s is %s', async (origin, name, expected) => {
    const { server } = await open(simulated({}, origin).http, { name });
    expect(server.name).toBe(expected);
  });
});

test('a raw GET brings the body as served', async () => {
  const server = await serverOf(NEWEST);
  const bodies: string[] = [];
  for await (const body of server.get('sessions?limit=2', { paginate: false })) bodies.push(body);
  expect(bodies).toHaveLength(1);
  expect(JSON.parse(bodies[0] ?? '')).toMatchObject({ pagination: { count: 2 } });
});
