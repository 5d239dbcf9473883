import { describe, expect, test } from '@jest/globals';
import type { Session } from '../../../src/model/session.ts';
import { openWriter, type Format } from '../../../src/output/formats.ts';
import { checkFields, toJsonRecord, type RecordSpec } from '../../../src/output/records/field.ts';
import { JOB_RECORD } from '../../../src/output/records/job.ts';
import { LOG_RECORD } from '../../../src/output/records/log.ts';
import { JOB_SESSION_RECORD, SESSION_RECORD } from '../../../src/output/records/session.ts';
import { TASK_RECORD } from '../../../src/output/records/task.ts';
import {
  bufferSink,
  DATABASE,
  HOSTILE,
  JOB,
  LOG,
  MAIL,
  screenOf,
  sessionNamed,
  TASK,
  type ScreenWish,
} from './support.ts';

interface Wish extends ScreenWish {
  readonly format?: Format;
  readonly fields?: readonly string[];
  readonly header?: boolean;
  readonly showServer?: boolean;
}

async function table<R extends object>(
  spec: RecordSpec<R>,
  records: readonly R[],
  { format = 'table', fields, header = true, showServer, ...wish }: Wish = {},
): Promise<string[]> {
  const sink = bufferSink();
  const writer = await openWriter(spec, {
    format,
    fields: fields ?? null,
    header,
    raw: false,
    sink,
    screen: await screenOf({ terminal: true, ...wish }),
    ...(showServer === undefined ? {} : { showServer }),
  });
  await writer.write(records);
  await writer.end();
  return sink.text().split('\n').slice(0, -1);
}

describe('field lists', () => {
  test('a session has the keys of the model, in its order', () => {
    expect(SESSION_RECORD.fields.map(({ key }) => key)).toEqual(Object.keys(MAIL));
    expect(Object.keys(toJsonRecord(SESSION_RECORD, MAIL))).toEqual(Object.keys(MAIL));
  });

  test('so have jobs, tasks and log records', () => {
    expect(JOB_RECORD.fields.map(({ key }) => key)).toEqual(Object.keys(JOB));
    expect(TASK_RECORD.fields.map(({ key }) => key)).toEqual(Object.keys(TASK));
    expect(LOG_RECORD.fields.map(({ key }) => key)).toEqual(Object.keys(LOG));
  });

  test('the object of the server is no part of the record', () => {
    expect(toJsonRecord(LOG_RECORD, { ...LOG, source: '{}' })).not.toHaveProperty('source');
  });

  test('every field is described, and says whether it may be null', () => {
    const specs = [SESSION_RECORD, JOB_RECORD, TASK_RECORD, LOG_RECORD];
    for (const { description } of specs.flatMap(({ fields }) => [...fields])) {
      expect(description).toMatch(/^\S.{5,}[^.]$/);
    }
    const mayBeNull = JOB_RECORD.fields.filter(({ nullable }) => !nullable);
    expect(mayBeNull.map(({ key }) => key)).toEqual([
      'id',
      'server',
      'product',
      'name',
      'kind',
      'listed',
    ]);
  });

  test('unknown names are refused with the valid ones', () => {
    expect(() => {
      checkFields(LOG_RECORD, ['title', 'text']);
    }).toThrow('a log record has no key “text”');
    expect(() => {
      checkFields(LOG_RECORD, ['title', 'level']);
    }).not.toThrow();
  });
});

const SESSIONS: readonly Session[] = [MAIL, HOSTILE, { ...DATABASE, server: MAIL.server }];

describe('sessions over all jobs', () => {
  test('80 columns', async () => {
    expect(await table(SESSION_RECORD, SESSIONS)).toEqual([
      'ID        JOB               STATUS     STARTED  DURATION      RATE  BOTTLENECK',
      'a8cf9a63  Mailboxes Berlin  ✔ success  3h ago      00:58  1.6 MB/s  Source',
      'deadbeef  =HYPERLINK("htt…  ► running  1m ago        n/a       n/a  ^[]0;owned^G',
      'b1d2c3e4  DB Backup         ✖ failed   2d ago    1:02:03  9.0 MB/s  Source 99%',
    ]);
  });

  test('120 columns', async () => {
    expect(await table(SESSION_RECORD, SESSIONS, { width: 120 })).toEqual([
      'ID        JOB                STATUS     STARTED  DURATION      RATE  ITEMS/S    READ/S  TRANSFERRED  ITEMS  BOTTLENECK',
      'a8cf9a63  Mailboxes Berlin   ✔ success  3h ago      00:58  1.6 MB/s       20  5.1 MB/s      93.6 MB   1193  Source',
      'deadbeef  =HYPERLINK("http…  ► running  1m ago        n/a       n/a      n/a       n/a          n/a    n/a  ^[]0;owned^G',
      'b1d2c3e4  DB Backup          ✖ failed   2d ago    1:02:03  9.0 MB/s      n/a       n/a     204.9 MB    n/a  Source 99%',
    ]);
  });
});

describe('sessions of one job', () => {
  test('80 columns, in colour', async () => {
    expect(
      await table(JOB_SESSION_RECORD, [MAIL, DATABASE], { colorLevel: 1, showServer: false }),
    ).toEqual([
      '\u001b[1mID\u001b[22m        \u001b[1mSTATUS\u001b[22m     \u001b[1mSTARTED\u001b[22m  \u001b[1mDURATION\u001b[22m      \u001b[1mRATE\u001b[22m  \u001b[1mTRANSFERRED\u001b[22m  \u001b[1mITEMS\u001b[22m  \u001b[1mBOTTLENECK\u001b[22m',
      '\u001b[2ma8cf9a63\u001b[22m  \u001b[32m✔ success\u001b[39m  3h ago      00:58  1.6 MB/s      93.6 MB   1193  \u001b[36mSource\u001b[39m',
      '\u001b[2mb1d2c3e4\u001b[22m  \u001b[31m✖ failed\u001b[39m   2d ago    1:02:03  9.0 MB/s     204.9 MB    \u001b[2mn/a\u001b[22m  \u001b[31mSource 99%\u001b[39m',
    ]);
  });

  test('120 columns show all that is asked of a session', async () => {
    expect(await table(JOB_SESSION_RECORD, [MAIL], { width: 120, ascii: true })).toEqual([
      'ID        STATUS     STARTED  DURATION      RATE  ITEMS/S    READ/S    WRITE/S  TRANSFERRED  ITEMS  BOTTLENECK',
      'a8cf9a63  + success  3h ago      00:58  1.6 MB/s       20  5.1 MB/s  24.8 MB/s      93.6 MB   1193  Source',
    ]);
  });

  test('wide: every column, whole ids, absolute times, nothing cut', async () => {
    const [header, row] = await table(JOB_SESSION_RECORD, [DATABASE], {
      format: 'wide',
      width: 80,
      timeZone: 'Europe/Berlin',
    });
    expect(header?.split(/ {2,}/)).toEqual([
      'ID',
      'MODE',
      'STATUS',
      'STARTED',
      'ENDED',
      'DURATION',
      'PROGRESS',
      'OBJECTS DONE',
      'RATE',
      'ITEMS/S',
      'READ/S',
      'WRITE/S',
      'PROCESSED',
      'READ',
      'TRANSFERRED',
      'ITEMS',
      'BOTTLENECK',
      'STAGE LOADS',
      'RETRY',
      'STARTED BY',
      'MESSAGE',
    ]);
    expect(row?.split(/ {2,}/)).toEqual([
      'b1d2c3e4-0000-4000-8000-000000000002',
      'incremental',
      '✖ failed',
      '2026-11-20 09:00:00',
      '2026-11-20 10:02:03',
      '1:02:03',
      '100%',
      'n/a',
      '9.0 MB/s',
      'n/a',
      'n/a',
      'n/a',
      '4.8 GB',
      '756.0 MB',
      '204.9 MB',
      'n/a',
      'Source 99%',
      'Source 99% > Proxy 75% > Source WAN 4% > Target 0%',
      '1',
      'EXAMPLE\\admin',
      'Error: Failed to process vm01: disk is full',
    ]);
  });
});

describe('which columns there are', () => {
  test('the server only where servers differ, or as told', async () => {
    const [one] = await table(SESSION_RECORD, [MAIL, MAIL], { width: 200 });
    expect(one).not.toContain('SERVER');
    const [two] = await table(SESSION_RECORD, [MAIL, DATABASE], { width: 200 });
    expect(two).toMatch(/^SERVER /);
    const [told] = await table(SESSION_RECORD, [MAIL], { width: 200, showServer: true });
    expect(told).toMatch(/^SERVER /);
    const [hidden] = await table(SESSION_RECORD, [MAIL, DATABASE], { showServer: false });
    expect(hidden).not.toContain('SERVER');
  });

  test('chosen ones, also those that no table shows of itself', async () => {
    expect(
      await table(SESSION_RECORD, [MAIL], { fields: ['status', 'repositoryId', 'server', 'id'] }),
    ).toEqual([
      'STATUS     REPOSITORY ID  SERVER            ID',
      '✔ success  n/a            mail.example.com  a8cf9a63',
    ]);
  });

  test('no header when it is not wanted, nothing at all for no records', async () => {
    expect(await table(LOG_RECORD, [LOG], { header: false, width: 120 })).toEqual([
      '2026-11-22 05:00:00  warning  Mailbox user@example.com was not found and is skipped until it appears again',
    ]);
    expect(await table(LOG_RECORD, [])).toEqual([]);
  });
});

test('names of every script line up', async () => {
  const names = ['共有メールボックス', '👩‍👩‍👧 family', 'हिन्दी नाम', 'แผนกบัญชี', 'Łódź'];
  const rows = await table(SESSION_RECORD, names.map(sessionNamed), {
    fields: ['jobName', 'status'],
  });
  expect(rows).toEqual([
    'JOB                 STATUS',
    '共有メールボックス  ✔ success',
    '👩‍👩‍👧 family           ✔ success',
    'हिन्दी नाम            ✔ success',
    'แผนกบัญชี             ✔ success',
    'Łódź                ✔ success',
  ]);
});

test('jobs', async () => {
  const never = {
    ...JOB,
    name: 'New',
    enabled: false,
    lastStatus: null,
    lastRunAt: null,
    lastDurationSeconds: null,
    nextRunAt: null,
    nextRunText: 'After [Mailboxes Berlin]',
    lastSuccessAt: null,
    recentStatuses: null,
  };
  expect(await table(JOB_RECORD, [JOB, never])).toEqual([
    'NAME              RESULT    LAST RUN  NEXT RUN           LAST SUCCESS  LAST RUNS',
    'Mailboxes Berlin  ✖ failed  5h ago    in 19h             3d ago        SSWFF',
    'New               n/a       n/a       After [Mailboxes…  n/a           n/a',
  ]);
  expect(await table(JOB_RECORD, [JOB, never], { width: 140 })).toEqual([
    'ID        NAME              KIND    ENABLED  RESULT    LAST RUN  DURATION  NEXT RUN                  LAST SUCCESS  LAST RUNS',
    '2a347af6  Mailboxes Berlin  backup  yes      ✖ failed  5h ago       00:58  in 19h                    3d ago        SSWFF',
    '2a347af6  New               backup  no       n/a       n/a            n/a  After [Mailboxes Berlin]  n/a           n/a',
  ]);
});

test('tasks: the reason is wrapped, not cut', async () => {
  expect(await table(TASK_RECORD, [TASK])).toEqual([
    'OBJECT     STATUS    DURATION  BOTTLENECK   REASON',
    'winsrv141  ✖ failed     00:03  Target disk  Cannot open file [ds1]',
    '                                            winsrv141/winsrv141.vmdk: no such',
    '                                            file or directory. Processing',
    '                                            finished with errors.',
  ]);
});

test('log records: title and description as one text', async () => {
  const records = [
    LOG,
    { ...LOG, level: 'info' as const, title: 'Hard disk 1 (20 GB)', description: '785 MB read' },
    { ...LOG, level: 'failed' as const, title: '\u001b[2JError', startedAt: null },
  ];
  expect(await table(LOG_RECORD, records)).toEqual([
    'TIME                 LEVEL    MESSAGE',
    '2026-11-22 05:00:00  warning  Mailbox user@example.com was not found and is',
    '                              skipped until it appears again',
    '2026-11-22 05:00:00  info     Hard disk 1 (20 GB) - 785 MB read',
    'n/a                  failed   ^[[2JError',
  ]);
});
