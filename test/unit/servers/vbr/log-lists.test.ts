import { describe, expect, test } from '@jest/globals';
import * as fc from 'fast-check';
import type { LogLevel } from '../../../../src/model/log-record.ts';
import { isVsiError } from '../../../../src/model/errors.ts';
import { readLog } from '../../../../src/servers/vbr/log-lists.ts';
import { toLogRecord } from '../../../../src/servers/vbr/log-record.ts';
import { fakeHttp, toolsFor } from './fake-http.ts';
import { fixture, id } from './fixtures.ts';

const ENDED = { id: id('5', 1), kind: 'backup', status: 'success' } as const;
const LIVE = { ...ENDED, status: 'running' } as const;

interface Reading {
  readonly version?: string;
  readonly session?: typeof ENDED | typeof LIVE;
  readonly levels?: readonly LogLevel[] | null;
}

async function read(
  json: unknown,
  { version = '1.3-rev1', session = ENDED, levels = null }: Reading = {},
) {
  const http = fakeHttp(() => ({ json }));
  const { tools, revision } = toolsFor(http, version, true);
  const records = await readLog({ api: tools.api, revision }, session, { levels });
  return { records, paths: http.paths() };
}

describe('a log', () => {
  test('of a session, newest first as served, comes in the order of writing (document)', async () => {
    const { records, paths } = await read(fixture('1.1-rev0-session-logs'), {
      version: '1.1-rev0',
    });
    expect(paths).toEqual([`/api/v1/sessions/${id('5', 1)}/logs`]);
    expect(records.map((record) => record.id)).toEqual(
      Array.from({ length: 11 }, (_, index) => String(index + 1)),
    );
    expect(records[10]).toMatchObject({
      id: '11',
      level: 'warning',
      title: 'Job finished with warning at 11/5/2021 6:03:15 AM',
      description: null,
      startedAt: Date.parse('2021-11-05T06:03:15.866+01:00') + 0.256,
      updatedAt: Date.parse('2021-11-05T06:03:15.866+01:00') + 0.256,
    });
    expect(JSON.parse(records[10]?.source ?? '')).toMatchObject({ id: 11, status: 'Warning' });
  });

  test('of a task, oldest first, too (document)', async () => {
    const { records } = await read(fixture('1.2-rev1-tasksession-logs'));
    expect(records).toHaveLength(17);
    const times = records.map(({ startedAt }) => startedAt ?? 0);
    expect(times).toEqual([...times].sort((a, b) => a - b));
    expect(records.find((record) => record.id === '20251')).toMatchObject({
      title: 'Hard disk 1 (20 GB)',
      description: '785 MB read at 107 MB/s [CBT]',
    });
  });

  test.each([
    ['Succeeded', 'success', 'success'],
    ['Warning', 'warning', 'warning'],
    ['Failed', 'failed', 'failed'],
    ['None', 'info', 'running'],
    ['Odd', 'info', 'info'],
    [null, 'info', 'info'],
  ])('%s is %s, while the session lives %s', async (status, ended, live) => {
    const answer = { totalRecords: 1, records: [{ id: 1, status, title: 'x' }] };
    expect((await read(answer)).records[0]?.level).toBe(ended);
    expect((await read(answer, { session: LIVE })).records[0]?.level).toBe(live);
  });

  test('additionalInfo may be anything', async () => {
    const infos = ['text', [{ field: 'ObjectName', data: 'srv' }], null, 5];
    const records = infos.map((additionalInfo, index) => ({
      id: index,
      title: 't',
      additionalInfo,
    }));
    expect((await read({ records })).records).toHaveLength(4);
  });

  test.each([
    [['warning'], '1.3-rev0', '?statusFilter=Warning'],
    [['failed'], '1.3-rev2', '?statusFilter=Failed'],
    [['success'], '1.3-rev2', '?statusFilter=Succeeded'],
    [['running'], '1.3-rev2', '?statusFilter=None'],
    [['info'], '1.3-rev2', ''],
    [['warning', 'failed'], '1.3-rev2', ''],
    [['warning'], '1.2-rev1', ''],
  ] as const)('%j of %s is asked for with "%s"', async (levels, version, filter) => {
    const { paths } = await read({ records: [] }, { levels, version });
    expect(paths).toEqual([`/api/v1/sessions/${id('5', 1)}/logs${filter}`]);
  });

  test('of an automation session lies elsewhere', async () => {
    const http = fakeHttp(() => ({ json: { records: [] } }));
    const { tools, revision } = toolsFor(http, '1.0-rev1');
    await readLog({ api: tools.api, revision }, { ...ENDED, kind: 'automation' });
    expect(http.paths()).toEqual([`/api/v1/automation/sessions/${id('5', 1)}/logs`]);
  });

  test.each([{ data: [] }, { records: 'none' }, []])(
    '%j names endpoint and field',
    async (json) => {
      await expect(read(json)).rejects.toMatchObject({
        code: 'ANSWER_UNREADABLE',
        where: `GET /api/v1/sessions/${id('5', 1)}/logs on vbr.example.com`,
      });
    },
  );

  test('any line is a record or a named error', () => {
    fc.assert(
      fc.property(fc.jsonValue(), fc.boolean(), (json, isLive) => {
        try {
          expect(typeof toLogRecord(json, { where: 'here', isLive }).title).toBe('string');
        } catch (error) {
          expect(isVsiError(error) && error.code).toBe('ANSWER_UNREADABLE');
        }
      }),
    );
  });
});

describe('a reader of logs', () => {
  const OTHER = { ...ENDED, id: id('5', 2) };

  function reader(answer: () => { readonly json: unknown } | { readonly status: number }) {
    const http = fakeHttp(answer);
    const { readLog: read } = toolsFor(http, '1.3-rev1');
    return { read, asked: http.paths };
  }

  const whole = () => ({ json: fixture('1.1-rev0-session-logs') });

  test('asks once for the log of a session that has ended, until another one is read', async () => {
    const { read, asked } = reader(whole);
    const [first, second] = await Promise.all([read(ENDED), read(ENDED, { levels: ['failed'] })]);
    expect(second).toBe(first);
    expect(asked()).toHaveLength(1);
    await read(OTHER);
    await read(ENDED);
    expect(asked()).toHaveLength(3);
  });

  test('asks again for one that lives, that failed, or of which a part was read', async () => {
    const live = reader(whole);
    await live.read(LIVE);
    await live.read(LIVE);
    expect(live.asked()).toHaveLength(2);
    const answers = [{ status: 500 }, whole()];
    const failing = reader(() => answers.shift() ?? whole());
    await expect(failing.read(ENDED)).rejects.toMatchObject({ code: 'REQUEST_FAILED' });
    expect(await failing.read(ENDED)).toHaveLength(11);
    const part = reader(whole);
    await part.read(ENDED, { levels: ['failed'] });
    await part.read(ENDED);
    expect(part.asked()).toEqual([
      expect.stringContaining('statusFilter=Failed'),
      expect.not.stringContaining('statusFilter'),
    ]);
  });
});
