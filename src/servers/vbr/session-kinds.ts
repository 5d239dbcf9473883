/** What VBR's session and job types are for, in our vocabulary (api/vbr.md section 3). */
import { KINDS, kebabCase, type Kind } from '../../model/kind.ts';
import { isSince, type VbrRevision } from './versions.ts';

/** A session type, its kind, and the first revision that has the word. */
type TypeRow = readonly [type: string, kind: Kind, since: string];

/** The types of one kind that came with one revision. */
function rows(kind: Kind, since: string, types: string): readonly TypeRow[] {
  return types.split(' ').map((type) => [type, kind, since] as const);
}

/**
 * Every session type of every revision. Failover and migration are what a person sets going to get a
 * machine back, so they are restores as in Veeam's console; housekeeping is infrastructure; all that
 * moves backups between tiers is archive.
 */
const SESSION_TYPES: readonly TypeRow[] = [
  ...rows('backup', '1.0-rev1', 'Job'),
  ...rows('backup', '1.2-rev1', 'BackupJob'),
  ...rows('backup', '1.3-rev0', 'AgentPolicy AgentBackup'),
  ...rows(
    'backup',
    '1.3-rev2',
    'IrisBackup PlatformBackupJob PlatformSnapshotJob AgentOperationBackupNow AgentOperationActiveFull EndpointBackup',
  ),
  ...rows('copy', '1.3-rev0', 'UnstructuredDataBackupCopy'),
  ...rows('copy', '1.3-rev1', 'BackupCopyJob'),
  ...rows('copy', '1.3-rev2', 'BackupCopyJobParent PlatformSnapshotCopyJob'),
  ...rows('replica', '1.2-rev1', 'ReplicaJob'),
  ...rows('log-backup', '1.3-rev0', 'SqlLogBackup OracleLogBackup PostgreSqlLogBackup'),
  ...rows(
    'archive',
    '1.3-rev0',
    'ArchiveBackup ArchiveRehydration ArchiveSync ArchiveCopy ArchiveFreezing RetrieveBackup ArchiveTierDownload',
  ),
  ...rows('archive', '1.3-rev2', 'FileBackupArchiveRetrievalProlonging'),
  ...rows('configuration-backup', '1.0-rev1', 'ConfigurationBackup'),
  ...rows('surebackup', '1.2-rev1', 'SureBackup'),
  ...rows('surebackup', '1.3-rev1', 'SureBackupContentScan'),
  ...rows('malware-scan', '1.2-rev1', 'MalwareDetection'),
  ...rows('malware-scan', '1.3-rev2', 'EncryptionAnalysis'),
  ...rows('automation', '1.0-rev1', 'Automation'),
  ...rows(
    'restore',
    '1.1-rev0',
    'RestoreVm InstantRecovery FirstClassDiskInstantRestore QuickMigration',
  ),
  ...rows(
    'restore',
    '1.2-rev1',
    'FileLevelRestore LinuxFileLevelRestore Failover PlannedFailover PermanentFailover UndoFailover Failback CommitFailback UndoFailback SwitchReplicaToProduction CloudDirectorVmRestore CloudDirectorVAppRestore PublishBackupContentViaMount FirstClassDiskQuickMigration EntraIdRestore NasRestore UnstructuredDataBrowse',
  ),
  ...rows(
    'restore',
    '1.3-rev0',
    'EntraIdRestoreFromCopy AzureInstantRecovery AzureInstantRecoveryMigration AzureInstantRecoverySwitchover AzureInstantRecoveryStart AzureInstantRecoveryStop AzureInstantRecoveryMigrationUndo AzureInstantRecoveryMount PublishBackupContentViaNfs FailoverPlan FailoverPlanTask',
  ),
  ...rows('restore', '1.3-rev1', 'FileInstantRecovery FileInstantRecoveryMigration'),
  ...rows(
    'restore',
    '1.3-rev2',
    'ApplicationLevelRestore AdForestRestore RestoreRecoveryApplianceVolumes RestoreAgentVolumes EndpointRestore InstantDiskRecovery DiskRestore',
  ),
  ...rows(
    'infrastructure',
    '1.0-rev1',
    'Infrastructure RepositoryMaintenance RepositoryEvacuate InfrastructureItemDeletion',
  ),
  ...rows('infrastructure', '1.1-rev0', 'AzureApplianceDeploy'),
  ...rows(
    'infrastructure',
    '1.2-rev1',
    'ConfigurationResynchronize SecurityComplianceAnalyzer FileServerSave UnstructuredDownloadMeta DeleteBackup BackgroundOperation EntraIdRescanRepository',
  ),
  ...rows(
    'infrastructure',
    '1.3-rev0',
    'LogsExport TestCredentials VolumesDiscover AgentDiscovery ApplianceUpdatesInstall HostComponentsUpdate CopyBackup FileBackupHealthCheck DirectBackupSync CheckpointRemoval Retention',
  ),
  ...rows('infrastructure', '1.3-rev1', 'AgentOperationPurgeCache'),
  ...rows(
    'infrastructure',
    '1.3-rev2',
    'PlatformServiceJob AgentManagement VeeamUpdaterSettingsSync StorageDiscovery StorageMonitoring AgentsRecoveryAppliancesManagement EpAgentOperationStopBackup BackupCacheSync PerVmMoveBackup PerVmCopyBackup HaSwitchover IndexCollection HaClusterEdit',
  ),
];

/** By lower-case word; the plain job types are not in it, see `kindOfSession`. */
const KIND_OF_TYPE: ReadonlyMap<string, Kind> = new Map(
  SESSION_TYPES.map(([type, kind]) => [type.toLowerCase(), kind]),
);

/** `Job` up to 1.1 and `BackupJob` after it are one: they stand for nearly every type of job. */
const PLAIN_JOB_TYPES: ReadonlySet<string> = new Set(['job', 'backupjob']);

/** Kinds that sessions of a plain job type turn out to have. */
const KINDS_OF_PLAIN_JOBS: ReadonlySet<string> = new Set(['backup', 'copy', 'replica', 'archive']);

/** What the kind of a session is told by. */
export interface KindEvidence {
  readonly type: string | null;
  /** Of the listed job that the session belongs to; null: the job is not listed. */
  readonly jobKind: Kind | null;
  /** The job's name as the session tells it. */
  readonly jobName: string | null;
}

/**
 * What a session is for. Copies, replicas and agents are `Job` or `BackupJob` in revisions that have
 * no word of their own for them: then the listed job tells. Offload runs of a scale-out repository
 * pass for backup jobs, too, with the id of a job that no list has (api/vbr.md section 5.7).
 */
export function kindOfSession({ type, jobKind, jobName }: KindEvidence): Kind {
  const word = type?.trim().toLowerCase() ?? '';
  if (!PLAIN_JOB_TYPES.has(word)) return KIND_OF_TYPE.get(word) ?? 'other';
  if (jobKind !== null) return KINDS_OF_PLAIN_JOBS.has(jobKind) ? jobKind : 'backup';
  return /\boffload$/i.test(jobName ?? '') ? 'archive' : 'backup';
}

/**
 * What to give as `typeFilter` for the kinds that somebody asks for; null: without the filter. It is
 * used only where it is sure to lose nothing: not for what plain job types stand for (the filter's
 * word for them is told apart by no document, and on /taskSessions it finds nothing,
 * api/vbr.md section 5.3), not for kinds and words of which no list of types is complete.
 */
export function typesToAskFor(
  kinds: readonly string[] | null,
  revision: VbrRevision,
): readonly string[] | null {
  if (kinds === null || revision.typeFilter === 'none') return null;
  const wanted = new Set<string>();
  for (const kind of kinds) {
    const types = typesOf(kind, revision);
    if (types === null) return null;
    for (const type of types) wanted.add(type);
  }
  if (wanted.size === 0 || (revision.typeFilter === 'single' && wanted.size > 1)) return null;
  return [...wanted];
}

/** Whether a session of this product can be of any of these kinds; words that vsi does not know may be types. */
export function mayExist(kinds: readonly string[] | null): boolean {
  return (
    kinds === null ||
    kinds.some(
      (kind) =>
        !isKind(kind) ||
        KINDS_OF_PLAIN_JOBS.has(kind) ||
        SESSION_TYPES.some(([, own]) => own === kind),
    )
  );
}

function typesOf(kind: string, revision: VbrRevision): readonly string[] | null {
  if (KINDS_OF_PLAIN_JOBS.has(kind)) return null;
  const matching = SESSION_TYPES.filter(([type, own]) => own === kind || kebabCase(type) === kind);
  if (matching.some(([type]) => PLAIN_JOB_TYPES.has(type.toLowerCase()))) return null;
  const known = matching.filter(([, , since]) => isSince(revision, since)).map(([type]) => type);
  // A kind of VB365's has no sessions here, but neither does that mean: all of them.
  return known.length === 0 && !isKind(kind) ? null : known;
}

function isKind(word: string): boolean {
  return KINDS.some((kind) => kind === word && kind !== 'other');
}

const JOB_KINDS: readonly (readonly [pattern: RegExp, kind: Kind])[] = [
  [/^surebackup/i, 'surebackup'],
  [/copy/i, 'copy'],
  [/replica/i, 'replica'],
  [/backup|policy|snapshot/i, 'backup'],
];

/**
 * What a job is for, by its type: the words say it themselves, `VSphereReplica`, `LegacyBackupCopy`,
 * `LinuxAgentBackupServerPolicy`, and those of coming revisions can be expected to.
 */
export function kindOfJob(type: string | null): Kind {
  const row = JOB_KINDS.find(([pattern]) => pattern.test(type ?? ''));
  return row?.[1] ?? 'other';
}

/** Kinds that a job's sessions have: an id of another kind's session is no job's (a restore's). */
export const JOB_SESSION_KINDS: ReadonlySet<Kind> = new Set<Kind>([
  'backup',
  'copy',
  'replica',
  'archive',
  'log-backup',
  'configuration-backup',
  'surebackup',
]);

/** Kinds whose sessions move data, so that there are statistics to ask for. */
export const DATA_KINDS: ReadonlySet<Kind> = new Set<Kind>([
  'backup',
  'copy',
  'replica',
  'archive',
]);

/** Every session type that vsi knows, in the order of the table. */
export const KNOWN_SESSION_TYPES: readonly string[] = SESSION_TYPES.map(([type]) => type);
