import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { rowsOf, setStage, type Stage } from '../support/vsi.ts';

/** Every version, oldest first. */
const VERSIONS = ['v3', 'v4', 'v5', 'v6', 'v7', 'v8'] as const;

/** Minutes off the present, so that a session that begins while the test runs changes nothing. */
const UNTIL = new Date(Date.now() - 30 * 60_000).toISOString();

let stage: Stage;
const sessionsOf = new Map<string, Record<string, unknown>[]>();

beforeAll(async () => {
  stage = await setStage({ throttle: false });
  const words = ['session', 'list', '--limit', '0', '--until', UNTIL, '-o', 'json'];
  for (const version of VERSIONS) {
    const { code, stdout, stderr } = await stage.runHere([...words, '--api-version', version]);
    expect({ version, code, stderr }).toEqual({ version, code: 0, stderr: '' });
    sessionsOf.set(version, rowsOf(stdout));
  }
}, 60_000);

afterAll(async () => {
  await stage.close();
});

/** Sessions that had ended, by id, without what only some versions tell. */
function backups(version: string): Map<unknown, Record<string, unknown>> {
  const rows = sessionsOf.get(version) ?? [];
  const ended = rows.filter(({ kind, endedAt }) => kind === 'backup' && endedAt !== null);
  return new Map(ended.map((row) => [row['id'], row]));
}

const SAME_EVERYWHERE = [
  'jobId',
  'jobName',
  'createdAt',
  'endedAt',
  'durationSeconds',
  'progressObjects',
  'processingRateBytesPerSecond',
  'processingRateItemsPerSecond',
  'readRateBytesPerSecond',
  'writeRateBytesPerSecond',
  'transferredBytes',
  'processedObjects',
  'bottleneck',
];

describe('each API version gives the same backup sessions', () => {
  test('and the demo has more than one page of them', () => {
    expect(backups('v8').size).toBeGreaterThan(1000);
  });

  test.each(VERSIONS.filter((version) => version !== 'v8'))('%s as v8', (version) => {
    const [old, newest] = [backups(version), backups('v8')];
    // Three of the statuses begin with v5: their sessions may be missing before.
    const expected = [...newest].filter(
      ([, { status }]) =>
        !['v3', 'v4'].includes(version) ||
        !['disconnected', 'not-configured'].includes(String(status)),
    );
    expect(expected.length).toBeGreaterThan(1000);
    for (const [id, row] of expected) {
      const pick = (record: Record<string, unknown> | undefined) => [
        id,
        ...SAME_EVERYWHERE.map((key) => record?.[key]),
      ];
      expect(pick(old.get(id))).toEqual(pick(row));
      expect(old.get(id)?.['status']).toBe(row['status']);
    }
  });
});

test('copy sessions begin with v6', () => {
  const copies = VERSIONS.map(
    (version) => (sessionsOf.get(version) ?? []).filter(({ kind }) => kind === 'copy').length,
  );
  expect(copies.slice(0, 3)).toEqual([0, 0, 0]);
  expect(copies[3]).toBeGreaterThan(0);
  expect(new Set(copies.slice(3)).size).toBe(1);
});

test('what a version does not tell is null, what it tells is not', () => {
  const known = (version: string, key: string): boolean =>
    (sessionsOf.get(version) ?? []).some((row) => row[key] !== null);
  const table = ['retryNumber', 'originalSessionId', 'willBeRetried', 'repositoryId', 'mode'].map(
    (key) => [key, VERSIONS.filter((version) => known(version, key))],
  );
  expect(table).toEqual([
    ['retryNumber', ['v6', 'v7', 'v8']],
    ['originalSessionId', ['v6', 'v7', 'v8']],
    ['willBeRetried', ['v7', 'v8']],
    ['repositoryId', ['v7', 'v8']],
    ['mode', ['v8']],
  ]);
});

test('newest first, each once', () => {
  for (const version of VERSIONS) {
    const rows = sessionsOf.get(version) ?? [];
    const times = rows.map(({ createdAt }) => String(createdAt));
    expect(times).toEqual([...times].sort().reverse());
    expect(new Set(rows.map(({ id }) => id)).size).toBe(rows.length);
  }
});

test.each(VERSIONS)('%s: jobs, log and one session come through', async (version) => {
  const jobs = await stage.runHere(['jobs', 'list', '-o', 'json', '--api-version', version]);
  expect({ code: jobs.code, stderr: jobs.stderr }).toEqual({ code: 0, stderr: '' });
  expect(rowsOf(jobs.stdout).map(({ name }) => name)).toContain('Teams');
  const shown = await stage.runHere([
    'session',
    'show',
    'latest',
    '--job',
    'teams',
    '-o',
    'json',
    '--api-version',
    version,
  ]);
  expect(JSON.parse(shown.stdout)).toMatchObject({ jobName: 'Teams', product: 'vb365' });
  const log = await stage.runHere([
    'session',
    'log',
    'latest',
    '--job',
    'Teams',
    '-o',
    'ndjson',
    '--api-version',
    version,
  ]);
  const [first] = log.stdout.split('\n');
  expect(JSON.parse(first ?? '')).toMatchObject({ level: expect.any(String) });
  expect(log.stdout).not.toMatch(/\[(Success|Warning|Error)\]/);
});

test('without --api-version the newest is found without a login', async () => {
  const { stdout } = await stage.runHere(['api', 'ServiceInstance']);
  expect(JSON.parse(stdout)).toMatchObject({ version: expect.stringMatching(/^8\./) });
});
