import { describe, expect, test } from '@jest/globals';
import { REVISIONS, since } from '../../../../src/demo/vbr/revisions.ts';
import { VOCABULARIES } from '../../../../src/demo/vbr/words.ts';
import {
  KNOWN_SESSION_TYPES,
  kindOfJob,
  kindOfSession,
  typesToAskFor,
} from '../../../../src/servers/vbr/session-kinds.ts';
import { requireRevision } from '../../../../src/servers/vbr/versions.ts';

const NOBODY = { jobKind: null, jobName: null };

function types(kinds: readonly string[] | null, version: string) {
  return typesToAskFor(kinds, requireRevision(version));
}

describe('session types', () => {
  test('all 109 of 1.3-rev2 and the Job of old have a kind', () => {
    const newest = VOCABULARIES.get('1.3-rev2')?.sessionTypes ?? new Set();
    expect(newest.size).toBe(109);
    expect(new Set(KNOWN_SESSION_TYPES)).toEqual(new Set([...newest, 'Job']));
    expect(KNOWN_SESSION_TYPES).toHaveLength(110);
    for (const type of newest) {
      expect([type, kindOfSession({ type, ...NOBODY })]).not.toContain('other');
    }
  });

  test.each(REVISIONS)('only words that %s has are asked for', (revision) => {
    const known = VOCABULARIES.get(revision)?.sessionTypes ?? new Set();
    const kinds = [
      'restore',
      'log-backup',
      'configuration-backup',
      'surebackup',
      'malware-scan',
      'infrastructure',
      'automation',
    ];
    for (const kind of kinds) {
      for (const type of types([kind], revision) ?? []) expect([...known]).toContain(type);
    }
    // From 1.3-rev0 on the filter takes several, and then all that the revision has are given.
    if (!since(revision, '1.3-rev0')) return;
    const restores = [...known].filter((type) => kindOfSession({ type, ...NOBODY }) === 'restore');
    expect(new Set(types(['restore'], revision))).toEqual(new Set(restores));
  });

  test('the filter is left out where it could lose sessions', () => {
    expect(types(null, '1.3-rev2')).toBeNull();
    expect(types(['all'], '1.3-rev2')).toBeNull();
    expect(types(['backup', 'restore'], '1.3-rev2')).toBeNull();
    expect(types(['backup-job'], '1.3-rev2')).toBeNull();
    expect(types(['job'], '1.0-rev1')).toBeNull();
    expect(types(['other', 'restore'], '1.3-rev2')).toBeNull();
    expect(types(['restore', 'some-new-type'], '1.3-rev2')).toBeNull();
    expect(types(['restore'], '1.2-rev1')).toBeNull();
    expect(types(['configuration-backup'], '1.2-rev0')).toBeNull();
    expect(types(['log-backup'], '1.2-rev1')).toBeNull();
  });

  test('it is given where it is sure', () => {
    expect(types(['configuration-backup'], '1.0-rev1')).toEqual(['ConfigurationBackup']);
    expect(types(['log-backup'], '1.3-rev0')).toEqual([
      'SqlLogBackup',
      'OracleLogBackup',
      'PostgreSqlLogBackup',
    ]);
    expect(types(['backup-copy-job-parent'], '1.3-rev2')).toEqual(['BackupCopyJobParent']);
  });

  test('Job and BackupJob are what their listed job is', () => {
    for (const type of ['Job', 'BackupJob', 'backupjob']) {
      expect(kindOfSession({ type, ...NOBODY })).toBe('backup');
      expect(kindOfSession({ type, jobKind: 'copy', jobName: 'Copy' })).toBe('copy');
      expect(kindOfSession({ type, jobKind: 'other', jobName: 'New' })).toBe('backup');
    }
    expect(kindOfSession({ type: 'ReplicaJob', jobKind: 'backup', jobName: null })).toBe('replica');
  });

  test('an offload run is archive, unless a listed job is called so', () => {
    const offload = { type: 'BackupJob', jobName: 'SOBR-01 Offload' };
    expect(kindOfSession({ ...offload, jobKind: null })).toBe('archive');
    expect(kindOfSession({ ...offload, jobKind: 'backup' })).toBe('backup');
  });

  test('a word nobody knows is other', () => {
    expect(kindOfSession({ type: 'Teleportation', ...NOBODY })).toBe('other');
    expect(kindOfSession({ type: null, ...NOBODY })).toBe('other');
  });
});

describe('job types', () => {
  test.each([
    ['Backup', 'backup'],
    ['VSphereBackup', 'backup'],
    ['EntraIDTenantBackup', 'backup'],
    ['LinuxAgentBackupServerPolicy', 'backup'],
    ['ProxmoxBackupJob', 'backup'],
    ['CloudBackupAWS', 'backup'],
    ['BackupCopy', 'copy'],
    ['LegacyBackupCopy', 'copy'],
    ['FileBackupCopy', 'copy'],
    ['EntraIDTenantBackupCopy', 'copy'],
    ['VSphereReplica', 'replica'],
    ['SureBackupContentScan', 'surebackup'],
    ['Unknown', 'other'],
    [null, 'other'],
  ])('%s is %s', (type, kind) => {
    expect(kindOfJob(type)).toBe(kind);
  });

  test('every documented one has a kind', () => {
    for (const type of VOCABULARIES.get('1.3-rev2')?.jobTypes ?? []) {
      if (type !== 'Unknown') expect([type, kindOfJob(type)]).not.toContain('other');
    }
  });
});
