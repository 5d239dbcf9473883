import { describe, expect, test } from '@jest/globals';
import * as fc from 'fast-check';
import { isVsiError } from '../../../../src/model/errors.ts';
import type { LogRecord } from '../../../../src/model/log-record.ts';
import { STATUSES } from '../../../../src/model/status.ts';
import { toSession } from '../../../../src/servers/vbr/session.ts';
import { taskOfRecord, tasksOfRecords, toTask } from '../../../../src/servers/vbr/task.ts';
import { SERVER, id, items, served, sessionContext } from './fixtures.ts';

const CONTEXT = {
  server: SERVER,
  where: `GET /api/v1/taskSessions on ${SERVER}`,
  offsetMinutes: 60,
};
const SESSION = toSession(served(1), sessionContext('1.3-rev1'));

function read(task: Readonly<Record<string, unknown>>) {
  return toTask({ id: id('7', 1), type: 'Backup', ...task }, SESSION, CONTEXT);
}

describe('the documents’ task sessions come through unchanged', () => {
  const backups = items('1.3-rev2-tasksessions').map((task) => toTask(task, SESSION, CONTEXT));

  test('a machine', () => {
    expect(backups[1]).toEqual({
      id: '8bec8b2d-11e8-45e1-b7be-a932376a0de4',
      server: SERVER,
      sessionId: '9811fb69-b436-4198-b848-fb6eb42fba03',
      name: 'linbase01',
      kind: 'backup',
      status: 'success',
      statusText: 'Success',
      createdAt: Date.parse('2024-11-13T18:00:45.528+01:00') + 0.604,
      endedAt: Date.parse('2024-11-13T18:02:02.865+01:00') + 0.537,
      durationSeconds: 77.337,
      mode: 'incremental',
      processedBytes: 21474836480,
      readBytes: 881852416,
      transferredBytes: 343923660,
      processingRateBytesPerSecond: Math.round(53.7 * 1024 ** 2),
      bottleneck: 'source',
      message: 'Success',
      repositoryId: '88788f9e-d8f5-4eb4-bc4f-9b3f5403bcec',
      restorePointId: 'd5c059d9-336b-491e-b07e-89f717eaa4af',
      scanResult: null,
      donePercent: 100,
      utcOffsetMinutes: 60,
    });
  });

  test('a share: the zeros id is no repository, no rate is null, zero bytes are zero', () => {
    expect(backups[0]).toMatchObject({
      name: 'winsrv88:/C:\\shares\\nfs_share',
      mode: null,
      repositoryId: null,
      restorePointId: null,
      processedBytes: 9578192,
      readBytes: 0,
      transferredBytes: 0,
      processingRateBytesPerSecond: null,
      bottleneck: 'proxy',
    });
  });

  test('scans', () => {
    const scans = items('1.2-rev1-session-tasksessions').map((task) =>
      toTask(task, SESSION, CONTEXT),
    );
    expect(scans).toHaveLength(9);
    expect(scans[1]).toEqual({
      id: '71c3d117-e772-4b2e-be5e-eb2d9933bbea',
      server: SERVER,
      sessionId: 'a330c612-07b2-4c3a-adbf-0007f904bbfd',
      name: 'winsrv88 [11/4/2024 5:18:45 PM]',
      kind: 'antivirus',
      status: 'warning',
      statusText: 'Inconclusive',
      createdAt: Date.parse('2024-11-11T11:54:32.649Z') + 0.649,
      endedAt: Date.parse('2024-11-11T12:14:33.796Z') + 0.154,
      durationSeconds: 1201.147,
      mode: null,
      processedBytes: null,
      readBytes: null,
      transferredBytes: null,
      processingRateBytesPerSecond: null,
      bottleneck: null,
      message: null,
      repositoryId: null,
      restorePointId: '56a6e3ac-2771-4fcc-8b8c-0632c708d94f',
      scanResult: 'Inconclusive',
      donePercent: null,
      utcOffsetMinutes: 60,
    });
    expect(scans.map(({ status }) => status)).toEqual([
      'success',
      'warning',
      'success',
      'warning',
      'success',
      'success',
      'success',
      'success',
      'warning',
    ]);
  });
});

describe('the other types', () => {
  test('a replica’s point', () => {
    const replica = read({ type: 'Replica', algorithm: 'Synthetic', replicaPointId: id('9', 1) });
    expect(replica).toMatchObject({
      kind: 'replica',
      mode: 'synthetic',
      restorePointId: id('9', 1),
      sessionId: SESSION.id,
    });
  });

  test('a restore that runs', () => {
    const times = { creationTime: '2026-11-19T22:00:00', endTime: '2026-11-19T22:05:00' };
    expect(read({ type: 'Restore', state: 'Working', result: null, ...times })).toMatchObject({
      kind: 'restore',
      status: 'running',
      statusText: 'Working',
      endedAt: null,
      durationSeconds: null,
    });
    expect(read({ type: 'Restore', state: 'Stopped', result: 'Failed', ...times })).toMatchObject({
      status: 'failed',
      durationSeconds: 300,
    });
  });

  test.each([
    ['NotStarted', 'None', 'queued', 'NotStarted'],
    ['InProgress', 'None', 'running', 'InProgress'],
    ['Finished', 'Clean', 'success', 'Clean'],
    ['Finished', 'Infected', 'failed', 'Infected'],
    ['Finished', 'Failed', 'failed', 'Failed'],
    ['Finished', 'Canceled', 'stopped', 'Canceled'],
    ['Finished', 'None', 'none', 'None'],
    ['Finished', 'Glowing', 'unknown', 'Glowing'],
    ['Doubting', 'Clean', 'unknown', 'Clean'],
  ])('a scan %s %s', (scanState, scanResult, status, statusText) => {
    const scan = { type: 'Antivirus', state: 'Stopped', result: { result: 'Success' } };
    expect(read({ ...scan, scanState, scanResult })).toMatchObject({
      status,
      statusText,
      scanResult,
    });
  });

  test('a time with an offset keeps it', () => {
    expect(read({ creationTime: '2026-11-19T22:00:00Z' }).createdAt).toBe(
      Date.parse('2026-11-19T22:00:00Z'),
    );
  });
});

test('anything becomes a task, or an error with endpoint and field', () => {
  const some = fc.dictionary(
    fc.constantFrom('id', 'type', 'state', 'result', 'progress', 'scanState', 'creationTime'),
    fc.jsonValue(),
  );
  fc.assert(
    fc.property(fc.oneof(fc.jsonValue(), some), (json) => {
      try {
        expect(STATUSES).toContain(toTask(json, SESSION, CONTEXT).status);
      } catch (error) {
        expect(isVsiError(error) && [error.code, error.where]).toEqual([
          'ANSWER_UNREADABLE',
          CONTEXT.where,
        ]);
      }
    }),
  );
});

describe('an object out of the log', () => {
  function record(title: string, others: Partial<LogRecord> = {}): LogRecord {
    const times = { startedAt: 1000, updatedAt: 61_000 };
    return { id: '7', level: 'success', title, description: null, ...times, ...others };
  }

  test('has a name, a result and times', () => {
    expect(taskOfRecord(record('Processing ubuntu 88'), SESSION)).toMatchObject({
      id: `${SESSION.id}/7`,
      sessionId: SESSION.id,
      name: 'ubuntu 88',
      status: 'success',
      createdAt: 1000,
      endedAt: 61_000,
      durationSeconds: 60,
      readBytes: null,
      message: null,
    });
  });

  test.each([
    [
      'Processing srv Error: Cannot connect to: host',
      null,
      'srv',
      'Error: Cannot connect to: host',
    ],
    ['Processing srv', 'No space', 'srv', 'No space'],
    ['Processing srv 1: disk', 'No space', 'srv 1: disk', 'No space'],
  ])('%s tells the reason', (title, description, name, message) => {
    expect(taskOfRecord(record(title, { description, level: 'failed' }), SESSION)).toMatchObject({
      name,
      message,
      status: 'failed',
    });
  });

  const TOOLS = 'VMware Tools are not running';

  test.each([
    ['Processing srv', 'srv', TOOLS],
    ['Processing srv', 'app-01', TOOLS],
    ['Processing a b', 'a b', TOOLS],
    ['', 'srv', 'Failed to log in'],
  ])('behind “%s” a problem without a mark is that of %s: %s', (first, name, message) => {
    const problem = record(`Processing ${name} ${message}`, { level: 'warning' });
    const tasks = tasksOfRecords([record(first), problem], SESSION);
    expect(tasks.at(-1)).toMatchObject({ name, message, status: 'warning' });
  });

  test.each([`srv ${TOOLS}`, 'dc01 Main'])('%s is a name as far as anybody knows', (name) => {
    const problem = record(`Processing ${name}`, { level: 'warning' });
    expect(tasksOfRecords([problem], SESSION)).toMatchObject([{ name, message: null }]);
  });

  test('that went well keeps all of its name', () => {
    const names = tasksOfRecords([record('Processing srv'), record('Processing srv 1')], SESSION);
    expect(names.map(({ name }) => name)).toEqual(['srv', 'srv 1']);
  });

  test('that is worked on has no end', () => {
    expect(taskOfRecord(record('Processing srv', { level: 'running' }), SESSION)).toMatchObject({
      status: 'running',
      endedAt: null,
      durationSeconds: null,
    });
  });

  test.each([
    'Processing finished at 11/10/2024 6:01:53 PM',
    'Queued for processing',
    'Processing',
    '',
  ])('%s is none', (title) => {
    expect(taskOfRecord(record(title), SESSION)).toBeNull();
  });
});
