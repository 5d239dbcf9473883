import { since, type Revision } from '../revisions.ts';
import type { Activity, JobType } from '../world/model.ts';

/** The words for one thing, each with the revision from which it holds; none before the first. */
type Spelling = readonly (readonly [Revision, string])[];

/** What moves data for a job: `Job` up to 1.1, then words of their own, some later than others. */
const JOB: Spelling = [
  ['1.0-rev1', 'Job'],
  ['1.2-rev1', 'BackupJob'],
];

const SESSION_TYPES: Readonly<Record<Activity, Spelling>> = {
  backup: JOB,
  // Offload runs of a scale-out repository pass for backup jobs (api/vbr.md section 5.7).
  offload: JOB,
  replica: [
    ['1.0-rev1', 'Job'],
    ['1.2-rev1', 'ReplicaJob'],
  ],
  copy: [...JOB, ['1.3-rev1', 'BackupCopyJob']],
  copyParent: [...JOB, ['1.3-rev1', 'BackupCopyJob'], ['1.3-rev2', 'BackupCopyJobParent']],
  agent: [...JOB, ['1.3-rev0', 'AgentBackup']],
  policy: [...JOB, ['1.3-rev0', 'AgentPolicy']],
  policyMember: [...JOB, ['1.3-rev0', 'AgentBackup']],
  archive: [['1.3-rev0', 'ArchiveBackup']],
  logBackup: [['1.3-rev0', 'SqlLogBackup']],
  sureBackup: [['1.2-rev1', 'SureBackup']],
  contentScan: [
    ['1.2-rev1', 'SureBackup'],
    ['1.3-rev1', 'SureBackupContentScan'],
  ],
  malwareScan: [['1.2-rev1', 'MalwareDetection']],
  complianceScan: [['1.2-rev1', 'SecurityComplianceAnalyzer']],
  configuration: [['1.0-rev1', 'ConfigurationBackup']],
  restoreVm: [['1.1-rev0', 'RestoreVm']],
  instantRecovery: [['1.1-rev0', 'InstantRecovery']],
  fileRestore: [['1.2-rev1', 'FileLevelRestore']],
  nasRestore: [['1.2-rev1', 'NasRestore']],
  quickMigration: [['1.1-rev0', 'QuickMigration']],
  maintenance: [['1.0-rev1', 'RepositoryMaintenance']],
  infrastructure: [['1.0-rev1', 'Infrastructure']],
  discovery: [['1.3-rev0', 'AgentDiscovery']],
  deletion: [['1.2-rev1', 'DeleteBackup']],
  automation: [['1.0-rev1', 'Automation']],
};

const JOB_TYPES: Readonly<Record<JobType, Spelling>> = {
  VSphereBackup: [
    ['1.0-rev1', 'Backup'],
    ['1.3-rev0', 'VSphereBackup'],
  ],
  HyperVBackup: [
    ['1.0-rev1', 'Backup'],
    ['1.3-rev0', 'HyperVBackup'],
  ],
  VSphereReplica: [['1.2-rev1', 'VSphereReplica']],
  WindowsAgentBackup: [['1.3-rev0', 'WindowsAgentBackup']],
  WindowsAgentBackupWorkstationPolicy: [['1.3-rev1', 'WindowsAgentBackupWorkstationPolicy']],
  FileBackup: [['1.3-rev1', 'FileBackup']],
  BackupCopy: [['1.3-rev0', 'BackupCopy']],
  SureBackupContentScan: [['1.3-rev1', 'SureBackupContentScan']],
};

/** The revision's word for what a session does; null: it leaves such sessions out. */
export function sessionTypeOf(activity: Activity, revision: Revision): string | null {
  return spell(SESSION_TYPES[activity], revision);
}

/** The revision's word for a job's type; null: it does not list such jobs. */
export function jobTypeOf(type: JobType | null, revision: Revision): string | null {
  return type === null ? null : spell(JOB_TYPES[type], revision);
}

function spell(spelling: Spelling, revision: Revision): string | null {
  return spelling.findLast(([first]) => since(revision, first))?.[1] ?? null;
}
