import { expect, test } from '@jest/globals';
import { isKindWord, kebabCase } from '../../../src/model/kind.ts';
import { KNOWN_SESSION_TYPES } from '../../../src/servers/vbr/session-kinds.ts';

test('kinds, all, and the servers’ own types are words of --kind', () => {
  for (const word of ['backup', 'repository-sync', 'all', 'backup-copy-job', 'vex']) {
    expect([word, isKindWord(word)]).toEqual([word, true]);
  }
  for (const type of KNOWN_SESSION_TYPES) {
    expect([type, isKindWord(kebabCase(type))]).toEqual([type, true]);
  }
});

test('a single word that nobody knows is none: a filter with a typo must not say “no problems”', () => {
  for (const word of ['bakcup', 'nope', 'backups', 'constructor']) {
    expect([word, isKindWord(word)]).toEqual([word, false]);
  }
});
