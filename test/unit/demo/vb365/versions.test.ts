import { describe, expect, test } from '@jest/globals';
import { asObject, Browser, linkOf, loggedIn, text, type JsonObject } from './browser.ts';

const VERSIONS = [3, 4, 5, 6, 7, 8];
const shared = loggedIn();
const [ANY_SESSION = {}] = shared.list('/v8/JobSessions?limit=1&jobType=Backup');
const [ANY_JOB = {}] = shared.list('/v8/Jobs?limit=1');

/** What a path answers in each version, a session's and a job's id put in. */
function answersOf(path: string): readonly { version: number; status: number; body: unknown }[] {
  const url = path.replace('*', text(ANY_SESSION, 'id')).replace('JOB', text(ANY_JOB, 'id'));
  return VERSIONS.map((version) => ({ version, ...shared.get(`/v${version}/${url}`) }));
}

function finished(browser: Browser, version: number): readonly JsonObject[] {
  return browser
    .list(`/v${version}/JobSessions?limit=10000`)
    .filter(({ status }) => status !== 'Running' && status !== 'Queued');
}

describe('routes', () => {
  test.each([
    ['Jobs', VERSIONS],
    ['Jobs/JOB', VERSIONS],
    ['Jobs/JOB/JobSessions', [3, 4, 5, 6]],
    ['Jobs/JOB/CopyJob', [6, 7, 8]],
    ['CopyJobs', [6, 7, 8]],
    ['JobSessions', VERSIONS],
    ['JobSessions/*', VERSIONS],
    ['JobSessions/*/Log', []],
    ['JobSessions/*/LogItems', VERSIONS],
    ['JobSessions/*/ProcessedObjects', [7, 8]],
    ['RestoreSessions', VERSIONS],
    ['DataRetrievalSessions', [6, 7, 8]],
    ['RepositorySynchronizeSessions', [6, 7, 8]],
    ['RepositoryOwnerChangeSessions', [8]],
    ['HistorySettings', VERSIONS],
    ['ServiceInstance', [6, 7, 8]],
    ['Health', [8]],
    ['Organizations', VERSIONS],
    ['BackupRepositories', VERSIONS],
    ['Proxies', VERSIONS],
    ['Nowhere', []],
  ])('%s exists in the versions %j', (path, versions) => {
    const found = answersOf(path).filter(({ status }) => status !== 404);
    expect(found.map(({ version }) => version)).toEqual(versions);
  });

  test.each([
    ['Jobs', [8]],
    ['CopyJobs', [8]],
    ['JobSessions', [5, 6, 7, 8]],
    ['Jobs/JOB/JobSessions', [5, 6]],
    ['JobSessions/*/LogItems', VERSIONS],
    ['RestoreSessions', VERSIONS],
    ['DataRetrievalSessions', [6, 7, 8]],
    ['RepositorySynchronizeSessions', []],
    ['Organizations', [8]],
    ['BackupRepositories', [8]],
    ['Proxies', [8]],
  ])('%s is a page in the versions %j, else an array', (path, versions) => {
    const pages = answersOf(path).filter(
      ({ status, body }) => status === 200 && !Array.isArray(body),
    );
    expect(pages.map(({ version }) => version)).toEqual(versions);
  });

  test('are found in any case and with a slash at the end', () => {
    const browser = loggedIn();
    for (const path of ['/v8/jobs', '/V8/JOBS', '/v8/Jobs/']) {
      expect(browser.get(path).status).toBe(200);
    }
    const [job] = browser.list('/v8/Jobs?limit=1');
    expect(browser.get(`/v8/jobs/${text(job ?? {}, 'id').toUpperCase()}`).status).toBe(200);
  });

  test('tell an anonymous client which versions there are', () => {
    const browser = new Browser({ newestVersion: 'v7' });
    const statuses = (path: string): number[] =>
      VERSIONS.map((version) => browser.get(`/v${version}/${path}`).status);
    expect(statuses('Jobs')).toEqual([401, 401, 401, 401, 401, 404]);
    expect(statuses('ServiceInstance')).toEqual([404, 404, 404, 401, 401, 404]);
    expect(statuses('Health')).toEqual([404, 404, 404, 404, 404, 404]);
    expect(new Browser().get('/v8/Health')).toMatchObject({
      status: 200,
      body: { status: 'Healthy' },
    });
  });

  test('serve the product build of the newest version, and no version that never was', () => {
    const build = (newestVersion: string): unknown =>
      loggedIn7(newestVersion).body('/v6/ServiceInstance')['version'];
    expect([build('v6'), build('v7'), build('v8')]).toEqual([
      '6.0.0.367',
      '7.0.0.2911',
      '8.0.2.159',
    ]);
    expect(() => new Browser({ newestVersion: 'v9' })).toThrow(RangeError);
  });

  function loggedIn7(newestVersion: string): Browser {
    const browser = new Browser({ newestVersion });
    browser.login(6);
    return browser;
  }

  test('answer an unknown id with 404 and the error body of the version', () => {
    const browser = loggedIn();
    const url = 'JobSessions/7c0c3c71-9e3b-4c6f-9a55-0d4d8f0a3a11';
    const body = (version: number): unknown => {
      const response = browser.get(`/v${version}/${url}`);
      expect(response.status).toBe(404);
      return response.body;
    };
    expect(body(3)).toEqual({ message: expect.any(String) });
    expect(body(6)).toEqual({ message: expect.any(String) });
    expect(body(7)).toEqual({ message: expect.any(String), errorCode: null });
    expect(body(8)).toMatchObject({
      errorCode: 'ResourceNotFound',
      stackTrace: expect.any(String),
    });
  });
});

describe('sessions over all versions', () => {
  const browser = loggedIn();
  const everything = new Map(
    VERSIONS.map((version) => [version, browser.list(`/v${version}/JobSessions?limit=10000`)]),
  );
  const of = (version: number): readonly JsonObject[] => everything.get(version) ?? [];
  const backups = (version: number): readonly JsonObject[] =>
    version < 6 ? of(version) : browser.list(`/v${version}/JobSessions?limit=10000&jobType=Backup`);

  test('are the same backup sessions, newest first', () => {
    const facts = (version: number) =>
      backups(version).map(({ id, creationTime, progress, statistics }) => ({
        id,
        creationTime,
        progress,
        bytes: asObject(statistics)['transferredDataBytes'],
      }));
    const newest = facts(8);
    expect(newest.length).toBeGreaterThan(1000);
    for (const version of VERSIONS) expect(facts(version)).toEqual(newest);
    const times = newest.map(({ creationTime }) => Date.parse(String(creationTime)));
    expect(times).toEqual([...times].sort((a, b) => b - a));
  });

  test('have a second page of a thousand, and copies from v6 on', () => {
    expect(of(8).length).toBeGreaterThan(1300);
    const copies = [6, 7, 8].map(
      (version) => browser.list(`/v${version}/JobSessions?limit=10000&jobType=Copy`).length,
    );
    expect(new Set(copies).size).toBe(1);
    expect(copies[0]).toBe(of(8).length - backups(8).length);
    const [copy] = browser.list('/v8/JobSessions?jobType=Copy&limit=1');
    expect(browser.get(`/v5/JobSessions/${text(copy ?? {}, 'id')}`).status).toBe(404);
  });

  test('have five statuses up to v4 and eight since', () => {
    const words = (version: number): unknown[] =>
      [...new Set(backups(version).map(({ status }) => status))].sort();
    const five = ['Failed', 'Running', 'Stopped', 'Success', 'Warning'];
    expect([words(3), words(4)]).toEqual([five, five]);
    const eight = [...five, 'Disconnected', 'NotConfigured', 'Queued'].sort();
    expect([words(5), words(6), words(7), words(8)]).toEqual([eight, eight, eight, eight]);
  });

  test('have the properties of their version', () => {
    const common = ['id', 'creationTime', 'endTime', 'progress', 'status', 'statistics', '_links'];
    const added: Readonly<Record<number, readonly string[]>> = {
      6: ['details', 'retryCount'],
      7: ['repositoryId', 'mainSessionId', 'jobWillBeRetried', 'jobType'],
      8: ['jobId', 'jobSessionConfigType', 'eTag', 'proxyId', 'proxyPoolId'],
    };
    for (const version of VERSIONS) {
      const expected = [...common];
      for (let step = 6; step <= version; step += 1) expected.push(...(added[step] ?? []));
      const members = new Set(
        finished(browser, version).flatMap((session) => Object.keys(session)),
      );
      expect([...members].sort()).toEqual(expected.sort());
    }
  });

  test('show a running one without end, as each version does', () => {
    const ends = VERSIONS.map((version) => {
      const running = of(version).find(
        ({ status, progress }) => status === 'Running' && progress !== 0,
      );
      return running !== undefined && 'endTime' in running ? running['endTime'] : 'missing';
    });
    const never = '9999-12-31T23:59:59.9999999Z';
    expect(ends).toEqual(['missing', 'missing', 'missing', never, null, null]);
  });

  test('name no bottleneck as N/A up to v4 and as NA since', () => {
    const words = (version: number): Set<unknown> =>
      new Set(of(version).map(({ statistics }) => asObject(statistics)['bottleneck']));
    expect(words(4)).toEqual(new Set(['Source', 'Target', 'N/A']));
    expect(words(5)).toEqual(new Set(['Source', 'Target', 'NA']));
  });

  test('tell retries by the main session, which originals leave out or fill with nothing', () => {
    const nil = '00000000-0000-0000-0000-000000000000';
    const retries = of(8).filter(({ retryCount }) => retryCount !== 0);
    const originals = of(8).filter(({ retryCount }) => retryCount === 0);
    expect(retries.length).toBeGreaterThan(15);
    const ids = new Set(originals.map(({ id }) => id));
    for (const { mainSessionId } of retries) expect(ids).toContain(mainSessionId);
    const mains = new Set(originals.map((session) => session['mainSessionId']));
    expect(mains).toEqual(new Set([nil, undefined]));
  });

  test('write fractions of 0 to 7 digits without trailing zeros', () => {
    const digits = new Set(
      of(8)
        .flatMap(({ creationTime, endTime }) => [creationTime, endTime])
        .filter((time) => typeof time === 'string')
        .map((time) => {
          expect(time).toMatch(/^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(\.\d{0,6}[1-9])?Z$/);
          return time.length - (time.includes('.') ? 21 : 20);
        }),
    );
    expect(digits.has(0) && digits.has(3) && digits.has(7)).toBe(true);
    expect(digits.size).toBe(8);
  });

  test('link in the form of their version, and to routes that are not there', () => {
    const hrefs = VERSIONS.map((version) => linkOf(of(version)[0] ?? {}, 'log'));
    const id = text(of(8)[0] ?? {}, 'id');
    expect(hrefs).toEqual([
      `https://backup.example:4443/v3/jobsessions/${id}/log`,
      `https://backup.example:4443/v4/jobsessions/${id}/log`,
      `https://backup.example:4443/v5/jobsessions/${id}/logitems`,
      `v6/jobsessions/${id}/logitems`,
      `v7/jobsessions/${id}/logitems`,
      `v8/jobsessions/${id}/logitems`,
    ]);
    const [job] = browser.list('/v8/Jobs?limit=1');
    expect(browser.get(`/${linkOf(job ?? {}, 'jobsessions')}`).status).toBe(404);
  });

  test('carry their job in the link, and since v8 in a field', () => {
    for (const session of of(8).slice(0, 60)) {
      expect(linkOf(session, 'job').endsWith(text(session, 'jobId'))).toBe(true);
    }
    const jobs = new Set([
      ...browser.list('/v8/Jobs?limit=100').map(({ id }) => id),
      ...browser.list('/v8/CopyJobs').map(({ id }) => id),
    ]);
    for (const { jobId } of of(8)) expect(jobs).toContain(jobId);
  });
});

describe('the log over all versions', () => {
  const browser = loggedIn();
  const [failed] = browser
    .list('/v8/JobSessions?limit=10000&status=Failed')
    .filter(({ statistics }) => asObject(statistics)['bottleneck'] !== 'NA');
  const url = `JobSessions/${text(failed ?? {}, 'id')}/LogItems?limit=1000`;

  test('has title up to v7, type and message in v8', () => {
    const titles = [3, 4, 5, 6, 7].map((version) =>
      browser.list(`/v${version}/${url}`).map(({ title }) => title),
    );
    const words = { Error: 'Failed', Success: 'Success', Warning: 'Warning' };
    const expected = browser.list(`/v8/${url}`).map(({ type, message }) => {
      const word = Object.entries(words).find(([name]) => name === type)?.[1] ?? 'unknown';
      return `[${word}] ${String(message)}`;
    });
    expect(expected.some((title) => title.startsWith('[Failed]'))).toBe(true);
    for (const list of titles) expect(list).toEqual(expected);
  });

  test('is written in another offset in v3, at the same moments', () => {
    const times = (version: number): number[] =>
      browser
        .list(`/v${version}/${url}`)
        .map(({ creationTime }) => Date.parse(String(creationTime)));
    const [first] = browser.list(`/v3/${url}`);
    expect(text(first ?? {}, 'creationTime')).toMatch(/-07:00$/);
    expect(times(3)).toEqual(times(8));
  });

  test('counts with gaps', () => {
    const numbers = browser.list(`/v8/${url}`).map(({ usn }) => Number(usn));
    expect(numbers.slice(0, 3)).toEqual([1, 2, 1000]);
    expect(numbers).toEqual([...numbers].sort((a, b) => a - b));
  });

  test('can be filtered and turned around in v8 only', () => {
    const errors = browser.list(`/v8/${url}&type=Error`);
    expect(new Set(errors.map(({ type }) => type))).toEqual(new Set(['Error']));
    const turned = browser.list(`/v8/${url}&orderAsc=false`).map(({ usn }) => usn);
    expect(turned).toEqual(
      browser
        .list(`/v8/${url}`)
        .map(({ usn }) => usn)
        .reverse(),
    );
    expect(browser.list(`/v7/${url}&type=Error&orderAsc=false`)).toEqual(
      browser.list(`/v7/${url}`),
    );
    expect(browser.get(`/v8/${url}&type=Failed`).status).toBe(400);
  });

  test('hands out each item by its id', () => {
    const [item] = browser.list(`/v8/${url}`);
    const self = linkOf(item ?? {}, 'self');
    expect(browser.body(`/${self}`)).toEqual(item);
  });
});

describe('restores over all versions', () => {
  test('are the same, but for Teams, which v3 and v4 do not know', () => {
    const browser = loggedIn();
    const types = VERSIONS.map((version) =>
      browser.list(`/v${version}/RestoreSessions`).map(({ type }) => type),
    );
    expect(types[5]).toContain('Vet');
    expect(types.slice(2)).toEqual([types[5], types[5], types[5], types[5]]);
    const withoutTeams = types[5]?.filter((type) => type !== 'Vet');
    expect(types.slice(0, 2)).toEqual([withoutTeams, withoutTeams]);
  });

  test('have one that works, with a result and an end in the year 9999', () => {
    const [working] = loggedIn().list('/v6/RestoreSessions');
    expect(working).toMatchObject({
      state: 'Working',
      result: 'Success',
      endTime: '9999-12-31T23:59:59.9999999Z',
    });
    expect(working).not.toHaveProperty('reason');
  });
});
