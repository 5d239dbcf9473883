import { describe, expect, test } from '@jest/globals';
import * as fc from 'fast-check';
import { parseSessionName } from '../../../../src/servers/vbr/session-name.ts';

describe('the name of a session', () => {
  test.each([
    ['Mail', 'Mail', null, null],
    ['Mail (Incremental)', 'Mail', 'incremental', null],
    ['Mail (Full)', 'Mail', 'full', null],
    ['Mail (Retry 2)', 'Mail', null, 2],
    ['Mail (Incremental) (Retry 1)', 'Mail', 'incremental', 1],
    ['Mail (Full) (Incremental)', 'Mail (Full)', 'incremental', null],
    ['Mail (2026)', 'Mail (2026)', null, null],
    ['Mail (Retry often)', 'Mail (Retry often)', null, null],
    ['Mail(Full)', 'Mail(Full)', null, null],
    ['(Full)', '(Full)', null, null],
    ['Line one\nline two (Full)', 'Line one\nline two', 'full', null],
  ])('%s', (name, jobName, mode, retryNumber) => {
    expect(parseSessionName(name, null)).toMatchObject({ jobName, mode, retryNumber });
  });

  test('a job may itself be called so: its listed name decides', () => {
    expect(parseSessionName('Mail (Full)', 'Mail (Full)')).toEqual({
      jobName: 'Mail (Full)',
      mode: null,
      retryNumber: null,
      hasSuffix: false,
    });
    expect(parseSessionName('Mail (Full) (Retry 1)', 'Mail (Full)')).toMatchObject({
      jobName: 'Mail (Full)',
      retryNumber: 1,
    });
    expect(parseSessionName('Other (Full)', 'Mail')).toMatchObject({
      jobName: 'Other',
      mode: 'full',
    });
  });

  test('known suffixes are all that is taken away', () => {
    fc.assert(
      fc.property(
        fc.string({ minLength: 1 }).filter((name) => name.trim() === name && !name.endsWith(')')),
        fc.constantFrom('', ' (Full)', ' (Incremental)', ' (Retry 3)'),
        (name, suffix) => {
          expect(parseSessionName(`${name}${suffix}`, null).jobName).toBe(name);
        },
      ),
    );
  });
});
