import { describe, expect, test } from '@jest/globals';
import { createJobLists } from '../../../../src/servers/vb365/job-lists.ts';
import { fakeHttp, type Answer, type FakeHttp } from './fake-http.ts';
import { id } from './fixtures.ts';
import { collect } from '../support.ts';
import { toolsFor } from './tools.ts';

const JOB = id('b', 1);
const COPY = id('c', 1);
const REPOSITORY = id('d', 1);

/** Answers by the last part of the path; what is missing is 404. */
function answering(answers: Readonly<Record<string, Answer>>): FakeHttp {
  return fakeHttp(({ pathname }) => answers[pathname.split('/').at(-1) ?? ''] ?? null);
}

const JOBS: Answer = { json: [{ id: JOB, name: 'Mail', repositoryId: REPOSITORY }] };
const COPY_JOBS: Answer = { json: [{ id: COPY, name: 'Mail copy', backupJobId: JOB }] };
const REPOSITORIES: Answer = { json: [{ id: REPOSITORY, name: 'Disk' }, null, { id: 7 }, 'x'] };

describe('jobs', () => {
  test.each(['v3', 'v5'])('of %s are backup jobs, without paging parameters', async (version) => {
    const http = answering({ Jobs: JOBS, BackupRepositories: REPOSITORIES });
    const jobs = await collect(createJobLists(toolsFor(http, version)).jobs());
    expect(jobs).toMatchObject([{ id: JOB, kind: 'backup', repositoryName: 'Disk' }]);
    expect([...http.asked].sort()).toEqual([`/${version}/BackupRepositories`, `/${version}/Jobs`]);
  });

  test.each(['v6', 'v8'])('of %s are backup jobs, then copy jobs', async (version) => {
    const all = { Jobs: JOBS, CopyJobs: COPY_JOBS, BackupRepositories: REPOSITORIES };
    const http = answering(all);
    const jobs = await collect(createJobLists(toolsFor(http, version)).jobs());
    expect(jobs.map(({ kind, name }) => [kind, name])).toEqual([
      ['backup', 'Mail'],
      ['copy', 'Mail copy'],
    ]);
    const isPaged = version === 'v8';
    expect(http.asked.every((path) => path.includes('?limit=1000&offset=0') === isPaged)).toBe(
      true,
    );
  });

  test.each<[string, Answer]>([
    ['refused', { status: 403 }],
    ['failing', { status: 500 }],
    ['no JSON', { status: 200, body: '<html>' }],
    ['of another shape', { json: 7 }],
  ])(
    'do without the names of repositories that are %s, and without a word',
    async (_what, answer) => {
      const all = { Jobs: JOBS, CopyJobs: COPY_JOBS, BackupRepositories: answer };
      const options = toolsFor(answering(all), 'v8');
      const [job] = await collect(createJobLists(options).jobs());
      expect(job).toMatchObject({ repositoryId: REPOSITORY, repositoryName: null });
      expect(options.notices).toEqual([]);
    },
  );

  test.each([
    ['Jobs', 'Mail copy', 'jobs are missing: the server answered 500'],
    ['CopyJobs', 'Mail', 'backup copy jobs are missing: the server answered 500'],
  ])('are given as far as they go when /%s fails', async (resource, name, message) => {
    const all = { Jobs: JOBS, CopyJobs: COPY_JOBS, BackupRepositories: REPOSITORIES };
    const options = toolsFor(answering({ ...all, [resource]: { status: 500 } }), 'v8');
    const jobs = await collect(createJobLists(options).jobs());
    expect(jobs.map((job) => job.name)).toEqual([name]);
    expect(options.missed).toMatchObject([
      { code: 'PARTIAL', message, where: `GET /v8/${resource} on backup` },
    ]);
  });

  test('fail when both lists do', async () => {
    const options = toolsFor(answering({ Jobs: { status: 403 }, CopyJobs: { status: 403 } }), 'v8');
    await expect(collect(createJobLists(options).jobs())).rejects.toMatchObject({
      code: 'RIGHTS_REFUSED',
    });
    expect(options.missed).toEqual([]);
  });

  test('carry their source where it is kept', async () => {
    const body = `[{"id":"${JOB}","name":"Mail","big":12345678901234567890,"n":1.0}]`;
    const http = answering({ Jobs: { status: 200, body }, BackupRepositories: REPOSITORIES });
    const [job] = await collect(createJobLists(toolsFor(http, 'v5', true)).jobs());
    expect(job?.source).toBe(body.slice(1, -1));
  });

  test('are read anew each time, the repositories once', async () => {
    const http = answering({ Jobs: JOBS, BackupRepositories: REPOSITORIES });
    const { jobs } = createJobLists(toolsFor(http, 'v5'));
    await collect(jobs());
    await collect(jobs());
    expect(http.asked.filter((path) => path === '/v5/Jobs')).toHaveLength(2);
    expect(http.asked.filter((path) => path === '/v5/BackupRepositories')).toHaveLength(1);
  });
});

describe('the directory', () => {
  test('is read once, by however many', async () => {
    const http = answering({ Jobs: JOBS, CopyJobs: COPY_JOBS });
    const { directory } = createJobLists(toolsFor(http, 'v6'));
    const [first, second] = await Promise.all([directory(), directory()]);
    expect(first).toBe(second);
    expect(first.find(COPY)?.name).toBe('Mail copy');
    expect([...http.asked].sort()).toEqual(['/v6/CopyJobs', '/v6/Jobs']);
  });

  test('is what the jobs were read as', async () => {
    const http = answering({ Jobs: JOBS, BackupRepositories: REPOSITORIES });
    const { jobs, directory } = createJobLists(toolsFor(http, 'v5'));
    await collect(jobs());
    expect((await directory()).find(JOB)?.name).toBe('Mail');
    expect(http.asked.filter((path) => path === '/v5/Jobs')).toHaveLength(1);
  });

  test('lacks a list that fails, and says so', async () => {
    const options = toolsFor(answering({ Jobs: JOBS, CopyJobs: { status: 500 } }), 'v8');
    const directory = await createJobLists(options).directory();
    expect(directory.jobs.map(({ name }) => name)).toEqual(['Mail']);
    expect(options.missed).toMatchObject([
      { code: 'PARTIAL', message: 'job names are missing: the server answered 500' },
    ]);
  });

  test('fails with the login, and is asked for again', async () => {
    let isBack = false;
    const http = fakeHttp(() => (isBack ? JOBS : { status: 401 }));
    const { directory } = createJobLists(toolsFor(http, 'v5'));
    await expect(directory()).rejects.toMatchObject({ code: 'LOGIN_REFUSED' });
    isBack = true;
    expect((await directory()).find(JOB)?.name).toBe('Mail');
  });
});
