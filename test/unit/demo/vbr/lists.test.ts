import { describe, expect, test } from '@jest/globals';
import { REVISIONS } from '../../../../src/demo/vbr/revisions.ts';
import { listOf, NOW, objectOf, reader, textOf, type Json } from './client.ts';

const server = reader();
const { all, body, get } = server;
const NEWEST = '1.3-rev2';
const ORDER = 'orderColumn=CreationTime&orderAsc=false';

function created(items: readonly Json[]): number[] {
  return items.map((item) => Date.parse(textOf(item, 'creationTime')));
}

function names(items: readonly Json[]): string[] {
  return items.map((item) => textOf(item, 'name'));
}

function resultWordOf(item: Json): unknown {
  return item['result'] === undefined ? 'None' : objectOf(item['result'])['result'];
}

describe('paging', () => {
  test('pages put together are the list, newest first', () => {
    const whole = all(NEWEST, `sessions?${ORDER}`);
    expect(whole.length).toBeGreaterThan(1300);
    const pages = [0, 1000].flatMap((skip) =>
      listOf(body(NEWEST, `sessions?${ORDER}&limit=1000&skip=${skip}`), 'data'),
    );
    expect(pages).toEqual(whole);
    expect(new Set(whole.map((session) => session['id'])).size).toBe(whole.length);
    const times = created(whole);
    expect(times).toEqual([...times].sort((a, b) => b - a));
  });

  test('a page says how much there is; 1.3 does not repeat what was asked', () => {
    const total = all('1.2-rev1', 'sessions').length;
    expect(body('1.2-rev1', 'sessions?limit=7&skip=3')['pagination']).toEqual({
      total,
      count: 7,
      skip: 3,
      limit: 7,
    });
    expect(body('1.3-rev0', 'sessions?limit=7&skip=3')['pagination']).toEqual({
      total: all('1.3-rev0', 'sessions').length,
      count: 7,
    });
    expect(body(NEWEST, 'taskSessions?limit=2')['pagination']).toMatchObject({ skip: 0, limit: 2 });
  });

  test('200 is a page unless another size is asked for', () => {
    for (const revision of REVISIONS) {
      expect(body(revision, 'sessions')['pagination']).toMatchObject({ count: 200 });
    }
  });

  test('behind the end there is nothing', () => {
    expect(listOf(body(NEWEST, 'sessions?skip=100000'), 'data')).toEqual([]);
  });

  test.each([['limit=0'], ['limit=-1'], ['skip=-1'], ['limit=ten'], ['limit=99999999999']])(
    '%s is refused',
    (query) => {
      expect(get(NEWEST, `sessions?${query}`)).toMatchObject({
        status: 400,
        body: { errorCode: 'UnexpectedContent' },
      });
    },
  );

  test('nobody is promised newest first who does not ask for it', () => {
    const times = created(all(NEWEST, 'sessions'));
    expect(times).toEqual([...times].sort((a, b) => a - b));
  });
});

describe('order', () => {
  test.each([['Name'], ['SessionType'], ['EndTime'], ['State'], ['Result'], ['InitiatedBy']])(
    'by %s both ways',
    (column) => {
      const ascending = all(NEWEST, `sessions?orderColumn=${column}&orderAsc=true`);
      const descending = all(NEWEST, `sessions?orderColumn=${column}&orderAsc=false`);
      const key = column.charAt(0).toLowerCase() + column.slice(1);
      const textOfColumn = (item: Json): string => {
        const value = column === 'Result' ? resultWordOf(item) : item[key];
        return typeof value === 'string' ? value : '';
      };
      const values = (items: readonly Json[]): string[] => items.map(textOfColumn);
      expect(values(ascending)).toEqual([...values(ascending)].sort());
      expect(values(descending)).toEqual([...values(ascending)].reverse());
    },
  );

  test('a column that the revision lacks is refused', () => {
    expect(get('1.2-rev1', 'sessions?orderColumn=InitiatedBy').status).toBe(400);
    expect(get('1.2-rev1', 'sessions?orderColumn=toString').status).toBe(400);
    expect(get('1.2-rev1', 'jobs/states?orderColumn=RepositoryName').status).toBe(400);
    expect(get('1.3-rev0', 'jobs/states?orderColumn=RepositoryName').status).toBe(200);
  });
});

describe('filters of sessions', () => {
  const since = new Date(NOW - 86_400_000).toISOString();

  test('by creation and by end, bounds included, live sessions have no end', () => {
    const whole = all(NEWEST, 'sessions');
    const later = all(NEWEST, `sessions?createdAfterFilter=${since}`);
    expect(later.length).toBeGreaterThan(20);
    expect(later).toHaveLength(
      whole.filter((one) => Date.parse(textOf(one, 'creationTime')) >= NOW - 86_400_000).length,
    );
    const before = all(NEWEST, `sessions?createdBeforeFilter=${since}`);
    expect(before.length + later.length).toBe(whole.length);
    const ended = all(NEWEST, `sessions?endedAfterFilter=${since}`);
    expect(ended.every((one) => Date.parse(textOf(one, 'endTime')) >= NOW - 86_400_000)).toBe(true);
    const endedBefore = all(NEWEST, `sessions?endedBeforeFilter=${since}`);
    const live = whole.filter((one) => one['endTime'] === undefined);
    expect(live.length).toBeGreaterThan(3);
    expect(ended.length + endedBefore.length + live.length).toBe(whole.length);
    const [first] = later;
    const exact = new Date(textOf(objectOf(first), 'creationTime')).toISOString();
    const same = all(NEWEST, `sessions?createdAfterFilter=${exact}&createdBeforeFilter=${exact}`);
    expect(same.map((one) => one['id'])).toContain(objectOf(first)['id']);
  });

  test("an offset counts, none is the server's own, a bare plus sign is refused", () => {
    const ids = (filter: string): unknown[] =>
      all(NEWEST, `sessions?createdAfterFilter=${filter}`).map((one) => one['id']);
    const expected = ids('2026-11-21T06:30:00Z');
    expect(ids('2026-11-21T07:30:00%2B01:00')).toEqual(expected);
    expect(ids('2026-11-21T07:30:00')).toEqual(expected);
    expect(ids('2026-11-21T01:00:00-05:30')).toEqual(expected);
    expect(get(NEWEST, 'sessions?createdAfterFilter=2026-11-21T07:30:00+01:00').status).toBe(400);
    expect(get(NEWEST, 'sessions?createdAfterFilter=yesterday').status).toBe(400);
  });

  test('several types and results from 1.3 on, one before', () => {
    const types = (version: string): string[] => [
      ...new Set(
        all(version, 'sessions?typeFilter=ReplicaJob&typeFilter=ConfigurationBackup').map((one) =>
          textOf(one, 'sessionType'),
        ),
      ),
    ];
    expect(types('1.3-rev0').sort()).toEqual(['ConfigurationBackup', 'ReplicaJob']);
    expect(types('1.2-rev1')).toEqual(['ReplicaJob']);
    const results = all(NEWEST, 'sessions?resultFilter=Failed&resultFilter=Warning');
    expect(new Set(results.map((one) => objectOf(one['result'])['result']))).toEqual(
      new Set(['Failed', 'Warning']),
    );
  });

  test('one state', () => {
    for (const [state, count] of [
      ['Working', 2],
      ['Idle', 1],
      ['WaitingRepository', 1],
      ['ActionRequired', 1],
      ['WaitingTape', 0],
    ] as const) {
      expect(all(NEWEST, `sessions?stateFilter=${state}`)).toHaveLength(count);
    }
    expect(get('1.3-rev1', 'sessions?stateFilter=ActionRequired').status).toBe(400);
    expect(all('1.3-rev1', 'sessions?stateFilter=Working')).toHaveLength(3);
  });

  test('a job', () => {
    const [job] = listOf(body(NEWEST, 'jobs/states?nameFilter=Daily VMs'), 'data');
    const id = textOf(objectOf(job), 'id');
    const sessions = all(NEWEST, `sessions?jobIdFilter=${id}`);
    expect(sessions.length).toBeGreaterThan(30);
    expect(new Set(sessions.map((one) => one['jobId']))).toEqual(new Set([id]));
    expect(all('1.0-rev1', `sessions?jobIdFilter=${id.toUpperCase()}`)).toHaveLength(
      sessions.length,
    );
    expect(get(NEWEST, 'sessions?jobIdFilter=Daily').status).toBe(400);
  });

  test('a pattern on any parameter, the whole of it unless there are asterisks', () => {
    expect(all('1.2-rev1', 'sessions?nameFilter=Daily')).toEqual([]);
    const exact = all('1.2-rev1', 'sessions?nameFilter=daily vms');
    expect(new Set(names(exact))).toEqual(new Set(['Daily VMs']));
    const around = all('1.2-rev1', 'sessions?nameFilter=*aily V*');
    expect(new Set(names(around))).toEqual(new Set(['Daily VMs', 'After Daily VMs']));
    expect(names(all('1.2-rev1', 'sessions?nameFilter=*Daily VMs')).length).toBe(around.length);
    expect(names(all('1.2-rev1', 'sessions?nameFilter=Daily*')).length).toBe(exact.length);
    // It matches the state too.
    expect(all(NEWEST, 'sessions?nameFilter=*Working*')).toHaveLength(2);
  });

  test('a word of another revision or in another case is refused, an unknown parameter is not', () => {
    expect(get('1.2-rev1', 'sessions?typeFilter=Job').status).toBe(400);
    expect(get('1.1-rev0', 'sessions?typeFilter=Job').status).toBe(200);
    expect(get('1.1-rev0', 'sessions?typeFilter=BackupJob').status).toBe(400);
    expect(get('1.2-rev1', 'sessions?typeFilter=SqlLogBackup').status).toBe(400);
    expect(get(NEWEST, 'sessions?resultFilter=success').status).toBe(400);
    expect(all(NEWEST, 'sessions?ResultFilter=Failed').length).toBe(all(NEWEST, 'sessions').length);
  });

  test('automation sessions are a list of their own', () => {
    const automation = all(NEWEST, 'automation/sessions');
    expect(automation).toHaveLength(6);
    const ids = new Set(all(NEWEST, 'sessions').map((one) => one['id']));
    expect(automation.some((one) => ids.has(one['id']))).toBe(false);
    const [first] = automation;
    const id = textOf(objectOf(first), 'id');
    expect(get(NEWEST, `automation/sessions/${id}`).status).toBe(200);
    expect(get(NEWEST, `sessions/${id}`).status).toBe(404);
    expect(all(NEWEST, 'automation/sessions?resultFilter=Failed')).toHaveLength(1);
  });
});

describe('filters of tasks', () => {
  test('by type, result, scan and session', () => {
    const total = all(NEWEST, 'taskSessions').length;
    const byType = ['Backup', 'Restore', 'Antivirus', 'Replica'].map(
      (type) => all(NEWEST, `taskSessions?typeFilter=${type}`).length,
    );
    expect(byType.every((count) => count > 5)).toBe(true);
    expect(byType.reduce((sum, count) => sum + count, 0)).toBe(total);
    const failed = all(NEWEST, 'taskSessions?resultFilter=Failed');
    expect(failed.length).toBeGreaterThan(20);
    expect(failed.every((one) => objectOf(one['result'])['result'] === 'Failed')).toBe(true);
    const clean = all(NEWEST, 'taskSessions?scanTypeFilter=Yara&scanResultFilter=Clean');
    expect(clean.length).toBeGreaterThan(3);
    expect(all(NEWEST, 'taskSessions?scanStateFilter=InProgress')).toEqual([]);
    const id = textOf(objectOf(failed[0]), 'sessionId');
    const own = all(NEWEST, `taskSessions?sessionIdFilter=${id}`);
    expect(new Set(own.map((one) => one['sessionId']))).toEqual(new Set([id]));
    expect(own).toEqual(all(NEWEST, `sessions/${id}/taskSessions`));
  });

  test('by time, without an offset in the answer', () => {
    const day = all(NEWEST, 'taskSessions?createdAfterFilter=2026-11-21T06:30:00Z');
    const localBound = '2026-11-21T07:30:00';
    expect(day.length).toBeGreaterThan(50);
    expect(day.every((one) => textOf(one, 'creationTime') >= localBound)).toBe(true);
    const whole = all(NEWEST, 'taskSessions');
    expect(whole.filter((one) => textOf(one, 'creationTime') >= localBound)).toHaveLength(
      day.length,
    );
  });

  test('13.0 finds nothing for the type BackupJob, and says nothing', () => {
    const counts = REVISIONS.slice(2).map(
      (revision) => all(revision, 'taskSessions?sessionTypeFilter=BackupJob').length > 0,
    );
    expect(counts).toEqual([true, false, false, true]);
    expect(all('1.3-rev1', 'taskSessions?sessionTypeFilter=ReplicaJob').length).toBeGreaterThan(0);
  });

  test('those of one session take no parameters before 1.3-rev1', () => {
    const vdi = all(NEWEST, 'sessions').find((one) => textOf(one, 'name').startsWith('VDI'));
    const path = `sessions/${textOf(objectOf(vdi), 'id')}/taskSessions`;
    for (const [revision, count] of [
      ['1.2-rev1', 230],
      ['1.3-rev0', 230],
      ['1.3-rev1', 3],
      ['1.3-rev2', 3],
    ] as const) {
      expect(listOf(body(revision, `${path}?limit=3&typeFilter=Backup`), 'data')).toHaveLength(
        count,
      );
    }
    // The default page cuts where pages are known.
    expect(body('1.3-rev1', path)['pagination']).toMatchObject({ total: 230, count: 200 });
  });
});

describe('filters of jobs', () => {
  test('every one of them', () => {
    const whole = all(NEWEST, 'jobs/states');
    const filtered = (query: string): number => all(NEWEST, `jobs/states?${query}`).length;
    const first = objectOf(whole.find((one) => one['name'] === 'After Daily VMs'));
    const after = objectOf(first['runAfterJob']);
    expect(filtered(`idFilter=${textOf(first, 'id')}`)).toBe(1);
    expect(filtered('typeFilter=BackupCopy')).toBe(2);
    expect(filtered('statusFilter=Running')).toBe(3);
    expect(filtered('statusFilter=Disabled')).toBe(1);
    expect(filtered('workloadFilter=Application')).toBe(1);
    expect(filtered('isHighPriorityJobFilter=true')).toBe(1);
    expect(filtered('isHighPriorityJobFilter=false')).toBe(whole.length - 1);
    expect(filtered('objectsCountFilter=230')).toBe(1);
    expect(filtered(`afterJobIdFilter=${textOf(after, 'jobId')}`)).toBe(1);
    expect(filtered('afterJobNameFilter=Daily VMs')).toBe(1);
    expect(filtered(`repositoryIdFilter=${textOf(first, 'repositoryId')}`)).toBeGreaterThan(5);
    expect(filtered('lastResultFilter=Failed')).toBeGreaterThan(0);
    const bound = new Date(NOW - 86_400_000).toISOString();
    expect(filtered(`lastRunAfterFilter=${bound}`) + filtered(`lastRunBeforeFilter=${bound}`)).toBe(
      whole.length,
    );
  });

  test('in the casing of the revision', () => {
    expect(get('1.3-rev0', 'jobs/states?statusFilter=running').status).toBe(200);
    expect(get('1.3-rev0', 'jobs/states?statusFilter=Running').status).toBe(400);
    expect(get('1.3-rev1', 'jobs/states?statusFilter=Running').status).toBe(200);
    expect(get('1.3-rev1', 'jobs/states?workloadFilter=vm').status).toBe(400);
  });

  test('jobs by name and type, and one by its id', () => {
    const jobs = all(NEWEST, 'jobs?orderColumn=Name&orderAsc=true');
    expect(names(jobs)).toEqual([...names(jobs)].sort());
    expect(all(NEWEST, 'jobs?typeFilter=HyperVBackup')).toHaveLength(1);
    expect(all(NEWEST, 'jobs?nameFilter=*VMs')).toHaveLength(2);
    // The documents at hand have no models of jobs: this is the part that all of them share.
    expect(objectOf(get(NEWEST, `jobs/${textOf(objectOf(jobs[0]), 'id')}`).body)).toEqual({
      id: expect.any(String),
      name: expect.any(String),
      type: expect.any(String),
      isDisabled: false,
    });
    expect(all('1.1-rev0', 'jobs')[0]).toHaveProperty('description');
    expect(get(NEWEST, 'jobs/7c0c3c71-9e3b-4c6f-9a55-0d4d8f0a3a11').status).toBe(404);
  });
});
