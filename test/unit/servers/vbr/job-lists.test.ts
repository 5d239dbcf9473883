import { describe, expect, test } from '@jest/globals';
import { createJobLists } from '../../../../src/servers/vbr/job-lists.ts';
import { createSessionLists } from '../../../../src/servers/vbr/session-lists.ts';
import { toSession } from '../../../../src/servers/vbr/session.ts';
import { fakeHttp, page, toolsFor, type Answer, type FakeHttp } from './fake-http.ts';
import { fixture, id, served, sessionContext } from './fixtures.ts';
import { collect } from '../support.ts';

const MAIL = { id: id('a', 1), name: 'Mail', type: 'VSphereBackup', status: 'Inactive' };
const ENUM_FAILURE: Answer = {
  status: 500,
  body: '{"errorCode":"UnknownError","message":"The value of enum EJobStatus is not supported ... Actual value was Stopped"}',
};

function listsOf(http: FakeHttp, version = '1.3-rev1') {
  const tools = toolsFor(http, version);
  const sessions = createSessionLists({ ...tools, directory: async () => lists.directory() });
  const lists = createJobLists({ ...tools, newestSessions: sessions.newest });
  const { notices, missed } = tools;
  return { lists, notices, missed };
}

/** A server with these job states and sessions. */
function serverWith(
  states: Answer | readonly object[],
  sessions: readonly object[] = [],
): FakeHttp {
  return fakeHttp((url) => {
    if (url.pathname === '/api/v1/jobs/states') {
      return 'length' in states ? page(url, states) : states;
    }
    if (url.pathname === '/api/v1/jobs') return page(url, [{ ...MAIL, isDisabled: true }]);
    return url.pathname === '/api/v1/sessions' ? page(url, sessions) : null;
  });
}

describe('jobs', () => {
  test('the listed ones come first, then those that only sessions tell of', async () => {
    const offload = { jobId: id('b', 1), name: 'SOBR-01 Offload' };
    const http = serverWith(
      [MAIL],
      [
        served(1),
        served(2, { ...offload, creationTime: '2026-11-19T20:00:00Z' }),
        served(3, {
          ...offload,
          creationTime: '2026-11-19T21:00:00Z',
          endTime: '2026-11-19T21:01:00Z',
        }),
        served(4, { jobId: id('b', 2), sessionType: 'RestoreVm' }),
        served(5, { jobId: id('b', 3), parentSessionId: id('5', 1) }),
        served(6, { jobId: null }),
      ],
    );
    const [listed, unlisted, ...others] = await collect(listsOf(http).lists.jobs());
    expect(others).toEqual([]);
    expect(listed).toMatchObject({ id: MAIL.id, listed: true, kind: 'backup' });
    expect(unlisted).toMatchObject({
      id: id('b', 1),
      name: 'SOBR-01 Offload',
      kind: 'archive',
      type: null,
      listed: false,
      enabled: null,
      running: false,
      lastStatus: 'success',
      lastRunAt: Date.parse('2026-11-19T21:00:00Z'),
      lastDurationSeconds: 60,
      lastSessionId: id('5', 3),
    });
    expect(http.paths()).toEqual([
      '/api/v1/jobs/states?skip=0&limit=1000&orderColumn=Name&orderAsc=true',
      '/api/v1/sessions?skip=0&limit=1000&orderColumn=CreationTime&orderAsc=false',
    ]);
  });

  /** One session every so many minutes, each of a job of its own. */
  const every = (minutes: number, count: number) =>
    Array.from({ length: count }, (_, index) =>
      served(index, {
        jobId: id('c', index),
        creationTime: new Date(Date.UTC(2026, 10, 19) - index * minutes * 60_000).toISOString(),
      }),
    );

  test('the newest page of sessions is looked through, where it covers two days', async () => {
    const http = serverWith([MAIL], every(5, 2500));
    expect(await collect(listsOf(http).lists.jobs())).toHaveLength(1001);
    expect(http.paths().filter((path) => path.startsWith('/api/v1/sessions'))).toHaveLength(1);
  });

  test('on a busy server it is as many pages as two days take, but not for ever', async () => {
    const busy = every(1, 6000);
    const jobs = await collect(listsOf(serverWith([MAIL], busy)).lists.jobs());
    expect(jobs.length).toBeGreaterThan(2880);
    expect(jobs.length).toBeLessThan(4001);
    const flood = serverWith([MAIL], every(0.01, 15_000));
    expect((await collect(listsOf(flood).lists.jobs())).length).toBeLessThan(10_002);
  });

  test('where sessions cannot be read, the listed jobs stand alone', async () => {
    const http = fakeHttp((url) =>
      url.pathname === '/api/v1/jobs/states' ? page(url, [MAIL]) : { status: 403 },
    );
    const { lists, missed } = listsOf(http);
    expect(await collect(lists.jobs())).toHaveLength(1);
    expect(missed).toMatchObject([
      { message: expect.stringContaining('jobs that only sessions tell of are missing') },
    ]);
  });

  test('an old revision’s 500 on /jobs/states is answered from /jobs and sessions', async () => {
    const http = serverWith(ENUM_FAILURE, [served(1, { state: 'Working', endTime: null })]);
    const { lists, notices } = listsOf(http, '1.0-rev1');
    const [job] = await collect(lists.jobs());
    expect(job).toMatchObject({
      id: MAIL.id,
      name: 'Mail',
      enabled: false,
      listed: true,
      running: true,
      lastStatus: 'running',
      lastSessionId: id('5', 1),
    });
    expect(notices).toEqual([
      'vbr.example.com: /jobs/states fails in API 1.0-rev1; read from /jobs and sessions',
    ]);
  });

  test('in the newest it is a failure', async () => {
    const { lists } = listsOf(serverWith(ENUM_FAILURE), '1.3-rev2');
    await expect(collect(lists.jobs())).rejects.toMatchObject({ code: 'REQUEST_FAILED' });
  });
});

describe('the directory', () => {
  test('is read once', async () => {
    const http = serverWith([MAIL]);
    const { lists } = listsOf(http);
    const [one, other] = await Promise.all([lists.directory(), lists.directory()]);
    expect(one).toBe(other);
    expect(one.find(MAIL.id)?.name).toBe('Mail');
    expect(one.find(null)).toBeNull();
    expect(http.asked).toHaveLength(1);
  });

  test('costs only the names where rights are missing', async () => {
    const http = fakeHttp(() => ({ status: 403 }));
    const { lists, missed } = listsOf(http);
    expect((await lists.directory()).find(MAIL.id)).toBeNull();
    expect(missed).toMatchObject([
      { code: 'PARTIAL', message: expect.stringContaining('job names are missing') },
    ]);
  });

  test('a refused login is no matter of names', async () => {
    const unauthorized = fixture('1.3-rev2-errors')['ErrorAccessDeniedUnauthorizedExample'];
    let status = 401;
    const http = fakeHttp((url) =>
      status === 401 ? { status, body: JSON.stringify(unauthorized) } : page(url, [MAIL]),
    );
    const { lists } = listsOf(http);
    await expect(lists.directory()).rejects.toMatchObject({ code: 'LOGIN_REFUSED' });
    status = 200;
    expect((await lists.directory()).find(MAIL.id)?.name).toBe('Mail');
  });
});

describe('the progress of a job’s last session', () => {
  const state = {
    ...MAIL,
    sessionId: id('5', 1),
    sessionProgress: { bottleneck: 'Source', duration: '00:01:00', processingRate: '1 MB/s' },
  };

  test('is asked for by the job’s id', async () => {
    const http = serverWith([state]);
    const { lists } = listsOf(http);
    const session = toSession(served(1), sessionContext('1.3-rev1'));
    expect(await lists.progressOf(session)).toMatchObject({ rateBytesPerSecond: 1024 ** 2 });
    expect(http.paths()).toEqual([
      `/api/v1/jobs/states?skip=0&limit=1000&orderColumn=Name&orderAsc=true&idFilter=${MAIL.id}`,
    ]);
    const older = toSession(served(2), sessionContext('1.3-rev1'));
    expect(await lists.progressOf(older)).toBeNull();
  });

  test('is in no revision before 1.3-rev0', async () => {
    const http = serverWith([state]);
    const session = toSession(served(1), sessionContext('1.2-rev1'));
    expect(await listsOf(http, '1.2-rev1').lists.progressOf(session)).toBeNull();
    expect(http.asked).toEqual([]);
  });
});
