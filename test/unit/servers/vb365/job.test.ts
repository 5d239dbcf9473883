import { describe, expect, test } from '@jest/globals';
import { createJobDirectory } from '../../../../src/servers/vb365/job-directory.ts';
import { toBackupJob, toCopyJob } from '../../../../src/servers/vb365/job.ts';
import { requireVersion } from '../../../../src/servers/vb365/versions.ts';
import { id, SERVER } from './fixtures.ts';

const JOB = id('b', 1);
const COPY = id('c', 1);
const REPOSITORY = id('d', 1);
const CONTEXT = { server: SERVER, version: requireVersion('v8'), where: 'GET /v8/Jobs' };
const NAMES = new Map([[REPOSITORY, 'Default Backup Repository']]);

/** Made up after the v8 document: no capture of a job is known. */
const V8_JOB = {
  id: JOB,
  name: 'Mail',
  description: '',
  backupType: 'EntireOrganization',
  isEnabled: true,
  lastRun: '2026-11-20T01:00:00.5Z',
  nextRun: '2026-11-21T01:00:00Z',
  lastBackup: '2026-11-20T01:30:00Z',
  lastStatus: 'Success',
  repositoryId: REPOSITORY,
  schedulePolicy: { type: 'Daily' },
};

describe('backup jobs', () => {
  test('in full', () => {
    expect(toBackupJob(V8_JOB, CONTEXT, NAMES)).toEqual({
      backupJobId: null,
      job: {
        id: JOB,
        server: SERVER,
        product: 'vb365',
        name: 'Mail',
        description: null,
        kind: 'backup',
        type: 'EntireOrganization',
        enabled: true,
        listed: true,
        running: false,
        lastStatus: 'success',
        lastRunAt: Date.parse('2026-11-20T01:00:00.500Z'),
        lastDurationSeconds: null,
        nextRunAt: Date.parse('2026-11-21T01:00:00Z'),
        nextRunText: null,
        lastSuccessAt: Date.parse('2026-11-20T01:30:00Z'),
        lastSessionId: null,
        objectsCount: null,
        repositoryId: REPOSITORY,
        repositoryName: 'Default Backup Repository',
        recentStatuses: null,
        failingSince: null,
        failuresInRow: null,
        retryWaitSeconds: null,
      },
    });
  });

  test.each([
    [{ retryEnabled: true, retryNumber: 3, retryWaitInterval: 10 }, 600],
    [{ retryEnabled: false, retryNumber: 3, retryWaitInterval: 10 }, null],
    [{ retryEnabled: true }, null],
  ])('with the retry policy %j wait for a retry for %p seconds', (policy, seconds) => {
    const { job } = toBackupJob({ ...V8_JOB, schedulePolicy: policy }, CONTEXT, NAMES);
    expect(job.retryWaitSeconds).toBe(seconds);
  });

  test('that never ran have placeholders or nothing', () => {
    const job = {
      id: JOB,
      name: 'New',
      lastRun: '0001-01-01T00:00:00Z',
      nextRun: '9999-12-31T23:59:59.9999999Z',
    };
    expect(toBackupJob(job, CONTEXT, NAMES).job).toMatchObject({
      lastRunAt: null,
      nextRunAt: null,
      lastStatus: null,
      running: null,
      enabled: null,
      lastSuccessAt: null,
      repositoryId: null,
      repositoryName: null,
    });
  });

  test.each([
    ['Running', true],
    ['Queued', false],
    ['Failed', false],
    ['Dreaming', null],
  ])('whose last status is %s: running %p', (lastStatus, running) => {
    expect(toBackupJob({ ...V8_JOB, lastStatus }, CONTEXT, NAMES).job.running).toBe(running);
  });

  test('say how they are started where no time is set', () => {
    const job = { ...V8_JOB, nextRun: null, schedulePolicy: { type: 'ManualOnly' } };
    expect(toBackupJob(job, CONTEXT, NAMES).job.nextRunText).toBe('ManualOnly');
    const disabled = { ...V8_JOB, nextRun: null };
    expect(toBackupJob(disabled, CONTEXT, NAMES).job.nextRunText).toBeNull();
  });

  test('of versions before v6 only link to their repository', () => {
    const href = `https://host:4443/v5/backuprepositories/${REPOSITORY}`;
    const job = { ...V8_JOB, repositoryId: undefined, _links: { backupRepository: { href } } };
    expect(toBackupJob(job, CONTEXT, new Map()).job).toMatchObject({
      repositoryId: REPOSITORY,
      repositoryName: null,
    });
  });

  test('without a name are called by their id, without an id are an error', () => {
    expect(toBackupJob({ id: JOB }, CONTEXT, NAMES).job.name).toBe(JOB);
    expect(() => toBackupJob({ name: 'x' }, CONTEXT, NAMES)).toThrow('id should be an id');
    expect(() => toBackupJob('x', CONTEXT, NAMES)).toThrow('a job should be an object');
  });
});

describe('copy jobs', () => {
  const copyJob = {
    id: COPY,
    backupJobId: JOB,
    name: 'Mail copy',
    isEnabled: false,
    schedulePolicy: { type: 'Immediate' },
    repositoryId: REPOSITORY,
  };

  test('know the backup job behind them', () => {
    expect(toCopyJob(copyJob, CONTEXT, NAMES)).toMatchObject({
      backupJobId: JOB,
      job: {
        id: COPY,
        kind: 'copy',
        type: null,
        description: null,
        enabled: false,
        nextRunText: 'Immediate',
      },
    });
  });

  test('are found by their own id and by that of the backup job', () => {
    const directory = createJobDirectory([
      toBackupJob(V8_JOB, CONTEXT, NAMES),
      toCopyJob(copyJob, CONTEXT, NAMES),
    ]);
    expect(directory.find(JOB)?.name).toBe('Mail');
    expect(directory.find(COPY)?.name).toBe('Mail copy');
    expect(directory.findCopyJob(JOB)?.name).toBe('Mail copy');
    expect(directory.findCopyJob(COPY)?.name).toBe('Mail copy');
    expect(directory.findCopyJob(id('b', 2))).toBeNull();
    expect(directory.find(null)).toBeNull();
  });
});
