import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { formatInstant } from '../../../../src/model/instant.ts';
import { newSession } from '../../../../src/model/session.ts';
import { STATUSES } from '../../../../src/model/status.ts';
import { toJobSession } from '../../../../src/servers/vb365/job-session.ts';
import { VB365_VERSIONS } from '../../../../src/servers/vb365/versions.ts';
import { directory, firstOf, id, SERVER, sessionContext } from './fixtures.ts';

const JOB = id('b', 1);
const COPY = id('c', 1);
const SESSION = id('a', 1);
const OTHER_SESSION = id('a', 2);
const NIL = '00000000-0000-0000-0000-000000000000';

/** Made up after the v8 document: no capture of a v8 session is known. */
const V8_SESSION = {
  id: SESSION,
  jobId: JOB,
  repositoryId: id('d', 1),
  mainSessionId: NIL,
  details: 'Transferred: 0 B (0 items) at 0 B/s (0 items/s)',
  creationTime: '2026-11-20T01:00:00.4713Z',
  endTime: '2026-11-20T01:30:00.4713Z',
  retryCount: 0,
  jobWillBeRetried: false,
  progress: 12,
  jobType: 'Backup',
  jobSessionConfigType: 'Incremental',
  status: 'Success',
  statistics: {
    processingRateBytesPS: 1,
    processingRateItemsPS: 2,
    readRateBytesPS: 3,
    writeRateBytesPS: 4,
    transferredDataBytes: 5,
    processedObjects: 6,
    bottleneck: 'Target',
  },
  eTag: 4711,
  proxyId: id('e', 1),
  proxyPoolId: null,
};

function read(fields: object, version = 'v8') {
  return toJobSession({ ...V8_SESSION, ...fields }, sessionContext(version));
}

describe('the captured and documented sessions of v3', () => {
  test('the documented one comes out with exactly its numbers', () => {
    const session = toJobSession(firstOf('job-sessions-v3-documented'), sessionContext('v3'));
    expect(session).toMatchObject({
      id: 'a8cf9a63-64c3-4748-9c95-b1fbac0cce1d',
      jobId: 'b20cedd4-66b2-49b1-86de-a575dc67e83b',
      kind: 'backup',
      status: 'success',
      statusText: 'Success',
      processingRateBytesPerSecond: 1683256,
      processingRateItemsPerSecond: 20,
      readRateBytesPerSecond: 5383429,
      writeRateBytesPerSecond: 26015396,
      transferredBytes: 98142970,
      processedObjects: 1193,
      progressObjects: 1,
      bottleneck: 'source',
      durationSeconds: 58.449,
    });
  });

  test('the captured one, too, and what v3 does not know is null', () => {
    const session = toJobSession(firstOf('job-sessions-v3'), sessionContext('v3'));
    expect(session).toEqual({
      ...newSession({
        id: '9f4eba99-ce30-419b-a942-354744045f51',
        server: SERVER,
        product: 'vb365',
        kind: 'backup',
        status: 'success',
      }),
      jobId: '2a347af6-43ef-43a7-97bf-58a36f8cf216',
      statusText: 'Success',
      createdAt: expect.closeTo(Date.parse('2019-06-16T22:00:00.024Z') + 0.6404, 2),
      endedAt: expect.closeTo(Date.parse('2019-06-16T22:09:26.947Z') + 0.9152, 2),
      durationSeconds: 566.923,
      progressObjects: 21,
      processingRateBytesPerSecond: 98010,
      processingRateItemsPerSecond: 0,
      readRateBytesPerSecond: 1426172,
      writeRateBytesPerSecond: 31686381,
      transferredBytes: 55561549,
      processedObjects: 523,
      bottleneck: 'source',
    });
  });
});

test('v8 says most', () => {
  const jobs = directory({ jobs: [{ id: JOB, name: 'Mail – 東京' }] });
  expect(toJobSession(V8_SESSION, sessionContext('v8', { jobs }))).toEqual({
    ...newSession({
      id: SESSION,
      server: SERVER,
      product: 'vb365',
      kind: 'backup',
      status: 'success',
    }),
    jobId: JOB,
    jobName: 'Mail – 東京',
    mode: 'incremental',
    statusText: 'Success',
    createdAt: expect.closeTo(Date.parse('2026-11-20T01:00:00.471Z') + 0.3, 2),
    endedAt: expect.closeTo(Date.parse('2026-11-20T01:30:00.471Z') + 0.3, 2),
    durationSeconds: 1800,
    progressObjects: 12,
    processingRateBytesPerSecond: 1,
    processingRateItemsPerSecond: 2,
    readRateBytesPerSecond: 3,
    writeRateBytesPerSecond: 4,
    transferredBytes: 5,
    processedObjects: 6,
    bottleneck: 'target',
    retryNumber: 0,
    originalSessionId: SESSION,
    willBeRetried: false,
    message: 'Transferred: 0 B (0 items) at 0 B/s (0 items/s)',
    repositoryId: id('d', 1),
    proxyId: id('e', 1),
    type: 'Backup',
  });
});

test('the keys come in the order of the record, in every version', () => {
  const keys = Object.keys(
    newSession({ id: '', server: '', product: 'vb365', kind: 'backup', status: 'success' }),
  );
  for (const { name } of VB365_VERSIONS) expect(Object.keys(read({}, name))).toEqual(keys);
});

describe('the end', () => {
  test.each([
    ['null', null],
    ['missing', undefined],
    ['the year 9999', '9999-12-31T23:59:59.9999999Z'],
    ['the year 1', '0001-01-01T00:00:00Z'],
    ['no time at all', 'soon'],
  ])('is not known where it is %s', (_what, endTime) => {
    for (const status of ['Running', 'Success']) {
      expect(read({ endTime, status })).toMatchObject({ endedAt: null, durationSeconds: null });
    }
  });

  test('is not believed while the session lives', () => {
    for (const status of ['Running', 'Queued']) {
      expect(read({ status })).toMatchObject({ endedAt: null, durationSeconds: null });
    }
  });

  test('gives no duration when it lies before the start', () => {
    expect(read({ endTime: '2026-11-20T00:00:00Z' }).durationSeconds).toBeNull();
  });

  test.each([
    ['2026-11-20T01:00:00Z', '2026-11-20T01:00:01Z', 1],
    ['2026-11-20T01:00:00.4Z', '2026-11-20T01:00:01.40Z', 1],
    ['2026-11-20T01:00:00.0246404Z', '2026-11-20T01:00:01.008771Z', 0.984],
    ['2026-11-20T01:00:00.1234567Z', '2026-11-19T18:00:01.1234567-07:00', 1],
    ['2026-11-20T01:00:00Z', '2026-11-20T02:00:01+01:00', 1],
  ])('from %s to %s', (creationTime, endTime, seconds) => {
    expect(read({ creationTime, endTime }).durationSeconds).toBe(seconds);
  });

  test('keeps the instant whatever the offset', () => {
    const { createdAt } = read({ creationTime: '2026-11-19T18:00:00.1234567-07:00' });
    expect(createdAt === null ? null : formatInstant(createdAt)).toBe('2026-11-20T01:00:00.123Z');
  });
});

describe('the status', () => {
  test.each([
    ['Success', 'success'],
    ['success', 'success'],
    ['Succeeded', 'success'],
    ['Warning', 'warning'],
    ['FAILED', 'failed'],
    ['Stopped', 'stopped'],
    ['Running', 'running'],
    ['Queued', 'queued'],
    ['Disconnected', 'disconnected'],
    ['NotConfigured', 'not-configured'],
    ['Hibernating', 'unknown'],
  ])('%s is %s, and is kept as served', (statusText, status) => {
    expect(read({ status: statusText })).toMatchObject({ status, statusText });
  });

  test.each([undefined, null, '', 7])('%p is unknown', (status) => {
    expect(read({ status }).status).toBe('unknown');
  });
});

describe('the statistics', () => {
  test.each(['NA', 'N/A', 'na', 'None', 'NotDefined', '', null, undefined])(
    'a bottleneck %p is none',
    (bottleneck) => {
      expect(read({ statistics: { bottleneck } }).bottleneck).toBeNull();
    },
  );

  test.each([
    ['Source', 'source'],
    ['target', 'target'],
    ['Detecting', 'detecting'],
    ['TargetProxy', 'target-proxy'],
  ])('a bottleneck %s is %s', (served, bottleneck) => {
    expect(read({ statistics: { bottleneck: served } }).bottleneck).toBe(bottleneck);
  });

  test('may be numbers as strings', () => {
    const statistics = { readRateBytesPS: '5383429', transferredDataBytes: '9007199254740993' };
    expect(read({ statistics })).toMatchObject({
      readRateBytesPerSecond: 5383429,
      transferredBytes: 9007199254740993n,
      processedObjects: null,
    });
  });

  test.each([null, undefined, 'none', []])(
    'may be %p: nothing is known then, not zero',
    (statistics) => {
      expect(read({ statistics })).toMatchObject({
        processingRateBytesPerSecond: null,
        transferredBytes: null,
        bottleneck: null,
      });
    },
  );
});

describe('retries', () => {
  test('are not known up to v5', () => {
    expect(read({ retryCount: 2 }, 'v5')).toMatchObject({
      retryNumber: null,
      originalSessionId: null,
    });
  });

  test('have a number and no original in v6', () => {
    const mainSessionId = OTHER_SESSION;
    expect(read({ retryCount: 2, mainSessionId }, 'v6')).toMatchObject({
      retryNumber: 2,
      originalSessionId: null,
    });
    expect(read({ retryCount: 0 }, 'v6')).toMatchObject({
      retryNumber: 0,
      originalSessionId: SESSION,
    });
  });

  test('name their main session from v7', () => {
    for (const version of ['v7', 'v8']) {
      expect(read({ retryCount: '1', mainSessionId: OTHER_SESSION }, version)).toMatchObject({
        retryNumber: 1,
        originalSessionId: OTHER_SESSION,
      });
    }
  });

  test.each([undefined, null, NIL, SESSION, SESSION.toUpperCase()])(
    'an original may say %p of its main session',
    (mainSessionId) => {
      expect(read({ retryCount: undefined, mainSessionId })).toMatchObject({
        retryNumber: 0,
        originalSessionId: SESSION,
      });
    },
  );

  test('with a main session and no count have no number', () => {
    expect(read({ retryCount: null, mainSessionId: OTHER_SESSION })).toMatchObject({
      retryNumber: null,
      originalSessionId: OTHER_SESSION,
    });
  });
});

describe('the job', () => {
  test.each([
    `https://host:4443/v3/jobs/${JOB}`,
    `/v6/jobs/${JOB}`,
    `v6/jobs/${JOB.toUpperCase()}/`,
    `/v6/organizations/${id('f', 1)}/jobs/${JOB}?x=1`,
  ])('is found in the link %s', (href) => {
    expect(read({ jobId: undefined, _links: { job: { href } } }, 'v6').jobId).toBe(JOB);
  });

  test.each([
    undefined,
    null,
    {},
    { job: null },
    { job: { href: 7 } },
    { job: { href: '/v6/jobs' } },
  ])('is not known with the links %p', (links) => {
    expect(read({ jobId: NIL, _links: links })).toMatchObject({ jobId: null, jobName: null });
  });

  test('that is gone has an id and no name', () => {
    expect(read({})).toMatchObject({ jobId: JOB, jobName: null });
  });
});

describe('copy sessions', () => {
  const jobs = directory({
    jobs: [{ id: JOB, name: 'Mail' }],
    copyJobs: [{ id: COPY, name: 'Mail copy', backupJobId: JOB }],
  });

  test('are told by the body from v7', () => {
    const session = { ...V8_SESSION, jobType: 'Copy', jobId: COPY };
    expect(toJobSession(session, sessionContext('v7', { jobs }))).toMatchObject({
      kind: 'copy',
      type: 'Copy',
      jobId: COPY,
      jobName: 'Mail copy',
    });
  });

  test('belong to the copy job even where they name the backup job behind it', () => {
    const session = { ...V8_SESSION, jobType: 'Copy', jobId: JOB };
    expect(toJobSession(session, sessionContext('v8', { jobs }))).toMatchObject({
      jobId: COPY,
      jobName: 'Mail copy',
    });
  });

  test('are told in v6 by what was asked for, else by the job', () => {
    const session = { ...V8_SESSION, jobType: undefined, jobId: undefined };
    const linked = (jobId: string) => ({
      ...session,
      _links: { job: { href: `v6/jobs/${jobId}` } },
    });
    const asked = sessionContext('v6', { jobs, askedType: 'Copy' });
    const unasked = sessionContext('v6', { jobs });
    expect(toJobSession(linked(COPY), asked)).toMatchObject({ kind: 'copy', type: 'Copy' });
    expect(toJobSession(linked(COPY), unasked)).toMatchObject({ kind: 'copy', type: 'Copy' });
    expect(toJobSession(linked(JOB), unasked)).toMatchObject({ kind: 'backup', type: 'Backup' });
  });

  test('do not exist before v6, and their type is not served there', () => {
    expect(read({ jobType: undefined }, 'v5')).toMatchObject({ kind: 'backup', type: null });
  });
});

describe('what is no session', () => {
  test.each([null, 'x', 7, [], [{}]])('%p is an error that names endpoint and field', (value) => {
    expect(() => toJobSession(value, sessionContext('v8'))).toThrow(
      expect.objectContaining({
        code: 'ANSWER_UNREADABLE',
        where: `GET /v8/JobSessions on ${SERVER}`,
        message: expect.stringContaining('a job session should be an object'),
      }),
    );
  });

  test('an object without an id, too, unless it links to itself', () => {
    expect(() => read({ id: null })).toThrow('id should be an id but is null');
    const self = { href: `/v8/jobsessions/${SESSION}` };
    expect(read({ id: undefined, _links: { self } }).id).toBe(SESSION);
  });
});

test('any JSON gives a typed record or a named error', () => {
  const key = fc.constantFrom(...Object.keys(V8_SESSION), '_links');
  const mangled = fc
    .dictionary(key, fc.jsonValue())
    .map((changes): object => ({ ...V8_SESSION, ...changes }));
  const version = fc.constantFrom(...VB365_VERSIONS.map(({ name }) => name));
  fc.assert(
    fc.property(fc.oneof(mangled, fc.jsonValue()), version, (value, name) => {
      let session;
      try {
        session = toJobSession(value, sessionContext(name));
      } catch (error) {
        expect(error).toMatchObject({ name: 'VsiError', code: 'ANSWER_UNREADABLE' });
        return;
      }
      expect(STATUSES).toContain(session.status);
      expect(['backup', 'copy']).toContain(session.kind);
      expect(session.id).not.toBe('');
      for (const instant of [session.createdAt, session.endedAt, session.durationSeconds]) {
        expect(Number.isFinite(instant ?? 0)).toBe(true);
      }
      for (const count of [session.transferredBytes, session.progressObjects]) {
        expect(['number', 'bigint']).toContain(typeof (count ?? 0));
      }
      for (const text of [session.jobId, session.bottleneck, session.message, session.type]) {
        expect(typeof (text ?? '')).toBe('string');
      }
    }),
  );
});
