import { uuidOf } from '../../random.ts';
import { DAY, GIB, HOUR, MINUTE, SECOND } from '../../units.ts';
import type { Present } from './calendar.ts';
import {
  NEVER,
  type Activity,
  type Job,
  type LiveState,
  type ResultWord,
  type Session,
} from './model.ts';
import { SUCCESS, ROUTINE } from './outcomes.ts';

/** A session without a job: what a person, or the server itself, set going. */
interface Single {
  readonly name: string;
  readonly activity: Activity;
  readonly daysAgo: number;
  /** After local midnight. */
  readonly at: number;
  /** null: it never ends. */
  readonly lasts: number | null;
  readonly stuckIn?: LiveState;
  readonly result?: ResultWord;
  readonly message?: string;
  readonly canceled?: boolean;
  /** The machines in it, with their size in GiB. */
  readonly machines?: readonly (readonly [string, number])[];
  readonly by?: string;
  /** Name of the single that set it going. */
  readonly relatedTo?: string;
}

const SINGLES: readonly Single[] = [
  single('restoreVm', 'srv-app-02', 3, { machines: [['srv-app-02', 240]], lasts: 50 * MINUTE }),
  single('restoreVm', 'srv-dc-02', 17, {
    machines: [['srv-dc-02', 80]],
    lasts: 7 * MINUTE,
    result: 'Failed',
    message: 'Restore job failed.\r\nError: Datastore prod-ds01 has no free space\r\n',
  }),
  single('restoreVm', 'linbase01, srv-build-01', 24, {
    machines: [
      ['linbase01', 20],
      ['srv-build-01', 300],
    ],
    lasts: 35 * MINUTE,
    result: 'Warning',
    message: 'The network adapter was left disconnected',
  }),
  single('instantRecovery', 'linbase01', 1, {
    machines: [['linbase01', 20]],
    lasts: null,
    stuckIn: 'ActionRequired',
  }),
  single('instantRecovery', 'srv-erp-02', 21, { machines: [['srv-erp-02', 350]], lasts: 3 * HOUR }),
  single('fileRestore', 'srv-app-01', 2, { machines: [['srv-app-01', 220]], lasts: 12 * MINUTE }),
  single('fileRestore', 'fs-finance', 10, {
    machines: [['fs-finance', 400]],
    lasts: 4 * MINUTE,
    result: 'None',
    message: '',
    canceled: true,
  }),
  single('nasRestore', '\\\\files\\projects', 13, {
    machines: [['\\\\files\\projects', 2]],
    lasts: 9 * MINUTE,
  }),
  single('quickMigration', 'srv-build-01', 19, {
    machines: [['srv-build-01', 300]],
    lasts: 80 * MINUTE,
  }),
  single('deletion', 'Delete Retired Servers', 20, { lasts: 3 * MINUTE }),
  single('infrastructure', 'Rescan of Office Computers', 6, { lasts: 2 * MINUTE }),
  single('discovery', 'Agent Discovery', 6, {
    lasts: 5 * MINUTE,
    relatedTo: 'Rescan of Office Computers',
  }),
];

const AUTOMATION: readonly Single[] = [
  single('automation', 'Import Jobs', 30, { lasts: 40 * SECOND }),
  single('automation', 'Import Credentials', 30, { lasts: 15 * SECOND }),
  single('automation', 'Import Repositories', 29, {
    lasts: 22 * SECOND,
    result: 'Failed',
    message: 'Error: Repository "Second Site Repository" already exists',
  }),
  single('automation', 'Import Repositories', 28, {
    lasts: 31 * SECOND,
    result: 'Warning',
    message: 'One of two repositories was skipped',
  }),
  single('automation', 'Export Jobs', 4, { lasts: 18 * SECOND }),
  single('automation', 'Import Proxies', 0, { lasts: null }),
];

/** Restore sessions, housekeeping and log backups: all that no schedule of a job brings. */
export function sessionsWithoutJob(
  seed: string,
  jobs: readonly Job[],
  present: Present,
): readonly Session[] {
  return [
    ...SINGLES.map((plan) => sessionOf(seed, plan, present)),
    ...logBackups(seed, jobs, present),
  ];
}

/** What stands in the list of automation sessions. */
export function automationSessions(seed: string, present: Present): readonly Session[] {
  return AUTOMATION.map((plan) => sessionOf(seed, plan, present));
}

function single(
  activity: Activity,
  name: string,
  daysAgo: number,
  rest: Omit<Single, 'activity' | 'name' | 'daysAgo' | 'at'>,
): Single {
  // At office hours, and no two at the same minute.
  return {
    activity,
    name,
    daysAgo,
    at: 8 * HOUR + ((daysAgo * 37 + name.length * 11) % 540) * MINUTE,
    ...rest,
  };
}

function sessionOf(seed: string, plan: Single, { now, wall }: Present): Session {
  const day = wall.dayOf(now) - plan.daysAgo;
  const planned = wall.startOfDay(day) + plan.at;
  // What lives today began already, whatever the hour is.
  const createdAt = plan.lasts === null ? Math.min(planned, now - 20 * MINUTE) : planned;
  const key = `${seed}/single/${plan.activity}/${plan.name}`;
  return {
    ...ROUTINE,
    id: uuidOf(`${key}/${day}`),
    name: plan.name,
    activity: plan.activity,
    job: null,
    jobId: uuidOf(`${key}/activity`),
    platform: plan.activity === 'nasRestore' ? 'UnstructuredData' : 'VMware',
    createdAt,
    endsAt: plan.lasts === null ? NEVER : createdAt + plan.lasts + 417,
    liveState: plan.stuckIn ?? null,
    machines: (plan.machines ?? []).map(([name, size]) => ({ name, size: size * GIB })),
    algorithm: 'None',
    share: 1,
    outcome: {
      ...SUCCESS,
      result: plan.result ?? 'Success',
      message: plan.message ?? 'Success',
      canceled: plan.canceled ?? false,
      failed: plan.result === 'Failed' ? new Map([[0, plan.message ?? '']]) : new Map(),
      warned: plan.result === 'Warning' ? new Map([[0, plan.message ?? '']]) : new Map(),
    },
    originalId: null,
    relatedId:
      plan.relatedTo === undefined
        ? null
        : uuidOf(`${seed}/single/infrastructure/${plan.relatedTo}/${day}`),
    resourceId: null,
    initiatedBy: plan.by ?? 'DEMO\\jsmith',
  };
}

/** Log backups run every quarter of an hour for as long as their history is kept, a few hours. */
const LOG_BACKUPS = 24;
const LOG_BACKUP_INTERVAL = 15 * MINUTE;

function logBackups(seed: string, jobs: readonly Job[], { now }: Present): readonly Session[] {
  const sql = jobs.find(({ key }) => key === 'sql');
  if (sql === undefined) return [];
  const newest = Math.floor(now / LOG_BACKUP_INTERVAL) * LOG_BACKUP_INTERVAL;
  const ahead = (2 * DAY) / LOG_BACKUP_INTERVAL;
  return Array.from({ length: LOG_BACKUPS + ahead }, (_, index): Session => {
    const createdAt = newest + (index - LOG_BACKUPS + 1) * LOG_BACKUP_INTERVAL + 1200;
    return {
      ...ROUTINE,
      id: uuidOf(`${seed}/log-backup/${createdAt}`),
      name: `${sql.name} Transaction Log Backup`,
      activity: 'logBackup',
      job: null,
      jobId: uuidOf(`${seed}/log-backup`),
      platform: 'VMware',
      createdAt,
      endsAt: createdAt + 48 * SECOND + 333,
      algorithm: 'None',
      originalId: null,
      resourceId: sql.backupId,
    };
  });
}
