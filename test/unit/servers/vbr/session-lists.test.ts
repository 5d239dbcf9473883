import { describe, expect, test } from '@jest/globals';
import { ALL_SESSIONS, type SessionQuery } from '../../../../src/servers/backup-server.ts';
import { createSessionLists, partsOf } from '../../../../src/servers/vbr/session-lists.ts';
import { requireRevision } from '../../../../src/servers/vbr/versions.ts';
import { fakeHttp, page, toolsFor, type Answer, type FakeHttp } from './fake-http.ts';
import { directory, id, served } from './fixtures.ts';
import { collect } from '../support.ts';

const SINCE = Date.parse('2026-11-19T21:00:00Z');
const UNTIL = Date.parse('2026-11-20T21:00:00Z');

function listsOf(http: FakeHttp, version = '1.3-rev1') {
  const tools = toolsFor(http, version);
  return createSessionLists({ ...tools, directory: async () => directory() });
}

/** The filters of each list that a query is answered from. */
function parts(query: Partial<SessionQuery>, version = '1.3-rev1'): string[] {
  return partsOf({ ...ALL_SESSIONS, ...query }, requireRevision(version)).map((filters) =>
    filters.map(([name, value]) => `${name}=${value}`).join('&'),
  );
}

describe('the window', () => {
  test('without a beginning is one list', () => {
    expect(parts({})).toEqual(['']);
    expect(parts({ until: UNTIL, jobId: id('a', 1) })).toEqual([
      `jobIdFilter=${id('a', 1)}&createdBeforeFilter=2026-11-20T21:00:01.000Z`,
    ]);
  });

  test('with one is what ended since, and one list for each live state', () => {
    const lists = parts({ since: SINCE, until: UNTIL });
    const until = 'createdBeforeFilter=2026-11-20T21:00:01.000Z';
    expect(lists.at(-1)).toBe(`${until}&endedAfterFilter=2026-11-19T20:59:59.000Z`);
    // In the order of a session's life.
    expect(lists.slice(0, -1)).toEqual(
      [
        'WaitingTape',
        'WaitingRepository',
        'WaitingSlot',
        'Starting',
        'Resuming',
        'Working',
        'Pausing',
        'Postprocessing',
        'Stopping',
        'Idle',
      ].map((state) => `${until}&stateFilter=${state}`),
    );
  });

  test('1.3-rev2 has one live state more, of which older ones know nothing', () => {
    expect(parts({ since: SINCE }, '1.3-rev2')).toContain('stateFilter=ActionRequired');
    expect(parts({ since: SINCE }, '1.3-rev2')).toHaveLength(12);
    expect(parts({ since: SINCE }, '1.0-rev1')).toHaveLength(11);
  });

  test('is asked only for the statuses that are wanted', () => {
    expect(parts({ since: SINCE, statuses: ['failed', 'warning'] })).toEqual([
      'endedAfterFilter=2026-11-19T20:59:59.000Z&resultFilter=Failed&resultFilter=Warning',
    ]);
    expect(parts({ since: SINCE, statuses: ['failed', 'warning'] }, '1.2-rev1')).toEqual([
      'endedAfterFilter=2026-11-19T20:59:59.000Z',
    ]);
    expect(parts({ since: SINCE, statuses: ['failed', 'idle'] }, '1.2-rev1')).toEqual([
      'stateFilter=Idle',
      'endedAfterFilter=2026-11-19T20:59:59.000Z&resultFilter=Failed',
    ]);
    expect(parts({ since: SINCE, statuses: ['stopped'] })).toEqual([
      'endedAfterFilter=2026-11-19T20:59:59.000Z',
    ]);
  });

  test('of what lives needs no history, whenever it began', () => {
    expect(parts({ statuses: ['queued'] }).sort()).toEqual([
      'stateFilter=WaitingRepository',
      'stateFilter=WaitingSlot',
      'stateFilter=WaitingTape',
    ]);
    expect(parts({ statuses: ['success'] })).toEqual(['resultFilter=Success']);
    expect(parts({ statuses: ['success', 'running'] })).toEqual(['']);
  });
});

describe('the list', () => {
  /** A server that holds these sessions and filters as it is asked. */
  function serverWith(sessions: readonly Record<string, unknown>[]): FakeHttp {
    return fakeHttp((url) => {
      if (url.pathname !== '/api/v1/sessions') return page(url, []);
      const state = url.searchParams.get('stateFilter');
      const after = url.searchParams.get('endedAfterFilter');
      return page(
        url,
        sessions.filter(
          ({ state: own, endTime }) =>
            (state === null || own === state) &&
            (after === null ||
              (typeof endTime === 'string' && Date.parse(endTime) > Date.parse(after))),
        ),
      );
    });
  }

  const LIVE = { endTime: null, result: null };
  const SESSIONS = [
    served(1, { creationTime: '2026-11-20T20:00:00+01:00', state: 'Working', ...LIVE }),
    served(2, { creationTime: '2026-11-20T01:00:00+01:00', endTime: '2026-11-20T02:00:00+01:00' }),
    served(3, { creationTime: '2026-11-19T21:00:00+01:00', endTime: '2026-11-19T23:00:00+01:00' }),
    served(4, { creationTime: '2026-11-19T20:00:00+01:00', endTime: '2026-11-19T21:59:59+01:00' }),
    served(5, { creationTime: '2026-11-01T20:00:00+01:00', state: 'Idle', ...LIVE }),
    served(6, { creationTime: '2026-10-01T20:00:00+01:00', state: 'WaitingTape', ...LIVE }),
  ];

  test('holds all that overlaps the window, newest first, each once', async () => {
    const http = serverWith(SESSIONS);
    const found = await collect(
      listsOf(http).sessions({ ...ALL_SESSIONS, since: SINCE, until: UNTIL }),
    );
    expect(found.map((session) => session.id)).toEqual([1, 2, 3, 5, 6].map((n) => id('5', n)));
    expect(http.paths().every((path) => /endedAfterFilter|stateFilter/.test(path))).toBe(true);
  });

  test('holds a session that goes on while it is asked for', async () => {
    const life = ['WaitingRepository', 'Starting', 'Working', 'Postprocessing', 'Stopped'];
    for (let step = 1; step < life.length; step += 1) {
      // It takes the step between the answers to any two questions.
      for (let moment = 1; moment < 11; moment += 1) {
        let answers = 0;
        const http = fakeHttp((url) => {
          const state = life[answers >= moment ? step : step - 1];
          answers += 1;
          const isOver = state === 'Stopped';
          const session = isOver
            ? served(1, { endTime: '2026-11-20T10:00:00Z' })
            : served(1, { state, ...LIVE });
          const wanted = url.searchParams.get('stateFilter');
          return page(url, (wanted === null ? isOver : wanted === state) ? [session] : []);
        });
        const found = await collect(listsOf(http).sessions({ ...ALL_SESSIONS, since: SINCE }));
        expect(found.map((session) => session.id)).toEqual([id('5', 1)]);
      }
    }
  });

  test('asks for each part when the one before has answered', async () => {
    let underWay = 0;
    let most = 0;
    const plain = serverWith(SESSIONS);
    const slow: FakeHttp = {
      ...plain,
      request: async (request) => {
        most = Math.max(most, (underWay += 1));
        await new Promise(setImmediate);
        underWay -= 1;
        return plain.request(request);
      },
    };
    await collect(listsOf(slow).sessions({ ...ALL_SESSIONS, since: SINCE }));
    expect(plain.asked).toHaveLength(11);
    expect(most).toBe(1);
  });

  test('always asks for an order, in every revision', async () => {
    const http = serverWith(SESSIONS);
    await collect(listsOf(http, '1.0-rev1').sessions(ALL_SESSIONS));
    expect(http.paths()).toEqual([
      '/api/v1/sessions?skip=0&limit=1000&orderColumn=CreationTime&orderAsc=false',
    ]);
    expect(http.asked[0]?.headers).toEqual({ 'x-api-version': '1.0-rev1' });
  });

  test('is checked again: a server may ignore filters', async () => {
    const http = fakeHttp((url) => page(url, SESSIONS));
    const query = { ...ALL_SESSIONS, since: SINCE, until: UNTIL };
    const all = await collect(listsOf(http).sessions(query));
    expect(all).toHaveLength(5);
    const idle = await collect(listsOf(http).sessions({ ...query, statuses: ['idle'] }));
    expect(idle.map((session) => session.id)).toEqual([id('5', 5)]);
    const other = await collect(listsOf(http).sessions({ ...query, jobId: id('a', 2) }));
    expect(other).toEqual([]);
    const mine = await collect(listsOf(http).sessions({ ...query, jobId: id('A', 1) }));
    expect(mine).toHaveLength(5);
    const copies = await collect(listsOf(http).sessions({ ...query, kinds: ['copy'] }));
    expect(copies).toEqual([]);
    const byType = await collect(listsOf(http).sessions({ ...query, kinds: ['backup-job'] }));
    expect(byType).toHaveLength(5);
  });

  test('is read to its end when the server hands out less than asked for', async () => {
    const many = Array.from({ length: 950 }, (_, index) =>
      served(index, { creationTime: new Date(UNTIL - index * 60_000).toISOString() }),
    );
    const http = fakeHttp((url) => {
      url.searchParams.set('limit', '200');
      return page(url, many);
    });
    const found = await collect(listsOf(http).sessions(ALL_SESSIONS));
    expect(found.map((session) => session.id)).toEqual(many.map((session) => session['id']));
  });

  test('that never ends is an error, not an endless loop', async () => {
    const http = fakeHttp(() => ({
      json: { data: SESSIONS.slice(0, 3), pagination: { total: 100, count: 3 } },
    }));
    await expect(collect(listsOf(http).sessions(ALL_SESSIONS))).rejects.toMatchObject({
      code: 'LIST_INCOMPLETE',
    });
  });

  test.each([
    [{ data: 'none' }, 'data should be a list'],
    [{ records: [] }, 'data should be a list but is missing'],
    [[], 'the answer should be an object'],
    [{ data: ['x'] }, 'a session should be an object'],
    [{ data: [{ name: 'x' }] }, 'id should be an id but is missing'],
  ])('%j names endpoint and field', async (json, message) => {
    await expect(
      collect(listsOf(fakeHttp(() => ({ json }))).sessions(ALL_SESSIONS)),
    ).rejects.toMatchObject({
      code: 'ANSWER_UNREADABLE',
      message: expect.stringContaining(message),
      where: 'GET /api/v1/sessions on vbr.example.com',
    });
  });

  test('stops asking when nobody reads on', async () => {
    const many = Array.from({ length: 20_000 }, (_, index) =>
      served(index, { creationTime: new Date(UNTIL - index * 60_000).toISOString() }),
    );
    const http = fakeHttp((url) => page(url, many));
    for await (const first of listsOf(http).sessions(ALL_SESSIONS)) {
      expect(first.length).toBeGreaterThan(900);
      break;
    }
    expect(http.asked.length).toBeLessThan(7);
  });
});

describe('a part that fails', () => {
  async function read(answer: (url: URL) => Answer) {
    const tools = toolsFor(fakeHttp(answer), '1.3-rev1');
    const lists = createSessionLists({ ...tools, directory: async () => directory() });
    const sessions = await collect(lists.sessions({ ...ALL_SESSIONS, kinds: ['all'] }));
    return { sessions, missed: tools.missed };
  }

  test('costs its own rows and is said, the others come', async () => {
    const { sessions, missed } = await read((url) =>
      url.pathname === '/api/v1/sessions' ? page(url, [served(1)]) : { status: 403 },
    );
    expect(sessions).toHaveLength(1);
    expect(missed).toMatchObject([
      { code: 'PARTIAL', message: expect.stringMatching(/^automation sessions are missing: /) },
    ]);
  });

  test('is not what it is called when all fail', async () => {
    await expect(read(() => ({ status: 403 }))).rejects.toMatchObject({
      code: 'RIGHTS_REFUSED',
      where: 'GET /api/v1/sessions on vbr.example.com',
    });
  });
});

describe('kinds', () => {
  async function asked(kinds: readonly string[] | null, version = '1.3-rev1') {
    const http = fakeHttp((url) => page(url, []));
    await collect(listsOf(http, version).sessions({ ...ALL_SESSIONS, kinds }));
    return http.paths().map((path) => path.replace(/\?.*orderAsc=false/, ''));
  }

  test('automation sessions are asked for by name only', async () => {
    expect(await asked(null)).toEqual(['/api/v1/sessions']);
    expect(await asked(['backup'])).toEqual(['/api/v1/sessions']);
    expect(await asked(['automation'])).toEqual(['/api/v1/automation/sessions']);
    expect((await asked(['all'])).sort()).toEqual([
      '/api/v1/automation/sessions',
      '/api/v1/sessions',
    ]);
  });

  test('that this product does not have are not asked for', async () => {
    expect(await asked(['retrieval', 'owner-change'])).toEqual([]);
    expect(await asked(['repository-sync'], '1.2-rev0')).toEqual([]);
    // A word may be a type that is newer than this program.
    expect(await asked(['quantum-backup'])).toEqual(['/api/v1/sessions']);
    expect(await asked(['retrieval', 'restore'], '1.2-rev1')).toEqual(['/api/v1/sessions']);
  });

  test('several types are the same parameter again from 1.3-rev0 on, before it one at most', async () => {
    expect(await asked(['log-backup'])).toEqual([
      '/api/v1/sessions&typeFilter=SqlLogBackup&typeFilter=OracleLogBackup&typeFilter=PostgreSqlLogBackup',
    ]);
    expect(await asked(['configuration-backup'], '1.2-rev1')).toEqual([
      '/api/v1/sessions&typeFilter=ConfigurationBackup',
    ]);
    expect(await asked(['restore'], '1.2-rev1')).toEqual(['/api/v1/sessions']);
  });
});
