/**
 * The simulated server's own truth, the same for every REST revision. Times are milliseconds since
 * 1970, sizes bytes. Nothing here says how a revision spells it.
 */

/** What a session does; each revision has its own word for it (render/session-types.ts). */
export type Activity =
  | 'backup'
  | 'replica'
  | 'copyParent'
  | 'copy'
  | 'agent'
  | 'policy'
  | 'policyMember'
  | 'offload'
  | 'archive'
  | 'logBackup'
  | 'sureBackup'
  | 'contentScan'
  | 'malwareScan'
  | 'complianceScan'
  | 'configuration'
  | 'restoreVm'
  | 'instantRecovery'
  | 'fileRestore'
  | 'nasRestore'
  | 'quickMigration'
  | 'maintenance'
  | 'infrastructure'
  | 'discovery'
  | 'deletion'
  | 'automation';

/** The job types of 1.3-rev2 that the world has. */
export type JobType =
  | 'VSphereBackup'
  | 'HyperVBackup'
  | 'VSphereReplica'
  | 'WindowsAgentBackup'
  | 'WindowsAgentBackupWorkstationPolicy'
  | 'FileBackup'
  | 'BackupCopy'
  | 'SureBackupContentScan';

export type Workload = 'Application' | 'File' | 'Server' | 'Workstation' | 'Vm';
export type Platform = 'VMware' | 'HyperV' | 'WindowsPhysical' | 'UnstructuredData';
export type ResultWord = 'Success' | 'Warning' | 'Failed' | 'None';
export type Algorithm = 'Full' | 'Increment' | 'None' | 'Synthetic';

/** The stages of the data path, in its order. */
export const STAGES = ['Source', 'Proxy', 'Source WAN', 'Network', 'Target WAN', 'Target'] as const;
export type Stage = (typeof STAGES)[number];

/** How busy a stage was, in whole percent. */
export interface Load {
  readonly stage: Stage;
  readonly percent: number;
}

/** Something that a job protects. */
export interface Machine {
  readonly name: string;
  readonly size: number;
}

/** When a job starts: every so many milliseconds, at a moment relative to local midnight or to now. */
export interface Schedule {
  readonly every: number;
  /** After the server's local midnight (weekly: after Sunday's); with `fromNow` after the present. */
  readonly at: number;
  readonly fromNow?: boolean;
}

/** What happens to the first run of a day so many days ago. */
export type Incident = 'retried' | 'exhausted' | 'failed' | 'warning' | 'stopped';

export interface Job {
  /** Seeds everything that belongs to the job; never shown. */
  readonly key: string;
  readonly id: string;
  readonly name: string;
  readonly description: string;
  /** null: no REST revision lists it, it is known from its sessions only. */
  readonly type: JobType | null;
  readonly activity: Activity;
  readonly workload: Workload;
  readonly platform: Platform;
  readonly disabled: boolean;
  readonly highPriority: boolean;
  readonly repository: { readonly id: string; readonly name: string } | null;
  readonly targetName: string | null;
  readonly backupId: string;
  readonly machines: readonly Machine[];
  /** null: it starts by hand only, or after another job. */
  readonly schedule: Schedule | null;
  /** The key of the job after whose end it starts. */
  readonly after: string | null;
  readonly copyMode: 'Immediate' | 'Periodic' | null;
  /** Reads everything on this local weekday (0 = Sunday); null = on none. */
  readonly fullOn: number | null;
  /** Which share of the disks an increment reads, from and to. */
  readonly change: readonly [number, number];
  /** Bytes per second that one machine's disks are read at. */
  readonly speed: number;
  /** Which stage holds its runs back, most often first. */
  readonly bottlenecks: readonly (Stage | 'Throttling')[];
  readonly overWan: boolean;
  /** Shares of runs that end so without any incident in the list. */
  readonly warnings: number;
  readonly failures: number;
  readonly incidents: Readonly<Record<number, Incident>>;
  /** What goes wrong when something does. */
  readonly reasons: { readonly failed: readonly string[]; readonly warning: readonly string[] };
  /** Where its proxy speaks a language with a decimal comma (api/vbr.md section 3). */
  readonly decimalComma: boolean;
  /** Agent jobs show no task sessions (api/vbr.md section 5.2). */
  readonly hidesTasks: boolean;
  /** The state in which its present run is stuck, null for jobs that get through. */
  readonly stuckIn: LiveState | null;
  /** A run that somebody has started by hand just before the present, in milliseconds from it. */
  readonly byHand: { readonly at: number; readonly ends: number } | null;
  /** Newer builds leave the `Load:` line out of its sessions' logs. */
  readonly quietLog: boolean;
}

/** A job as it is written down: what it does not say is as usual for its type. */
export type JobPlan = Partial<Omit<Job, 'id' | 'machines' | 'backupId' | 'repository'>> & {
  readonly key: string;
  readonly name: string;
  readonly type: JobType | null;
  /** Name and size in GiB. */
  readonly machines: readonly (readonly [string, number])[];
  readonly repository?: string | null;
};

/** How a session ends, and which machines are to blame. */
export interface Outcome {
  readonly result: ResultWord;
  readonly message: string;
  readonly canceled: boolean;
  /** Reason by the machine's index in the session. */
  readonly failed: ReadonlyMap<number, string>;
  readonly warned: ReadonlyMap<number, string>;
}

/** A session that never leaves its live state has this end. */
export const NEVER = Number.POSITIVE_INFINITY;

/** The states in which a session can be found before its end, other than by running through it. */
export type LiveState = 'WaitingRepository' | 'Idle' | 'ActionRequired';

export interface Session {
  readonly id: string;
  /** Without the kind of run behind it, as builds up to 12 show it. */
  readonly name: string;
  readonly activity: Activity;
  readonly job: Job | null;
  /** The job, or what stands in its place. */
  readonly jobId: string;
  readonly platform: Platform;
  readonly createdAt: number;
  readonly endsAt: number;
  /** The state until its end; null = it works. */
  readonly liveState: LiveState | null;
  readonly machines: readonly Machine[];
  readonly algorithm: Algorithm;
  /** Which share of the disks it reads. */
  readonly share: number;
  readonly outcome: Outcome;
  /** 0 on the first run. */
  readonly retry: number;
  /** The first run's id, its own on the first run; null where nothing is ever retried. */
  readonly originalId: string | null;
  readonly parentId: string | null;
  readonly relatedId: string | null;
  readonly resourceId: string | null;
  readonly initiatedBy: string;
}

/** What a task did to its machine. */
export type TaskKind = 'Backup' | 'Replica' | 'Restore' | 'Antivirus';

/** One machine's part of a session, as it will have been when it is done. */
export interface Task {
  readonly id: string;
  readonly usn: number;
  readonly kind: TaskKind;
  readonly session: Session;
  readonly name: string;
  readonly createdAt: number;
  /** When its turn comes; until then it waits for a slot. */
  readonly startsAt: number;
  readonly endsAt: number;
  readonly result: ResultWord;
  readonly message: string;
  readonly canceled: boolean;
  readonly algorithm: Algorithm;
  /** The size of its disks. */
  readonly size: number;
  readonly read: number;
  readonly transferred: number;
  /** The time in which its data was read, in milliseconds. */
  readonly transferTime: number;
  /** Empty where nothing was measured. */
  readonly loads: readonly Load[];
  readonly throttled: boolean;
  readonly pointId: string | null;
  readonly scan: Scan | null;
}

export interface Scan {
  readonly type: 'Antivirus' | 'Yara';
  readonly result: 'Clean' | 'Infected' | 'Failed' | 'Inconclusive';
  readonly engine: string;
}
