import { describe, expect, test } from '@jest/globals';
import {
  allowedLimit,
  CHECK_LIMITS,
  readLimit,
  type CheckLimit,
} from '../../../src/model/check-limits.ts';

const HOUR = 3_600_000;

describe('limits as people write them', () => {
  test.each<[CheckLimit, string, number | null, number | null]>([
    ['maxAge', '26h', null, 26 * HOUR],
    ['maxAge', ' 26h, 50h ', 26 * HOUR, 50 * HOUR],
    ['maxAge', '26H,', 26 * HOUR, null],
    ['maxAge', ',50h', null, 50 * HOUR],
    ['maxAge', 'off', null, null],
    ['failures', '1,3', 1, 3],
    ['maxAge', ' Off ', null, null],
    ['maxAge', '26h,26h', 26 * HOUR, 26 * HOUR],
    ['failures', '3', null, 3],
    ['failures', ' 2 , 12 ', 2, 12],
    ['warnings', '0', 1, null],
    ['warnings', '2', 3, null],
    ['warnings', ' 12 ', 13, null],
    ['warnings', 'off', null, null],
    ['slow', '150,200', 150, 200],
    ['slow', '150%,', 150, null],
    ['slow', '100.25', null, 100.25],
    ['neverRun', 'ok', null, null],
    ['stopped', 'Critical', null, 1],
    ['neverRun', ' warning ', 1, null],
  ])('%s “%s”', (limit, text, warning, critical) => {
    expect(readLimit(limit, text)).toEqual({ warning, critical });
  });

  test.each<[CheckLimit, string]>([
    ['maxAge', ''],
    ['maxAge', ','],
    ['maxAge', '26'],
    ['maxAge', '0h'],
    ['maxAge', '50h,26h'],
    ['maxAge', '1h,2h,3h'],
    ['maxAge', '1,2h'],
    ['maxAge', '1h,2'],
    ['failures', '0'],
    ['failures', '1.5'],
    ['failures', '-1'],
    ['failures', '1a'],
    ['failures', '1,0'],
    ['warnings', '1,2'],
    ['warnings', 'many'],
    ['warnings', '2x'],
    ['warnings', '-2'],
    ['slow', '80'],
    ['slow', '100'],
    ['slow', '-150'],
    ['slow', 'x150'],
    ['slow', '150.x'],
    ['slow', '150x'],
    ['neverRun', 'yes'],
    ['stopped', '1'],
  ])('%s “%s” is refused', (limit, text) => {
    expect(readLimit(limit, text)).toBeNull();
  });

  test('of each it can be told what is allowed', () => {
    for (const limit of CHECK_LIMITS) expect(allowedLimit(limit)).toMatch(/\w/);
  });
});
