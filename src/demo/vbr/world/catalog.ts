import { uuidOf } from '../../random.ts';
import { DAY, GIB, HOUR, MIB, MINUTE } from '../../units.ts';
import { LISTED_JOBS } from './jobs-listed.ts';
import { UNLISTED_JOBS } from './jobs-unlisted.ts';
import type { Job, JobPlan, Machine } from './model.ts';
import { REASONS } from './reasons.ts';

/** Every job of the world, those without a single session included. */
export function catalogOf(seed: string): readonly Job[] {
  return [...LISTED_JOBS, ...UNLISTED_JOBS].map((plan) => jobOf(seed, plan));
}

/** The jobs that fill the history of a benchmark, each with two small machines every hour. */
export function bulkJobsOf(seed: string, count: number): readonly Job[] {
  return Array.from({ length: count }, (_, index) =>
    jobOf(seed, {
      key: `bulk-${index}`,
      name: `Department ${String(index + 1).padStart(3, '0')}`,
      type: 'VSphereBackup',
      machines: [
        [`dep-${index + 1}-app`, 80],
        [`dep-${index + 1}-db`, 160],
      ],
      schedule: { every: HOUR, at: (index % 60) * MINUTE },
      warnings: 0.04,
      failures: 0.02,
    }),
  );
}

function jobOf(seed: string, plan: JobPlan): Job {
  const { machines, repository = 'Default Backup Repository', ...rest } = plan;
  const id = uuidOf(`${seed}/job/${plan.key}`);
  return {
    description: 'Created by DEMO\\Administrator',
    activity: 'backup',
    workload: 'Vm',
    platform: 'VMware',
    disabled: false,
    highPriority: false,
    targetName: repository,
    schedule: { every: DAY, at: 22 * HOUR },
    after: null,
    copyMode: null,
    fullOn: 6,
    change: [0.004, 0.03],
    speed: 110 * MIB,
    bottlenecks: ['Source', 'Source', 'Source', 'Proxy', 'Target'],
    overWan: false,
    warnings: 0.05,
    failures: 0.015,
    incidents: {},
    reasons: REASONS.vsphere,
    decimalComma: false,
    hidesTasks: false,
    stuckIn: null,
    byHand: null,
    quietLog: false,
    ...rest,
    id,
    backupId: uuidOf(`${seed}/backup/${plan.key}`),
    machines: machines.map(([name, size]): Machine => ({ name, size: Math.round(size * GIB) })),
    repository:
      repository === null
        ? null
        : { id: uuidOf(`${seed}/repository/${repository}`), name: repository },
  };
}
