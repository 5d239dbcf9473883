import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { rowsOf, setStage, type Stage } from '../support/vsi.ts';

/** The documented revisions, oldest first. */
const REVISIONS = ['1.0-rev1', '1.1-rev0', '1.2-rev1', '1.3-rev0', '1.3-rev1', '1.3-rev2'] as const;
const NEWEST = '1.3-rev2';
const SINCE = ['--since', '4d'];

/** A Sunday morning, after the jobs of the night. */
const NOW = Date.parse('2026-11-22T06:30:00Z');
const UNTIL = ['--until', new Date(NOW - 90 * 60_000).toISOString()];

let stage: Stage;
const sessionsOf = new Map<string, Record<string, unknown>[]>();

beforeAll(async () => {
  stage = await setStage({ product: 'vbr', now: () => NOW });
  const words = ['session', 'list', '--limit', '0', ...SINCE, ...UNTIL, '-o', 'json'];
  for (const revision of REVISIONS) {
    const listed = await stage.runHere([
      ...words,
      '--with',
      'statistics',
      '--api-version',
      revision,
    ]);
    expect([revision, listed.code, listed.stderr]).toEqual([revision, 0, '']);
    sessionsOf.set(revision, rowsOf(listed.stdout));
  }
}, 120_000);

afterAll(async () => {
  await stage.close();
});

/** Ended sessions of backup jobs that every revision has a word for, by id. */
function ended(revision: string): Map<unknown, Record<string, unknown>> {
  const rows = sessionsOf.get(revision) ?? [];
  return new Map(rows.filter(({ endedAt }) => endedAt !== null).map((row) => [row['id'], row]));
}

describe('the same job inspected over every revision', () => {
  const SAME = ['jobId', 'status', 'createdAt', 'endedAt', 'durationSeconds', 'message', 'state'];

  test.each(REVISIONS.filter((revision) => revision !== NEWEST))('%s as 1.3-rev2', (revision) => {
    const [old, newest] = [ended(revision), ended(NEWEST)];
    const backups = [...newest].filter(
      ([, { kind, parentSessionId }]) => kind === 'backup' && parentSessionId === null,
    );
    expect(backups.length).toBeGreaterThan(20);
    const pick = (row: Record<string, unknown> | undefined) => SAME.map((key) => row?.[key]);
    for (const [id, row] of backups) expect([id, pick(old.get(id))]).toEqual([id, pick(row)]);
  });

  test('what a revision does not tell is null, never 0', () => {
    const known = (revision: string, key: string): boolean =>
      (sessionsOf.get(revision) ?? []).some((row) => row[key] !== null);
    const since = (key: string): string | undefined =>
      REVISIONS.find((revision) => known(revision, key));
    expect({
      readBytes: since('readBytes'),
      mode: since('mode'),
      initiatedBy: since('initiatedBy'),
      originalSessionId: since('originalSessionId'),
      bottleneck: since('bottleneck'),
    }).toEqual({
      readBytes: '1.2-rev1',
      mode: '1.3-rev0',
      initiatedBy: '1.3-rev0',
      // From 13 on the names say which retry it is; on an original both are known then.
      originalSessionId: '1.3-rev0',
      bottleneck: '1.0-rev1',
    });
  });

  test('sizes are the same, summed over the tasks or told by the session', () => {
    const keys = ['processedBytes', 'readBytes', 'transferredBytes'];
    const newest = ended(NEWEST);
    let compared = 0;
    for (const [id, row] of ended('1.2-rev1')) {
      const twin = newest.get(id);
      if (row['kind'] !== 'backup' || row['readBytes'] === null || twin === undefined) continue;
      expect([id, keys.map((key) => row[key])]).toEqual([id, keys.map((key) => twin[key])]);
      compared += 1;
    }
    expect(compared).toBeGreaterThan(20);
  });
});

test.each(REVISIONS)('%s: jobs, panes, log and tasks', async (revision) => {
  const version = ['--api-version', revision];
  // One that has ended: what runs has no loads of its stages yet.
  const ended = ['--status', 'success,warning,failed', '--limit', '1', '--json', 'id'];
  const sessions = await stage.runHere(['jobs', 'sessions', 'Daily VMs', ...ended, ...version]);
  const job = [String(rowsOf(sessions.stdout)[0]?.['id']), ...version];
  const jobs = await stage.runHere(['jobs', 'list', '-o', 'json', ...version]);
  expect([jobs.code, jobs.stderr]).toEqual([0, '']);
  expect(rowsOf(jobs.stdout).map(({ name }) => name)).toContain('Daily VMs');
  const shown = await stage.runHere(['session', 'show', ...job, '-o', 'table']);
  expect(shown.code).toBe(0);
  // What an old revision does not offer is said, and found elsewhere.
  const hasTasks = !revision.startsWith('1.0') && !revision.startsWith('1.1');
  expect(shown.stderr).toMatch(hasTasks ? /^$/ : /^\S+: API \S+ has no task sessions; .*log\n$/);
  expect(shown.stdout).toMatch(/^Daily VMs( \((Full|Incremental|Retry \d)\))? {2}/);
  expect(shown.stdout).toMatch(/Bottleneck: +(Source|Proxy|Network|Target)/);
  expect(shown.stdout).toMatch(/Stage loads: +Source \d+% +Proxy \d+% +Network \d+% +Target \d+%/);
  const log = await stage.runHere(['session', 'log', ...job, '-o', 'json']);
  expect(rowsOf(log.stdout).length).toBeGreaterThan(5);
  const tasks = await stage.runHere(['session', 'tasks', ...job, '-o', 'json']);
  expect([tasks.code, rowsOf(tasks.stdout).map(({ name }) => name)]).toEqual([
    0,
    expect.arrayContaining(['srv-mail-01']),
  ]);
});

test.each(REVISIONS)(
  '%s: a job without tasks has its bottleneck from the log',
  async (revision) => {
    const words = ['jobs', 'sessions', 'Accounting Workstation', '--limit', '3', '-o', 'json'];
    const { code, stdout } = await stage.runHere([...words, '--api-version', revision, '--quiet']);
    expect(code).toBe(0);
    for (const { bottleneck } of rowsOf(stdout)) expect(bottleneck).toEqual(expect.any(String));
  },
);

test('an idle copy job is idle, and its log is not followed for ever', async () => {
  const idle = await stage.runHere([
    'session',
    'list',
    '--status',
    'idle',
    '--limit',
    '1',
    '--json',
    'id',
  ]);
  const [row] = rowsOf(idle.stdout);
  const followed = await stage.runHere(['session', 'log', String(row?.['id']), '--follow']);
  expect(followed.code).toBe(0);
});

test('a viewer sees everything that an administrator sees', async () => {
  const viewer = await setStage({ product: 'vbr', role: 'viewer', now: () => NOW });
  for (const words of [
    ['jobs', 'list'],
    ['jobs', 'sessions', 'Daily VMs'],
    ['session', 'show', 'latest', '--job', 'Daily VMs', '-o', 'table'],
    ['session', 'tasks', 'latest', '--job', 'Daily VMs'],
  ]) {
    expect(await viewer.runHere([...words, '--quiet'])).toMatchObject({ code: 0, stderr: '' });
  }
  await viewer.close();
});

test('--demo shows both products in one table, with a column for the server', async () => {
  const { code, stdout } = await stage.runHere([
    'session',
    'list',
    '--demo',
    '--limit',
    '40',
    '-o',
    'table',
  ]);
  expect(code).toBe(0);
  expect(stdout.split('\n')[0]).toMatch(/^SERVER /);
  expect(stdout).toContain('demo-vbr ');
  expect(stdout).toContain('demo-vb365 ');
});

test('the product is found out where the port does not say it', async () => {
  const { code, stdout } = await stage.runHere(['jobs', 'list', '-o', 'json'], {
    variables: { VSI_PRODUCT: '' },
  });
  expect(code).toBe(0);
  expect(new Set(rowsOf(stdout).map(({ product }) => product))).toEqual(new Set(['vbr']));
});
