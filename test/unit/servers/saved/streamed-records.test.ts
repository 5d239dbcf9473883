import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { newestFirst } from '../../../../src/model/order.ts';
import type { Session } from '../../../../src/model/session.ts';
import { toJsonRecord } from '../../../../src/output/records/field.ts';
import { SESSION_RECORD } from '../../../../src/output/records/session.ts';
import {
  ALL_SESSIONS,
  type BackupServer,
  type SessionQuery,
} from '../../../../src/servers/backup-server.ts';
import { readSavedFile } from '../../../../src/servers/saved/read-file.ts';
import { createSavedServer, keptRecords } from '../../../../src/servers/saved/saved-server.ts';
import { streamedRecords } from '../../../../src/servers/saved/streamed-records.ts';
import { surveyFile } from '../../../../src/servers/saved/survey.ts';
import { MINUTE, session } from '../../analysis/support.ts';

const START = Date.UTC(2026, 0);
const OPTIONS = { file: 'case.ndjson', server: 'case.ndjson', product: null, apiVersion: null };

/** As `-o ndjson` and `-o json` write them. */
const line = (record: Session): string => JSON.stringify(toJsonRecord(SESSION_RECORD, record));
const ndjson = (records: readonly Session[]): string =>
  records.map((record) => `${line(record)}\n`).join('');
const list = (records: readonly Session[]): string => `[\n${records.map(line).join(',\n')}\n]\n`;

async function* inPieces(text: string, cuts: readonly number[] = []): AsyncGenerator<Uint8Array> {
  const bytes = Buffer.from(text);
  const places = cuts.map((cut) => cut % (bytes.length + 1)).sort((a, b) => a - b);
  let from = 0;
  for (const place of [...places, bytes.length]) {
    // As a file is read: into one buffer.
    const piece = Buffer.from(bytes.subarray(from, place));
    yield piece;
    piece.fill('x');
    from = place;
  }
}

async function all<T>(pages: AsyncIterable<readonly T[]>): Promise<T[]> {
  const items: T[] = [];
  for await (const page of pages) items.push(...page);
  return items;
}

/** The file as a server that reads it as it is needed, and how often it was opened for that. */
async function streamed(text: string, cuts: readonly number[] = [], later = text) {
  const survey = await surveyFile(inPieces(text, cuts));
  if (survey === null) return null;
  const told: unknown[] = [];
  const used = { opened: 0 };
  const open = (): AsyncIterable<Uint8Array> => {
    used.opened += 1;
    return inPieces(later, cuts);
  };
  const server = createSavedServer(streamedRecords({ survey, open, options: OPTIONS }), {
    file: OPTIONS.file,
    onNothingInWindow: (range) => told.push(range),
  });
  return { server, survey, told, used };
}

/** The same where it must be one. */
async function surely(text: string, later = text) {
  const found = await streamed(text, [], later);
  if (found === null) throw new Error('the file has to be in memory');
  return found;
}

/** What a server tells of its file. */
async function answersOf(server: BackupServer, queries: readonly Partial<SessionQuery>[]) {
  const answers: unknown[] = [server.name, server.product, await all(server.jobs())];
  for (const query of queries) {
    answers.push(await all(server.sessions({ ...ALL_SESSIONS, ...query })));
  }
  return answers;
}

const texts = fc.option(
  fc.oneof(fc.string({ unit: 'grapheme', maxLength: 8 }), fc.constantFrom('","', '"}\n', '}')),
);
const jobIds = fc.option(fc.constantFrom('J', 'K', 'Ł', 'a"b'));
const sessions = fc
  .record({
    id: fc.oneof(fc.uuid(), fc.constantFrom('1', '2', 'é', '"')),
    minute: fc.nat(4),
    jobId: jobIds,
    jobName: texts,
    name: texts,
    message: texts,
    parentSessionId: fc.option(fc.constant('p'), { freq: 6 }),
    server: fc.constantFrom('s', 's', 's', 's', 's', 's', 's', 'Büro'),
    dated: fc.constantFrom(true, true, true, true, true, true, true, false),
  })
  .map(({ id, minute, dated, ...known }) =>
    session(id, 0, { ...known, createdAt: dated ? START + minute * MINUTE : null }),
  );

describe('a large file', () => {
  const three = [
    session('c', 0, { createdAt: START + 3 * MINUTE, jobId: 'K', jobName: 'Files' }),
    session('b', 0, { createdAt: START + 2 * MINUTE, status: 'failed' }),
    session('a', 0, { createdAt: START + MINUTE }),
  ];

  test('that is read as it is needed answers as one in memory', async () => {
    let streams = 0;
    await fc.assert(
      fc.asyncProperty(
        fc.array(sessions, { maxLength: 6 }),
        fc.boolean(),
        fc.constantFrom(ndjson, list),
        fc.array(fc.nat(), { maxLength: 8 }),
        async (records, sorted, write, cuts) => {
          const text = write(sorted ? [...records].sort(newestFirst) : records);
          const found = await streamed(text, cuts);
          if (found === null) return;
          streams += 1;
          const { servers, missing } = await readSavedFile(inPieces(text), OPTIONS);
          const [only, ...others] = servers;
          if (only === undefined) throw new Error('no server');
          expect([others.length, missing]).toEqual([0, null]);
          const told: unknown[] = [];
          const kept = createSavedServer(keptRecords(only), {
            file: OPTIONS.file,
            onNothingInWindow: (range) => told.push(range),
          });
          const queries = [
            {},
            { jobId: 'J' },
            { since: START + MINUTE, until: START + 3 * MINUTE },
            { until: START + MINUTE },
            { since: START + 1000 * MINUTE },
          ];
          expect(await answersOf(found.server, queries)).toEqual(await answersOf(kept, queries));
          expect(found.told).toEqual(told);
          expect(found.survey.sessions).toBe(only.sessions.length);
        },
      ),
    );
    // About one text in seven can be read so; none at all would prove nothing.
    expect(streams).toBeGreaterThan(0);
  });

  test.each([
    ['NDJSON', ndjson(three)],
    ['NDJSON without an end of its last line', ndjson(three).trimEnd()],
    ['NDJSON with the ends of Windows', ndjson(three).replaceAll('\n', '\r\n')],
    ['a list', list(three)],
  ])('of sessions, newest first, need not be in memory: %s', async (_, text) => {
    for (const cuts of [[], [1], [100, 600, 601, 1200]]) {
      const found = await streamed(text, cuts);
      expect(found?.survey).toMatchObject({ name: 's', product: 'vb365', sessions: 3 });
      expect(found?.used.opened).toBe(0);
      expect(found?.survey.jobs.map(({ id }) => id)).toEqual(['K', 'J']);
    }
  });

  test.each([
    ['sessions in another order', ndjson([...three].reverse())],
    ['a session twice', ndjson(three.flatMap((record) => [record, record]))],
    ['a session twice, at different times', ndjson(three.map((one) => ({ ...one, id: 'a' })))],
    ['several servers', ndjson([...three, session('0', 0, { server: 't', createdAt: START })])],
    ['a session without a time', ndjson([...three, session('0', 0, { createdAt: null })])],
    ['two lists', list(three.slice(0, 1)) + list(three.slice(1))],
    ['other records, too', `${ndjson(three)}{"id":"1","level":"failed","title":"Disk is full"}\n`],
    ['raw answers', '{"id":"a","sessionType":"BackupJob","creationTime":"2026-01-01T00:00:00Z"}\n'],
    ['records written by others', ndjson(three).replaceAll(',"', ', "')],
    ['records over many lines', JSON.stringify(JSON.parse(list(three)), null, 2)],
    ['a list on one line', JSON.stringify(JSON.parse(list(three)))],
    ['a list that breaks off', list(three).slice(0, -3)],
    ['a line that breaks off', ndjson(three).slice(0, -5)],
    [
      'a line that breaks off behind a bracket',
      ndjson([session('a', 0, { createdAt: START, stageLoads: [{ stage: 'proxy', percent: 9 }] })])
        .split('9}')
        .slice(0, 1)
        .concat('')
        .join('9}'),
    ],
    ['nothing', ''],
    ['no JSON', 'VSI OK\n'],
  ])('with %s must be in memory', async (_, text) => {
    expect(await surveyFile(inPieces(text))).toBe(null);
  });

  test('without ends of lines is not read to its end to find that out', async () => {
    let pieces = 0;
    async function* endless(): AsyncGenerator<Uint8Array> {
      for (;;) {
        pieces += 1;
        yield Buffer.alloc(1 << 20, '{"id":"a",');
      }
    }
    expect(await surveyFile(endless())).toBe(null);
    expect(pieces).toBeLessThan(4);
  });

  test('is not opened to tell that it holds nothing older', async () => {
    const found = await surely(ndjson(three));
    const older = { ...ALL_SESSIONS, until: START + MINUTE };
    expect(await all(found.server.sessions(older))).toEqual([]);
    expect(found.used.opened).toBe(0);
  });

  test('is kept from the first question about a single session on', async () => {
    const found = await surely(ndjson(three));
    const both = await Promise.all([found.server.session('B'), found.server.session('c')]);
    expect(both.map((one) => one.id)).toEqual(['b', 'c']);
    await expect(found.server.session('nope')).rejects.toMatchObject({ code: 'NOT_FOUND' });
    expect(await all(found.server.sessions(ALL_SESSIONS))).toHaveLength(3);
    expect(found.used.opened).toBe(1);
  });

  test('that has changed meanwhile is no answer', async () => {
    const text = ndjson(three);
    const [first = ''] = text.split('\n');
    for (const [later, failure] of [
      [`${text}${first}\n`, { code: 'ANSWER_UNREADABLE', message: /has changed/ }],
      [text.slice(0, -30), { code: 'LIST_INCOMPLETE', message: /breaks off in line 3/ }],
    ] as const) {
      const found = await surely(text, later);
      await expect(all(found.server.sessions(ALL_SESSIONS))).rejects.toMatchObject({
        code: failure.code,
        message: expect.stringMatching(failure.message),
      });
    }
  });
});
