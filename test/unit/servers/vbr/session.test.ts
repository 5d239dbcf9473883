import { describe, expect, test } from '@jest/globals';
import * as fc from 'fast-check';
import { isVsiError } from '../../../../src/model/errors.ts';
import { KINDS } from '../../../../src/model/kind.ts';
import { STATUSES } from '../../../../src/model/status.ts';
import { createServerOffsets } from '../../../../src/servers/vbr/server-offsets.ts';
import { toSession } from '../../../../src/servers/vbr/session.ts';
import { SERVER, directory, fixture, id, only, served, sessionContext } from './fixtures.ts';

function read(others: Readonly<Record<string, unknown>>, version = '1.3-rev1') {
  return toSession(served(1, others), sessionContext(version));
}

describe('the documents’ examples come through unchanged', () => {
  test.each([
    [
      '1.1-rev0-sessions',
      '1.1-rev0',
      '2021-12-04T06:13:34.983+01:00',
      '2021-12-04T06:15:00.617+01:00',
    ],
    [
      '1.2-rev1-sessions',
      '1.2-rev1',
      '2023-12-04T06:13:34.983+01:00',
      '2023-12-04T06:15:00.617+01:00',
    ],
  ])('%s: activityId and jobId are the job', (name, version, start, end) => {
    expect(toSession(only(name), sessionContext(version))).toEqual({
      id: 'c924ee2f-1197-4b37-8de3-009c1977f347',
      server: SERVER,
      product: 'vbr',
      jobId: 'c05dfa57-f59a-4e90-8065-b7f5d3276406',
      jobName: 'Backup Job 1',
      name: 'Backup Job 1',
      kind: 'backup',
      mode: null,
      status: 'failed',
      statusText: 'Failed',
      createdAt: Date.parse(start),
      endedAt: Date.parse(end),
      durationSeconds: 85.634,
      progressPercent: 100,
      progressObjects: null,
      processingRateBytesPerSecond: null,
      processingRateItemsPerSecond: null,
      readRateBytesPerSecond: null,
      writeRateBytesPerSecond: null,
      processedBytes: null,
      readBytes: null,
      transferredBytes: null,
      processedObjects: null,
      bottleneck: null,
      stageLoads: null,
      retryNumber: null,
      originalSessionId: null,
      willBeRetried: null,
      message: 'Creating synthetic full backup (22% done)',
      initiatedBy: null,
      parentSessionId: null,
      relatedSessionId: null,
      resourceId: 'c7478158-7c99-4bab-93b1-c3efdd1062fa',
      resourceReference: '/api/v1/backups/c7478158-7c99-4bab-93b1-c3efdd1062fa',
      repositoryId: null,
      proxyId: null,
      usn: 0,
      type: 'Job',
      state: 'Stopped',
      result: 'Failed',
      isCanceled: false,
      utcOffsetMinutes: 60,
    });
  });

  test('1.1-rev0-session', () => {
    expect(toSession(fixture('1.1-rev0-session'), sessionContext('1.1-rev0'))).toMatchObject({
      id: 'f848e90c-7f37-4ff5-9d55-04e33f8a4de3',
      jobId: '99d1bf3d-e2e0-4bec-b2b3-820c0b87d212',
      kind: 'configuration-backup',
      status: 'success',
      durationSeconds: 21.457,
      resourceId: null,
      message: 'Success',
    });
  });
});

describe('status', () => {
  test.each([
    ['Working', null, 'running', 'Working'],
    ['Starting', { result: 'None' }, 'running', 'Starting'],
    ['Stopping', null, 'running', 'Stopping'],
    ['Pausing', null, 'running', 'Pausing'],
    ['Resuming', null, 'running', 'Resuming'],
    ['Postprocessing', null, 'running', 'Postprocessing'],
    ['ActionRequired', null, 'running', 'ActionRequired'],
    ['WaitingTape', null, 'queued', 'WaitingTape'],
    ['WaitingRepository', null, 'queued', 'WaitingRepository'],
    ['WaitingSlot', null, 'queued', 'WaitingSlot'],
    ['Idle', { result: 'Success' }, 'idle', 'Idle'],
    ['Stopped', { result: 'Success', isCanceled: false }, 'success', 'Success'],
    ['Stopped', { result: 'Warning' }, 'warning', 'Warning'],
    ['stopped', { result: 'failed' }, 'failed', 'failed'],
    ['Stopped', { result: 'Failed', isCanceled: true }, 'stopped', 'Failed'],
    ['Stopped', { result: 'None', isCanceled: true }, 'stopped', 'None'],
    ['Stopped', { result: 'None' }, 'none', 'None'],
    ['Stopped', null, 'none', 'Stopped'],
    ['Stopped', undefined, 'none', 'Stopped'],
    ['Stopped', 'Warning', 'warning', 'Warning'],
    ['Stopped', { result: 'Perplexed' }, 'unknown', 'Perplexed'],
    ['Dreaming', { result: 'Success' }, 'unknown', 'Dreaming'],
    [null, { result: 'Success' }, 'unknown', null],
  ])('%s with %j is %s', (state, result, status, statusText) => {
    expect(read({ state, result })).toMatchObject({ status, statusText });
  });

  test('the words themselves are kept as served', () => {
    expect(
      read({ state: 'Stopped', result: { result: 'Failed', isCanceled: true } }),
    ).toMatchObject({
      type: 'BackupJob',
      state: 'Stopped',
      result: 'Failed',
      isCanceled: true,
    });
    expect(read({ result: 'Warning' })).toMatchObject({ result: 'Warning', isCanceled: null });
  });
});

describe('times', () => {
  test.each([
    null,
    undefined,
    '9999-12-31T23:59:59Z',
    '0001-01-01T00:00:00',
    '1900-01-01T00:00:00+01:00',
  ])('an end of %s is none', (endTime) => {
    expect(read({ endTime })).toMatchObject({ endedAt: null, durationSeconds: null });
  });

  test('what lives has no end, whatever is sent', () => {
    expect(read({ state: 'Working' })).toMatchObject({ endedAt: null, durationSeconds: null });
    expect(read({ state: 'Dreaming' }).durationSeconds).toBe(600);
  });

  test('the server’s offset is remembered with its hour', () => {
    const offsets = createServerOffsets();
    const context = sessionContext('1.3-rev1', { offsets });
    toSession(served(1), context);
    toSession(served(2, { creationTime: '2026-07-01T22:00:00.1234567+02:00' }), context);
    toSession(served(3, { creationTime: '2026-05-01T22:00:00' }), context);
    expect(offsets.at(Date.parse('2026-11-19T21:30:00Z'))).toBe(60);
    expect(offsets.at(Date.parse('2026-07-01T20:00:00Z'))).toBe(120);
    expect(offsets.at(Date.parse('2026-05-01T22:00:00Z'))).toBeNull();
    expect(offsets.at(Date.parse('2026-07-01T19:59:59Z'))).toBeNull();
  });
});

describe('whose session it is', () => {
  const jobs = directory(
    { id: id('a', 1), name: 'Mail (Full)', type: 'BackupCopy' },
    { id: id('a', 2), name: 'Renamed', type: 'VSphereBackup' },
  );

  test('the listed job names it and tells its kind', () => {
    const context = sessionContext('1.2-rev1', { jobs });
    expect(toSession(served(1, { name: 'Mail (Full)' }), context)).toMatchObject({
      jobName: 'Mail (Full)',
      kind: 'copy',
      mode: null,
    });
    expect(toSession(served(2, { jobId: id('A', 2), name: 'Old (Full)' }), context)).toMatchObject({
      jobName: 'Renamed',
      name: 'Old (Full)',
      kind: 'backup',
      mode: 'full',
    });
  });

  test('else the session’s name without its suffix does', () => {
    expect(read({ name: 'Mail (Retry 1)' })).toMatchObject({
      jobName: 'Mail',
      name: 'Mail (Retry 1)',
    });
    expect(read({ name: null })).toMatchObject({ jobName: null, name: null });
  });

  test('offload runs are archive', () => {
    expect(read({ name: 'SOBR-01 Offload', jobId: id('b', 9) }).kind).toBe('archive');
  });

  test('the nil id is no job', () => {
    expect(read({ jobId: id('0', 0), activityId: null }).jobId).toBeNull();
  });
});

describe('retries', () => {
  const original = id('5', 1);

  test('1.3-rev2 names the session that is repeated', () => {
    expect(
      read(
        {
          originalSessionId: id('5', 9),
          retryInfo: { isRecheckRetry: false, retryNumber: 2 },
        },
        '1.3-rev2',
      ),
    ).toMatchObject({ retryNumber: 2, originalSessionId: id('5', 9) });
    expect(
      read(
        { originalSessionId: id('5', 9), retryInfo: { isRecheckRetry: true, retryNumber: null } },
        '1.3-rev2',
      ),
    ).toMatchObject({ retryNumber: null, originalSessionId: id('5', 9) });
  });

  test('and an original is number 0 with its own id', () => {
    expect(read({ originalSessionId: original }, '1.3-rev2')).toMatchObject({
      retryNumber: 0,
      originalSessionId: original,
    });
    expect(read({ originalSessionId: null, retryInfo: null }, '1.3-rev2')).toMatchObject({
      retryNumber: 0,
      originalSessionId: original,
    });
  });

  test('before it servers from 13 on only count, in the name', () => {
    expect(read({ name: 'Mail (Retry 2)' }, '1.3-rev0')).toMatchObject({
      retryNumber: 2,
      originalSessionId: null,
    });
    expect(read({ name: 'Mail (Incremental)' }, '1.3-rev0')).toMatchObject({
      retryNumber: 0,
      originalSessionId: original,
    });
  });

  test('12.3 and older know nothing of retries', () => {
    const unknown = { retryNumber: null, originalSessionId: null };
    expect(read({ name: 'Mail' }, '1.2-rev1')).toMatchObject(unknown);
    expect(read({ name: 'Mail' }, '1.0-rev1')).toMatchObject(unknown);
  });

  test('a server 13 asked in an old revision shows itself by its suffixes', () => {
    expect(read({ name: 'Mail (Retry 1)' }, '1.2-rev1').retryNumber).toBe(1);
    expect(read({ name: 'Mail (Full)' }, '1.2-rev1').retryNumber).toBe(0);
  });
});

describe('what 1.3 adds', () => {
  test('progress, algorithm and who started it', () => {
    const session = read(
      {
        name: 'Mail (Incremental)',
        algorithm: 'Full',
        progressPercent: undefined,
        initiatedBy: 'DEMO\\jsmith',
        relatedSessionId: id('5', 7),
        parentSessionId: id('5', 8),
        progress: {
          bottleneck: 'SourceWan',
          duration: '00:10:00',
          processingRate: '131,9 MB/s',
          processedSize: 100,
          readSize: 50,
          transferredSize: 25,
          progressPercent: 42,
        },
      },
      '1.3-rev2',
    );
    expect(session).toMatchObject({
      mode: 'full',
      initiatedBy: 'DEMO\\jsmith',
      relatedSessionId: id('5', 7),
      parentSessionId: id('5', 8),
      progressPercent: 42,
      processingRateBytesPerSecond: Math.round(131.9 * 1024 ** 2),
      processedBytes: 100,
      readBytes: 50,
      transferredBytes: 25,
      bottleneck: 'source-wan',
    });
  });

  test('a message keeps its lines, trimmed', () => {
    const message = 'Job failed.\r\nError: no space\r\n';
    expect(read({ result: { result: 'Failed', message } }).message).toBe(
      'Job failed.\nError: no space',
    );
    expect(read({ result: { result: 'None', message: ' \r\n' } }).message).toBeNull();
  });

  test('a sequence number beyond 2^53 loses no digit', () => {
    expect(read({ usn: 9007199254740993n }).usn).toBe(9007199254740993n);
    expect(read({ usn: '17' }).usn).toBe(17);
  });
});

describe('anything', () => {
  test('becomes a session of our words, or an error with endpoint and field', () => {
    const context = sessionContext('1.3-rev2');
    const fields = Object.keys(served(1)).concat(
      'progress',
      'retryInfo',
      'algorithm',
      'activityId',
    );
    const value = fc.oneof(
      fc.jsonValue(),
      fc.dictionary(fc.constantFrom(...fields), fc.jsonValue()),
      fc
        .dictionary(fc.constantFrom(...fields), fc.jsonValue())
        .map((some) => ({ ...served(1), ...some })),
    );
    fc.assert(
      fc.property(value, (json) => {
        try {
          const session = toSession(json, context);
          expect(STATUSES).toContain(session.status);
          expect(KINDS).toContain(session.kind);
          expect(session.durationSeconds ?? 0).toBeGreaterThanOrEqual(0);
        } catch (error) {
          expect(isVsiError(error) && [error.code, error.where]).toEqual([
            'ANSWER_UNREADABLE',
            context.where,
          ]);
        }
      }),
    );
  });
});
