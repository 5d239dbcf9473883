import { readFileSync } from 'node:fs';
import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import type { Job } from '../../../../src/model/job.ts';
import { KINDS, MODES } from '../../../../src/model/kind.ts';
import { LOG_LEVELS, type LogRecord } from '../../../../src/model/log-record.ts';
import { newestFirst } from '../../../../src/model/order.ts';
import { PRODUCTS } from '../../../../src/model/product.ts';
import type { Session } from '../../../../src/model/session.ts';
import { STATUSES } from '../../../../src/model/status.ts';
import type { Task } from '../../../../src/model/task.ts';
import { toJsonRecord } from '../../../../src/output/records/field.ts';
import { JOB_RECORD } from '../../../../src/output/records/job.ts';
import { LOG_RECORD } from '../../../../src/output/records/log.ts';
import { SESSION_RECORD } from '../../../../src/output/records/session.ts';
import { TASK_RECORD } from '../../../../src/output/records/task.ts';
import type { CollectorOptions } from '../../../../src/servers/saved/collector.ts';
import { readSavedFile } from '../../../../src/servers/saved/read-file.ts';
import { session } from '../../analysis/support.ts';
import { cpuMilliseconds } from '../../../support/cpu-time.ts';

const OPTIONS: CollectorOptions = {
  file: 'case.ndjson',
  server: 'case.ndjson',
  product: null,
  apiVersion: null,
};

async function* bytes(text: string | Buffer, size = 1 << 16): AsyncGenerator<Uint8Array> {
  const all = Buffer.from(text);
  for (let at = 0; at < all.length; at += size) yield all.subarray(at, at + size);
}

const read = (text: string | Buffer, options: Partial<CollectorOptions> = {}, size?: number) =>
  readSavedFile(bytes(text, size), { ...OPTIONS, ...options });

const lines = (...records: readonly unknown[]): string =>
  records.map((record) => `${JSON.stringify(record)}\n`).join('');

const json = (record: Session): Record<string, unknown> => toJsonRecord(SESSION_RECORD, record);

const instant = fc.option(fc.integer({ min: Date.UTC(2001, 0), max: Date.UTC(2099, 0) }));
const text = fc.option(fc.string({ unit: 'grapheme', maxLength: 12 }));
const count = fc.option(fc.oneof(fc.nat(), fc.bigInt({ min: 2n ** 53n, max: 2n ** 63n })));
const flag = fc.option(fc.boolean());
const number = fc.option(fc.double({ noNaN: true, noDefaultInfinity: true, min: 0, max: 1e9 }));
const status = fc.constantFrom(...STATUSES);
const server = fc.constantFrom('alpha', 'beta');

const sessions: fc.Arbitrary<Session> = fc.record({
  id: fc.uuid(),
  server,
  product: fc.constantFrom(...PRODUCTS),
  jobId: fc.option(fc.uuid()),
  jobName: text,
  name: text,
  kind: fc.constantFrom(...KINDS),
  mode: fc.option(fc.constantFrom(...MODES)),
  status,
  statusText: text,
  createdAt: instant,
  endedAt: fc.constant(null),
  durationSeconds: number,
  progressPercent: number,
  progressObjects: count,
  processingRateBytesPerSecond: count,
  processingRateItemsPerSecond: count,
  readRateBytesPerSecond: count,
  writeRateBytesPerSecond: count,
  processedBytes: count,
  readBytes: count,
  transferredBytes: count,
  processedObjects: count,
  bottleneck: text,
  stageLoads: fc.option(
    fc.array(fc.record({ stage: fc.string(), percent: fc.nat(100) }), { maxLength: 3 }),
  ),
  retryNumber: fc.option(fc.nat(9)),
  originalSessionId: fc.option(fc.uuid()),
  willBeRetried: flag,
  message: text,
  initiatedBy: text,
  parentSessionId: fc.option(fc.uuid()),
  relatedSessionId: fc.option(fc.uuid()),
  resourceId: text,
  resourceReference: text,
  repositoryId: text,
  proxyId: text,
  usn: count,
  type: text,
  state: text,
  result: text,
  isCanceled: flag,
});

const jobs: fc.Arbitrary<Job> = fc.record({
  id: fc.uuid(),
  server,
  product: fc.constantFrom(...PRODUCTS),
  name: fc.string(),
  description: text,
  kind: fc.constantFrom(...KINDS),
  type: text,
  enabled: flag,
  listed: fc.boolean(),
  running: flag,
  lastStatus: fc.option(status),
  lastRunAt: instant,
  lastDurationSeconds: number,
  nextRunAt: instant,
  nextRunText: text,
  lastSuccessAt: instant,
  lastSessionId: text,
  objectsCount: count,
  repositoryId: text,
  repositoryName: text,
  recentStatuses: fc.option(fc.array(status, { maxLength: 3 })),
  failingSince: instant,
  failuresInRow: fc.option(fc.nat()),
});

const tasks: fc.Arbitrary<Task> = fc.record({
  id: fc.uuid(),
  server,
  sessionId: fc.uuid(),
  name: text,
  kind: text,
  status,
  statusText: text,
  createdAt: instant,
  endedAt: fc.constant(null),
  durationSeconds: number,
  mode: fc.option(fc.constantFrom(...MODES)),
  processedBytes: count,
  readBytes: count,
  transferredBytes: count,
  processingRateBytesPerSecond: count,
  bottleneck: text,
  message: text,
  repositoryId: text,
  restorePointId: text,
  scanResult: text,
});

const logRecords: fc.Arbitrary<LogRecord> = fc.record({
  id: fc.uuid(),
  level: fc.constantFrom(...LOG_LEVELS),
  title: fc.string(),
  description: text,
  startedAt: fc.constant(Date.UTC(2026, 0)),
  updatedAt: instant,
});

describe('records that vsi printed', () => {
  test('come back as they were, sorted by server and newest first', async () => {
    const all = fc.record({
      sessions: fc.uniqueArray(sessions, { selector: ({ id }) => id, minLength: 1, maxLength: 5 }),
      jobs: fc.uniqueArray(jobs, { selector: ({ id }) => id, maxLength: 3 }),
      tasks: fc.uniqueArray(tasks, { selector: ({ id }) => id, maxLength: 3 }),
      size: fc.integer({ min: 1, max: 5000 }),
    });
    await fc.assert(
      fc.asyncProperty(all, async (given) => {
        const saved = await read(
          lines(
            ...given.sessions.map(json),
            ...given.jobs.map((job) => toJsonRecord(JOB_RECORD, job)),
            ...given.tasks.map((task) => toJsonRecord(TASK_RECORD, task)),
          ),
          {},
          given.size,
        );
        expect(saved.missing).toBe(null);
        for (const name of ['alpha', 'beta']) {
          const found = saved.servers.find((each) => each.name === name);
          const of = <T extends { readonly server: string }>(items: readonly T[]): readonly T[] =>
            items.filter((item) => item.server === name);
          expect(found?.sessions ?? []).toEqual([...of(given.sessions)].sort(newestFirst));
          expect(found?.jobs ?? []).toEqual(of(given.jobs));
          expect([...(found?.tasks.values() ?? [])].flat()).toEqual(
            expect.arrayContaining([...of(given.tasks)]),
          );
        }
      }),
    );
  });

  test('a log belongs to the session in front of it', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.uniqueArray(logRecords, { selector: ({ id }) => id, minLength: 1, maxLength: 5 }),
        async (log) => {
          const written = log.map((record) => toJsonRecord(LOG_RECORD, record));
          const { servers } = await read(
            lines(json(session('a', 2)), json(session('b', 1)), ...written),
          );
          expect(servers[0]?.logs.get('b')).toEqual(log);
          expect(servers[0]?.logs.get('a')).toBe(undefined);
        },
      ),
    );
  });

  test('a log in front of the only session is its; among several nobody knows', async () => {
    const record = { id: '1', level: 'failed', title: 'Disk is full' };
    const one = await read(lines(record, json(session('a', 1))));
    expect(one.servers[0]?.logs.get('a')).toMatchObject([record]);
    expect(one.strayLogRecords).toBe(0);
    const two = await read(lines(record, json(session('a', 1)), json(session('b', 2))));
    expect(two.strayLogRecords).toBe(1);
  });

  test('of a session that comes twice the later one counts', async () => {
    const running = session('a', 1, { status: 'running', endedAt: null });
    const { servers } = await read(
      lines(json(running), json(session('b', 2)), json(session('a', 1))),
    );
    expect(servers[0]?.sessions.map(({ id, status: each }) => [id, each])).toEqual([
      ['b', 'success'],
      ['a', 'success'],
    ]);
  });

  test('words that nobody knows and keys that are missing are no failure', async () => {
    const { servers } = await read(
      lines({ id: 'a', server: 's', createdAt: 'soon', status: 'exploded', kind: 'new', mode: 7 }),
    );
    expect(servers[0]?.sessions[0]).toMatchObject({
      status: 'unknown',
      kind: 'other',
      mode: null,
      createdAt: null,
      product: 'vbr',
      transferredBytes: null,
    });
  });

  test('UTF-16, as PowerShell writes files, is read, and so is a byte order mark', async () => {
    const written = lines(json(session('a', 1, { jobName: '日次 ✔' })));
    const utf16 = Buffer.concat([Buffer.from([0xff, 0xfe]), Buffer.from(written, 'utf16le')]);
    for (const file of [utf16, Buffer.from(`\uFEFF${written}`), Buffer.from(written)]) {
      for (const size of [3, 1 << 16]) {
        const { servers } = await read(file, {}, size);
        expect(servers[0]?.sessions[0]?.jobName).toBe('日次 ✔');
      }
    }
  });

  test('are whole wherever the bytes are torn, within characters, escapes and marks, too', async () => {
    const writings: readonly ((records: readonly unknown[]) => string)[] = [
      (records) => lines(...records),
      (records) => lines(...records).replaceAll('\n', '\r\n'),
      (records) => `[\n${records.map((record) => JSON.stringify(record)).join(',\n')}\n]`,
      (records) => JSON.stringify(records),
      (records) => JSON.stringify(records, null, 2),
    ];
    const encodings: readonly ((text: string) => Buffer)[] = [
      (text) => Buffer.from(text),
      (text) => Buffer.from(`\uFEFF${text}`),
      (text) => Buffer.from(`\uFEFF${text}`, 'utf16le'),
    ];
    const message = fc.oneof(
      fc.string({ unit: 'binary', maxLength: 8 }),
      fc.constantFrom('\\', '"', '\\"}]', '\r\n{', '日😀'),
    );
    await fc.assert(
      fc.asyncProperty(
        fc.array(message, { minLength: 1, maxLength: 4 }),
        fc.constantFrom(...writings),
        fc.constantFrom(...encodings),
        fc.array(fc.oneof(fc.nat(), fc.nat(4)), { maxLength: 8 }),
        async (messages, write, encode, cuts) => {
          const all = messages.map((told, at) => ({ id: `${at}`, createdAt: null, message: told }));
          const file = encode(write(all));
          const places = cuts.map((cut) => cut % (file.length + 1)).sort((a, b) => a - b);
          async function* torn(): AsyncGenerator<Uint8Array> {
            let from = 0;
            for (const place of [...places, file.length]) {
              // As a file is read: into one buffer.
              const piece = Buffer.from(file.subarray(from, place));
              if (place > from) yield piece;
              piece.fill('x');
              from = place;
            }
          }
          const { servers, missing } = await readSavedFile(torn(), OPTIONS);
          expect(missing).toBe(null);
          expect(servers[0]?.sessions.map((found) => found.message)).toEqual(messages);
        },
      ),
    );
  });

  test('nothing is an empty answer', async () => {
    for (const nothing of ['', '\n', '[]\n', '[\n]\n']) {
      const { servers, missing } = await read(nothing);
      expect([servers.length, servers[0]?.sessions, missing]).toEqual([1, [], null]);
    }
  });
});

describe('what is wrong with a file', () => {
  const good = lines(json(session('a', 1)));

  test.each([
    [
      'VSI OK - all is well\n',
      'USAGE',
      'this is no JSON: “VSI OK - all is well”',
      'case.ndjson, line 1',
    ],
    ['{"runs":3}\n', 'USAGE', 'this is no session, job, task or log record', 'case.ndjson, line 1'],
    ['{', 'USAGE', 'this is no JSON: an object that never ends', 'case.ndjson, line 1'],
    [`${good}oops`, 'ANSWER_UNREADABLE', 'this is no JSON: “oops”', 'case.ndjson, line 2'],
    [
      `${good}{"runs":3}\n`,
      'ANSWER_UNREADABLE',
      'this is no session, job, task or log record',
      'case.ndjson, line 2',
    ],
    [
      `${good}\n{"id":7,"createdAt":null}\n`,
      'ANSWER_UNREADABLE',
      'the field “id” should be a text but is a number',
      'case.ndjson, line 3',
    ],
    [
      `${good}{"id":"x","createdAt":null,"product":"vb"}\n`,
      'ANSWER_UNREADABLE',
      'the field “product” should be vb365 or vbr but is a string',
      'case.ndjson, line 2',
    ],
    [
      `${good}{"results":[{"id":"x","createdAt":null},{"a":1}]}\n`,
      'ANSWER_UNREADABLE',
      'this is no session, job, task or log record',
      'case.ndjson, line 2, item 2',
    ],
  ])('%j is refused', async (file, code, message, where) => {
    await expect(read(file)).rejects.toMatchObject({ code, message, where });
  });

  test('a compressed file is named as one', async () => {
    await expect(read(Buffer.from([0x1f, 0x8b, 8, 0]))).rejects.toMatchObject({
      code: 'USAGE',
      message: 'the file is compressed',
    });
  });

  test('a file that breaks off gives what is whole, and says so', async () => {
    for (const rest of ['{"id":"b","crea', '[\n', `[\n${good}`]) {
      const { servers, missing } = await read(`${good}${rest}`);
      expect(servers[0]?.sessions.map(({ id }) => id)).toEqual(['a']);
      expect(missing?.message).toMatch(/^the file breaks off in line \d+$/);
    }
  });
});

describe('raw answers of servers', () => {
  const fixture = (name: string): string =>
    readFileSync(new URL(`../../../fixtures/${name}`, import.meta.url), 'utf8');

  test('VBR: pages of sessions, jobs, tasks and a log', async () => {
    const { servers } = await read(
      fixture('vbr/1.1-rev0-jobs-states.json') +
        fixture('vbr/1.2-rev1-sessions.json') +
        fixture('vbr/1.1-rev0-session-logs.json') +
        fixture('vbr/1.2-rev1-session-tasksessions.json'),
    );
    expect(servers.map(({ name, product }) => [name, product])).toEqual([['case.ndjson', 'vbr']]);
    const [found] = servers;
    expect(found?.sessions[0]).toMatchObject({
      jobName: 'Backup Job 1',
      status: 'failed',
      retryNumber: null,
    });
    expect(found?.jobs.map(({ name }) => name)).toContain('AD Backup');
    const log = found?.logs.get('c924ee2f-1197-4b37-8de3-009c1977f347') ?? [];
    expect(log.length).toBe(11);
    expect(log.map(({ id }) => Number(id))).toEqual([...log.keys()].map((index) => index + 1));
    expect([...(found?.tasks.values() ?? [])].flat().length).toBeGreaterThan(0);
  });

  test('VB365: a bare list of sessions, and a log that names its session', async () => {
    const { servers } = await read(
      fixture('vb365/job-sessions-v3.json') + fixture('vb365/log-items-v3.json'),
      { server: 'backup.example' },
    );
    const [found] = servers;
    expect([found?.name, found?.product]).toEqual(['backup.example', 'vb365']);
    expect(found?.sessions[0]).toMatchObject({
      jobId: '2a347af6-43ef-43a7-97bf-58a36f8cf216',
      transferredBytes: 55561549,
      retryNumber: null,
    });
    expect(found?.logs.get('9f4eba99-ce30-419b-a942-354744045f51')?.[0]).toMatchObject({
      level: 'success',
      title: 'Job started at 17/06/2019 10:00:00 AM',
    });
  });

  test('numbers beyond 2^53 keep their digits', async () => {
    const raw = fixture('vb365/job-sessions-v3.json').replace('55561549', '9223372036854775807');
    const { servers } = await read(raw);
    expect(servers[0]?.sessions[0]?.transferredBytes).toBe(9223372036854775807n);
  });

  test('jobs behind their sessions name them, too', async () => {
    const job = {
      id: '2a347af6-43ef-43a7-97bf-58a36f8cf216',
      name: 'Mail',
      isEnabled: true,
      backupType: 'EntireOrganization',
    };
    const { servers } = await read(fixture('vb365/job-sessions-v3.json') + lines(job));
    expect(servers[0]?.sessions[0]).toMatchObject({ jobName: 'Mail', kind: 'backup' });
  });

  test('an API version that nobody knows is refused', async () => {
    await expect(read('[]', { apiVersion: 'v99' })).rejects.toMatchObject({ code: 'USAGE' });
  });
});

test('a page written over many lines is not copied with each of them', async () => {
  const data = Array.from({ length: 1000 }, (_, at) => ({
    id: `00000000-0000-4000-8000-${String(at).padStart(12, '0')}`,
    name: 'DB',
    sessionType: 'BackupJob',
    state: 'Stopped',
    creationTime: '2026-11-24T22:00:00Z',
    endTime: '2026-11-24T22:30:00Z',
    result: { result: 'Success', message: 'Größe', isCanceled: false },
  }));
  const timed = async (space: number): Promise<number> => {
    const begin = cpuMilliseconds();
    const { servers, missing } = await read(JSON.stringify({ data }, null, space), {}, 1000);
    expect([servers[0]?.sessions.length, missing]).toEqual([data.length, null]);
    return cpuMilliseconds() - begin;
  };
  await timed(0);
  const [onOneLine, onMany] = [await timed(0), await timed(2)];
  expect(onMany / onOneLine).toBeLessThan(8);
});
