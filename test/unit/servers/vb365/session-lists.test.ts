import { describe, expect, test } from '@jest/globals';
import { ALL_SESSIONS, type SessionQuery } from '../../../../src/servers/backup-server.ts';
import type { VsiError } from '../../../../src/model/errors.ts';
import type { Session } from '../../../../src/model/session.ts';
import { createJobLists } from '../../../../src/servers/vb365/job-lists.ts';
import { createSessionLists } from '../../../../src/servers/vb365/session-lists.ts';
import { fakeHttp, type Answer, type FakeHttp } from './fake-http.ts';
import { fixture, id } from './fixtures.ts';
import { toolsFor } from './tools.ts';

const HOUR = 3_600_000;
const NOW = Date.parse('2026-11-20T12:00:00Z');
const MAIL = id('b', 1);
const FILES = id('b', 2);
const COPY = id('c', 1);

/** One session of the scripted history, newest first in the list that holds it. */
interface Scripted {
  readonly id: string;
  readonly jobId: string;
  readonly type?: 'Backup' | 'Copy';
  readonly status?: string;
  /** Hours ago. */
  readonly start: number;
  /** Hours ago; missing = still running. */
  readonly end?: number;
}

interface Script {
  readonly sessions?: readonly Scripted[];
  readonly jobs?: readonly object[];
  readonly copyJobs?: readonly object[];
  /** Answers before everything else; undefined leaves the request to the script. */
  readonly answer?: (path: string, parameters: URLSearchParams) => Answer | null | undefined;
}

/** Answers as the named version does, made up after api/vb365.md section 3. */
function scripted(version: string, script: Script): FakeHttp {
  const number = Number(version.slice(1));
  const { sessions = [], jobs = [{ id: MAIL, name: 'Mail' }], copyJobs = [], answer } = script;
  const listed = (
    items: readonly unknown[],
    parameters: URLSearchParams,
    isPaged: boolean,
  ): Answer => {
    if (!isPaged) return { json: items };
    const offset = Number(parameters.get('offset') ?? 0);
    const limit = Number(parameters.get('limit') ?? 30);
    return { json: { offset, limit, results: items.slice(offset, offset + limit) } };
  };
  return fakeHttp(({ pathname, searchParams }) => {
    const path = pathname.replace(`/${version}/`, '');
    const special = answer?.(path, searchParams);
    if (special !== undefined) return special;
    if (path === 'Jobs') return listed(jobs, searchParams, number >= 8);
    if (path === 'CopyJobs' && number >= 6) return listed(copyJobs, searchParams, number >= 8);
    const ofJob = /^Jobs\/(.+)\/JobSessions$/.exec(path)?.[1];
    if (path !== 'JobSessions' && (ofJob === undefined || number >= 7)) return null;
    const since = searchParams.get('endTimeLowerBound');
    const allows = (name: string, value: string): boolean =>
      (searchParams.get(name) ?? value) === value;
    const wanted = sessions.filter(
      ({ jobId, type = 'Backup', status = 'Success', end }) =>
        (ofJob === undefined || jobId === ofJob) &&
        allows('jobId', jobId) &&
        allows('jobType', type) &&
        allows('status', status) &&
        (since === null || (end !== undefined && NOW - end * HOUR >= Date.parse(since))),
    );
    return listed(
      wanted.map((one) => body(one, number)),
      searchParams,
      number >= 5,
    );
  });
}

function body(
  { id, jobId, type = 'Backup', status, start, end }: Scripted,
  version: number,
): object {
  return {
    id,
    status: status ?? (end === undefined ? 'Running' : 'Success'),
    creationTime: new Date(NOW - start * HOUR).toISOString(),
    endTime: end === undefined ? null : new Date(NOW - end * HOUR).toISOString(),
    ...(version >= 7 ? { jobType: type } : {}),
    ...(version >= 8 ? { jobId } : { _links: { job: { href: `/v${version}/jobs/${jobId}` } } }),
  };
}

/** One session an hour, the newest `from` hours ago. */
function hourly(count: number, from = 1, jobId = MAIL): Scripted[] {
  return Array.from({ length: count }, (_unused, index) => ({
    id: id('a', from + index),
    jobId,
    start: from + index,
    end: from + index - 0.5,
  }));
}

function open(http: FakeHttp, version: string) {
  const options = toolsFor(http, version);
  const { directory } = createJobLists(options);
  const { notices, missed, rows } = options;
  return { ...createSessionLists({ ...options, directory }), notices, missed, rows };
}

async function read(
  http: FakeHttp,
  version: string,
  query: Partial<SessionQuery> = {},
): Promise<{ sessions: Session[]; notices: string[]; missed: VsiError[]; rows: number[] }> {
  const { sessions, notices, missed, rows } = open(http, version);
  const all: Session[] = [];
  for await (const page of sessions({ ...ALL_SESSIONS, ...query })) all.push(...page);
  return { sessions: all, notices, missed, rows };
}

/** The requests for sessions, without the paging parameters. */
function asked(http: FakeHttp): string[] {
  return http.asked
    .filter((path) => path.includes('Sessions'))
    .map((path) => path.replace(/[?&](?:limit|offset)=\d+/g, '').replace(/Sessions&/, 'Sessions?'));
}

const EACH = ['v3', 'v4', 'v5', 'v6', 'v7', 'v8'];

describe('all job sessions', () => {
  test.each(EACH)('of %s come newest first, with the names of their jobs', async (version) => {
    const http = scripted(version, { sessions: hourly(2500) });
    const { sessions, rows } = await read(http, version);
    expect(sessions.map((session) => session.id)).toEqual(
      hourly(2500).map((session) => session.id),
    );
    expect(new Set(sessions.map(({ jobName }) => jobName))).toEqual(new Set(['Mail']));
    expect(rows.reduce((sum, count) => sum + count, 0)).toBeGreaterThanOrEqual(2500);
  });

  test('are one list in v7 and v8, two in v6, and an array without parameters in v3 and v4', async () => {
    const lists: Record<string, string[]> = {};
    for (const version of EACH) {
      const http = scripted(version, { sessions: hourly(3) });
      await read(http, version);
      lists[version] = http.asked.filter((path) => path.includes('JobSessions'));
    }
    expect(lists).toEqual({
      v3: ['/v3/JobSessions'],
      v4: ['/v4/JobSessions'],
      v5: ['/v5/JobSessions?limit=1000&offset=0'],
      v6: [
        '/v6/JobSessions?jobType=Backup&limit=1000&offset=0',
        '/v6/JobSessions?jobType=Copy&limit=1000&offset=0',
      ],
      v7: ['/v7/JobSessions?limit=1000&offset=0'],
      v8: ['/v8/JobSessions?limit=1000&offset=0'],
    });
  });

  test('of v6 are told apart by the list they come from, and merged by time', async () => {
    const sessions: Scripted[] = [
      { id: id('a', 1), jobId: COPY, type: 'Copy', start: 1, end: 0.5 },
      { id: id('a', 2), jobId: MAIL, start: 2, end: 1.5 },
      { id: id('a', 3), jobId: MAIL, type: 'Copy', start: 3, end: 2.5 },
      { id: id('a', 4), jobId: MAIL, start: 4, end: 3.5 },
    ];
    const copyJobs = [{ id: COPY, name: 'Mail copy', backupJobId: MAIL }];
    const { sessions: all } = await read(scripted('v6', { sessions, copyJobs }), 'v6');
    expect(all.map(({ kind, jobName }) => [kind, jobName])).toEqual([
      ['copy', 'Mail copy'],
      ['backup', 'Mail'],
      ['copy', 'Mail copy'],
      ['backup', 'Mail'],
    ]);
  });

  test('need no request for names per session', async () => {
    const http = scripted('v8', { sessions: hourly(2500) });
    await read(http, 'v8');
    expect(http.asked.filter((path) => path.startsWith('/v8/Jobs?'))).toHaveLength(1);
    expect(http.asked.join()).not.toContain('BackupRepositories');
  });

  test('come without names where the jobs are refused, which is noted', async () => {
    const http = scripted('v8', {
      sessions: hourly(2),
      answer: (path) => (path === 'Jobs' ? { status: 403 } : undefined),
    });
    const { sessions, missed } = await read(http, 'v8');
    expect(sessions.map(({ jobId, jobName }) => [jobId, jobName])).toEqual([
      [MAIL, null],
      [MAIL, null],
    ]);
    expect(missed.map(({ message }) => message)).toEqual([
      'job names are missing: the server answered 403',
    ]);
  });

  test('are asked for by nothing until somebody reads', async () => {
    const http = scripted('v8', { answer: () => ({ status: 401 }) });
    open(http, 'v8').sessions(ALL_SESSIONS);
    await new Promise((resolve) => setImmediate(resolve));
    expect(http.asked).toEqual([]);
  });

  test('fail when the login is refused, jobs and all', async () => {
    const http = scripted('v8', { answer: () => ({ status: 401 }) });
    await expect(read(http, 'v8')).rejects.toMatchObject({ code: 'LOGIN_REFUSED' });
  });

  test.each<[string, unknown, string]>([
    ['a string', 'no', 'the answer should be an object but is a string'],
    [
      'a page without results',
      { offset: 0, limit: 1000 },
      'results should be a list but is missing',
    ],
    ['results that are text', { results: 'x' }, 'results should be a list but is a string'],
    ['an item that is null', { results: [null] }, 'a job session should be an object but is null'],
  ])('as %s are an error that names endpoint and field', async (_what, json, message) => {
    for (const version of ['v3', 'v8']) {
      const http = scripted(version, {
        answer: (path) => (path === 'JobSessions' ? { json } : undefined),
      });
      await expect(read(http, version)).rejects.toMatchObject({
        code: 'ANSWER_UNREADABLE',
        message,
        where: `GET /${version}/JobSessions on backup`,
      });
    }
  });

  test.each(['v3', 'v5', 'v8'])('of %s may come in the other shape', async (version) => {
    const sessions = hourly(3).map((one) => body(one, Number(version.slice(1))));
    const json = version === 'v3' ? { offset: 0, limit: 30, results: sessions } : sessions;
    const http = scripted(version, {
      answer: (path) => (path === 'JobSessions' ? { json } : undefined),
    });
    expect((await read(http, version)).sessions).toHaveLength(3);
  });

  test('that come as a full page where an array was promised are read on by offset', async () => {
    const sessions = hourly(70).map((one) => body(one, 3));
    const http = scripted('v3', {
      answer: (path, parameters) => {
        if (path !== 'JobSessions') return undefined;
        const offset = Number(parameters.get('offset') ?? 0);
        return { json: { offset, limit: 30, results: sessions.slice(offset, offset + 30) } };
      },
    });
    expect((await read(http, 'v3')).sessions).toHaveLength(70);
  });

  test('of v3 are left in the middle of the transfer when the reader has enough', async () => {
    const http = scripted('v3', { sessions: hourly(5000) });
    const { sessions } = open(http, 'v3');
    for await (const page of sessions(ALL_SESSIONS)) {
      expect(page.length).toBeLessThanOrEqual(1000);
      break;
    }
    expect(http.streams).toEqual({ ended: 0, left: 1 });
  });
});

describe('kinds and statuses', () => {
  test.each([
    ['v6', ['copy'], ['/v6/JobSessions?jobType=Copy']],
    ['v7', ['backup'], ['/v7/JobSessions?jobType=Backup']],
    ['v8', ['backup', 'copy'], ['/v8/JobSessions']],
    ['v5', ['backup'], ['/v5/JobSessions']],
    ['v8', ['surebackup'], []],
    ['v8', ['vex'], ['/v8/RestoreSessions']],
    ['v8', ['restore', 'copy'], ['/v8/JobSessions?jobType=Copy', '/v8/RestoreSessions']],
    [
      'v8',
      ['all'],
      [
        '/v8/JobSessions',
        '/v8/RestoreSessions',
        '/v8/DataRetrievalSessions',
        '/v8/RepositorySynchronizeSessions',
        '/v8/RepositoryOwnerChangeSessions',
      ],
    ],
    ['v3', ['all'], ['/v3/JobSessions', '/v3/RestoreSessions']],
  ])('%s asks for %p only', async (version, kinds, paths) => {
    const http = scripted(version, {
      answer: (path) => (path === 'Jobs' || path === 'CopyJobs' ? undefined : { json: [] }),
    });
    const { notices } = await read(http, version, { kinds });
    expect(asked(http).sort()).toEqual([...paths].sort());
    expect(notices).toEqual([]);
  });

  test.each([
    ['v5', 'copy', 'backup: API v5 has no backup copy jobs'],
    ['v5', 'retrieval', 'backup: API v5 has no data retrieval sessions'],
    ['v7', 'owner-change', 'backup: API v7 has no owner change sessions'],
    ['v4', 'repository-sync', 'backup: API v4 has no repository synchronization sessions'],
  ])('%s says that it has no %s', async (version, kind, notice) => {
    const { sessions, notices } = await read(scripted(version, {}), version, { kinds: [kind] });
    expect(sessions).toEqual([]);
    expect(notices).toEqual([notice]);
  });

  test('a server that does not know the route of a kind has none, and says so', async () => {
    const { sessions, notices } = await read(scripted('v8', {}), 'v8', { kinds: ['restore'] });
    expect(sessions).toEqual([]);
    expect(notices).toEqual(['backup: API v8 has no restore sessions']);
  });

  test.each([
    ['success', 'Succeeded'],
    ['failed', 'Failed'],
    ['running', 'Running'],
  ] as const)('v8 is asked for %s by its own word', async (status, word) => {
    const http = scripted('v8', {});
    await read(http, 'v8', { statuses: [status] });
    expect(asked(http)).toEqual([`/v8/JobSessions?status=${word}`]);
  });

  test('other statuses, several and other versions are not filtered', async () => {
    const queries = [['queued'], ['disconnected'], ['failed', 'warning'], []] as const;
    for (const statuses of queries) {
      const http = scripted('v8', {});
      await read(http, 'v8', { statuses });
      expect(asked(http)).toEqual(['/v8/JobSessions']);
    }
    const http = scripted('v7', {});
    await read(http, 'v7', { statuses: ['failed'] });
    expect(asked(http)).toEqual(['/v7/JobSessions']);
  });

  test('sessions of several lists are merged, those without times last', async () => {
    const http = scripted('v8', {
      sessions: [
        { id: id('a', 1), jobId: MAIL, start: 1, end: 0.5 },
        { id: id('a', 2), jobId: MAIL, start: 5, end: 4 },
      ],
      answer: (path) => {
        if (path === 'RestoreSessions') {
          const creationTime = new Date(NOW - 3 * HOUR).toISOString();
          const restore = { id: id('e', 1), creationTime, state: 'Working' };
          return { json: { offset: 0, limit: 1000, results: [restore] } };
        }
        if (path === 'RepositorySynchronizeSessions') {
          return { json: [{ id: id('f', 1), state: 'None' }] };
        }
        return undefined;
      },
    });
    const kinds = ['backup', 'restore', 'repository-sync'];
    const { sessions } = await read(http, 'v8', { kinds });
    expect(sessions.map(({ kind }) => kind)).toEqual([
      'backup',
      'restore',
      'backup',
      'repository-sync',
    ]);
  });
});

describe('one job’s sessions', () => {
  const both = [...hourly(2), ...hourly(2, 10, FILES)];

  test.each([
    ['v3', `/v3/Jobs/${FILES}/JobSessions`],
    ['v5', `/v5/Jobs/${FILES}/JobSessions`],
    ['v6', `/v6/Jobs/${FILES}/JobSessions`],
    ['v7', `/v7/JobSessions?jobId=${FILES}`],
    ['v8', `/v8/JobSessions?jobId=${FILES}`],
  ])('of %s are asked for at %s', async (version, path) => {
    const http = scripted(version, { sessions: both });
    const { sessions } = await read(http, version, { jobId: FILES });
    expect(sessions.map((session) => session.id)).toEqual([id('a', 10), id('a', 11)]);
    expect(asked(http)).toEqual([path]);
  });

  test('as the vendor documents them for v3 come out with exactly their numbers', async () => {
    const jobId = 'b20cedd4-66b2-49b1-86de-a575dc67e83b';
    const http = scripted('v3', {
      jobs: [{ id: jobId, name: 'Documented' }],
      answer: (path) =>
        path === `Jobs/${jobId}/JobSessions`
          ? { json: fixture('job-sessions-v3-documented') }
          : undefined,
    });
    expect((await read(http, 'v3', { jobId })).sessions).toMatchObject([
      {
        id: 'a8cf9a63-64c3-4748-9c95-b1fbac0cce1d',
        jobId,
        jobName: 'Documented',
        status: 'success',
        durationSeconds: 58.449,
        processingRateBytesPerSecond: 1683256,
        processingRateItemsPerSecond: 20,
        readRateBytesPerSecond: 5383429,
        writeRateBytesPerSecond: 26015396,
        transferredBytes: 98142970,
        processedObjects: 1193,
        bottleneck: 'source',
      },
    ]);
  });

  test('are known by the question where the body does not name the job', async () => {
    const http = scripted('v3', {
      answer: (path) =>
        path.endsWith('/JobSessions')
          ? { json: [{ id: id('a', 1), status: 'Success' }] }
          : undefined,
    });
    const { sessions } = await read(http, 'v3', { jobId: MAIL });
    expect(sessions).toMatchObject([{ jobId: MAIL, jobName: 'Mail' }]);
  });

  test('are picked out where a server ignores the question', async () => {
    const http = scripted('v8', {
      answer: (path) =>
        path === 'JobSessions' ? { json: both.map((one) => body(one, 8)) } : undefined,
    });
    const { sessions } = await read(http, 'v8', { jobId: FILES });
    expect(sessions).toHaveLength(2);
  });

  const copies: Scripted[] = [
    { id: id('a', 20), jobId: COPY, type: 'Copy', start: 1, end: 0.5 },
    { id: id('a', 21), jobId: MAIL, start: 2, end: 1.5 },
  ];
  const copyJobs = [
    { id: COPY, name: 'Mail copy', backupJobId: MAIL, lastRun: '2026-11-20T11:00:00Z' },
  ];

  test('of a copy job are looked for among all where v6 does not know it as a job', async () => {
    const http = scripted('v6', {
      sessions: copies,
      copyJobs,
      answer: (path) => (path.startsWith(`Jobs/${COPY}`) ? null : undefined),
    });
    const { sessions } = await read(http, 'v6', { jobId: COPY });
    expect(sessions).toMatchObject([{ id: id('a', 20), kind: 'copy', jobName: 'Mail copy' }]);
    expect(asked(http)).toEqual([`/v6/Jobs/${COPY}/JobSessions`, '/v6/JobSessions?jobType=Copy']);
  });

  test.each(['v7', 'v8'])(
    'of a copy job, too, where %s answers nothing by its id',
    async (version) => {
      const sessions = copies.map((one) => ({ ...one, jobId: MAIL }));
      const http = scripted(version, { sessions, copyJobs });
      expect((await read(http, version, { jobId: COPY })).sessions).toMatchObject([
        { id: id('a', 20), jobId: COPY, jobName: 'Mail copy' },
      ]);
    },
  );

  test('of a copy job that never ran are none, without a second question', async () => {
    const http = scripted('v8', { sessions: copies, copyJobs: [{ id: COPY, name: 'New' }] });
    const other = { ...ALL_SESSIONS, jobId: COPY };
    const mails = copies.filter(({ jobId }) => jobId === MAIL);
    const empty = scripted('v8', { sessions: mails, copyJobs: [{ id: COPY, name: 'New' }] });
    expect((await read(empty, 'v8', other)).sessions).toEqual([]);
    expect(asked(empty)).toEqual([`/v8/JobSessions?jobId=${COPY}`]);
    expect((await read(http, 'v8', other)).sessions).toHaveLength(1);
  });

  test('of a job that is gone are looked for among all', async () => {
    const http = scripted('v5', {
      sessions: both,
      answer: (path) => (path.startsWith('Jobs/') ? null : undefined),
    });
    expect((await read(http, 'v5', { jobId: FILES })).sessions).toHaveLength(2);
  });

  test('are none of other kinds', async () => {
    const http = scripted('v8', { sessions: both });
    expect((await read(http, 'v8', { jobId: MAIL, kinds: ['restore'] })).sessions).toEqual([]);
    expect(http.asked).toEqual([]);
  });

  test('fail with the server’s error, not as an empty list', async () => {
    const http = scripted('v8', {
      answer: (path) =>
        path === 'JobSessions' ? { status: 500, body: '{"message":"no"}' } : undefined,
    });
    await expect(read(http, 'v8', { jobId: MAIL })).rejects.toMatchObject({
      code: 'REQUEST_FAILED',
      message: 'the server answered 500: no',
    });
  });
});

describe('a list that fails', () => {
  test('costs its own sessions and is said, the others come', async () => {
    const http = scripted('v8', {
      sessions: hourly(5),
      answer: (path) => (path === 'RestoreSessions' ? { status: 403 } : undefined),
    });
    const { sessions, missed } = await read(http, 'v8', { kinds: ['all'] });
    expect(sessions).toHaveLength(5);
    expect(missed).toMatchObject([
      {
        code: 'PARTIAL',
        message: expect.stringMatching(/^restore sessions are missing: /),
        where: 'GET /v8/RestoreSessions on backup',
      },
    ]);
  });

  test('may be that of the jobs', async () => {
    const http = scripted('v6', {
      answer: (path) => {
        if (path === 'JobSessions') return { status: 500 };
        return path === 'RestoreSessions' ? { json: { results: [] } } : undefined;
      },
    });
    const { missed } = await read(http, 'v6', { kinds: ['backup', 'restore'] });
    expect(missed.map(({ message }) => message)).toEqual([
      'sessions of backup jobs are missing: the server answered 500',
    ]);
  });

  test('is the failure of the whole where no other one is asked', async () => {
    const http = scripted('v8', {
      answer: (path) => (path === 'RestoreSessions' ? { status: 403 } : undefined),
    });
    await expect(read(http, 'v8', { kinds: ['restore'] })).rejects.toMatchObject({
      code: 'RIGHTS_REFUSED',
    });
  });
});

describe('a window', () => {
  const since = NOW - 24 * HOUR;
  /** Began 20 days ago; ended inside the window. */
  const long: Scripted = { id: id('e', 1), jobId: FILES, start: 480, end: 3 };
  /** Began 20 days ago and still runs. */
  const running: Scripted = { id: id('e', 2), jobId: FILES, start: 485, status: 'Running' };
  const jobs = [
    { id: MAIL, name: 'Mail', lastStatus: 'Success' },
    { id: FILES, name: 'Files', lastStatus: 'Running' },
  ];
  const history = [...hourly(479), long, ...hourly(4, 481), running, ...hourly(8000, 486)];

  test.each(['v6', 'v7', 'v8'])(
    'in %s is read until it is passed, with the long and the running sessions',
    async (version) => {
      const http = scripted(version, { sessions: history, jobs });
      const { sessions } = await read(http, version, { since });
      const ids = sessions.map((session) => session.id);
      expect(ids).toEqual(expect.arrayContaining([long.id, running.id]));
      expect(new Set(ids).size).toBe(ids.length);
      const offsets = http.asked.map((path) => /offset=(\d+)/.exec(path)?.[1]);
      // 8,485 sessions are nine pages; reading ahead may have begun, but not to the end.
      expect(offsets).not.toContain('8000');
    },
  );

  test('asks for the server’s own bound and the running job only where it was cut', async () => {
    const early = [
      { ...long, start: 2100 },
      { ...running, start: 2101 },
    ];
    const sessions = [...hourly(2), ...hourly(1998, 100), ...early, ...hourly(3000, 2200)];
    const cut = scripted('v8', { sessions, jobs });
    const found = (await read(cut, 'v8', { since })).sessions.map((session) => session.id);
    expect(found.slice(-2)).toEqual([long.id, running.id]);
    expect(new Set(asked(cut))).toEqual(
      new Set([
        '/v8/JobSessions',
        '/v8/JobSessions?endTimeLowerBound=2026-11-19T12%3A00%3A00.000Z',
        `/v8/JobSessions?jobId=${FILES}`,
      ]),
    );
    const whole = scripted('v8', { sessions: hourly(30), jobs });
    await read(whole, 'v8', { since });
    expect(asked(whole)).toEqual(['/v8/JobSessions']);
  });

  test.each(EACH)('of %s is read a week further', async (version) => {
    const week: Scripted = { id: id('e', 3), jobId: FILES, start: 24 * 6, end: 3 };
    // One every three minutes: a page is two days.
    const busy = Array.from({ length: 8000 }, (_unused, index) => {
      const start = (index + 1) / 20;
      return { id: id('a', index), jobId: MAIL, start, end: start - 0.01 };
    });
    const sessions = [...busy, week].sort((a, b) => a.start - b.start);
    const http = scripted(version, {
      sessions,
      // By the document's own text the bound means the start.
      answer: (path, parameters) =>
        path === 'JobSessions' && parameters.has('endTimeLowerBound')
          ? { json: { offset: 0, limit: 1000, results: [] } }
          : undefined,
    });
    const found = await read(http, version, { since });
    expect(found.sessions.map((session) => session.id)).toContain(week.id);
  });

  test('of one job needs no further question', async () => {
    const http = scripted('v8', { sessions: hourly(5000), jobs });
    await read(http, 'v8', { since, jobId: MAIL });
    expect(new Set(asked(http))).toEqual(new Set([`/v8/JobSessions?jobId=${MAIL}`]));
  });

  test('without running sessions among the wanted asks for none', async () => {
    const http = scripted('v8', { sessions: hourly(5000), jobs });
    await read(http, 'v8', { since, statuses: ['failed', 'warning'] });
    expect(asked(http).some((path) => path.includes('jobId='))).toBe(false);
  });
});
