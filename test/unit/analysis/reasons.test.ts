import { describe, expect, test } from '@jest/globals';
import type { ReasonGrouping } from '../../../src/analysis/groupings.ts';
import { createReasons, isUnsuccessful } from '../../../src/analysis/reasons.ts';
import type { LogRecord } from '../../../src/model/log-record.ts';
import type { Session } from '../../../src/model/session.ts';
import { STATUSES } from '../../../src/model/status.ts';
import { newTask, type Task } from '../../../src/model/task.ts';
import { session } from './support.ts';

const line = (title: string, known: Partial<LogRecord> = {}): LogRecord => ({
  id: '1',
  level: 'failed',
  title,
  description: null,
  startedAt: 1000,
  updatedAt: null,
  ...known,
});

const task = (name: string, message: string, known: Partial<Task> = {}): Task =>
  newTask({
    id: `t-${name}`,
    server: 's',
    sessionId: 'a',
    status: 'failed',
    name,
    message,
    ...known,
  });

interface Sources {
  readonly session?: Partial<Session>;
  readonly tasks?: readonly Task[];
  readonly log?: readonly LogRecord[];
}

function rowsOf(all: readonly Sources[], by: ReasonGrouping = 'reason') {
  const reasons = createReasons(by);
  all.forEach((sources, index) => {
    const of = reasons.ofSession(
      session(`s${index}`, index, { status: 'failed', ...sources.session }),
    );
    sources.tasks?.forEach(of.addTask);
    sources.log?.forEach(of.addLogRecord);
    of.end();
  });
  return reasons.rows();
}

describe('reasons of sessions', () => {
  test('equal ones are one row with counts, sessions, jobs, objects and times', () => {
    const rows = rowsOf([
      { log: [line('Mailbox Anna Smith was skipped: user 17 is gone', { startedAt: 5000 })] },
      { log: [line('mailbox Bob was skipped:  user 4 is gone.', { startedAt: 9000 })] },
      {
        session: { jobId: 'K' },
        log: [
          line('Mailbox Bob was skipped: user 4 is gone', { startedAt: 7000, level: 'warning' }),
        ],
      },
    ]);
    expect(rows).toEqual([
      {
        reason: 'Mailbox <name> was skipped: user <n> is gone',
        level: 'failed',
        count: 3,
        sessions: 3,
        jobs: 2,
        objects: 2,
        firstSeenAt: 5000,
        lastSeenAt: 9000,
        example: 'mailbox Bob was skipped:  user 4 is gone.',
        server: null,
        jobId: null,
        jobName: null,
        object: null,
      },
    ]);
  });

  test('what task, log and message of one session repeat counts once', () => {
    const reason = 'Error: Host hv-02.demo.example is unreachable';
    const rows = rowsOf([
      {
        session: { message: reason },
        tasks: [task('vm1', reason), task('vm2', reason)],
        log: [
          line('Processing vm1 Error: Host hv-02.demo.example is unreachable'),
          line('Processing vm2', { description: reason }),
          line('Job finished with error at 11/24/2026 7:37:01 PM', { description: reason }),
        ],
      },
    ]);
    expect(rows.map(({ reason: masked, count, objects }) => [masked, count, objects])).toEqual([
      ['Host <host> is unreachable', 2, 2],
    ]);
  });

  test('the session’s own message counts where there is nothing better', () => {
    const closing = line('Job finished with error at 11/24/2026 7:37:01 PM');
    const first = (sources: Sources) => rowsOf([sources])[0]?.reason;
    expect(first({ session: { message: 'Disk D: is full' }, log: [closing] })).toBe(
      'Disk D: is full',
    );
    expect(
      first({
        session: { message: 'Creating synthetic full backup (22% done)' },
        log: [line('Disk is full')],
      }),
    ).toBe('Disk is full');
    expect(first({ session: { message: 'Creating synthetic full backup (22% done)' } })).toBe(
      'Creating synthetic full backup (<n>% done)',
    );
    expect(first({ session: { message: 'Failed' } })).toBe('No reason is told');
    expect(first({ session: { message: null }, log: [closing] })).toBe(
      'Job finished with error at <time>',
    );
  });

  test('records and tasks that went well are none', () => {
    const rows = rowsOf([
      {
        tasks: [
          task('vm1', 'Success', { status: 'success' }),
          task('vm2', 'Failed', { statusText: 'Failed' }),
        ],
        log: [line('All is well', { level: 'success' }), line('Disk is full')],
      },
    ]);
    expect(rows.map(({ reason }) => reason)).toEqual(['Disk is full']);
  });

  test('failures come first, then what is frequent; warnings stay warnings', () => {
    const rows = rowsOf([
      {
        log: [
          line('Slow', { level: 'warning' }),
          line('Slow', { level: 'warning' }),
          line('Broken'),
        ],
      },
    ]);
    expect(rows.map(({ reason, level, count }) => [reason, level, count])).toEqual([
      ['Broken', 'failed', 1],
      ['Slow', 'warning', 2],
    ]);
  });

  test('by job and by object the rows say whose they are', () => {
    const all: readonly Sources[] = [
      {
        tasks: [task('vm1', 'Disk is full'), task('vm2', 'Disk is full')],
        log: [line('Disk is full')],
      },
      { session: { jobId: 'K', jobName: 'Files' }, tasks: [task('vm1', 'Disk is full')] },
    ];
    expect(
      rowsOf(all, 'job').map(({ jobName, count, objects }) => [jobName, count, objects]),
    ).toEqual([
      ['Mail', 2, 2],
      ['Files', 1, 1],
    ]);
    expect(
      rowsOf(all, 'object').map(({ object, count, sessions }) => [object, count, sessions]),
    ).toEqual([
      ['vm1', 2, 2],
      ['vm2', 1, 1],
    ]);
    const [unnamed] = rowsOf([{ log: [line('Disk is full')] }], 'object');
    expect([unnamed?.object, unnamed?.objects, unnamed?.server]).toEqual([null, null, 's']);
  });
});

describe('what a session’s sources add', () => {
  const FULL = 'Disk is full';

  test('the newest one is the example, the times span all, whatever order they come in', () => {
    const at = (startedAt: number | null, title: string, updatedAt: number | null = null) =>
      line(title, { startedAt, updatedAt });
    const rows = rowsOf(
      [[at(7, 'User 7 is gone')], [at(3, 'User 3 is gone')], [at(null, 'User 9 is gone', 9)]].map(
        (log) => ({ log }),
      ),
    );
    expect(rows).toMatchObject([
      { count: 3, sessions: 3, jobs: 1, firstSeenAt: 3, lastSeenAt: 9, example: 'User 9 is gone' },
    ]);
    expect(rowsOf([{ log: [at(null, 'User 1 is gone'), at(null, 'User 2 is gone')] }])).toEqual([
      expect.objectContaining({
        count: 2,
        firstSeenAt: null,
        lastSeenAt: null,
        example: 'User 1 is gone',
      }),
    ]);
  });

  test('tasks tell when they ended, else when they began', () => {
    const times = (known: Partial<Task>) =>
      rowsOf([{ tasks: [task('vm1', FULL, known)] }])[0]?.lastSeenAt;
    expect(times({ createdAt: 5, endedAt: 8 })).toBe(8);
    expect(times({ createdAt: 5, endedAt: null })).toBe(5);
    expect(times({ createdAt: null, endedAt: null })).toBeNull();
  });

  test('tasks that an adapter made of the log do not count beside it', () => {
    const made = task('vm1', 'Something else', { id: 's0/17' });
    expect(rowsOf([{ tasks: [made], log: [line(FULL)] }])).toMatchObject([
      { reason: FULL, count: 1 },
    ]);
  });

  test('a task that says nothing useful speaks where nobody else does', () => {
    const useless = task('vm1', 'See session log', { endedAt: 4 });
    expect(rowsOf([{ tasks: [useless], log: [line(FULL)] }])).toMatchObject([{ reason: FULL }]);
    expect(rowsOf([{ tasks: [useless] }])).toMatchObject([
      { reason: 'See session log', objects: 1, lastSeenAt: 4, count: 1 },
    ]);
  });

  test('a warning of a task is a warning', () => {
    expect(rowsOf([{ tasks: [task('vm1', FULL, { status: 'warning' })] }])).toMatchObject([
      { level: 'warning' },
    ]);
    expect(
      rowsOf([{ session: { status: 'warning', message: FULL } }]).map(({ level }) => level),
    ).toEqual(['warning']);
  });

  test('names of tasks and of the job are masked, short ones and plain words are not', () => {
    const masked = (jobName: string | null, title: string, tasks: readonly Task[] = []) =>
      rowsOf([{ session: { jobName }, tasks, log: [line(title)] }])[0]?.reason;
    expect(masked('Mail-01', 'Stopped by Mail-01 itself')).toBe('Stopped by <name> itself');
    expect(masked('Backup', 'Backup is broken')).toBe('Backup is broken');
    expect(masked('a-', 'a- is broken')).toBe('a- is broken');
    const well = task(' Alpha ', '', { status: 'success' });
    expect(masked(null, 'No space for Alpha left', [well])).toBe('No space for <name> left');
  });

  test('a session without a job is nobody’s, one with a name alone is a job’s', () => {
    const of = (jobId: string | null, jobName: string | null): Sources => ({
      session: { jobId, jobName },
      log: [line(FULL)],
    });
    expect(rowsOf([of(null, null), of(null, null)])).toMatchObject([{ jobs: 0, sessions: 2 }]);
    expect(rowsOf([of(null, 'Mail'), of(null, 'Mail'), of('K', null)])).toMatchObject([
      { jobs: 2 },
    ]);
    expect(rowsOf([of('J', 'Mail')], 'job')).toMatchObject([
      { server: 's', jobId: 'J', jobName: 'Mail', object: null },
    ]);
    expect(rowsOf([of('J', 'Mail')], 'object')).toMatchObject([
      { server: 's', jobId: null, jobName: null },
    ]);
  });

  test('one object of two servers is two', () => {
    const on = (server: string): Sources => ({
      session: { server },
      tasks: [task('vm1', FULL, { server })],
    });
    expect(rowsOf([on('s'), on('t'), on('s')])).toMatchObject([{ objects: 2, count: 3 }]);
    expect(rowsOf([on('s'), on('t')], 'object')).toHaveLength(2);
  });

  test('what the log says of no object counts beyond the objects that are named', () => {
    const sources: Sources = {
      tasks: [task('vm1', FULL)],
      log: [line(FULL), line(FULL), line(FULL)],
    };
    expect(rowsOf([sources])).toMatchObject([{ count: 3 }]);
    expect(rowsOf([sources], 'object').map(({ object, count }) => [object, count])).toEqual([
      [null, 2],
      ['vm1', 1],
    ]);
  });

  test('equally frequent ones stand by their text, in whatever order they come', () => {
    const titles = ['Beta is out', 'Alpha is out', 'Gamma is out'];
    for (const order of [titles, [...titles].reverse()]) {
      expect(
        rowsOf([{ log: order.map((title) => line(title)) }]).map(({ reason }) => reason),
      ).toEqual([...titles].sort());
    }
  });

  test('of tasks that went well, or repeat their status, nothing is told', () => {
    const told = (known: Partial<Task>, message = 'Snapshot was made') =>
      rowsOf([{ tasks: [task('vm1', message, known)] }])[0]?.reason;
    expect(told({ status: 'success' })).toBe('No reason is told');
    expect(told({ status: 'stopped' })).toBe('No reason is told');
    expect(told({ message: null })).toBe('No reason is told');
    expect(told({ statusText: 'Snapshot was made' })).toBe('No reason is told');
    expect(told({})).toBe('Snapshot was made');
    expect(told({ status: 'success' }, 'Failed')).toBe('No reason is told');
    expect(
      rowsOf([{ tasks: [task('ab', 'No room for ab here')] }]).map(({ reason }) => reason),
    ).toEqual(['No room for ab here']);
    expect(
      rowsOf([{ tasks: [task('x', 'Lost', { name: null })] }]).map(({ objects }) => objects),
    ).toEqual([null]);
  });

  test('the session’s own words come before what its log says of next to nothing', () => {
    const row = (message: string, ...log: readonly LogRecord[]) =>
      rowsOf([{ session: { message, endedAt: 1 }, log }])[0];
    expect(row('Quota reached', line('Check session log'))?.reason).toBe('Quota reached');
    expect(row('Failed', line('Check session log', { startedAt: 5 }))).toMatchObject({
      reason: 'Check session log',
      lastSeenAt: 5,
      level: 'failed',
    });
    expect(row('Failed', line('Job finished with error at noon'))?.reason).toBe(
      'Job finished with error at noon',
    );
    expect(row(' Failed ', line('Failed'))?.reason).toBe('No reason is told');
  });

  test('only sessions with a warning or a failure are looked at', () => {
    expect(STATUSES.filter(isUnsuccessful)).toEqual([
      'warning',
      'failed',
      'disconnected',
      'not-configured',
    ]);
  });

  test('the last resort is told once, with the session’s end', () => {
    const last = (known: Partial<Session>) =>
      rowsOf([{ session: { message: null, createdAt: 100, endedAt: 200, ...known } }]);
    expect(last({})).toMatchObject([
      { reason: 'No reason is told', count: 1, objects: null, lastSeenAt: 200, level: 'failed' },
    ]);
    expect(last({ endedAt: null })).toMatchObject([{ lastSeenAt: 100 }]);
    expect(last({ message: 'Failed' })).toMatchObject([{ reason: 'No reason is told' }]);
  });
});
