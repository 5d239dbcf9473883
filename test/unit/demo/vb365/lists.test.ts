import { describe, expect, test } from '@jest/globals';
import { asObject, linkOf, loggedIn, NOW, text, type Browser, type JsonObject } from './browser.ts';

const browser = loggedIn();
const ALL = browser.list('/v8/JobSessions?limit=10000');

/** Status of a request for sessions. */
function statusOf(query: string): number {
  return browser.get(`/v8/JobSessions?${query}`).status;
}

describe('pages', () => {
  test('hold 30 unless a limit is asked for, and 10,000 at most', () => {
    const limits = ['', 'limit=5', 'limit=0', 'limit=20000'].map((query) => {
      const page = browser.body(`/v8/JobSessions?${query}`);
      return [page['limit'], browser.list(`/v8/JobSessions?${query}`).length];
    });
    expect(limits).toEqual([
      [30, 30],
      [5, 5],
      [30, 30],
      [10_000, ALL.length],
    ]);
  });

  test('put together are the whole list, and the last one has no next', () => {
    const seen: unknown[] = [];
    let offset = 0;
    for (;;) {
      const page = browser.body(`/v7/JobSessions?limit=400&offset=${offset}`);
      const results = browser.list(`/v7/JobSessions?limit=400&offset=${offset}`);
      seen.push(...results.map(({ id }) => id));
      expect(page).toMatchObject({ offset, limit: 400 });
      expect(linkOf(page, 'prev') === '').toBe(offset === 0);
      if (linkOf(page, 'next') === '') break;
      offset += results.length;
    }
    expect(seen).toEqual(ALL.map(({ id }) => id));
  });

  test('are empty behind the end, and never tell a total', () => {
    const page = browser.body('/v6/JobSessions?offset=100000');
    expect(page).toMatchObject({ offset: 100_000, results: [] });
    expect(page).not.toHaveProperty('totalCount');
  });

  test.each([
    [5, 'https://backup.example:4443/v5/jobsessions?limit=2&offset=4', false],
    [6, '/v6/jobsessions?jobType=Backup&limit=2&offset=4', true],
    [7, '/v7/jobsessions?jobType=Backup&limit=2&offset=4', true],
    [8, '/v7/jobsessions?jobType=Backup&limit=2&offset=4', true],
  ])('link to the next page as v%i does', (version, href, hasSet) => {
    const filter = version === 5 ? '' : '&jobType=Backup';
    const page = browser.body(`/v${version}/JobSessions?limit=2&offset=2${filter}`);
    expect(linkOf(page, 'next')).toBe(href);
    expect('setId' in page).toBe(hasSet);
  });

  test('refuse numbers that are none', () => {
    expect(['limit=x', 'limit=-1', 'offset=1.5', 'limit=2147483648'].map(statusOf)).toEqual([
      400, 400, 400, 400,
    ]);
  });
});

describe('filters of /JobSessions', () => {
  const ids = (items: readonly JsonObject[]): unknown[] => items.map(({ id }) => id);
  const ask = (version: number, query: string): unknown[] =>
    ids(browser.list(`/v${version}/JobSessions?limit=10000&${query}`));

  test.each([
    ['jobType=Copy', [6, 7, 8]],
    [`jobId=${text(ALL[40] ?? {}, 'jobId')}`, [7, 8]],
    ['endTimeLowerBound=2026-11-15T00:00:00Z', [6, 7, 8]],
    ['endTimeUpperBound=2026-11-15T00:00:00Z', [7, 8]],
    ['status=Failed', [8]],
    ['colour=red', []],
  ])('%s narrows the list in the versions %j, and is ignored in the others', (query, versions) => {
    const narrowing = [3, 4, 5, 6, 7, 8].filter(
      (version) => ask(version, query).length < ask(version, '').length,
    );
    expect(narrowing).toEqual(versions);
  });

  test('take parameters in any case', () => {
    const jobId = text(ALL[3] ?? {}, 'jobId');
    expect(ask(8, `JobId=${jobId}`)).toEqual(ask(8, `jobId=${jobId}`));
    expect(ask(8, `JobId=${jobId}`)).toEqual(
      ids(ALL.filter((session) => session['jobId'] === jobId)),
    );
  });

  test('call a success Succeeded, and refuse the word of the body', () => {
    expect(ask(8, 'status=Succeeded')).toEqual(
      ids(ALL.filter(({ status }) => status === 'Success')),
    );
    expect(['Success', 'Queued', 'Disconnected'].map((word) => statusOf(`status=${word}`))).toEqual(
      [400, 400, 400],
    );
  });

  test('bound the end time, and lose what has none', () => {
    const bound = '2026-11-21T00:00:00.000Z';
    const ended = ALL.filter(({ endTime }) => typeof endTime === 'string');
    const since = ended.filter(({ endTime }) => Date.parse(String(endTime)) >= Date.parse(bound));
    const until = ended.filter(({ endTime }) => Date.parse(String(endTime)) <= Date.parse(bound));
    expect(ask(8, `endTimeLowerBound=${bound}`)).toEqual(ids(since));
    expect(ask(7, `endTimeUpperBound=${bound}`)).toEqual(ids(until));
    expect(since.length + until.length).toBe(ALL.length - 3);
    const local = encodeURIComponent('2026-11-21T02:00:00+02:00');
    expect(ask(8, `endTimeLowerBound=${local}`)).toEqual(ids(since));
    expect(statusOf('endTimeLowerBound=yesterday')).toBe(400);
  });

  test('refuse an id that is none, and find nothing for one that is unknown', () => {
    expect(statusOf('jobId=7')).toBe(400);
    expect(ask(8, 'jobId=7c0c3c71-9e3b-4c6f-9a55-0d4d8f0a3a11')).toEqual([]);
  });

  test('agree with the route below the job up to v6', () => {
    const [job] = browser.list('/v6/Jobs');
    const jobId = text(job ?? {}, 'id');
    const below = (version: number): unknown[] =>
      ids(browser.list(`/v${version}/Jobs/${jobId}/JobSessions?limit=10000`));
    const expected = ids(ALL.filter((session) => session['jobId'] === jobId));
    expect(expected.length).toBeGreaterThan(30);
    for (const version of [3, 4, 5, 6]) expect(below(version)).toEqual(expected);
  });
});

describe('jobs', () => {
  const jobs = browser.list('/v8/Jobs?limit=100');
  const named = (part: string): JsonObject =>
    jobs.find((job) => text(job, 'name').includes(part)) ?? {};

  test('have names that are hard to print', () => {
    const names = jobs.map(({ name }) => String(name));
    expect(names).toContain('Legal hold <img src=x onerror=alert(1)>');
    expect(names.some((name) => name.startsWith('='))).toBe(true);
    expect(names.some((name) => name.includes('"') && name.includes(','))).toBe(true);
    expect(names.some((name) => name.length > 120)).toBe(true);
    for (const script of [/\p{Script=Han}/u, /\p{Script=Cyrillic}/u, /\p{Emoji_Presentation}/u]) {
      expect(names.some((name) => script.test(name))).toBe(true);
    }
  });

  test('tell of their runs; one never ran, one is switched off', () => {
    expect(named('Onboarding')).toMatchObject({ isEnabled: true });
    expect(named('Onboarding')).not.toHaveProperty('lastRun');
    expect(named('Onboarding')).not.toHaveProperty('lastStatus');
    expect(named('import test')).toMatchObject({ isEnabled: false, lastStatus: 'Success' });
    expect(named('import test')).not.toHaveProperty('nextRun');
    expect(named('OneDrive –')).toMatchObject({ lastStatus: 'Running' });
    expect(named('бухгалтерия')).toMatchObject({ lastStatus: 'Failed' });
    for (const job of jobs) {
      const own = ALL.filter(({ jobId }) => jobId === job['id']);
      expect(job['lastRun']).toBe(own[0]?.['creationTime']);
      expect(job['lastStatus']).toBe(own[0]?.['status']);
    }
  });

  test('gain properties with the versions', () => {
    const members = (version: number): string[] => {
      const [job] = browser.list(`/v${version}/Jobs`);
      return Object.keys(job ?? {});
    };
    const added = (version: number): string[] =>
      members(version).filter((name) => !members(version - 1).includes(name));
    expect(added(6)).toEqual(['repositoryId']);
    expect(added(7)).toEqual(['lastBackup']);
    expect(added(8)).toEqual(['organizationId', 'eTag']);
  });

  test('are filtered by organization and repository in v8, below the organization before', () => {
    const organizations = browser.list('/v8/Organizations').map(({ id }) => String(id));
    expect(organizations).toHaveLength(2);
    for (const id of organizations) {
      const own = jobs
        .filter(({ organizationId }) => organizationId === id)
        .map((job) => job['id']);
      expect(own.length).toBeGreaterThan(0);
      const filtered = browser.list(`/v8/Jobs?organizationId=${id}`).map((job) => job['id']);
      const below = browser.list(`/v7/Organizations/${id}/Jobs`).map((job) => job['id']);
      expect([filtered, below]).toEqual([own, own]);
      expect(browser.get(`/v8/Organizations/${id}/Jobs`).status).toBe(404);
    }
  });

  test('are found with their copy job', () => {
    for (const copy of browser.list('/v8/CopyJobs')) {
      const { body } = browser.get(`/v8/Jobs/${text(copy, 'backupJobId')}/CopyJob`);
      expect(body).toEqual(copy);
      expect(copy).not.toHaveProperty('description');
    }
    expect(browser.get(`/v8/Jobs/${text(named('Onboarding'), 'id')}/CopyJob`).status).toBe(404);
  });
});

describe('sessions beside the jobs', () => {
  test('have logs, errors and progress of their own', () => {
    const [retrieval] = browser.list('/v8/DataRetrievalSessions');
    expect(retrieval).toMatchObject({ status: 'Running', endTime: '9999-12-31T23:59:59.9999999Z' });
    const log = browser.list(`/v6/DataRetrievalSessions/${text(retrieval ?? {}, 'id')}/LogItems`);
    expect(text(log.at(-1) ?? {}, 'title')).toMatch(/^\[Running\]/);
    const states = browser.list('/v7/RepositorySynchronizeSessions').map(({ state }) => state);
    expect(states).toEqual(['Synchronizing', 'Failed', 'None']);
    const changes = browser.list('/v8/RepositoryOwnerChangeSessions').map(({ status }) => status);
    expect(changes).toEqual(['Failed', 'Succeeded']);
  });

  test('spell a type of v6 as its document does', () => {
    const types = (version: number): unknown =>
      browser.list(`/v${version}/DataRetrievalSessions`)[1]?.['type'];
    expect(types(6)).toBe('RetrievalChangeAvailabilityPeriodDays,');
    expect(types(7)).toBe('RetrievalChangeAvailabilityPeriodDays');
  });

  test('are restores by start, and in v8 by end and in either order', () => {
    const ids = (query: string, asker: Browser = browser): unknown[] =>
      asker.list(`/v8/RestoreSessions?${query}`).map(({ id }) => id);
    const all = ids('');
    const restores = browser.list('/v8/RestoreSessions');
    const week = new Date(NOW - 7 * 86_400_000).toISOString();
    const recent = restores.filter(({ creationTime }) => String(creationTime) >= week);
    expect(ids(`startTimeFrom=${week}`)).toEqual(recent.map(({ id }) => id));
    expect(ids('orderAsc=true')).toEqual([...all].reverse());
    expect(ids('orderBy=EndTime&orderAsc=true').at(-1)).toBe(all[0]);
  });

  test('count what a restore brought back', () => {
    const warned = browser.list('/v8/RestoreSessions').find(({ result }) => result === 'Warning');
    const path = `/v8/RestoreSessions/${text(warned ?? {}, 'id')}`;
    const events = browser.list(`${path}/Events`);
    expect(asObject(browser.body(`${path}/Statistics`))).toMatchObject({
      totalItemsCount: events.length - 1,
      skippedItemsCount: 1,
      failedItemsCount: 0,
    });
    expect(browser.body(`${path}/Events/${text(events[1] ?? {}, 'id')}`)).toEqual(events[1]);
  });
});
