import { describe, expect, test } from '@jest/globals';
import type { SavedRecords } from '../../../../src/servers/saved/server-records.ts';
import { createSavedServer, keptRecords } from '../../../../src/servers/saved/saved-server.ts';
import { ALL_SESSIONS, type SessionQuery } from '../../../../src/servers/backup-server.ts';
import { MINUTE, session } from '../../analysis/support.ts';

function saved(records: Partial<SavedRecords>) {
  const ranges: unknown[] = [];
  const server = createSavedServer(
    keptRecords({
      name: 's',
      product: 'vbr',
      sessions: [],
      jobs: [],
      tasks: new Map(),
      logs: new Map(),
      ...records,
    }),
    { file: 'case.ndjson', onNothingInWindow: (range) => ranges.push(range) },
  );
  return { server, ranges };
}

async function all<T>(pages: AsyncIterable<readonly T[]>): Promise<T[]> {
  const items: T[] = [];
  for await (const page of pages) items.push(...page);
  return items;
}

describe('saved records as a server', () => {
  const sessions = [
    session('c', 300, { jobId: 'K', jobName: 'Files' }),
    session('b', 200, { status: 'failed' }),
    session('a', 100),
  ];

  test('sessions are those of the window and the job', async () => {
    const { server, ranges } = saved({ sessions });
    const ids = async (query: Partial<SessionQuery>): Promise<string> =>
      (await all(server.sessions({ ...ALL_SESSIONS, ...query }))).map(({ id }) => id).join('');
    expect(await ids({})).toBe('cba');
    expect(await ids({ jobId: 'J' })).toBe('ba');
    expect(await ids({ since: 205 * MINUTE, until: 300 * MINUTE })).toBe('b');
    expect(ranges).toEqual([]);
  });

  test('that none is in the window is told once, with the time that they span', async () => {
    const { server, ranges } = saved({ sessions });
    await all(server.sessions({ ...ALL_SESSIONS, since: 999 * MINUTE }));
    await all(server.sessions({ ...ALL_SESSIONS, since: 999 * MINUTE }));
    expect(ranges).toEqual([{ sessions: 3, from: 100 * MINUTE, to: 300 * MINUTE }]);
  });

  test('jobs that are only known from sessions are not listed ones', async () => {
    const jobs = await all(saved({ sessions }).server.jobs());
    expect(jobs.map(({ id, name, listed, lastStatus }) => [id, name, listed, lastStatus])).toEqual([
      ['K', 'Files', false, 'success'],
      ['J', 'Mail', false, 'failed'],
    ]);
    expect(jobs[0]?.product).toBe('vb365');
  });

  test('what the file does not hold is unsupported, a session that it does not know is not found', async () => {
    const { server } = saved({ sessions, logs: new Map([['a', []]]) });
    const [, failed, first] = sessions;
    if (failed === undefined || first === undefined) throw new Error('no session');
    expect(await all(server.log(first, { levels: null }))).toEqual([]);
    await expect(all(server.log(failed, { levels: null }))).rejects.toMatchObject({
      code: 'UNSUPPORTED',
    });
    await expect(all(server.tasks(failed))).rejects.toMatchObject({ code: 'UNSUPPORTED' });
    await expect(server.session('nope')).rejects.toMatchObject({ code: 'NOT_FOUND' });
    expect(await server.session('A')).toBe(first);
    await expect(server.login()).rejects.toMatchObject({ code: 'UNSUPPORTED' });
  });
});
