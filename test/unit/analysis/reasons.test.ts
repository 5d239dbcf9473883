import { describe, expect, test } from '@jest/globals';
import type { ReasonGrouping } from '../../../src/analysis/groupings.ts';
import { createReasons } from '../../../src/analysis/reasons.ts';
import { isClosing, isUseless, sayingOf } from '../../../src/analysis/reason-texts.ts';
import type { LogRecord } from '../../../src/model/log-record.ts';
import type { Session } from '../../../src/model/session.ts';
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

describe('texts of logs', () => {
  test.each([
    ['Processing srv-01 Error: Disk is full', null, 'srv-01', 'Error: Disk is full'],
    ['Processing Web Server', 'Disk is full', 'Web Server', 'Disk is full'],
    [
      'Processing srv-01 VMware Tools are not running',
      null,
      'srv-01',
      'VMware Tools are not running',
    ],
    ['Failed to process mailbox x@y.example: it is locked', null, 'x@y.example', null],
    ['Mailbox Anna Smith was skipped', null, 'Anna Smith', null],
    ['Failed to process 3 of 40 objects.', null, null, null],
    ['Site https://contoso.example/sites/a: 404', null, 'https://contoso.example/sites/a', null],
    ['Connection lost', 'to proxy', null, 'Connection lost - to proxy'],
  ])('%s', (title, description, object, text) => {
    expect(sayingOf({ title, description }, new Set())).toEqual({ object, text: text ?? title });
  });

  test('a machine that is known is told from its reason', () => {
    expect(
      sayingOf(
        { title: 'Processing Web Server is off', description: '' },
        new Set(['Web', 'Web Server']),
      ),
    ).toEqual({ object: 'Web Server', text: 'is off' });
  });

  test('closing lines and what gives no reason', () => {
    for (const text of [
      'Job finished with error at 1/2/2026',
      'Job was stopped at 3 PM',
      'Copy job finished at 1/2 with warnings',
    ]) {
      expect([text, isClosing(text)]).toEqual([text, true]);
    }
    expect(isClosing('Job failed: disk is full')).toBe(false);
    for (const text of [
      'Success',
      '',
      'Finished with warnings, check session log for details',
      'Transferred: 3 MB (4 items)',
      'Creating backup (2% done)',
    ]) {
      expect([text, isUseless(text)]).toEqual([text, true]);
    }
    expect(isUseless('Disk is full')).toBe(false);
  });
});
