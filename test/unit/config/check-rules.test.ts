import { describe, expect, test } from '@jest/globals';
import { editServers } from '../../../src/config/server-file-edits.ts';
import { parseServers } from '../../../src/config/server-file-text.ts';
import { failureOf } from '../../support/failures.ts';

const HOUR = 3_600_000;
const parse = (text: string) => parseServers({ path: '/config/servers.yaml', text }).checks;

const BY_HAND = `servers:
  vienna: { url: vienna.example.com }
checks:
  "*":
    maxAge: 26h,50h  # a day and two
  SQL Production:
    maxAge: [5h, 8h]
    warnings: 2
    server: vienna
  "Test*": { ignore: yes }
`;

describe('checks in the settings file', () => {
  test('as a map of jobs', () => {
    expect(parse(BY_HAND)).toEqual([
      {
        job: '*',
        server: null,
        ignore: null,
        limits: { maxAge: { warning: 26 * HOUR, critical: 50 * HOUR } },
        origin: 'servers.yaml:4',
      },
      {
        job: 'SQL Production',
        server: 'vienna',
        ignore: null,
        limits: {
          maxAge: { warning: 5 * HOUR, critical: 8 * HOUR },
          warnings: { warning: 3, critical: null },
        },
        origin: 'servers.yaml:6',
      },
      { job: 'Test*', server: null, ignore: true, limits: {}, origin: 'servers.yaml:10' },
    ]);
  });

  test('as a list, for a name that is used twice', () => {
    const rules = parse('checks:\n  - { job: A, maxAge: 1h }\n  - job: A\n    ignore: false\n');
    expect(rules).toMatchObject([
      { job: 'A', limits: { maxAge: { critical: HOUR } }, origin: 'servers.yaml:2' },
      { job: 'A', ignore: false, origin: 'servers.yaml:3' },
    ]);
  });

  test.each(['', 'checks:\n', 'checks: {}\n', 'checks: []\n'])('%j are none', (text) => {
    expect(parse(text)).toEqual([]);
  });

  test.each([
    ['checks:\n  A:\n    maxage: 1h\n', ':3', 'unknown limit “maxage” in the checks of “A”'],
    ['checks:\n  A:\n    maxAge: soon\n', ':3', 'maxAge cannot be “soon”'],
    ['checks:\n  A:\n    maxAge: { a: b }\n', ':3', 'maxAge is not one text'],
    ['checks:\n  A:\n    maxAge:\n', ':3', 'maxAge is not one text'],
    ['checks:\n  A: 26h\n', ':2', 'the checks of “A” are no limits'],
    ['checks:\n  A:\n    ignore: perhaps\n', ':3', 'ignore is neither true nor false'],
    ['checks:\n  A:\n    server: london\n', ':3', '“london” is no saved server'],
    ['checks:\n  - maxAge: 1h\n', ':2', 'these checks name no job'],
    ['checks:\n  - A\n', ':2', 'an entry of “checks” holds no limits'],
    ['checks: 26h\n', ':1', '“checks” holds no limits'],
  ])('%j is refused with its line', async (text, line, message) => {
    const failure = await failureOf(() => parse(text));
    expect(failure).toMatchObject({
      code: 'CONFIGURATION',
      message,
      where: `/config/servers.yaml${line}`,
      hint: expect.stringMatching(/\w/),
    });
  });

  test('stay as they are when servers change', () => {
    const file = { path: '/config/servers.yaml', text: BY_HAND };
    const text = editServers(file, [{ kind: 'default', server: 'vienna' }]);
    expect(text).toContain('maxAge: 26h,50h # a day and two\n');
    expect(parse(text)).toHaveLength(3);
  });
});
