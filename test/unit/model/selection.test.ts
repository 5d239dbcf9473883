import { describe, expect, test } from '@jest/globals';
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
