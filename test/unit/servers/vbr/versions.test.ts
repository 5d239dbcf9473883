import { describe, expect, test } from '@jest/globals';
import {
  VBR_REVISIONS,
  findRevision,
  isSince,
  readRevisionNames,
  requireRevision,
} from '../../../../src/servers/vbr/versions.ts';
import { fixture } from './fixtures.ts';

describe('the revisions that a server names', () => {
  test('are read out of the captured refusal, newest first', () => {
    const { message } = fixture('captured-unsupported-version');
    expect(readRevisionNames(String(message))).toEqual(['1.1-rev0', '1.0-rev2', '1.0-rev1']);
  });

  test.each([
    ['v1.0-rev1.', ['1.0-rev1']],
    [
      '1.2-rev0, v1.10-rev0, v1.9-rev12, v1.9-rev3',
      ['1.10-rev0', '1.9-rev12', '1.9-rev3', '1.2-rev0'],
    ],
    ['V1.3-REV2, v1.3-rev2', ['1.3-rev2']],
    ['none at all', []],
  ])('%s are compared as numbers, each once', (text, names) => {
    expect(readRevisionNames(text)).toEqual(names);
  });
});

test('ten revisions are known, newest first', () => {
  const names = VBR_REVISIONS.map(({ name }) => name);
  expect(names).toEqual(readRevisionNames(names.join(' ')));
  expect(names).toHaveLength(10);
  expect(names.at(-1)).toBe('1.0-rev1');
});

test('task sessions came with 1.2, their parameters with 1.3-rev1, Enum lists with 1.3-rev0', () => {
  const with_ = (has: (name: string) => boolean): string | undefined =>
    VBR_REVISIONS.map(({ name }) => name).findLast(has);
  expect(with_((name) => requireRevision(name).taskSessions)).toBe('1.2-rev0');
  expect(with_((name) => requireRevision(name).taskSessionParameters)).toBe('1.3-rev1');
  expect(with_((name) => requireRevision(name).typeFilter === 'list')).toBe('1.3-rev0');
  expect(with_((name) => requireRevision(name).jobProgress)).toBe('1.3-rev0');
  expect(with_((name) => requireRevision(name).logStatusFilter)).toBe('1.3-rev0');
  expect(with_((name) => requireRevision(name).sessionProgress)).toBe('1.3-rev2');
  expect(requireRevision('1.3-rev1').liveStates.has('ActionRequired')).toBe(false);
  expect(requireRevision('1.3-rev2').liveStates.get('ActionRequired')).toBe('running');
});

test('names are taken with v, and in any case', () => {
  expect(findRevision(' V1.2-Rev1 ')?.name).toBe('1.2-rev1');
  expect(findRevision('v8')).toBeNull();
  expect(isSince(requireRevision('1.3-rev0'), '1.3-rev0')).toBe(true);
  expect(isSince(requireRevision('1.2-rev1'), '1.3-rev0')).toBe(false);
});

test('an unknown version is a usage error that lists the known ones', () => {
  expect(() => requireRevision('2.0-rev1')).toThrow(
    expect.objectContaining({
      code: 'USAGE',
      hint: expect.stringContaining('1.3-rev2, 1.3-rev1'),
    }),
  );
});
