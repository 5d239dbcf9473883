import { describe, expect, test } from '@jest/globals';
import type { Session } from '../../../../src/model/session.ts';
import { ALL_SESSIONS } from '../../../../src/servers/backup-server.ts';
import { createJobLists } from '../../../../src/servers/vbr/job-lists.ts';
import { createSessionLists } from '../../../../src/servers/vbr/session-lists.ts';
import { createSessionStatistics } from '../../../../src/servers/vbr/session-statistics.ts';
import { createTaskLists } from '../../../../src/servers/vbr/task-lists.ts';
import { fakeHttp, page, toolsFor, type Answer, type FakeHttp } from './fake-http.ts';
import { fixture, id, served } from './fixtures.ts';
import { collect } from '../support.ts';

const START = Date.parse('2026-11-19T21:00:00Z');

/** Sessions of ten minutes, one an hour, newest first. */
function hourly(count: number, others: Readonly<Record<string, unknown>> = {}) {
  return Array.from({ length: count }, (_, index) => {
    const start = START - index * 3_600_000;
    return served(index, {
      creationTime: new Date(start).toISOString(),
      endTime: new Date(start + 600_000).toISOString(),
      ...others,
    });
  });
}

/** A task that read so many bytes for that session. */
function taskOf(session: Readonly<Record<string, unknown>>, number: number, read: number) {
  return {
    id: id('7', number),
    type: 'Backup',
    sessionId: session['id'],
    creationTime: '2026-11-19T22:00:10',
    progress: {
      bottleneck: 'Proxy',
      duration: '00:01:00',
      processingRate: '1 MB',
      processedSize: 2 * read,
      readSize: read,
      transferedSize: 1,
    },
  };
}

interface World {
  readonly sessions: readonly Record<string, unknown>[];
  readonly tasks?: readonly object[];
  /** Tasks of other sessions in the same time, which only the time list brings. */
  readonly otherTasks?: number;
  readonly states?: readonly object[];
  readonly answer?: (url: URL) => Answer | null;
}

function serverOf({ sessions, tasks = [], otherTasks = 0, states = [], answer }: World): FakeHttp {
  const others = Array.from({ length: otherTasks }, (_, index) =>
    taskOf({ id: id('f', 1) }, 100_000 + index, 1),
  );
  return fakeHttp((url) => {
    const special = answer?.(url) ?? null;
    if (special !== null) return special;
    const { pathname } = url;
    if (pathname === '/api/v1/jobs/states') return page(url, states);
    if (pathname === '/api/v1/sessions') return page(url, sessions);
    if (pathname === '/api/v1/taskSessions') return page(url, [...tasks, ...others]);
    if (pathname.endsWith('/logs')) return { json: fixture('1.1-rev0-session-logs') };
    const own = /sessions\/([^/]+)\/taskSessions$/.exec(pathname)?.[1];
    return own === undefined
      ? null
      : page(
          url,
          tasks.filter((task) => 'sessionId' in task && task.sessionId === own),
        );
  });
}

function open(http: FakeHttp, version: string) {
  const tools = toolsFor(http, version);
  const lists = createSessionLists({ ...tools, directory: () => jobs.directory() });
  const jobs = createJobLists({ ...tools, newestSessions: lists.newest });
  const statistics = createSessionStatistics({
    ...tools,
    tasks: createTaskLists(tools),
    directory: jobs.directory,
    progressOf: jobs.progressOf,
  });
  const { notices, missed, details } = tools;
  return { ...statistics, sessions: () => lists.sessions(ALL_SESSIONS), notices, missed, details };
}

async function listed(http: FakeHttp, version: string): Promise<readonly Session[]> {
  const { forList, sessions } = open(http, version);
  return collect(forList(sessions()));
}

function count(http: FakeHttp, pattern: RegExp): number {
  return http.paths().filter((path) => pattern.test(path)).length;
}

describe('a list from 1.2 on', () => {
  test('takes one list of tasks over its time, joined by session', async () => {
    const sessions = hourly(30);
    const tasks = sessions.flatMap((session, index) => [
      taskOf(session, 2 * index, 100 + index),
      taskOf(session, 2 * index + 1, 1000),
    ]);
    const http = serverOf({ sessions, tasks, otherTasks: 50 });
    const found = await listed(http, '1.2-rev1');
    expect(found.map(({ readBytes }) => readBytes)).toEqual(
      sessions.map((_, index) => 1100 + index),
    );
    expect(found[0]).toMatchObject({
      processedBytes: 2200,
      transferredBytes: 2,
      bottleneck: 'proxy',
      processingRateBytesPerSecond: null,
      stageLoads: null,
    });
    expect(count(http, /\/taskSessions/)).toBe(1);
    expect(http.paths().find((path) => path.includes('/taskSessions'))).toContain(
      'createdAfterFilter=2026-11-18T15:59:59.000Z&createdBeforeFilter=2026-11-19T21:10:01.000Z',
    );
  });

  test('is read on only as far as somebody reads', async () => {
    const sessions = hourly(1000);
    const http = serverOf({ sessions, tasks: sessions.map((one, index) => taskOf(one, index, 1)) });
    const { forList, sessions: pages } = open(http, '1.3-rev0');
    const sizes: number[] = [];
    for await (const group of forList(pages())) {
      sizes.push(group.length);
      if (sizes.length === 3) break;
    }
    expect(sizes).toEqual([50, 100, 200]);
    expect(count(http, /\/api\/v1\/taskSessions/)).toBe(3);
  });

  test('asks session by session where others’ tasks are in the way', async () => {
    const sessions = hourly(3);
    const tasks = sessions.map((session, index) => taskOf(session, index, 10 * index));
    const http = serverOf({ sessions, tasks, otherTasks: 12_000 });
    const found = await listed(http, '1.3-rev1');
    expect(found.map(({ readBytes }) => readBytes)).toEqual([0, 10, 20]);
    expect(count(http, /\/sessions\/[^/]+\/taskSessions/)).toBe(3);
    expect(count(http, /\/api\/v1\/taskSessions/)).toBeLessThan(6);
  });

  test('asks a single session for its own', async () => {
    const sessions = hourly(1);
    const http = serverOf({ sessions, tasks: sessions.map((one) => taskOf(one, 1, 7)) });
    expect((await listed(http, '1.2-rev1'))[0]?.readBytes).toBe(7);
    expect(count(http, /\/sessions\/[^/]+\/taskSessions$/)).toBe(1);
    expect(count(http, /\/api\/v1\/taskSessions/)).toBe(0);
  });

  test('has no end of time while a session lives', async () => {
    const sessions = hourly(2).map((session, index) =>
      index === 0 ? { ...session, state: 'Working', endTime: null, result: null } : session,
    );
    const http = serverOf({ sessions });
    await listed(http, '1.2-rev1');
    expect(http.paths().find((path) => path.includes('/taskSessions'))).not.toContain(
      'createdBefore',
    );
    // Only the log of what has ended names a bottleneck.
    expect(count(http, /\/logs$/)).toBe(1);
  });

  test('does not ask for what moves no data', async () => {
    const http = serverOf({ sessions: hourly(5, { sessionType: 'RestoreVm' }) });
    expect(await listed(http, '1.2-rev1')).toHaveLength(5);
    expect(count(http, /taskSessions|logs/)).toBe(0);
  });

  test('takes rate and sizes of a job’s last session from the job’s state', async () => {
    const sessions = hourly(2);
    const states = [
      {
        id: id('a', 1),
        name: 'Mail',
        type: 'VSphereBackup',
        status: 'Inactive',
        sessionId: sessions[0]?.['id'],
        sessionProgress: {
          bottleneck: 'Target',
          duration: '00:10:00',
          processingRate: '2 KB/s',
          processedSize: 30,
          readSize: 20,
          transferredSize: 10,
        },
      },
    ];
    const tasks = sessions.map((session, index) => taskOf(session, index, 5));
    const found = await listed(serverOf({ sessions, tasks, states }), '1.3-rev0');
    expect(found).toMatchObject([
      { processingRateBytesPerSecond: 2048, readBytes: 20, bottleneck: 'target', jobName: 'Mail' },
      { processingRateBytesPerSecond: null, readBytes: 5, bottleneck: 'proxy' },
    ]);
  });

  test('a list that fails is asked session by session, and says so', async () => {
    const sessions = hourly(3);
    const tasks = sessions.map((session, index) => taskOf(session, index, 5));
    const http = serverOf({
      sessions,
      tasks,
      answer: ({ pathname }) =>
        pathname === '/api/v1/taskSessions' || pathname.includes(id('5', 1))
          ? { status: 500 }
          : null,
    });
    const { forList, sessions: pages, notices } = open(http, '1.3-rev0');
    const found = await collect(forList(pages()));
    expect(found.map(({ readBytes }) => readBytes)).toEqual([5, null, 5]);
    expect(notices).toEqual([
      expect.stringContaining('/taskSessions fails, asked session by session instead'),
      expect.stringContaining('task sessions are missing for some sessions'),
    ]);
  });

  test('what cannot be read is missing, and said once', async () => {
    const sessions = hourly(3);
    const http = serverOf({
      sessions,
      answer: ({ pathname }) =>
        pathname.endsWith('/taskSessions') ? { status: 200, body: '<html>' } : null,
    });
    const { forList, sessions: pages, missed } = open(http, '1.3-rev0');
    const found = await collect(forList(pages()));
    expect(found.map(({ readBytes }) => readBytes)).toEqual([null, null, null]);
    expect(missed).toHaveLength(1);
    expect(missed).toMatchObject([{ code: 'PARTIAL' }]);
  });

  test('a dead login ends it', async () => {
    const http = serverOf({
      sessions: hourly(3),
      answer: ({ pathname }) => (pathname.includes('taskSessions') ? { status: 401 } : null),
    });
    await expect(listed(http, '1.3-rev0')).rejects.toMatchObject({ code: 'LOGIN_REFUSED' });
  });
});

test('1.3-rev2 tells everything with the session', async () => {
  const progress = { bottleneck: 'Source', processingRate: '1 KB/s', readSize: 3 };
  const http = serverOf({ sessions: [...hourly(2, { progress }), ...hourly(1)] });
  const found = await listed(http, '1.3-rev2');
  expect(found[0]).toMatchObject({ readBytes: 3, bottleneck: 'source' });
  expect(count(http, /taskSessions|logs/)).toBe(0);
});

describe('a list up to 1.1', () => {
  test('takes bottleneck and loads from each log, in small groups', async () => {
    const http = serverOf({ sessions: hourly(120) });
    const { forList, sessions } = open(http, '1.1-rev0');
    for await (const group of forList(sessions())) {
      expect(group).toHaveLength(50);
      expect(group[0]).toMatchObject({ bottleneck: 'source', readBytes: null });
      expect(group[49]?.stageLoads).toHaveLength(4);
      break;
    }
    expect(count(http, /\/logs$/)).toBe(50);
  });

  test('tells of every log how far it has come', async () => {
    const { forList, sessions, details } = open(serverOf({ sessions: hourly(60) }), '1.1-rev0');
    await collect(forList(sessions()));
    // The list's last session waits until it is clear that none of its moment follows.
    expect(details.slice(0, 3)).toEqual(['1/59', '2/59', '3/59']);
    expect(details.slice(48, 53)).toEqual(['49/59', '50/59', '50/59', '51/60', '52/60']);
    expect(details.at(-1)).toBe('60/60');
  });

  test('asks no log of what lives, and survives one that fails', async () => {
    const sessions = hourly(3).map((session, index) =>
      index === 0 ? { ...session, state: 'Working', endTime: null } : session,
    );
    const http = serverOf({
      sessions,
      answer: ({ pathname }) => (pathname.includes(`${id('5', 1)}/logs`) ? { status: 500 } : null),
    });
    const { forList, sessions: pages, missed } = open(http, '1.0-rev1');
    const found = await collect(forList(pages()));
    expect(found.map(({ bottleneck }) => bottleneck)).toEqual([null, null, 'source']);
    expect(missed).toMatchObject([
      {
        code: 'PARTIAL',
        message: expect.stringContaining('statistics of some sessions are missing'),
      },
    ]);
  });
});

describe('one session', () => {
  async function one(world: World, version: string) {
    const http = serverOf(world);
    const { forOne, sessions } = open(http, version);
    const [session] = await collect(sessions());
    if (session === undefined) throw new Error('no session');
    http.asked.length = 0;
    return { session: await forOne(session), paths: http.paths().map((path) => path.slice(8)) };
  }

  const sessions = hourly(1);
  const tasks = sessions.map((session) => taskOf(session, 1, 5));

  test('has loads from its log, and sizes from its tasks', async () => {
    const { session, paths } = await one({ sessions, tasks }, '1.2-rev1');
    expect(session).toMatchObject({ readBytes: 5, bottleneck: 'source' });
    expect(session.stageLoads).toHaveLength(4);
    expect(paths).toHaveLength(2);
  });

  test('of 1.3-rev2 only lacks the loads', async () => {
    const progress = { bottleneck: 'Network', processingRate: '1 KB/s', readSize: 3 };
    const { session, paths } = await one({ sessions: hourly(1, { progress }) }, '1.3-rev2');
    expect(session).toMatchObject({ readBytes: 3, bottleneck: 'network' });
    expect(session.stageLoads).toHaveLength(4);
    expect(paths).toEqual([`sessions/${id('5', 0)}/logs`]);
  });

  test('asks no tasks where the job’s state tells of this session', async () => {
    const sessionProgress = { processingRate: '2 KB/s', processedSize: 30, readSize: 20 };
    const states = [{ id: id('a', 1), name: 'Mail', sessionId: id('5', 0), sessionProgress }];
    const { session, paths } = await one({ sessions, tasks, states }, '1.3-rev1');
    expect(session).toMatchObject({ readBytes: 20, bottleneck: 'source' });
    expect(paths.filter((path) => path.includes('taskSessions'))).toEqual([]);
  });

  test('that lives has no loads to ask for', async () => {
    const live = hourly(1, { state: 'Working', endTime: null, result: null });
    const { session, paths } = await one({ sessions: live, tasks }, '1.2-rev1');
    expect(session).toMatchObject({ readBytes: 5, stageLoads: null });
    expect(paths).toEqual([`sessions/${id('5', 0)}/taskSessions`]);
  });

  test('that moves no data is asked nothing', async () => {
    const { paths } = await one(
      { sessions: hourly(1, { sessionType: 'Infrastructure' }) },
      '1.2-rev1',
    );
    expect(paths).toEqual([]);
  });
});
