import { expect, test } from '@jest/globals';
import { isKindWord, kebabCase, KINDS } from '../../../src/model/kind.ts';

test('kinds, all, and the servers’ own types are words for --kind', () => {
  for (const word of [...KINDS, 'all', 'backup-copy-job', 'type-of-2030']) {
    expect([word, isKindWord(word)]).toEqual([word, true]);
  }
  const single = ['Failback', 'Failover', 'Job', 'Retention', 'Retrieve', 'Veod', 'Vesp', 'Vet'];
  for (const type of [...single, 'Vex']) {
    expect([type, isKindWord(kebabCase(type))]).toEqual([type, true]);
  }
});

test('a single word that nobody knows is a typo', () => {
  for (const word of ['bakup', 'backups', '', 'Backup', 'al']) {
    expect([word, isKindWord(word)]).toEqual([word, false]);
  }
});

test('separators of words become hyphens', () => {
  expect(kebabCase('Some type_Name  here')).toBe('some-type-name-here');
  expect(kebabCase('Vb365Backup')).toBe('vb365-backup');
  expect(kebabCase('')).toBe('');
});

test.each([
  ['BackupCopyJob', 'backup-copy-job'],
  ['SourceWan', 'source-wan'],
  ['EntraIDTenantBackup', 'entra-id-tenant-backup'],
  ['Backup', 'backup'],
  ['RetrievalChangeAvailabilityPeriodDays', 'retrieval-change-availability-period-days'],
])('kebabCase(%s)', (word, kebab) => {
  expect(kebabCase(word)).toBe(kebab);
});
