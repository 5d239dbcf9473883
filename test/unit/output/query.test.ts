import { describe, expect, test } from '@jest/globals';
import { applyQuery, checkQuery } from '../../../src/output/query.ts';
import { failureOf } from '../../support/failures.ts';
import { DATABASE, HOSTILE, MAIL, printSessions } from './support.ts';

const pages = [[MAIL], [DATABASE]];

describe('--query', () => {
  test('is applied to the whole list, as indented JSON', async () => {
    const query = "[?status=='failed'].{job: jobName, at: createdAt, usn: usn}";
    expect(await printSessions(pages, { query })).toBe(`[
  {
    "job": "DB Backup",
    "at": "2026-11-20T08:00:00.000Z",
    "usn": "9007199254740993"
  }
]
`);
  });

  test.each([
    ['length(@)', '2\n'],
    ['[0].jobName', '"Mailboxes Berlin"\n'],
    ['[0].nothing', 'null\n'],
    ['[?status==`failed`] | [0].isCanceled', 'false\n'],
    ['[].stageLoads[].percent | max(@)', '99\n'],
  ])('%s prints %j', async (query, printed) => {
    expect(await printSessions(pages, { query })).toBe(printed);
  });

  test('sees chosen keys only, and a single record as itself', async () => {
    expect(await printSessions(pages, { query: '[0]', fields: ['id', 'status'] })).toBe(
      '{\n  "id": "a8cf9a63-64c3-4748-9c95-b1fbac0cce1d",\n  "status": "success"\n}\n',
    );
    expect(await printSessions([[MAIL]], { query: 'status', single: true })).toBe('"success"\n');
  });

  test('an empty list is a list', async () => {
    expect(await printSessions([], { query: 'length(@)' })).toBe('0\n');
  });

  test('as yaml', async () => {
    const query = '[].{job: jobName, seconds: durationSeconds}';
    expect(await printSessions(pages, { query, format: 'yaml' })).toBe(
      '- job: Mailboxes Berlin\n  seconds: 58.449\n- job: DB Backup\n  seconds: 3723\n',
    );
    expect(await printSessions(pages, { query: 'length(@)', format: 'yaml' })).toBe('2\n');
  });

  test('escapes what a terminal would obey, there only', async () => {
    const query = '[0].jobName';
    expect(await printSessions([[HOSTILE]], { query })).toContain('\u202e');
    const shown = await printSessions([[HOSTILE]], { query, on: { terminal: true } });
    expect(shown).toContain('\\u202e');
    expect(shown).not.toContain('\u202e');
  });
});

describe('an expression that cannot be read', () => {
  test.each([
    ['foo bar', '--query cannot be read from “bar” on', 'column 5 of “foo bar”'],
    ['[?a==`1`]]', '--query cannot be read from “]” on', 'column 10 of “[?a==`1`]]”'],
    ['foo.#', '--query cannot be read from “#” on', 'column 5 of “foo.#”'],
    ['"abc', '--query cannot be read from “"abc” on', 'column 1 of “"abc”'],
    ['a.b[', '--query ends too early behind “a.b[”', 'column 5 of “a.b[”'],
    ['length(', '--query ends too early behind “length(”', 'column 8 of “length(”'],
    ['', '--query ends too early behind “”', 'column 1 of “”'],
  ])('%s: a usage error that shows where', async (expression, message, where) => {
    expect(
      await failureOf(() => {
        checkQuery(expression);
      }),
    ).toMatchObject({ code: 'USAGE', message, where, hint: expect.any(String) });
  });

  test('a function that there is not is found before anything is asked', async () => {
    expect(
      await failureOf(() => {
        checkQuery('frobnicate(@)');
      }),
    ).toMatchObject({
      code: 'USAGE',
      message: '--query cannot be worked out: Unknown function: frobnicate()',
    });
  });

  test('one that does not fit the values fails on them', async () => {
    checkQuery('sum([].name)');
    expect(await failureOf(() => applyQuery('sum([].name)', [{ name: 'a' }]))).toMatchObject({
      code: 'USAGE',
      message: expect.stringMatching(/^--query cannot be worked out: sum\(\) expected/),
    });
  });

  test('a writer is not opened for it', async () => {
    await expect(printSessions([], { query: 'foo bar' })).rejects.toMatchObject({ code: 'USAGE' });
  });
});
