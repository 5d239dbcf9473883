import { describe, expect, test } from '@jest/globals';
import { findJob } from '../../../src/model/job-reference.ts';
import { kebabCase } from '../../../src/model/kind.ts';
import { newestFirst, logOrder } from '../../../src/model/order.ts';
import { EVERYTHING, isSelected, namesJob, overlaps } from '../../../src/model/selection.ts';
import { newSession, type Session } from '../../../src/model/session.ts';

const HOUR = 3_600_000;

function session(known: Partial<Session>): Session {
  return newSession({
    id: 'a',
    server: 's',
    product: 'vb365',
    kind: 'backup',
    status: 'success',
    createdAt: 10 * HOUR,
    endedAt: 12 * HOUR,
    ...known,
  });
}

describe('overlaps', () => {
  test.each([
    ['within', 9, 13, true],
    ['spans the start', 11, 13, true],
    ['ended exactly at since', 12, 13, true],
    ['ended before', 12.1, 13, false],
    ['began exactly at until', 9, 10, false],
    ['began before until', 9, 10.1, true],
  ])('%s', (_name, since, until, expected) => {
    expect(overlaps(session({}), { since: since * HOUR, until: until * HOUR })).toBe(expected);
  });

  test('a session without an end overlaps everything after its start', () => {
    expect(overlaps(session({ endedAt: null }), { since: 100 * HOUR, until: null })).toBe(true);
  });

  test('a session without a start is never filtered by time', () => {
    const window = { since: 100 * HOUR, until: 101 * HOUR };
    expect(overlaps(session({ createdAt: null, endedAt: null }), window)).toBe(true);
  });
});

describe('isSelected', () => {
  test('by status, kind, the server’s own type and job', () => {
    const copy = session({ kind: 'copy', type: 'BackupCopyJob', jobId: 'J1', jobName: 'Köln [1]' });
    const picks = (selection: Partial<typeof EVERYTHING>): boolean =>
      isSelected(copy, { ...EVERYTHING, ...selection });
    expect(picks({})).toBe(true);
    expect(picks({ statuses: ['failed'] })).toBe(false);
    expect(picks({ kinds: ['backup'] })).toBe(false);
    expect(picks({ kinds: ['backup', 'copy'] })).toBe(true);
    expect(picks({ kinds: ['backup-copy-job'] })).toBe(true);
    expect(picks({ kinds: ['all'] })).toBe(true);
    expect(picks({ jobs: ['köln [1]'] })).toBe(true);
    expect(picks({ jobs: ['j1'] })).toBe(true);
    expect(picks({ jobs: ['K*'] })).toBe(true);
    expect(picks({ jobs: ['*n [1]'] })).toBe(true);
    expect(picks({ jobs: ['*n ?1?'] })).toBe(false);
  });

  test('a job without a name is found by its id only', () => {
    expect(namesJob('*', 'j1', null)).toBe(false);
    expect(namesJob('J1', 'j1', null)).toBe(true);
  });
});

describe('findJob', () => {
  const jobs = [
    { id: '11112222-0000-0000-0000-000000000001', name: 'Mail' },
    { id: '11112222-0000-0000-0000-000000000002', name: 'mail' },
    { id: '33334444-0000-0000-0000-000000000003', name: 'Sites' },
    { id: '55556666-0000-0000-0000-000000000004', name: '3333' },
  ];

  test('exact id, exact name, any case, beginning of an id, in this order', () => {
    expect(findJob(jobs, '33334444-0000-0000-0000-000000000003')).toEqual({ found: jobs[2] });
    expect(findJob(jobs, 'mail')).toEqual({ found: jobs[1] });
    expect(findJob(jobs, 'SITES')).toEqual({ found: jobs[2] });
    expect(findJob(jobs, '3333')).toEqual({ found: jobs[3] });
    expect(findJob(jobs, '33334')).toEqual({ found: jobs[2] });
  });

  test('several matches are no match', () => {
    expect(findJob(jobs, 'MAIL')).toEqual({ ambiguous: [jobs[0], jobs[1]] });
    expect(findJob(jobs, '1111')).toEqual({ ambiguous: [jobs[0], jobs[1]] });
  });

  test('three characters of an id are not enough; the nearest names are offered', () => {
    expect(findJob(jobs, '111')).toEqual({ nearest: [] });
    expect(findJob(jobs, 'Site')).toEqual({ nearest: [jobs[2]] });
  });
});

describe('order', () => {
  test('newest first, unknown times last, ties by id', () => {
    const rows = [
      session({ id: 'b', createdAt: 1 }),
      session({ id: 'x', createdAt: null }),
      session({ id: 'a', createdAt: 1 }),
      session({ id: 'w', createdAt: null }),
      session({ id: 'c', createdAt: 2 }),
    ];
    expect(rows.sort(newestFirst).map(({ id }) => id)).toEqual(['c', 'a', 'b', 'w', 'x']);
  });

  test('log records by start, then by number', () => {
    const record = (id: string, startedAt: number | null) => ({
      id,
      startedAt,
      level: 'info' as const,
      title: '',
      description: null,
      updatedAt: null,
    });
    const rows = [record('10', 5), record('9', 5), record('1', 7), record('2', null)];
    expect(rows.sort(logOrder).map(({ id }) => id)).toEqual(['9', '10', '1', '2']);
  });
});

test.each([
  ['BackupCopyJob', 'backup-copy-job'],
  ['SourceWan', 'source-wan'],
  ['EntraIDTenantBackup', 'entra-id-tenant-backup'],
  ['Backup', 'backup'],
  ['RetrievalChangeAvailabilityPeriodDays', 'retrieval-change-availability-period-days'],
])('kebabCase(%s)', (word, kebab) => {
  expect(kebabCase(word)).toBe(kebab);
});
