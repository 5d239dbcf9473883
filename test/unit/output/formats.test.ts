import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { newSession } from '../../../src/model/session.ts';
import { FORMATS, isFormat, openWriter } from '../../../src/output/formats.ts';
import { toJsonRecord } from '../../../src/output/records/field.ts';
import { SESSION_RECORD } from '../../../src/output/records/session.ts';
import { bufferSink, DATABASE, HOSTILE, MAIL, printSessions, screenOf } from './support.ts';
import { anyText } from '../../support/any-text.ts';
import { cpuMilliseconds } from '../../support/cpu-time.ts';

const MAIL_JSON =
  '{"id":"a8cf9a63-64c3-4748-9c95-b1fbac0cce1d","server":"mail.example.com","product":"vb365",' +
  '"jobId":"2a347af6-43ef-43a7-97bf-58a36f8cf216","jobName":"Mailboxes Berlin","name":null,' +
  '"kind":"backup","mode":"incremental","status":"success","statusText":"Success",' +
  '"createdAt":"2026-11-22T05:00:00.000Z","endedAt":"2026-11-22T05:00:58.449Z",' +
  '"durationSeconds":58.449,"progressPercent":null,"progressObjects":21,' +
  '"processingRateBytesPerSecond":1683256,"processingRateItemsPerSecond":20,' +
  '"readRateBytesPerSecond":5383429,"writeRateBytesPerSecond":26015396,"processedBytes":null,' +
  '"readBytes":null,"transferredBytes":98142970,"processedObjects":1193,"bottleneck":"source",' +
  '"stageLoads":null,"retryNumber":null,"originalSessionId":null,"willBeRetried":null,' +
  '"message":null,"initiatedBy":null,"parentSessionId":null,"relatedSessionId":null,' +
  '"resourceId":null,"resourceReference":null,"repositoryId":null,"proxyId":null,"usn":null,' +
  '"type":null,"state":null,"result":null,"isCanceled":null}';

describe('json', () => {
  test('an array with one record a line, over all pages', async () => {
    const text = await printSessions([[MAIL], [], [MAIL, MAIL]], { format: 'json' });
    expect(text).toBe(`[\n${MAIL_JSON},\n${MAIL_JSON},\n${MAIL_JSON}\n]\n`);
  });

  test('an empty array', async () => {
    expect(await printSessions([[]], { format: 'json' })).toBe('[]\n');
  });

  test('what was not closed is no JSON', async () => {
    const sink = bufferSink();
    const screen = await screenOf();
    const writer = await openWriter(SESSION_RECORD, {
      format: 'json',
      fields: null,
      header: true,
      raw: false,
      sink,
      screen,
    });
    await writer.write([MAIL]);
    expect(() => {
      JSON.parse(sink.text());
    }).toThrow(SyntaxError);
  });

  test('chosen fields, in the order asked for, each once', async () => {
    expect(
      await printSessions([[MAIL]], { format: 'json', fields: ['status', 'id', 'status'] }),
    ).toBe('[\n{"status":"success","id":"a8cf9a63-64c3-4748-9c95-b1fbac0cce1d"}\n]\n');
    expect(await printSessions([[MAIL]], { format: 'ndjson', fields: [] })).toBe('{}\n');
  });

  test('a field that there is not: a usage error that lists those there are', async () => {
    await expect(printSessions([[]], { fields: ['id', 'speed'] })).rejects.toMatchObject({
      code: 'USAGE',
      message: 'a session has no key “speed”',
      hint: expect.stringContaining('one of id, server, product, jobId,'),
    });
  });

  test('a single record is indented', async () => {
    expect(
      await printSessions([[MAIL]], {
        format: 'json',
        single: true,
        fields: ['id', 'durationSeconds'],
      }),
    ).toBe('{\n  "id": "a8cf9a63-64c3-4748-9c95-b1fbac0cce1d",\n  "durationSeconds": 58.449\n}\n');
  });

  test('integers beyond 2^53 are decimal strings, loads are objects', async () => {
    const text = await printSessions([[DATABASE]], { fields: ['usn', 'stageLoads', 'isCanceled'] });
    expect(text).toBe(
      '[\n{"usn":"9007199254740993","stageLoads":[{"stage":"source","percent":99},' +
        '{"stage":"proxy","percent":75},{"stage":"source-wan","percent":4},' +
        '{"stage":"target","percent":0}],"isCanceled":false}\n]\n',
    );
  });

  test('on a terminal, and only there, dangerous characters are escaped', async () => {
    const fields = ['jobName'];
    const raw = '{"jobName":"=HYPERLINK(\\"http://evil.example\\",\\"x\\")\\u001b[2J\u202e"}\n';
    expect(await printSessions([[HOSTILE]], { format: 'ndjson', fields })).toBe(raw);
    expect(
      await printSessions([[HOSTILE]], { format: 'ndjson', fields, on: { terminal: true } }),
    ).toBe(raw.replace('\u202e', '\\u202e'));
  });

  test('the fast encoder writes what JSON.stringify would', () => {
    const value = fc.option(
      fc.oneof(fc.maxSafeInteger(), fc.double(), fc.bigInt({ min: 0n, max: 2n ** 64n })),
      { nil: null },
    );
    const text = fc.option(anyText(), { nil: null });
    const time = fc.option(fc.double({ min: 0, max: 4e12, noNaN: true }), { nil: null });
    return fc.assert(
      fc.asyncProperty(value, text, time, async (usn, message, createdAt) => {
        const session = newSession({ ...MAIL, usn, message, createdAt });
        const [line] = (await printSessions([[session]], { format: 'ndjson' })).split('\n');
        expect(line).toBe(JSON.stringify(toJsonRecord(SESSION_RECORD, session)));
      }),
    );
  });
});

describe('ndjson', () => {
  test('one record a line, nothing for none', async () => {
    expect(await printSessions([[MAIL], [MAIL]], { format: 'ndjson' })).toBe(
      `${MAIL_JSON}\n${MAIL_JSON}\n`,
    );
    expect(await printSessions([], { format: 'ndjson' })).toBe('');
  });
});

describe('raw', () => {
  const source = '{"id": 1.0,\r\n  "big": 12345678901234567890, "text": "a\\nb  c"}';
  const served = { ...MAIL, source };

  test("the server's own text, number literals unchanged", async () => {
    expect(await printSessions([[served]], { format: 'json', raw: true, single: true })).toBe(
      `${source}\n`,
    );
  });

  test('one object a line in lists', async () => {
    const line = '{"id": 1.0,"big": 12345678901234567890, "text": "a\\nb  c"}';
    expect(await printSessions([[served, served]], { format: 'ndjson', raw: true })).toBe(
      `${line}\n${line}\n`,
    );
    expect(await printSessions([[served, MAIL]], { format: 'json', raw: true })).toBe(
      `[\n${line},\nnull\n]\n`,
    );
  });

  test('is safe on a terminal', async () => {
    const hostile = { ...MAIL, source: '{"a":"\u009b2J"}' };
    expect(
      await printSessions([[hostile]], { format: 'ndjson', raw: true, on: { terminal: true } }),
    ).toBe('{"a":"\\u009b2J"}\n');
  });

  test.each(['table', 'wide', 'csv', 'tsv', 'yaml', 'markdown'] as const)(
    'has no %s form',
    async (format) => {
      await expect(printSessions([[served]], { format, raw: true })).rejects.toMatchObject({
        code: 'USAGE',
      });
    },
  );

  test('has no fields to choose', async () => {
    await expect(
      printSessions([[served]], { format: 'json', raw: true, fields: ['id'] }),
    ).rejects.toMatchObject({ code: 'USAGE' });
  });
});

describe('tsv and csv', () => {
  const keys = SESSION_RECORD.fields.map(({ key }) => key);

  test('all keys in the order of the record, raw numbers, ISO times, null empty', async () => {
    const [header, row, end] = (await printSessions([[DATABASE]], { format: 'tsv' })).split('\n');
    expect(header?.split('\t')).toEqual(keys);
    expect(row).toBe(
      [
        'b1d2c3e4-0000-4000-8000-000000000002',
        'vbr.example.com',
        'vbr',
        '77777777-0000-4000-8000-000000000001',
        'DB Backup',
        'DB Backup (Incremental) (Retry 1)',
        'backup',
        'incremental',
        'failed',
        'Failed',
        '2026-11-20T08:00:00.000Z',
        '2026-11-20T09:02:03.000Z',
        '3723',
        '100',
        '',
        '9437184',
        '',
        '',
        '',
        '5153960755',
        '792723456',
        '214853222',
        '',
        'source',
        'source:99;proxy:75;source-wan:4;target:0',
        '1',
        'c0000000-0000-4000-8000-000000000003',
        'false',
        'Error: Failed to process vm01: disk is full',
        'EXAMPLE\\admin',
        '',
        '',
        '',
        '',
        '',
        '',
        '9007199254740993',
        'BackupJob',
        'Stopped',
        'Failed',
        'false',
      ].join('\t'),
    );
    expect(end).toBe('');
  });

  test('the same columns at any width, without header when it is not wanted', async () => {
    const narrow = await printSessions([[MAIL]], {
      format: 'tsv',
      header: false,
      on: { width: 20 },
    });
    const wide = await printSessions([[MAIL]], {
      format: 'tsv',
      header: false,
      on: { width: 400 },
    });
    expect(narrow).toBe(wide);
    expect(narrow.split('\t')).toHaveLength(keys.length);
  });

  test('no escape sequence, formula or line end survives in a text cell; numbers stay numbers', async () => {
    const fields = ['jobName', 'bottleneck', 'message', 'usn'];
    expect(await printSessions([[HOSTILE]], { format: 'csv', fields })).toBe(
      'jobName,bottleneck,message,usn\n' +
        '"\'=HYPERLINK(""http://evil.example"",""x"")^[[2J",^[]0;owned^G,"one\ttwo\nthree\\four",-5\n',
    );
    expect(await printSessions([[HOSTILE]], { format: 'tsv', fields, header: false })).toBe(
      '=HYPERLINK("http://evil.example","x")^[[2J\t^[]0;owned^G\tone two three\\four\t-5\n',
    );
  });

  test('an empty list still names its columns, once', async () => {
    expect(await printSessions([[], []], { format: 'csv', fields: ['id', 'server'] })).toBe(
      'id,server\n',
    );
    expect(await printSessions([], { format: 'tsv', header: false })).toBe('');
  });
});

test('formats are told from other words', () => {
  expect(FORMATS.every(isFormat)).toBe(true);
  expect(isFormat('xml')).toBe(false);
});

test('20,000 sessions become NDJSON and TSV within seconds', async () => {
  const page = Array.from({ length: 1000 }, () => MAIL);
  const pages = Array.from({ length: 20 }, () => page);
  for (const format of ['ndjson', 'tsv'] as const) {
    const started = cpuMilliseconds();
    await printSessions(pages, { format });
    expect(cpuMilliseconds() - started).toBeLessThan(9000);
  }
});
