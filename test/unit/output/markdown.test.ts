import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { newSession, type Session } from '../../../src/model/session.ts';
import { markdownLine, markdownText } from '../../../src/output/safe-text.ts';
import { openWriter } from '../../../src/output/formats.ts';
import { SESSION_RECORD } from '../../../src/output/records/session.ts';
import { bufferSink, DATABASE, HOSTILE, MAIL, printSessions, screenOf } from './support.ts';
import { runs } from '../../support/runs.ts';
import { anyText } from '../../support/any-text.ts';

const fields = ['jobName', 'status', 'createdAt', 'transferredBytes', 'message'];

describe('markdown', () => {
  test('a table with a header, over all pages, byte for byte', async () => {
    expect(await printSessions([[MAIL], [DATABASE]], { format: 'markdown', fields })).toBe(
      `| JOB | STATUS | STARTED | TRANSFERRED | MESSAGE |
| --- | --- | --- | ---: | --- |
| Mailboxes Berlin | ✔ success | 2026-11-22 05:00:00 | 93.6 MB | n/a |
| DB Backup | ✖ failed | 2026-11-20 08:00:00 | 204.9 MB | Error: Failed to process vm01: disk is full |
`,
    );
  });

  test('the columns of the table and the server, also where it is one; whole ids, times in the zone', async () => {
    const on = { width: 20, colorLevel: 3, timeZone: 'Asia/Tokyo', terminal: true } as const;
    const both = await printSessions([[MAIL, DATABASE]], { format: 'markdown', on });
    expect(both.split('\n')[0]).toMatch(/^\| SERVER \| ID \| JOB \| KIND \| STATUS \| STARTED \|/);
    expect(both).toContain(`| ${MAIL.id} |`);
    expect(both).toContain('2026-11-22 14:00:00');
    expect(both).not.toContain('\u001b');
    expect(await printSessions([[MAIL]], { format: 'markdown', on })).toMatch(/^\| SERVER \|/);
  });

  test('columns that nothing fills are left out as in the table, unless they are asked for', async () => {
    const empty = { ...DATABASE, processedObjects: null, readRateBytesPerSecond: null };
    const filled = { ...empty, processedObjects: 12 };
    const headerOf = async (...rows: Session[]): Promise<string | undefined> =>
      (await printSessions([rows], { format: 'markdown' })).split('\n')[0];
    expect(await headerOf(empty)).not.toMatch(/ITEMS|READ\/S/);
    expect(await headerOf(empty, filled)).toContain('| ITEMS |');
    const asked = await printSessions([[empty]], {
      format: 'markdown',
      fields: ['processedObjects', 'jobName'],
    });
    expect(asked).toBe('| ITEMS | JOB |\n| ---: | --- |\n| n/a | DB Backup |\n');
  });

  describe('a column that only a later page fills', () => {
    const empty = { ...DATABASE, processedObjects: null };
    const filled = { ...empty, processedObjects: 12 };

    test('is there where rows may wait for it; then all come in their order', async () => {
      const text = await printSessions([[empty], [filled], [empty]], {
        ...{ format: 'markdown', mayWait: true, showServer: false },
        notice: fail,
      });
      const [header, , ...rows] = text.trimEnd().split('\n');
      expect(header).toContain('| ITEMS |');
      expect(rows.map((line) => line.includes('| 12 |'))).toEqual([false, true, false]);
    });

    test('is told of where they may not', async () => {
      const notices: string[] = [];
      const text = await printSessions([[empty], [filled], [filled]], {
        format: 'markdown',
        notice: (line) => notices.push(line),
      });
      expect(text).not.toContain('ITEMS');
      expect(notices).toEqual([expect.stringContaining('Only later rows have processedObjects: ')]);
    });

    test('is told of where too many rows came before it', async () => {
      const notices: string[] = [];
      const many = Array.from({ length: 10_000 }, () => empty);
      const text = await printSessions([many, [filled]], {
        ...{ format: 'markdown', mayWait: true },
        notice: (line) => notices.push(line),
      });
      expect(text.split('\n')).toHaveLength(2 + 10_001 + 1);
      expect(notices).toHaveLength(1);
    });

    test('after a failure the rows that waited are printed, and nothing else', async () => {
      const sink = bufferSink();
      const open = async () =>
        openWriter(SESSION_RECORD, {
          ...{ format: 'markdown', fields: null, header: true, raw: false, mayWait: true },
          sink,
          screen: await screenOf(),
        });
      const unused = await open();
      await unused.abandon?.();
      expect(sink.text()).toBe('');
      const writer = await open();
      await writer.write([empty]);
      expect(sink.text()).toBe('');
      await writer.abandon?.();
      expect(sink.text().split('\n')).toHaveLength(4);
    });

    function fail(line: string): void {
      throw new Error(line);
    }
  });

  test('without a header there are rows only, to be put below a table', async () => {
    expect(
      await printSessions([[MAIL]], { format: 'markdown', header: false, fields: ['jobName'] }),
    ).toBe('| Mailboxes Berlin |\n');
  });

  test('an empty list is a table without rows', async () => {
    expect(await printSessions([[], []], { format: 'markdown', fields: ['jobName'] })).toBe(
      '| JOB |\n| --- |\n',
    );
  });

  test.each([
    ['a|b', 'a&#124;b'],
    ['<img src=x onerror=alert(1)>', '&lt;img src=x onerror=alert(1)&gt;'],
    ['&lt;b&gt;', '&amp;lt;b&amp;gt;'],
    ['[text](http://evil.example)', '\\[text\\](http\\://evil.example)'],
    ['![image](x)', '!\\[image\\](x)'],
    ['www.evil.example', 'www\\.evil.example'],
    ['*a* _b_ `c` ~~d~~', '\\*a\\* \\_b\\_ \\`c\\` \\~\\~d\\~\\~'],
    ['EXAMPLE\\admin', 'EXAMPLE\\\\admin'],
    ['@everyone $x$', '\\@everyone \\$x\\$'],
    ['one\ntwo\r\n# three', 'one two # three'],
    ['\u001b[2J\u202e', '^\\[\\[2J'],
  ])('%j is text', (text, cell) => {
    expect(markdownText(text)).toBe(cell);
  });

  test.each([
    ['# all is well', '\\# all is well'],
    ['- one', '\\- one'],
    ['---', '\\---'],
    ['+ one', '\\+ one'],
    ['1. one', '1\\. one'],
    ['23) one', '23\\) one'],
    ['    code', 'code'],
    ['> said', '&gt; said'],
    ['* one', '\\* one'],
    ['``` sh', '\\`\\`\\` sh'],
    ['1.3 TB are left', '1.3 TB are left'],
    ['C# is no heading', 'C# is no heading'],
  ])('at the beginning of a line %j is text, too', (text, line) => {
    expect(markdownLine(text)).toBe(line);
  });

  test('one line a record, in it no cell, tag or entity of its own, whatever the servers wrote', async () => {
    const evil = fc.string({
      unit: fc.constantFrom(...Array.from('a|\\`*_[]()<>&#!~$@:/.\n\r\t\u2028 ')),
    });
    await fc.assert(
      fc.asyncProperty(fc.oneof(evil, anyText()), async (text) => {
        const sessions = [newSession({ ...HOSTILE, message: text, jobName: text })];
        const printed = await printSessions([sessions], { format: 'markdown', fields });
        const lines = printed.split(/[\n\r\v\f\u0085\u2028\u2029]/);
        expect(lines).toHaveLength(4);
        for (const line of lines.slice(0, 3)) expect(line.match(/\|/g)).toHaveLength(6);
        expect(lines[2]).not.toMatch(/[<>]/);
        expect(lines[2]).not.toMatch(/&(?!amp;|lt;|gt;|#124;)/);
        // Behind an even number of backslashes a sign would be markup.
        expect(lines[2]).not.toMatch(/(?<!\\)(?:\\\\)*[`*_[\]~$@]/);
        expect(lines[2]).not.toMatch(/:\/\//);
      }),
      { numRuns: runs(40) },
    );
  });
});
