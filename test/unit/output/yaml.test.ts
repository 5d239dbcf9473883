import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { parse } from 'yaml';
import { newSession } from '../../../src/model/session.ts';
import { yamlText } from '../../../src/output/formats/yaml.ts';
import { toJsonRecord } from '../../../src/output/records/field.ts';
import { SESSION_RECORD } from '../../../src/output/records/session.ts';
import { DATABASE, HOSTILE, MAIL, printSessions } from './support.ts';
import { runs } from '../../support/runs.ts';
import { anyText } from '../../support/any-text.ts';

const fields = ['id', 'jobName', 'createdAt', 'durationSeconds', 'stageLoads', 'usn', 'message'];

/** Read as YAML 1.2 and as 1.1, which most readers still speak. */
function parsed(text: string): unknown[] {
  return (['1.2', '1.1'] as const).map((version): unknown => parse(text, { version }));
}

describe('yaml', () => {
  test('a sequence, one record after the other over all pages, byte for byte', async () => {
    expect(await printSessions([[MAIL], [], [DATABASE]], { format: 'yaml', fields })).toBe(
      `- id: a8cf9a63-64c3-4748-9c95-b1fbac0cce1d
  jobName: Mailboxes Berlin
  createdAt: "2026-11-22T05:00:00.000Z"
  durationSeconds: 58.449
  stageLoads: null
  usn: null
  message: null
- id: b1d2c3e4-0000-4000-8000-000000000002
  jobName: DB Backup
  createdAt: "2026-11-20T08:00:00.000Z"
  durationSeconds: 3723
  stageLoads:
    - stage: source
      percent: 99
    - stage: proxy
      percent: 75
    - stage: source-wan
      percent: 4
    - stage: target
      percent: 0
  usn: "9007199254740993"
  message: "Error: Failed to process\\r\\nvm01: disk is full"
`,
    );
  });

  test('one record is a mapping, no record an empty sequence', async () => {
    expect(
      await printSessions([[MAIL]], { format: 'yaml', single: true, fields: ['id', 'status'] }),
    ).toBe('id: a8cf9a63-64c3-4748-9c95-b1fbac0cce1d\nstatus: success\n');
    expect(await printSessions([[]], { format: 'yaml' })).toBe('[]\n');
  });

  test('control, bidi and invisible characters are escaped, emoji are not', () => {
    expect(yamlText({ a: 'x\u001b[2J\u009b1m\u202ey\u{e0041}z', b: '👩‍💻', c: 'a\u2028b' })).toBe(
      'a: "x\\u001b[2J\\u009b1m\\u202ey\\U000e0041z"\nb: "👩‍💻"\nc: "a\\u2028b"\n',
    );
  });

  test.each([
    'no',
    'Yes',
    'y',
    'null',
    '~',
    '0x1f',
    '1e3',
    'e1',
    'E-10',
    'e1_0',
    '12:30:00',
    '.5',
    '-',
    '',
    ' a',
    'a ',
    'a: b',
    'a #b',
    '2026-11-22',
    '*a',
    '&a',
    '!a',
    '=',
    '<<',
    '%a',
    '@a',
    '`a`',
    '{a',
    '--- a',
  ])('%j is still this text for every reader', (text) => {
    expect(parsed(yamlText([text]))).toEqual([[text], [text]]);
    expect(parsed(yamlText({ [text]: text }))).toEqual([{ [text]: text }, { [text]: text }]);
  });

  test('what is printed parses to what JSON says, whatever the servers wrote', async () => {
    const text = fc.option(anyText(), { nil: null });
    const word = fc.option(fc.string({ unit: fc.constantFrom(...Array.from('aeno -:#.1\n')) }), {
      nil: null,
    });
    const value = fc.option(fc.oneof(fc.maxSafeInteger(), fc.double()), { nil: null });
    await fc.assert(
      fc.asyncProperty(text, word, value, async (message, name, usn) => {
        const sessions = [newSession({ ...HOSTILE, message, name, usn }), DATABASE];
        const printed = await printSessions([sessions], { format: 'yaml' });
        const json: unknown = JSON.parse(
          JSON.stringify(sessions.map((session) => toJsonRecord(SESSION_RECORD, session))),
        );
        expect(parsed(printed)).toEqual([json, json]);
      }),
      { numRuns: runs(50) },
    );
  });

  test('any JSON value does', () => {
    fc.assert(
      fc.property(fc.jsonValue({ noUnicodeString: false }), (value) => {
        // JSON knows no negative zero.
        const json: unknown = JSON.parse(JSON.stringify(value));
        expect(parse(yamlText(json))).toEqual(json);
      }),
    );
  });
});
