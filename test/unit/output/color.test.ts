import { describe, expect, test } from '@jest/globals';
import { decideColor, type ColorChoice } from '../../../src/output/color.ts';

type Case = readonly [
  wanted: ColorChoice,
  variables: Record<string, string>,
  terminal: boolean,
  level: number,
];

const CASES: readonly Case[] = [
  ['auto', {}, true, 1],
  ['auto', {}, false, 0],
  ['auto', { TERM: 'xterm-256color' }, true, 2],
  ['auto', { COLORTERM: 'truecolor', TERM: 'xterm-256color' }, true, 3],
  ['auto', { TERM: 'dumb' }, true, 0],
  ['auto', { CLICOLOR: '0' }, true, 0],
  ['auto', { CLICOLOR: '1' }, true, 1],
  ['auto', { NO_COLOR: '1' }, true, 0],
  ['auto', { NO_COLOR: '' }, true, 1],
  ['auto', { NO_COLOR: '1', FORCE_COLOR: '1', CLICOLOR_FORCE: '1' }, true, 0],
  ['auto', { FORCE_COLOR: '1' }, false, 1],
  ['auto', { FORCE_COLOR: '2' }, false, 2],
  ['auto', { FORCE_COLOR: '3' }, false, 3],
  ['auto', { FORCE_COLOR: 'true' }, false, 1],
  ['auto', { FORCE_COLOR: '0' }, true, 0],
  ['auto', { FORCE_COLOR: 'false' }, true, 0],
  ['auto', { FORCE_COLOR: '' }, false, 0],
  ['auto', { FORCE_COLOR: '1', TERM: 'dumb' }, false, 1],
  ['auto', { CLICOLOR_FORCE: '1' }, false, 1],
  ['auto', { CLICOLOR_FORCE: '0' }, false, 0],
  ['auto', { CLICOLOR_FORCE: '1', TERM: 'dumb', CLICOLOR: '0' }, false, 1],
  ['always', { NO_COLOR: '1', TERM: 'dumb' }, false, 1],
  ['always', { TERM: 'screen-256color' }, false, 2],
  ['never', { FORCE_COLOR: '3' }, true, 0],
];

describe('decideColor', () => {
  test.each(CASES)(
    '--color %s with %p, terminal %p: level %p',
    (wanted, variables, terminal, level) => {
      expect(decideColor({ wanted, variables, terminal })).toBe(level);
    },
  );
});
