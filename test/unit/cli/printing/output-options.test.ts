import { describe, expect, test } from '@jest/globals';
import { FLAGS } from '../../../../src/cli/flags.ts';
import { createFlagValues } from '../../../../src/cli/invocation.ts';
import {
  checkOutput,
  outputOptionsOf,
  screenOf,
} from '../../../../src/cli/printing/output-options.ts';
import { JOB_RECORD } from '../../../../src/output/records/job.ts';
import { failureOf } from '../../../support/failures.ts';
import { memoryHost } from '../../../support/host.ts';

/** An invocation with these flags, in a pipe unless told otherwise. */
function invocation(flags: Readonly<Record<string, string | boolean>>, stdoutIsTerminal = false) {
  return {
    flags: createFlagValues(new Map(Object.entries(flags))),
    terminal: { stdoutIsTerminal, width: 80 },
    host: memoryHost({ argv: [] }).host,
  };
}

function optionsOf(flags: Readonly<Record<string, string | boolean>>, terminal = false) {
  return outputOptionsOf(invocation(flags, terminal));
}

describe('the format', () => {
  test.each([
    [{}, 'tsv', 'table'],
    [{ columns: 'name' }, 'tsv', 'table'],
    [{ json: 'name' }, 'json', 'json'],
    [{ raw: true }, 'json', 'json'],
    [{ query: '[0]' }, 'json', 'json'],
    [{ query: '[0]', output: 'yaml' }, 'yaml', 'yaml'],
    [{ output: 'markdown', columns: 'name' }, 'markdown', 'markdown'],
  ])('%j: %s in a pipe, %s on a terminal', (flags, piped, shown) => {
    expect(optionsOf(flags).format).toBe(piped);
    expect(optionsOf(flags, true).format).toBe(shown);
  });

  test('names its columns when asked for by name or by a person, unless told not to', () => {
    expect(optionsOf({}).header).toBe(false);
    expect(optionsOf({}, true).header).toBe(true);
    expect(optionsOf({ output: 'csv' }).header).toBe(true);
    expect(optionsOf({ output: 'csv', 'no-header': true }).header).toBe(false);
    expect(optionsOf({ 'no-header': true }, true).header).toBe(false);
  });

  test('keys are a comma list', () => {
    expect(optionsOf({ json: 'name, kind,' }).fields).toEqual(['name', 'kind']);
    expect(optionsOf({ columns: 'name' }).fields).toEqual(['name']);
    expect(optionsOf({}).fields).toBeNull();
  });
});

describe('flags that contradict each other are a usage error', () => {
  test.each([
    [{ output: 'xml' }, '--output does not know “xml”'],
    [{ output: 'csv', json: 'name' }, '--json prints JSON, not csv'],
    [{ output: 'yaml', json: 'name' }, '--json prints JSON, not yaml'],
    [{ output: 'markdown', raw: true }, '--raw prints JSON, not markdown'],
    [{ output: 'table', query: '[0]' }, '--query prints JSON or yaml, not table'],
    [{ output: 'ndjson', query: '[0]' }, '--query prints JSON or yaml, not ndjson'],
    [{ output: 'json', columns: 'name' }, '--columns is for what has columns, not json'],
    [
      { columns: 'name', json: 'name' },
      '--columns is for tables, csv, tsv and markdown, not for JSON',
    ],
    [
      { raw: true, json: 'name' },
      "--raw prints the server's whole objects: --json cannot choose keys",
    ],
    [
      { raw: true, query: '[0]' },
      "--raw prints the server's whole objects: --query works on records",
    ],
  ])('%j', async (flags, message) => {
    expect(await failureOf(() => optionsOf(flags))).toMatchObject({ code: 'USAGE', message });
  });

  test.each([
    [{ columns: 'name,speed' }, 'a job has no key “speed”'],
    [{ json: 'speed' }, 'a job has no key “speed”'],
    [{ columns: ' ,' }, 'a list of keys is empty'],
    [{ query: 'foo bar' }, '--query cannot be read from “bar” on'],
    [{ 'time-zone': 'Mars/Base' }, '--time-zone does not know “Mars/Base”'],
    [{ 'time-zone': '+01:00' }, '--time-zone does not know “+01:00”'],
  ])('%j, found before a server is asked', async (flags, message) => {
    expect(await failureOf(() => checkOutput(invocation(flags), JOB_RECORD))).toMatchObject({
      code: 'USAGE',
      message,
      hint: expect.any(String),
    });
  });

  test('an unknown key is answered with those there are', async () => {
    const failure = await failureOf(() => checkOutput(invocation({ columns: 'x' }), JOB_RECORD));
    expect(failure.hint).toBe(`one of ${JOB_RECORD.fields.map(({ key }) => key).join(', ')}`);
  });
});

describe('the screen', () => {
  test('is drawn in ASCII where that is asked for', async () => {
    const plain = await screenOf(invocation({ ascii: true }));
    expect(plain.theme.status('failed')).toBe('x failed');
    expect((await screenOf(invocation({}))).theme.status('failed')).toBe('✖ failed');
  });

  test.each([
    [{}, 'UTC'],
    [{ 'time-zone': 'local' }, 'UTC'],
    [{ 'time-zone': 'Utc' }, 'UTC'],
    [{ 'time-zone': 'Europe/Berlin' }, 'Europe/Berlin'],
    [{ 'time-zone': 'server' }, 'server'],
  ])('%j has the zone %s', async (flags, zone) => {
    expect((await screenOf(invocation(flags))).timeZone).toBe(zone);
  });

  test('every flag of the output has its name here', () => {
    const names = ['output', 'json', 'columns', 'no-header', 'query', 'raw', 'time-zone', 'ascii'];
    expect(Object.values(FLAGS).map(({ name }) => name)).toEqual(expect.arrayContaining(names));
  });
});
