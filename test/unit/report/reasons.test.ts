import { describe, expect, test } from '@jest/globals';
import { chooseReasons, reasonText, type Statement } from '../../../src/report/reasons.ts';

function skipped(count: number, changes: Partial<Statement> = {}): readonly Statement[] {
  return Array.from({ length: count }, (_, index) => ({
    object: null,
    level: 'warning',
    text: `Mailbox user${index}@contoso.example was skipped: HTTP 404 from host-${index}.`,
    ...changes,
  }));
}

describe('reasons that differ only in names', () => {
  test('are one, with how often it was said and some of the names', () => {
    const { reasons, more } = chooseReasons(skipped(41));
    expect(more).toBe(0);
    expect(reasons.map(reasonText)).toEqual([
      '41 × Mailbox <user> was skipped: HTTP 404 from <name> (user0@contoso.example, user1@contoso.example, user2@contoso.example and 38 more)',
    ]);
  });

  test('the same words of several objects stay as they are', () => {
    const full = ['vm-1', 'vm-2'].map((object): Statement => {
      return { object, level: 'critical', text: 'Disk 7 is full' };
    });
    expect(chooseReasons(full).reasons).toEqual([
      {
        object: null,
        level: 'critical',
        text: 'Disk 7 is full',
        count: 2,
        examples: ['vm-1', 'vm-2'],
      },
    ]);
    expect(chooseReasons(full).reasons.map(reasonText)).toEqual([
      '2 × Disk 7 is full (vm-1, vm-2)',
    ]);
  });

  test('an object’s own name in its text is no difference', () => {
    const texts = ['lab one', 'sql'].map((object): Statement => {
      return { object, level: 'critical', text: `Cannot reach ${object} today` };
    });
    expect(chooseReasons(texts).reasons.map(reasonText)).toEqual([
      '2 × Cannot reach <name> today (lab one, sql)',
    ]);
  });

  test('a single one is told in full, and failures come first', () => {
    const failed: Statement = { object: 'vm-9', level: 'critical', text: 'Disk 9 is full.' };
    const { reasons } = chooseReasons([...skipped(2), failed]);
    expect(reasons.map(reasonText)).toEqual([
      'vm-9: Disk 9 is full.',
      '2 × Mailbox <user> was skipped: HTTP 404 from <name> (user0@contoso.example, user1@contoso.example)',
    ]);
  });

  test('the same failure and warning are two', () => {
    const failed = skipped(4)
      .slice(2)
      .map((each): Statement => ({ ...each, level: 'critical' }));
    const { reasons } = chooseReasons([...skipped(2), ...failed]);
    expect(reasons.map(({ level, count }) => [level, count])).toEqual([
      ['critical', 2],
      ['warning', 2],
    ]);
  });

  test('what is left out is counted by how often it was said', () => {
    const words = ['red', 'green', 'blue', 'black', 'white', 'grey', 'pink'];
    const all = words.flatMap((word) =>
      ['a', 'b'].map((object): Statement => ({ object, level: 'critical', text: `It is ${word}` })),
    );
    const { reasons, more } = chooseReasons(all);
    expect(reasons).toHaveLength(5);
    expect(more).toBe(4);
  });
});

test('what an object and the log say alike is one statement', () => {
  const object: Statement = { object: 'vm-1', level: 'critical', text: 'Disk full' };
  const line: Statement = { object: null, level: 'critical', text: 'vm-1 Disk full' };
  expect(chooseReasons([line, object]).reasons).toHaveLength(2);
  expect(chooseReasons([object, line])).toMatchObject({ reasons: [{ count: 1, object: 'vm-1' }] });
});
