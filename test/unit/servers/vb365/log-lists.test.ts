import { describe, expect, test } from '@jest/globals';
import type { LogLevel } from '../../../../src/model/log-record.ts';
import { newSession, type Session } from '../../../../src/model/session.ts';
import { createLogLists } from '../../../../src/servers/vb365/log-lists.ts';
import { fakeHttp } from './fake-http.ts';
import { fixture, id } from './fixtures.ts';
import { collect } from '../support.ts';
import { toolsFor } from './tools.ts';

const SESSION = id('a', 1);

function sessionOf(kind: Session['kind'], status: Session['status'] = 'success'): Session {
  return newSession({ id: SESSION, server: 'backup', product: 'vb365', kind, status });
}

function item(usn: number, minute: number, type = 'Success'): object {
  const time = `2026-11-20T12:${String(minute).padStart(2, '0')}:00Z`;
  return { id: id('e', usn), usn, type, message: `line ${usn}`, creationTime: time, endTime: null };
}

function logOf(items: readonly object[], version = 'v8') {
  const http = fakeHttp(() => ({ json: { offset: 0, limit: 1000, results: items } }));
  return { http, ...createLogLists(toolsFor(http, version)) };
}

describe('the log', () => {
  test('captured from v3 is a page of a list', async () => {
    const http = fakeHttp(() => ({ json: fixture('log-items-v3') }));
    const { log } = createLogLists(toolsFor(http, 'v3'));
    const records = await collect(log(sessionOf('backup'), { levels: null }));
    expect(records.map(({ level, title }) => [level, title])).toEqual([
      ['success', 'Job started at 17/06/2019 10:00:00 AM'],
      ['success', 'Connected to organization'],
      ['success', 'Found 491 excluded objects'],
    ]);
    expect(http.asked).toEqual([`/v3/JobSessions/${SESSION}/LogItems?limit=1000&offset=0`]);
  });

  test('comes in the order in which it was written, ties by the server’s number', async () => {
    const { log } = logOf([item(1000, 5), item(3, 5), item(2, 5), item(1, 0), item(4, 9)]);
    const records = await collect(log(sessionOf('backup'), { levels: null }));
    expect(records.map(({ title }) => title)).toEqual([
      'line 1',
      'line 2',
      'line 3',
      'line 1000',
      'line 4',
    ]);
  });

  test('of a live session may hold running lines, of an ended one none', async () => {
    const { log } = logOf([item(1, 0, 'Running')]);
    const levelIn = async (status: Session['status']) =>
      (await collect(log(sessionOf('backup', status), { levels: null })))[0]?.level;
    expect(await levelIn('running')).toBe('running');
    expect(await levelIn('failed')).toBe('info');
  });

  test.each<[string, readonly LogLevel[] | null, string]>([
    ['v8', ['failed'], '?type=Error&'],
    ['v8', ['success'], '?type=Success&'],
    // Stop is a warning, too, and an ended session's Running is information: one word is not enough.
    ['v8', ['warning'], '?'],
    ['v8', ['info'], '?'],
    ['v8', ['running'], '?'],
    ['v8', ['warning', 'failed'], '?'],
    ['v8', [], '?'],
    ['v8', null, '?'],
    ['v7', ['failed'], '?'],
  ])('%s is asked for the levels %p with %s', async (version, levels, query) => {
    const { log, http } = logOf([], version);
    await collect(log(sessionOf('copy'), { levels }));
    expect(http.asked).toEqual([
      `/${version}/JobSessions/${SESSION}/LogItems${query}limit=1000&offset=0`,
    ]);
  });

  test.each([
    ['restore', `/v8/RestoreSessions/${SESSION}/Events?limit=1000&offset=0`],
    ['retrieval', `/v8/DataRetrievalSessions/${SESSION}/LogItems?limit=1000&offset=0`],
  ] as const)('of a %s session is elsewhere, and takes no filter', async (kind, path) => {
    const { log, http } = logOf([item(1, 0)]);
    await collect(log(sessionOf(kind), { levels: ['failed'] }));
    expect(http.asked).toEqual([path]);
  });

  test.each(['repository-sync', 'owner-change'] as const)(
    'of a %s session is none',
    async (kind) => {
      const { log, http } = logOf([]);
      await expect(collect(log(sessionOf(kind), { levels: null }))).rejects.toMatchObject({
        code: 'UNSUPPORTED',
        where: 'backup',
      });
      expect(http.asked).toEqual([]);
    },
  );
});

describe('the objects', () => {
  test('have an id, a kind and a status, and no name', async () => {
    const objects = [
      { id: 'u1', type: 'User', status: 'Success' },
      { id: 'g1', type: 'Group', status: 'Failed' },
      { id: 's1', type: 'Site', status: 'Sideways' },
    ];
    const { tasks } = logOf(objects);
    const all = await collect(tasks(sessionOf('backup')));
    expect(all).toMatchObject([
      { id: 'u1', kind: 'user', status: 'success', name: null, sessionId: SESSION },
      { id: 'g1', kind: 'group', status: 'failed', statusText: 'Failed' },
      { id: 's1', kind: 'site', status: 'unknown', statusText: 'Sideways' },
    ]);
  });

  test.each([
    ['v6', 'backup'],
    ['v8', 'restore'],
    ['v8', 'retrieval'],
    ['v8', 'repository-sync'],
    ['v8', 'owner-change'],
  ] as const)('are not offered by %s of a %s session: the log is', async (version, kind) => {
    const { tasks, http } = logOf([], version);
    await expect(collect(tasks(sessionOf(kind)))).rejects.toMatchObject({ code: 'UNSUPPORTED' });
    expect(http.asked).toEqual([]);
  });
});
