import { REVISIONS, since, type Revision } from './revisions.ts';

/** Words that an enumeration gained, and lost, with a revision. */
interface Change {
  readonly since: Revision;
  readonly added: string;
  readonly removed?: string;
}

const SESSION_TYPE_CHANGES: readonly Change[] = [
  {
    since: '1.0-rev1',
    added:
      'Infrastructure Job Automation ConfigurationBackup RepositoryMaintenance RepositoryEvacuate InfrastructureItemDeletion',
  },
  {
    since: '1.1-rev0',
    added:
      'RestoreVm InstantRecovery FirstClassDiskInstantRestore AzureApplianceDeploy QuickMigration',
  },
  {
    since: '1.2-rev1',
    removed: 'Job',
    added:
      'BackupJob PublishBackupContentViaMount FileLevelRestore LinuxFileLevelRestore ReplicaJob ConfigurationResynchronize Failover PlannedFailover PermanentFailover UndoFailover Failback CommitFailback UndoFailback SwitchReplicaToProduction CloudDirectorVmRestore CloudDirectorVAppRestore MalwareDetection FirstClassDiskQuickMigration EntraIdRestore SecurityComplianceAnalyzer FileServerSave SureBackup NasRestore UnstructuredDataBrowse UnstructuredDownloadMeta DeleteBackup BackgroundOperation EntraIdRescanRepository',
  },
  {
    since: '1.3-rev0',
    added:
      'EntraIdRestoreFromCopy UnstructuredDataBackupCopy LogsExport TestCredentials SqlLogBackup OracleLogBackup PostgreSqlLogBackup AzureInstantRecovery AzureInstantRecoveryMigration AzureInstantRecoverySwitchover AzureInstantRecoveryStart AzureInstantRecoveryStop AzureInstantRecoveryMigrationUndo AzureInstantRecoveryMount PublishBackupContentViaNfs VolumesDiscover AgentDiscovery AgentPolicy AgentBackup ApplianceUpdatesInstall FailoverPlan FailoverPlanTask HostComponentsUpdate CopyBackup FileBackupHealthCheck ArchiveBackup ArchiveRehydration ArchiveSync ArchiveCopy ArchiveFreezing RetrieveBackup ArchiveTierDownload DirectBackupSync CheckpointRemoval Retention',
  },
  {
    since: '1.3-rev1',
    added:
      'FileInstantRecovery FileInstantRecoveryMigration AgentOperationPurgeCache BackupCopyJob SureBackupContentScan',
  },
  {
    since: '1.3-rev2',
    added:
      'IrisBackup PlatformServiceJob PlatformBackupJob PlatformSnapshotJob PlatformSnapshotCopyJob AgentOperationBackupNow AgentOperationActiveFull AgentManagement BackupCopyJobParent ApplicationLevelRestore EncryptionAnalysis VeeamUpdaterSettingsSync EndpointBackup StorageDiscovery StorageMonitoring AdForestRestore AgentsRecoveryAppliancesManagement RestoreRecoveryApplianceVolumes RestoreAgentVolumes EndpointRestore EpAgentOperationStopBackup BackupCacheSync PerVmMoveBackup PerVmCopyBackup FileBackupArchiveRetrievalProlonging HaSwitchover IndexCollection InstantDiskRecovery DiskRestore HaClusterEdit',
  },
];

const JOB_TYPE_CHANGES: readonly Change[] = [
  { since: '1.0-rev1', added: 'Backup' },
  {
    since: '1.2-rev1',
    added:
      'VSphereReplica CloudDirectorBackup EntraIDTenantBackup EntraIDAuditLogBackup FileBackupCopy',
  },
  {
    since: '1.3-rev0',
    removed: 'Backup',
    added:
      'Unknown VSphereBackup HyperVBackup LegacyBackupCopy BackupCopy WindowsAgentBackup LinuxAgentBackup EntraIDTenantBackupCopy',
  },
  {
    since: '1.3-rev1',
    added:
      'FileBackup ObjectStorageBackup SureBackupContentScan CloudBackupAzure CloudBackupAWS CloudBackupGoogle WindowsAgentBackupWorkstationPolicy LinuxAgentBackupWorkstationPolicy WindowsAgentBackupServerPolicy LinuxAgentBackupServerPolicy',
  },
  {
    since: '1.3-rev2',
    added: 'NutanixAHVBackupJob ProxmoxBackupJob IrisBackup WindowsAgentBackupFailoverCluster',
  },
];

const STATES =
  'Stopped Starting Stopping Working Pausing Resuming WaitingTape Idle Postprocessing WaitingRepository WaitingSlot';

const JOB_STATUSES = 'Running Inactive Disabled';
const JOB_STATUSES_13 = `${JOB_STATUSES} Enabled Stopping Stopped Starting`;
const WORKLOADS = 'Application CloudVm File Server Workstation Vm';

/** The words that a revision's filters take; every one is case-sensitive. */
export interface Vocabulary {
  readonly sessionTypes: ReadonlySet<string>;
  readonly jobTypes: ReadonlySet<string>;
  readonly sessionStates: ReadonlySet<string>;
  readonly jobStatuses: ReadonlySet<string>;
  readonly workloads: ReadonlySet<string>;
}

/** Words that no revision has changed so far. */
export const RESULTS: ReadonlySet<string> = words('None Success Warning Failed');
export const LOG_STATUSES: ReadonlySet<string> = words('None Succeeded Warning Failed');
export const TASK_TYPES: ReadonlySet<string> = words('Backup Restore Antivirus Replica');
export const SCAN_TYPES: ReadonlySet<string> = words('Antivirus Yara');
export const SCAN_RESULTS: ReadonlySet<string> = words(
  'None Clean Infected Failed Canceled Inconclusive',
);
export const SCAN_STATES: ReadonlySet<string> = words('NotStarted InProgress Finished');

/** The vocabulary of every documented revision (api/vbr.md section 3). */
export const VOCABULARIES: ReadonlyMap<Revision, Vocabulary> = new Map(
  REVISIONS.map((revision) => [revision, vocabularyOf(revision)]),
);

function vocabularyOf(revision: Revision): Vocabulary {
  const statuses = since(revision, '1.3-rev0') ? JOB_STATUSES_13 : JOB_STATUSES;
  return {
    sessionTypes: accumulate(SESSION_TYPE_CHANGES, revision),
    jobTypes: accumulate(JOB_TYPE_CHANGES, revision),
    sessionStates: words(since(revision, '1.3-rev2') ? `${STATES} ActionRequired` : STATES),
    jobStatuses: new Set([...words(statuses)].map((word) => cased(word, revision))),
    workloads: new Set([...words(WORKLOADS)].map((word) => cased(word, revision))),
  };
}

/** A job's status or workload as the revision writes it: `Running` from 1.3-rev1, before `running`. */
export function cased(word: string, revision: Revision): string {
  return since(revision, '1.3-rev1') ? word : word.charAt(0).toLowerCase() + word.slice(1);
}

function accumulate(changes: readonly Change[], revision: Revision): ReadonlySet<string> {
  const known = new Set<string>();
  for (const change of changes) {
    if (!since(revision, change.since)) continue;
    for (const word of words(change.added)) known.add(word);
    for (const word of words(change.removed ?? '')) known.delete(word);
  }
  return known;
}

function words(text: string): Set<string> {
  return new Set(text.split(' ').filter((word) => word !== ''));
}
