import { uuidOf } from '../../random.ts';
import { GIB, MIB } from '../../units.ts';
import type { Infrastructure, Organization, Repository } from './infrastructure.ts';
import type { Schedule } from './schedule.ts';
import type { StoryName } from './story.ts';

/** What the objects of a job are, by the word of ProcessedObjects. */
export type ObjectType = 'User' | 'Site' | 'Team';

/** How much a usual run of a job has to do. */
export interface Workload {
  readonly objects: number;
  readonly objectType: ObjectType;
  readonly minutes: number;
  /** Transferred in a usual run. */
  readonly bytes: number;
  /** Mean size of one item. */
  readonly itemBytes: number;
  readonly bottleneck: 'Source' | 'Target';
}

/** A backup job or a copy job. */
export interface WorldJob {
  readonly key: string;
  readonly id: string;
  readonly type: 'Backup' | 'Copy';
  readonly name: string;
  readonly description: string;
  readonly organization: Organization;
  readonly repository: Repository;
  readonly backupType: 'EntireOrganization' | 'SelectedItems';
  readonly schedule: Schedule;
  /** How often a failed run is tried again, ten minutes later each; 0 = never. */
  readonly retries: number;
  readonly isEnabled: boolean;
  readonly workload: Workload;
  readonly story: StoryName;
  /** The job that a copy job copies. */
  readonly source: WorldJob | null;
}

/** Minutes between a failed attempt and its retry. */
export const RETRY_WAIT_MINUTES = 10;

type JobFacts = Pick<
  WorldJob,
  'name' | 'organization' | 'repository' | 'schedule' | 'workload' | 'story'
> &
  Partial<WorldJob>;

/** All jobs of the demo: backup jobs first, then copy jobs; ids follow from the seed. */
export function buildJobs(seed: string, infrastructure: Infrastructure): readonly WorldJob[] {
  const job = (key: string, facts: JobFacts): WorldJob => ({
    key,
    id: uuidOf(`${seed}/job/${key}`),
    type: 'Backup',
    description: '',
    backupType: 'SelectedItems',
    retries: 3,
    isEnabled: true,
    source: null,
    ...facts,
  });
  const backupJobs = [...contosoJobs(infrastructure), ...fabrikamJobs(infrastructure)].map(
    ([key, facts]) => job(key, facts),
  );
  const copyJobs = copyJobFacts(infrastructure).flatMap(([key, sourceKey, facts]) => {
    const source = backupJobs.find((candidate) => candidate.key === sourceKey);
    if (source === undefined) return [];
    const { organization } = source;
    return [job(key, { ...facts, organization, type: 'Copy', retries: 0, source })];
  });
  return [...backupJobs, ...copyJobs];
}

function contosoJobs(infrastructure: Infrastructure): readonly (readonly [string, JobFacts])[] {
  const { contoso: organization, mail, sites, tokyo } = infrastructure;
  return [
    [
      'mailboxes',
      {
        name: 'Contoso – all mailboxes',
        description: 'Every user mailbox of the tenant, archive mailboxes included',
        organization,
        repository: mail,
        backupType: 'EntireOrganization',
        schedule: { type: 'daily', atMinute: 22 * 60 + 30, days: 'Everyday' },
        workload: users(260, { minutes: 96, bytes: 41 * GIB, bottleneck: 'Source' }),
        story: 'slow-night',
      },
    ],
    [
      'sites',
      {
        name: 'SharePoint and OneDrive (Contoso)',
        description: 'Team sites and personal sites',
        organization,
        repository: sites,
        schedule: { type: 'periodic', everyHours: 4, offsetMinutes: 40 },
        workload: {
          objects: 64,
          objectType: 'Site',
          minutes: 24,
          bytes: 5.5 * GIB,
          itemBytes: 610_000,
          bottleneck: 'Source',
        },
        story: 'missing-sites',
      },
    ],
    [
      'teams',
      {
        name: 'Teams',
        organization,
        repository: sites,
        schedule: { type: 'periodic', everyHours: 2, offsetMinutes: 15 },
        workload: {
          objects: 37,
          objectType: 'Team',
          minutes: 7,
          bytes: 380 * MIB,
          itemBytes: 88_000,
          bottleneck: 'Source',
        },
        story: 'mostly-good',
      },
    ],
    [
      'tokyo',
      {
        name: '東京オフィス メールボックス(毎日)',
        description: '東京',
        organization,
        repository: tokyo,
        schedule: { type: 'daily', atMinute: 15 * 60, days: 'Everyday' },
        workload: users(148, { minutes: 58, bytes: 12 * GIB, bottleneck: 'Target' }),
        story: 'deleted-users',
      },
    ],
    [
      'accounting',
      {
        name: 'Архив почты — бухгалтерия',
        organization,
        repository: mail,
        schedule: { type: 'daily', atMinute: 20 * 60, days: 'Everyday' },
        workload: users(22, { minutes: 14, bytes: 1.9 * GIB, bottleneck: 'Source' }),
        story: 'failing',
      },
    ],
    [
      'executives',
      {
        name: 'Führungskräfte "VIP", Zürich & Genève 📮',
        description: 'Three times a day, by agreement with the board',
        organization,
        repository: mail,
        schedule: { type: 'periodic', everyHours: 8, offsetMinutes: 5 },
        workload: users(18, { minutes: 6, bytes: 210 * MIB, bottleneck: 'Source' }),
        story: 'stopped-once',
      },
    ],
    [
      'legal',
      {
        name: 'Legal hold <img src=x onerror=alert(1)>',
        organization,
        repository: mail,
        schedule: { type: 'daily', atMinute: 19 * 60, days: 'Workdays' },
        workload: users(9, { minutes: 4, bytes: 95 * MIB, bottleneck: 'Source' }),
        story: 'not-configured-once',
      },
    ],
  ];
}

function fabrikamJobs(infrastructure: Infrastructure): readonly (readonly [string, JobFacts])[] {
  const { fabrikam: organization, subsidiaries: repository } = infrastructure;
  return [
    [
      'subsidiaries',
      {
        name: 'Fabrikam group – Exchange Online, archive mailboxes and public folders of the subsidiaries in Germany, Austria, Switzerland and Liechtenstein (kept for seven years)',
        organization,
        repository,
        schedule: { type: 'daily', atMinute: 23 * 60 + 50, days: 'Everyday' },
        workload: users(96, { minutes: 41, bytes: 9 * GIB, bottleneck: 'Target' }),
        story: 'retried',
      },
    ],
    [
      'onedrive',
      {
        name: 'Fabrikam OneDrive – à la carte',
        organization,
        repository,
        schedule: { type: 'daily', atMinute: 21 * 60, days: 'Everyday' },
        workload: {
          objects: 120,
          objectType: 'Site',
          minutes: 42,
          bytes: 7 * GIB,
          itemBytes: 530_000,
          bottleneck: 'Target',
        },
        story: 'disconnected-once',
      },
    ],
    [
      'import',
      {
        name: '=SUM(A1:A9) import test',
        description: 'Switched off after the migration',
        organization,
        repository,
        schedule: { type: 'daily', atMinute: 18 * 60, days: 'Everyday' },
        isEnabled: false,
        workload: users(6, { minutes: 3, bytes: 40 * MIB, bottleneck: 'Source' }),
        story: 'disabled',
      },
    ],
    [
      'pilot',
      {
        name: 'Onboarding pilot',
        organization,
        repository,
        schedule: { type: 'manual' },
        workload: users(3, { minutes: 2, bytes: 20 * MIB, bottleneck: 'Source' }),
        story: 'never-run',
      },
    ],
  ];
}

function copyJobFacts(
  infrastructure: Infrastructure,
): readonly (readonly [string, string, Omit<JobFacts, 'organization'>])[] {
  const { archive: repository } = infrastructure;
  return [
    [
      'copy-mailboxes',
      'mailboxes',
      {
        name: 'Contoso – all mailboxes → S3 long term',
        repository,
        schedule: { type: 'daily', atMinute: 4 * 60, days: 'Everyday' },
        workload: users(260, { minutes: 70, bytes: 40 * GIB, bottleneck: 'Target' }),
        story: 'mostly-good',
      },
    ],
    [
      'copy-sites',
      'sites',
      {
        name: 'SharePoint and OneDrive (Contoso) → S3 long term',
        repository,
        schedule: { type: 'periodic', everyHours: 4, offsetMinutes: 130 },
        workload: {
          objects: 64,
          objectType: 'Site',
          minutes: 18,
          bytes: 5.2 * GIB,
          itemBytes: 610_000,
          bottleneck: 'Target',
        },
        story: 'mostly-good',
      },
    ],
    [
      'copy-tokyo',
      'tokyo',
      {
        name: '東京オフィス コピー',
        repository,
        schedule: { type: 'immediate', atMinute: 16 * 60 + 20 },
        workload: users(148, { minutes: 33, bytes: 11 * GIB, bottleneck: 'Target' }),
        story: 'full-repository',
      },
    ],
  ];
}

function users(
  objects: number,
  load: Pick<Workload, 'minutes' | 'bytes' | 'bottleneck'>,
): Workload {
  return { objects, objectType: 'User', itemBytes: 92_000, ...load };
}
