import { describe, expect, test } from '@jest/globals';
import * as fc from 'fast-check';
import { isVsiError } from '../../../../src/model/errors.ts';
import { toListedJob } from '../../../../src/servers/vbr/job.ts';
import { SERVER, id, items } from './fixtures.ts';

const CONTEXT = { server: SERVER, where: `GET /api/v1/jobs/states on ${SERVER}` };

function read(others: Readonly<Record<string, unknown>>) {
  const state = { id: id('a', 1), name: 'Mail', type: 'VSphereBackup', lastResult: 'Success' };
  return toListedJob({ ...state, lastRun: '2026-11-19T22:00:00+01:00', ...others }, CONTEXT);
}

describe('the document’s job states come through unchanged', () => {
  const [running, idle, scheduled] = items('1.1-rev0-jobs-states').map(
    (state) => toListedJob(state, CONTEXT).job,
  );

  test('a running one', () => {
    expect(running).toEqual({
      id: '301450bc-34cd-4d2c-bfc3-8d269bb471be',
      server: SERVER,
      product: 'vbr',
      name: 'AD Backup',
      description: 'Created by GAMMA\\Administrator',
      kind: 'backup',
      type: 'Backup',
      enabled: true,
      listed: true,
      running: true,
      lastStatus: 'running',
      lastRunAt: Date.parse('2022-02-04T21:40:34.473+03:00'),
      lastDurationSeconds: null,
      nextRunAt: null,
      nextRunText: null,
      lastSuccessAt: null,
      lastSessionId: 'dc98d2df-e845-46c4-bba1-57c3d020bf36',
      objectsCount: 1,
      repositoryId: '88788f9e-d8f5-4eb4-bc4f-9b3f5403bcec',
      repositoryName: 'Default Backup Repository',
      recentStatuses: null,
      failingSince: null,
      failuresInRow: null,
      utcOffsetMinutes: 180,
    });
  });

  test('one that is through, and one with a next run', () => {
    expect(idle).toMatchObject({ running: false, enabled: true, lastStatus: 'warning' });
    expect(scheduled).toMatchObject({ nextRunAt: Date.parse('2022-02-05T16:00:00+03:00') });
  });
});

describe('states in the words of any revision', () => {
  test.each([
    ['running', true, true, 'running'],
    ['Running', true, true, 'running'],
    ['Stopping', true, true, 'running'],
    ['inactive', true, false, 'success'],
    ['Enabled', true, false, 'success'],
    ['stopped', true, false, 'success'],
    ['disabled', false, false, 'success'],
    ['Disabled', false, false, 'success'],
    ['Meditating', null, null, 'success'],
    [null, null, null, 'success'],
  ])('%s', (status, enabled, running, lastStatus) => {
    expect(read({ status }).job).toMatchObject({ enabled, running, lastStatus });
  });

  test('a job that never ran has no last status', () => {
    const never = { status: 'Enabled', lastResult: 'None', lastRun: '1900-01-01T00:00:00+01:00' };
    expect(read(never).job).toMatchObject({ lastRunAt: null, lastStatus: null });
    expect(read({ ...never, lastRun: '2026-11-19T22:00:00Z' }).job.lastStatus).toBe('none');
  });
});

describe('what 1.3 adds', () => {
  test('the policy stands where there is no next time', () => {
    expect(read({ nextRunPolicy: 'After [SQL]' }).job.nextRunText).toBe('After [SQL]');
    expect(read({ runAfterJob: { jobName: 'SQL' } }).job.nextRunText).toBe('After [SQL]');
    expect(
      read({ nextRunPolicy: '11/20/2026 10:00 PM', nextRun: '2026-11-20T22:00:00+01:00' }).job,
    ).toMatchObject({ nextRunText: null, nextRunAt: Date.parse('2026-11-20T21:00:00Z') });
  });

  test('progress of the last session, and its duration once it is through', () => {
    const sessionProgress = {
      bottleneck: 'Source',
      duration: '0.00:18:50',
      processingRate: '18.3 MB/s',
      processedSize: 3,
      readSize: 2,
      transferredSize: 1,
    };
    const { job, progress } = read({ status: 'Inactive', sessionProgress });
    expect(job.lastDurationSeconds).toBe(1130);
    expect(progress).toMatchObject({ bottleneck: 'source', readBytes: 2 });
    expect(read({ status: 'Running', sessionProgress }).job.lastDurationSeconds).toBeNull();
    const nothing = { ...sessionProgress, duration: '00:00:00' };
    expect(
      read({ status: 'Inactive', sessionProgress: nothing }).job.lastDurationSeconds,
    ).toBeNull();
  });
});

test('anything becomes a job, or an error with endpoint and field', () => {
  fc.assert(
    fc.property(fc.oneof(fc.jsonValue(), fc.dictionary(fc.string(), fc.jsonValue())), (json) => {
      try {
        expect(toListedJob(json, CONTEXT).job.product).toBe('vbr');
      } catch (error) {
        expect(isVsiError(error) && [error.code, error.where]).toEqual([
          'ANSWER_UNREADABLE',
          CONTEXT.where,
        ]);
      }
    }),
  );
});
