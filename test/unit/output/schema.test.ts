import { readFile } from 'node:fs/promises';
import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { RECORDS } from '../../../src/output/records/all.ts';
import { listSchema, recordSchema, schemaName } from '../../../src/output/schema.ts';
import { schemaValidators } from '../../support/schemas.ts';
import { DATABASE, HOSTILE, MAIL, printSessions } from './support.ts';
import { anyText } from '../../support/any-text.ts';

const validators = await schemaValidators();

describe('the schemas in schema/', () => {
  test.each(RECORDS.map((record) => [schemaName(record), record] as const))(
    '%s is what the field list says (else: npm run generate)',
    async (name, record) => {
      const files = [
        [`schema/${name}.json`, recordSchema(record)],
        [`schema/${name}-list.json`, listSchema(record)],
      ] as const;
      for (const [path, schema] of files) {
        expect(JSON.parse(await readFile(path, 'utf8'))).toEqual(schema);
      }
    },
  );

  test('every field of a closed vocabulary lists its words', () => {
    const open = RECORDS.flatMap(({ noun, fields }) =>
      fields
        .filter(({ type, words }) => type === 'word' && words === null)
        .map(({ key }) => [noun, key]),
    );
    expect(open).toEqual([]);
  });
});

describe('what is printed satisfies them', () => {
  const { record, list } = validators('session');

  test('sessions of both products, hostile ones and none', async () => {
    for (const pages of [[[MAIL, DATABASE, HOSTILE]], [[MAIL], [DATABASE]], [[]]]) {
      expect(list(JSON.parse(await printSessions(pages)))).toEqual([]);
    }
    expect(record(JSON.parse(await printSessions([[MAIL]], { single: true })))).toEqual([]);
  });

  test('any number of 64 bits, any time, any text', async () => {
    const count = fc.option(
      fc.oneof(fc.maxSafeInteger(), fc.bigInt({ min: -(2n ** 63n), max: 2n ** 64n })),
      { nil: null },
    );
    const time = fc.option(fc.double({ min: 0, max: 4e12, noNaN: true }), { nil: null });
    const text = fc.option(anyText(), { nil: null });
    await fc.assert(
      fc.asyncProperty(count, time, text, async (usn, createdAt, message) => {
        const session = { ...MAIL, usn, createdAt, message };
        const [line = ''] = (await printSessions([[session]], { format: 'ndjson' })).split('\n');
        expect(record(JSON.parse(line))).toEqual([]);
      }),
    );
  });
});

describe('a record that is wrong does not', () => {
  const { record } = validators('session');

  test.each([
    ['a key is missing', { status: undefined }],
    ['null where there is always a value', { id: null }],
    ['a word that there is not', { status: 'fine' }],
    ['a time without milliseconds', { createdAt: '2026-11-22T05:00:00Z' }],
    ['a time with an offset', { createdAt: '2026-11-22T05:00:00.000+01:00' }],
    ['a number as text', { durationSeconds: '58' }],
    ['a fraction of a byte', { transferredBytes: 1.5 }],
    ['an integer as another text', { usn: '12a' }],
    ['a load without its stage', { stageLoads: [{ percent: 5 }] }],
  ])('%s', async (_, change) => {
    const good: unknown = JSON.parse(await printSessions([[MAIL]], { single: true }));
    expect(record(good)).toEqual([]);
    const bad: unknown = JSON.parse(JSON.stringify({ ...Object(good), ...change }));
    expect(record(bad)).not.toEqual([]);
  });
});
