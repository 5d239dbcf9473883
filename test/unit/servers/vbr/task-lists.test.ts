import { describe, expect, test } from '@jest/globals';
import { toSession } from '../../../../src/servers/vbr/session.ts';
import { createTaskLists } from '../../../../src/servers/vbr/task-lists.ts';
import { fakeHttp, page, toolsFor, type Answer, type FakeHttp } from './fake-http.ts';
import { fixture, fixtureText, id, items, served, sessionContext } from './fixtures.ts';
import { collect } from '../support.ts';

const ROUTE = `/api/v1/sessions/${id('5', 1)}/taskSessions`;
const LOG = fixture('1.1-rev0-session-logs');
const NOTHING_LOGGED = { totalRecords: 0, records: [] };
const AGENT_FAILURE: Answer = {
  status: 500,
  body: '{"errorCode":"UnknownError","message":"ESessionType \'AgentManagement\' not supported"}',
};

function open(http: FakeHttp, version: string) {
  const tools = toolsFor(http, version);
  const session = (others: Readonly<Record<string, unknown>> = {}) =>
    toSession(served(1, others), sessionContext(version, { offsets: tools.offsets }));
  return { ...createTaskLists(tools), session, notices: tools.notices, rows: tools.rows };
}

/** A server with this answer to the route and this log. */
function serverWith(tasks: Answer | readonly object[], log: object = LOG): FakeHttp {
  return fakeHttp((url) => {
    if (url.pathname.endsWith('/logs')) return { json: log };
    if (url.pathname === '/api/v1/serverTime') return { json: fixture('1.1-rev0-servertime') };
    return 'length' in tasks ? page(url, tasks) : tasks;
  });
}

describe('the objects of a session', () => {
  const TASKS = items('1.3-rev2-tasksessions');

  test.each(['1.2-rev0', '1.2-rev1', '1.3-rev0'])(
    '%s is asked without parameters',
    async (version) => {
      const http = serverWith({ json: { data: TASKS, pagination: { total: 6, count: 6 } } });
      const { tasks, session } = open(http, version);
      expect(await collect(tasks(session()))).toHaveLength(6);
      expect(http.paths()).toEqual([ROUTE]);
    },
  );

  test('and only pages on when there is more', async () => {
    const many = Array.from({ length: 450 }, (_, index) => ({ ...TASKS[1], id: id('7', index) }));
    const http = serverWith(many);
    const { tasks, session } = open(http, '1.3-rev0');
    expect(await collect(tasks(session()))).toHaveLength(450);
    expect(http.paths()[0]).toBe(ROUTE);
    expect(
      http
        .paths()
        .slice(1)
        .every((path) => path.startsWith(`${ROUTE}?skip=`)),
    ).toBe(true);
  });

  test('from 1.3-rev1 on in pages, in an order', async () => {
    const http = serverWith(TASKS);
    const { tasks, session } = open(http, '1.3-rev1');
    await collect(tasks(session()));
    expect(http.paths()).toEqual([
      `${ROUTE}?skip=0&limit=1000&orderColumn=CreationTime&orderAsc=false`,
    ]);
  });

  test('their times are the server’s at the session’s time', async () => {
    const http = serverWith(TASKS);
    const { tasks, session } = open(http, '1.3-rev1');
    const summer = session({ creationTime: '2024-07-13T18:00:45.528604+02:00' });
    const [, machine] = await collect(tasks(summer));
    expect(machine?.createdAt).toBeCloseTo(Date.parse('2024-11-13T16:00:45.528Z') + 0.604, 3);
    expect(http.paths().join()).not.toContain('serverTime');
  });

  test('or by its clock now, where the session’s time told none', async () => {
    const http = serverWith(TASKS);
    const { tasks, session } = open(http, '1.3-rev1');
    const naive = session({ creationTime: '2024-11-13T18:00:00' });
    const [, machine] = await collect(tasks(naive));
    expect(machine?.createdAt).toBeCloseTo(Date.parse('2024-11-13T17:00:45.528Z') + 0.604, 3);
    await collect(tasks(naive));
    expect(http.paths().filter((path) => path.includes('serverTime'))).toHaveLength(1);
  });
});

describe('without task sessions the log tells', () => {
  const OBJECTS = ['winsrv100', 'ubuntu88', 'dbserver01'];

  test.each(['1.0-rev1', '1.1-rev2'])('%s has none', async (version) => {
    const http = serverWith({ status: 500 });
    const { tasks, session, notices } = open(http, version);
    const found = await collect(tasks(session()));
    expect(found.map(({ name }) => name).sort()).toEqual([...OBJECTS].sort());
    expect(found[0]).toMatchObject({ status: 'success', readBytes: null });
    expect(http.paths()).toEqual([`/api/v1/sessions/${id('5', 1)}/logs`]);
    expect(notices).toEqual([
      `vbr.example.com: API ${version} has no task sessions; its objects are read from its log`,
    ]);
  });

  test('an agent job has none', async () => {
    const { tasks, session, notices } = open(serverWith([]), '1.3-rev1');
    expect(await collect(tasks(session({ sessionType: 'AgentBackup' })))).toHaveLength(3);
    expect(notices.join()).toContain('a session has no task sessions');
  });

  test.each<[string, Answer]>([
    ['500 over a type', AGENT_FAILURE],
    ['403', { status: 403 }],
    ['404', { status: 404 }],
    ['a version’s refusal', { status: 400, body: fixtureText('captured-unsupported-version') }],
  ])('the route answers %s', async (_, answer) => {
    const version = answer === AGENT_FAILURE || !('body' in answer) ? '1.3-rev0' : '1.1-rev0';
    const { tasks, session, notices } = open(serverWith(answer), version);
    expect(await collect(tasks(session()))).toHaveLength(3);
    expect(notices).toHaveLength(1);
  });

  test('a log that names none leaves the hint to read it', async () => {
    for (const [answer, version] of [
      [AGENT_FAILURE, '1.3-rev0'],
      [{ status: 500 }, '1.0-rev1'],
    ] as const) {
      const { tasks, session } = open(serverWith(answer, NOTHING_LOGGED), version);
      await expect(collect(tasks(session()))).rejects.toMatchObject({
        code: 'UNSUPPORTED',
        hint: `its log says what happened: vsi session log ${id('5', 1)}`,
      });
    }
  });

  test('a session that has none in earnest has none', async () => {
    const { tasks, session } = open(serverWith([], NOTHING_LOGGED), '1.3-rev1');
    expect(await collect(tasks(session()))).toEqual([]);
    const http = serverWith([]);
    const restore = open(http, '1.3-rev1');
    expect(await collect(restore.tasks(restore.session({ sessionType: 'RestoreVm' })))).toEqual([]);
    expect(http.asked).toHaveLength(1);
  });

  test('a login that ended is no reason to look elsewhere', async () => {
    const { tasks, session } = open(serverWith({ status: 401 }), '1.3-rev1');
    await expect(collect(tasks(session()))).rejects.toMatchObject({ code: 'LOGIN_REFUSED' });
  });
});

describe('what tasks measured', () => {
  test('over a stretch of time is one list, which counts as no rows', async () => {
    const http = serverWith(items('1.3-rev2-tasksessions'));
    const { measuredBetween, rows } = open(http, '1.2-rev1');
    const from = Date.parse('2026-11-19T21:00:00.5Z');
    const totals: unknown[] = [];
    const tasks = await collect(
      measuredBetween({
        from,
        to: from + 3_600_000,
        onTotal: (total, arrived) => totals.push([total, arrived]),
      }),
    );
    expect(tasks.map(({ sessionId }) => sessionId)).toContain(
      '9811fb69-b436-4198-b848-fb6eb42fba03',
    );
    expect(http.paths()).toEqual([
      '/api/v1/taskSessions?skip=0&limit=1000&orderColumn=CreationTime&orderAsc=false' +
        '&createdAfterFilter=2026-11-19T20:59:59.500Z&createdBeforeFilter=2026-11-19T22:00:01.500Z',
    ]);
    expect(totals).toEqual([[6, 6]]);
    expect(rows).toEqual([0]);
  });

  test('of one session leaves out what is another’s', async () => {
    const [, machine] = items('1.3-rev2-tasksessions');
    const tasks = [
      { ...machine, id: id('7', 1), sessionId: id('5', 1) },
      { ...machine, id: id('7', 2), sessionId: id('5', 2) },
      { id: id('7', 3), type: 'Restore', sessionId: id('5', 1) },
    ];
    const { measured } = open(serverWith(tasks), '1.3-rev1');
    expect(await measured({ id: id('5', 1) })).toMatchObject([{ readBytes: 881852416 }]);
  });
});
