/** A distinctive name is planted in every text; with --redact no command may print or say it. */
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { rowsOf, setStage, vsi, vsiHere, type Finished, type Stage } from '../support/vsi.ts';

const PLANTED = /zanzibar/i;
const HOUR = 3_600_000;
const NOW = Date.now();
const at = (hours: number): string => new Date(NOW - hours * HOUR).toISOString();
const JOB = '11111111-2222-4333-8444-555555555555';

let stage: Stage;
let folder: string;
let path: string;

function sessionRecord(index: number): Record<string, unknown> {
  return {
    id: `0000000${index}-2222-4333-8444-555555555555`,
    server: 'zanzibar-vbr',
    product: 'vbr',
    jobId: JOB,
    jobName: 'Zanzibar Payroll',
    name: 'Zanzibar Payroll (Incremental)',
    kind: 'backup',
    mode: 'incremental',
    status: index === 1 ? 'success' : 'failed',
    statusText: 'Failed',
    createdAt: at(2 * index + 1),
    endedAt: at(2 * index),
    bottleneck: 'source',
    message:
      'Zanzibar Payroll: cannot reach zanzibar-fs01.zanzibar.example\r\nAsk anna@zanzibar.example',
    initiatedBy: 'ZANZIBAR\\anna',
    resourceReference: '/api/v1/zanzibar',
  };
}

const LOG = [
  'Zanzibar is off',
  'Object: Zanzibar, size: 3 GB',
  'Processing zanzibar-fs01 Error: Access to \\\\zanzibar\\share$\\Zanzibar plan.xlsx is denied for ZANZIBAR\\anna',
  'Mailbox Anna Zanzibar was skipped: https://zanzibar.example/sites/Zanzibar returned (404) Not Found',
  "Failed to open [zanzibar-ds] zanzibar/zanzibar.vmdk on host 'zanzibar esx' (C:\\Zanzibar\\vm)",
  'Repository "Zanzibar long term" is full, see /mnt/zanzibar/repo',
];

function records(): string {
  const id = sessionRecord(0)['id'];
  const lines = [
    {
      id: JOB,
      server: 'zanzibar-vbr',
      product: 'vbr',
      name: 'Zanzibar Payroll',
      description: 'For Zanzibar Ltd',
      kind: 'backup',
      listed: true,
      nextRunText: 'After [Zanzibar Files]',
      repositoryName: 'Zanzibar long term',
      lastRunAt: at(1),
    },
    ...[2, 1, 0].map(sessionRecord),
    {
      id: 't',
      server: 'zanzibar-vbr',
      sessionId: id,
      name: 'zanzibar-fs01',
      status: 'failed',
      message: 'Error: zanzibar-fs01 is off, ask Anna Zanzibar',
    },
    ...LOG.map((title, index) => ({
      id: String(index),
      level: 'failed',
      title,
      description: 'Host zanzibar-esx.example',
      startedAt: at(0),
    })),
  ];
  return lines.map((line) => `${JSON.stringify(line)}\n`).join('');
}

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'vsi-redact-'));
  path = join(folder, 'case.ndjson');
  await writeFile(path, records());
  stage = await setStage({ product: 'vbr', now: () => NOW });
});

afterAll(async () => {
  await stage.close();
  await rm(folder, { recursive: true, force: true });
});

function hidden({ stdout, stderr }: Finished): string {
  expect(stdout).not.toMatch(PLANTED);
  expect(stderr).not.toMatch(PLANTED);
  return stdout;
}

async function redacted(words: string, more: readonly string[] = []): Promise<string> {
  const all = [...words.split(' '), ...more, '--from', path, '--redact', '--debug'];
  const finished = await vsi(all, { variables: { HOME: folder } });
  expect([words, finished.code]).toEqual([words, 0]);
  const stdout = hidden(finished);
  expect([words, stdout === '']).toEqual([words, false]);
  return stdout;
}

test('the records without --redact have the name everywhere', async () => {
  const { stdout } = await vsi(['session', 'list', '-o', 'csv', '--from', path]);
  expect(stdout.match(/zanzibar/gi)?.length).toBeGreaterThan(15);
});

describe('no command tells the planted name', () => {
  const id = String(sessionRecord(0)['id']);
  test.each([
    'session list -o json',
    'session list -o wide',
    'session list -o yaml',
    `session show ${id} -o table`,
    `session show ${id} -o json`,
    `session log ${id} -o ndjson`,
    `session tasks ${id} -o csv`,
    'jobs list -o json',
    'jobs list -o table',
    'stats --by job,server -o markdown',
    'bottlenecks -o wide',
    'errors -o json',
    'errors --by object -o wide',
    'timeline -o table',
    'session list --query [].name',
  ])('%s', async (words) => {
    await redacted(words);
  });
});

test('the name that a person types is still the real one, patterns, too', async () => {
  for (const job of ['Zanzibar Payroll', 'zanz*']) {
    const rows = rowsOf(await redacted('session list -o json', ['--job', job]));
    expect(rows.map(({ jobName, server }) => [jobName, server])).toEqual(
      rows.map(() => ['job-1', 'server-1']),
    );
    expect(rows.length).toBe(3);
  }
  const metrics = await redacted('metrics', ['--job', 'Zanzibar Payroll']);
  expect(metrics).toMatch(/job_name="job-1"/);
  // Judging finds problems, which is an exit code of its own.
  for (const [flag, count] of [
    ['--job', 1],
    ['--exclude', 0],
  ] as const) {
    const words = [
      'check',
      flag,
      'Zanzibar Payroll',
      '--format',
      'json',
      '--from',
      path,
      '--redact',
    ];
    const { jobs } = JSON.parse(hidden(await vsi(words))) as {
      readonly jobs: { jobName: string }[];
    };
    expect([flag, jobs.filter(({ jobName }) => jobName === 'job-1').length]).toEqual([flag, count]);
  }
  expect(
    rowsOf(`[${await redacted('jobs show', ['Zanzibar Payroll', '-o', 'json'])}]`)[0]?.['name'],
  ).toBe('job-1');
  expect(rowsOf(await redacted('jobs sessions', ['zanzibar payroll', '-o', 'json'])).length).toBe(
    3,
  );
});

describe('servers', () => {
  test('a live one has another name and no host, and its log can be asked', async () => {
    const list = await stage.run([
      'session',
      'list',
      '--status',
      'failed',
      '--limit',
      '1',
      '-o',
      'json',
      '--redact',
      '--debug',
    ]);
    expect([list.code, rowsOf(list.stdout)[0]?.['server']]).toEqual([0, 'server-1']);
    expect(list.stdout + list.stderr).not.toMatch(/localhost|127\.0\.0\.1/);
    const id = String(rowsOf(list.stdout)[0]?.['id']);
    const log = await stage.run(['session', 'log', id, '-o', 'json', '--redact']);
    expect([log.code, rowsOf(log.stdout).length > 2]).toEqual([0, true]);
  });

  test('one that does not answer is not named, nor is who would have logged in', async () => {
    const words = [
      'session',
      'list',
      '--server',
      'https://zanzibar.invalid:4443',
      '--redact',
      '--debug',
      '--retries',
      '0',
    ];
    const variables = { HOME: folder, VSI_USERNAME: 'ZANZIBAR\\anna', VSI_PASSWORD: 'secret' };
    const finished = await vsi(words, { variables });
    expect(finished.code).toBe(6);
    hidden(finished);
    expect(finished.stderr).toMatch(/^vsi: /m);
  });

  test('what is printed all the same tells of a dead one under its other name', async () => {
    const flags = ['--server', 'https://zanzibar.invalid:4443', '--redact', '--retries', '0'];
    const variables = { HOME: folder, VSI_USERNAME: 'ZANZIBAR\\anna', VSI_PASSWORD: 'secret' };
    const commands = ['report', 'check', 'metrics'];
    const all = await Promise.all(
      commands.map((command) => vsi([command, ...flags], { variables })),
    );
    for (const finished of all) {
      expect(finished.code).toBe(3);
      expect(hidden(finished)).toMatch(/\bserver-1\b/);
    }
  });

  test('--raw would tell everything', async () => {
    const { code, stderr } = await stage.run(['session', 'list', '--raw', '--redact']);
    expect([code, stderr]).toEqual([
      2,
      "vsi: --redact contradicts --raw: it prints the server's own objects\n",
    ]);
  });
});

describe('what is said', () => {
  const wrong = async (words: string, more: readonly string[]): Promise<string> => {
    const finished = await vsiHere([...words.split(' '), ...more, '--redact']);
    hidden(finished);
    expect([1, 2, 3, 5]).toContain(finished.code);
    return (finished.stdout + finished.stderr).split('\n')[0] ?? '';
  };

  test('a file is not called by its path, whatever is wrong with it', async () => {
    const [gone, page] = [join(folder, 'zanzibar', 'gone.json'), join(folder, 'zanzibar.html')];
    await writeFile(page, '<html>Zanzibar</html>');
    const missing = 'the file cannot be read: it does not exist (the file of --from)';
    expect(await wrong('session list', ['--from', gone])).toBe(`vsi: ${missing}`);
    expect(await wrong('check', ['--from', gone])).toBe(`VSI UNKNOWN - ${missing}`);
    expect(await wrong('session list', ['--from', page])).toBe(
      'vsi: this is no JSON: “name-1” (the file of --from, line 1)',
    );
    expect(await wrong('jobs list --server other', ['--from', path])).toBe(
      'vsi: --server contradicts --from: the records name their servers (the file of --from)',
    );
    const window = ['session', 'list', '--since', '2030-01-01', '--from', path, '--redact'];
    const { stderr } = await vsiHere(window);
    expect(stderr).toMatch(/^server-1: none of the 3 sessions in the file of --from is in that/);
    expect(stderr).not.toContain(folder);
  });

  test('nor is a server that is typed, before it is known, nor a file of certificates', async () => {
    expect(await wrong('jobs list', ['--server', 'zanzibar'])).toBe(
      'vsi: no saved server is called “server-1”',
    );
    const certificates = ['--server', 'https://zanzibar.invalid:4443', '--ca-file', '/zanzibar/ca'];
    expect(await wrong('jobs list', certificates)).toBe(
      'vsi: the CA file cannot be read: it does not exist (--ca-file path-1)',
    );
  });

  test('the lines of --debug keep all words but names', async () => {
    const { code, stderr } = await stage.runHere(
      ['session', 'list', '--limit', '1', '--redact', '--debug'],
      // A home of its own: with the token of another test it would not log in.
      { now: () => NOW, variables: { HOME: join(folder, 'home') } },
    );
    expect(code).toBe(0);
    const lines = stderr.split('\n');
    expect(lines).toContainEqual(expect.stringMatching(/^debug: server-1: logged in as user-1$/));
    expect(lines).toContainEqual(
      expect.stringMatching(/^debug: GET \/api\/v1\/sessions\?skip=0&.* on server-1: 200 /),
    );
    expect(stderr).not.toMatch(/\b(?:name|path|url|host)-\d/);
    expect(stderr).not.toMatch(/localhost|127\.0\.0\.1|demo/i);
  });
});
