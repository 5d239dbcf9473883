import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { formatInstant } from '../../../../src/model/instant.ts';
import { LOG_LEVELS } from '../../../../src/model/log-record.ts';
import {
  byTimeAndNumber,
  splitPrefix,
  toLogRecord,
  toRestoreEvent,
} from '../../../../src/servers/vb365/log-item.ts';
import { fixture, id } from './fixtures.ts';

const ENDED = { where: 'GET /v8/JobSessions/x/LogItems', live: false };
const LIVE = { ...ENDED, live: true };

function capturedItems(): readonly unknown[] {
  const page = fixture('log-items-v3');
  if (typeof page !== 'object' || page === null || !('results' in page)) throw new Error('no page');
  return Array.isArray(page.results) ? page.results : [];
}

describe('the captured log of v3', () => {
  test('loses its prefixes and keeps the instants of its own offset', () => {
    const records = capturedItems().map((item) => toLogRecord(item, ENDED));
    expect(
      records.map(({ record, number }) => ({
        ...record,
        number,
        startedAt: record.startedAt === null ? null : formatInstant(record.startedAt),
        updatedAt: record.updatedAt === null ? null : formatInstant(record.updatedAt),
      })),
    ).toEqual([
      {
        id: '35de947e-4512-4e71-8be4-1471d84ae21d',
        number: 1,
        level: 'success',
        title: 'Job started at 17/06/2019 10:00:00 AM',
        description: null,
        startedAt: '2019-06-16T22:00:00.040Z',
        updatedAt: '2019-06-16T22:00:00.040Z',
      },
      {
        id: 'c7347833-6127-4a50-b3cc-9a0b5dcbcf99',
        number: 2,
        level: 'success',
        title: 'Connected to organization',
        description: null,
        startedAt: '2019-06-16T22:00:00.055Z',
        updatedAt: '2019-06-16T22:00:06.368Z',
      },
      {
        id: '231e6102-46c7-4abe-a4bc-c017e51d2da2',
        number: 1000,
        level: 'success',
        title: 'Found 491 excluded objects',
        description: null,
        startedAt: '2019-06-16T22:00:06.368Z',
        updatedAt: '2019-06-16T22:08:02.650Z',
      },
    ]);
  });
});

describe('prefixes', () => {
  test.each([
    ['[Success] Done', 'success', 'Done'],
    ['[WARNING] Mailbox "x" skipped', 'warning', 'Mailbox "x" skipped'],
    ['  [failed]No space', 'failed', 'No space'],
    ['[Error] [Warning] twice', 'failed', '[Warning] twice'],
    ['[Running] Site', 'running', 'Site'],
    ['[Stop] Stopped by x', 'warning', 'Stopped by x'],
    ['[Mailbox] is a name', 'info', '[Mailbox] is a name'],
    ['No prefix [Success]', 'info', 'No prefix [Success]'],
    ['[] x', 'info', '[] x'],
    ['', 'info', ''],
    ['[Success]', 'success', ''],
  ])('%p', (text, level, title) => {
    expect(splitPrefix(text)).toEqual({ level, title });
  });

  test('any text keeps everything behind the prefix', () => {
    fc.assert(
      fc.property(fc.string(), (text) => {
        expect(text.endsWith(splitPrefix(text).title)).toBe(true);
        expect(splitPrefix(`[Warning] ${text.trimStart()}`)).toEqual({
          level: 'warning',
          title: text.trimStart(),
        });
      }),
    );
  });
});

describe('log items of v8', () => {
  test.each([
    ['Success', 'success'],
    ['Warning', 'warning'],
    ['Error', 'failed'],
    ['Stop', 'warning'],
    ['Running', 'info'],
    ['Note', 'info'],
  ])('of type %s are %s when the session has ended', (type, level) => {
    expect(toLogRecord({ id: id('a', 1), type, message: 'm' }, ENDED).record).toMatchObject({
      level,
      title: 'm',
    });
  });

  test('of type Running run only while the session does', () => {
    expect(toLogRecord({ type: 'Running', message: 'm' }, LIVE).record.level).toBe('running');
  });

  test('keep brackets in a message whose type is known', () => {
    const item = { type: 'Warning', message: '[Success] is what it said' };
    expect(toLogRecord(item, ENDED).record.title).toBe('[Success] is what it said');
  });

  test('without an id are known by their number, without anything by nothing', () => {
    expect(toLogRecord({ usn: '1000', title: 'x' }, ENDED).record.id).toBe('1000');
    expect(toLogRecord({}, ENDED).record).toEqual({
      id: '',
      level: 'info',
      title: '',
      description: null,
      startedAt: null,
      updatedAt: null,
    });
  });
});

describe('restore events', () => {
  test.each([
    ['Running', 'info'],
    ['Success', 'success'],
    ['Warning', 'warning'],
    ['Failed', 'failed'],
    ['Cancelled', 'warning'],
    ['Skipped', 'info'],
    ['Whatever', 'info'],
  ])('with the status %s are %s', (status, level) => {
    expect(toRestoreEvent({ status, title: 't' }, ENDED).record.level).toBe(level);
  });

  test('say what, how and which', () => {
    const event = {
      id: id('a', 1),
      status: 'Success',
      startTime: '2026-11-20T10:00:00Z',
      endTime: '2026-11-20T10:00:04.4889376Z',
      duration: '00:00:04.4889376',
      order: 3,
      title: 'Restore item',
      message: 'Restored to the original place',
      itemName: 'Invoice.docx',
    };
    const { record, number } = toRestoreEvent(event, ENDED);
    expect(number).toBe(3);
    expect(record).toMatchObject({
      title: 'Restore item',
      description: 'Restored to the original place (Invoice.docx)',
      startedAt: Date.parse('2026-11-20T10:00:00Z'),
    });
  });

  test('do not say a thing twice', () => {
    expect(
      toRestoreEvent({ title: 'Invoice.docx restored', itemName: 'Invoice.docx' }, ENDED).record
        .description,
    ).toBeNull();
    expect(toRestoreEvent({ message: 'm' }, ENDED).record).toMatchObject({
      title: 'm',
      description: null,
    });
    expect(toRestoreEvent({ title: 't', itemName: 'i' }, ENDED).record.description).toBe('i');
  });
});

test('the order is by time, then by number, then by id, with the unknown last', () => {
  const at = (startedAt: string | null, usn: number | null, letter: string) =>
    toLogRecord({ id: id(letter, 1), usn, creationTime: startedAt }, ENDED);
  const noon = '2026-11-20T12:00:00Z';
  const sorted = [
    at(null, 1, 'f'),
    at(noon, null, 'e'),
    at(noon, 1000, 'a'),
    at(noon, 2, 'd'),
    at(noon, 2, 'c'),
    at('2026-11-20T11:00:00Z', 5000, 'b'),
  ].sort(byTimeAndNumber);
  expect(sorted.map(({ record }) => record.id[0]).join('')).toBe('bcdaef');
});

test.each([toLogRecord, toRestoreEvent])('any JSON is a record or a named error: %p', (read) => {
  const keys = ['id', 'usn', 'title', 'type', 'message', 'status', 'creationTime', 'itemName'];
  const mangled = fc.dictionary(fc.constantFrom(...keys), fc.jsonValue());
  fc.assert(
    fc.property(fc.oneof(mangled, fc.jsonValue()), (value) => {
      try {
        const { record } = read(value, LIVE);
        expect(LOG_LEVELS).toContain(record.level);
        expect(typeof record.title).toBe('string');
        expect(Number.isFinite(record.startedAt ?? 0)).toBe(true);
      } catch (error) {
        expect(error).toMatchObject({ name: 'VsiError', code: 'ANSWER_UNREADABLE' });
      }
    }),
  );
});
