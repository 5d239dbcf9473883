import { expect, test } from '@jest/globals';
import { codeOf, isNotFound, isVsiError, reasonOf, VsiError } from '../../../src/model/errors.ts';

const failure = (code: string): Error => Object.assign(new Error('x'), { code });

test('an expected failure keeps what it is told, and says null of the rest', () => {
  const bare = new VsiError('USAGE', 'no such flag');
  expect(bare).toMatchObject({
    name: 'VsiError',
    code: 'USAGE',
    message: 'no such flag',
    where: null,
    hint: null,
  });
  expect('cause' in bare).toBe(false);
  const cause = new Error('inner');
  expect(
    new VsiError('TIMEOUT', 'late', { where: 'vbr', hint: 'wait a while', cause }),
  ).toMatchObject({
    where: 'vbr',
    hint: 'wait a while',
    cause,
  });
});

test('it is told from others by its name', () => {
  expect(isVsiError(new VsiError('USAGE', 'x'))).toBe(true);
  expect(isVsiError({ name: 'VsiError' })).toBe(true);
  for (const other of [new Error('x'), null, undefined, 'VsiError', {}, 7]) {
    expect(isVsiError(other)).toBe(false);
  }
  expect(isNotFound(new VsiError('NOT_FOUND', 'x'))).toBe(true);
  expect(isNotFound(new VsiError('USAGE', 'x'))).toBe(false);
  expect(isNotFound(failure('NOT_FOUND'))).toBe(false);
});

test('codes are read from whatever was thrown', () => {
  expect(codeOf(failure('ENOENT'))).toBe('ENOENT');
  for (const other of [new Error('x'), null, undefined, 'ENOENT', { code: 5 }]) {
    expect(codeOf(other)).toBeNull();
  }
});

test.each([
  ['ENOENT', 'it does not exist'],
  ['ENOTDIR', 'it does not exist'],
  ['EACCES', 'permission denied'],
  ['EPERM', 'permission denied'],
  ['EISDIR', 'it is a directory'],
  ['EADDRINUSE', 'another program has it'],
  ['ENOSPC', 'ENOSPC'],
])('%s in words', (code, words) => {
  expect(reasonOf(failure(code))).toBe(words);
});

test('without a code no reason is made up', () => {
  expect(reasonOf(new Error('x'))).toBe('no reason given');
});
