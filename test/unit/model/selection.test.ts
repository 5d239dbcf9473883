import { describe, expect, test } from '@jest/globals';
import {
  EVERYTHING,
  isSelected,
  meansJob,
  namesJob,
  overlaps,
} from '../../../src/model/selection.ts';
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
    expect(overlaps(session({ createdAt: null, endedAt: 12 * HOUR }), window)).toBe(true);
  });

  test('an open bound lets everything through', () => {
    expect(overlaps(session({}), { since: null, until: 11 * HOUR })).toBe(true);
    expect(overlaps(session({}), { since: 11 * HOUR, until: null })).toBe(true);
    expect(overlaps(session({ createdAt: -9, endedAt: -5 }), { since: null, until: null })).toBe(
      true,
    );
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
    expect(picks({ jobs: ['kÖLN*'] })).toBe(true);
    expect(picks({ jobs: ['other'] })).toBe(false);
    expect(picks({ jobs: ['other', 'j1'] })).toBe(true);
    expect(picks({ jobs: ['*n [1]'] })).toBe(true);
    expect(picks({ jobs: ['*n ?1?'] })).toBe(false);
  });

  test('a job without a name is found by its id only', () => {
    expect(namesJob('*', 'j1', null)).toBe(false);
    expect(namesJob('J1', 'j1', null)).toBe(true);
  });

  test('a job without an id is found by its name only', () => {
    expect(namesJob('mail', null, 'Mail')).toBe(true);
    expect(namesJob('null', null, 'Mail')).toBe(false);
  });

  test('what has no type of its own is selected by its kind', () => {
    const untyped = session({ type: null });
    expect(isSelected(untyped, { ...EVERYTHING, kinds: ['backup'] })).toBe(true);
    expect(isSelected(untyped, { ...EVERYTHING, kinds: ['copy'] })).toBe(false);
  });

  test('under --redact a job is meant by the name behind the one that is shown', () => {
    const job = { id: 'j1', name: 'job-1', knownAs: 'Mail' };
    expect(['mail', 'M*', 'j1', 'job-1'].map((wanted) => meansJob(wanted, job))).toEqual([
      true,
      true,
      true,
      false,
    ]);
    expect(meansJob('job-1', { id: 'j1', name: 'job-1' })).toBe(true);
    const hidden = session({ jobId: 'j1', jobName: 'job-1', knownAs: 'Mail' });
    expect(isSelected(hidden, { ...EVERYTHING, jobs: ['mail'] })).toBe(true);
    expect(isSelected(hidden, { ...EVERYTHING, jobs: ['job-1'] })).toBe(false);
  });

  test('where days follow the servers’ clocks the window is that of the session’s server', () => {
    const asked: number[] = [];
    const picks = (known: Partial<Session>): boolean =>
      isSelected(session(known), {
        ...EVERYTHING,
        windowAt: (offset) => {
          asked.push(offset);
          return { since: 13 * HOUR - offset * 60_000, until: null };
        },
      });
    expect(picks({ utcOffsetMinutes: 120 })).toBe(true);
    expect(picks({ utcOffsetMinutes: null })).toBe(false);
    expect(picks({})).toBe(false);
    expect(asked).toEqual([120, 0, 0]);
  });
});
