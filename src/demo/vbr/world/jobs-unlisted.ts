import { DAY, HOUR, MINUTE } from '../times.ts';
import type { JobPlan } from './model.ts';
import { REASONS } from './reasons.ts';

const WEEK = 7 * DAY;

/** What runs like a job but is in no list: its id stands in sessions only (api/vbr.md section 5.7). */
export const UNLISTED_JOBS: readonly JobPlan[] = [
  {
    key: 'offload',
    name: 'SOBR-01 Offload',
    type: null,
    activity: 'offload',
    machines: [
      ['Daily VMs', 600],
      ['SQL Production', 400],
    ],
    schedule: { every: 4 * HOUR, at: 45 * MINUTE },
    fullOn: null,
    bottlenecks: ['Target', 'Network'],
    reasons: REASONS.other,
    failures: 0.03,
  },
  {
    key: 'archive',
    name: 'SOBR-01 Archiving',
    type: null,
    activity: 'archive',
    machines: [['Daily VMs', 200]],
    schedule: { every: DAY, at: 5 * HOUR },
    fullOn: null,
    bottlenecks: ['Target'],
    reasons: REASONS.other,
  },
  {
    key: 'surebackup',
    name: 'SureBackup Lab',
    type: null,
    activity: 'sureBackup',
    machines: [
      ['winsrv88', 140],
      ['srv-dc-01', 80],
      ['srv-app-01', 220],
    ],
    schedule: { every: WEEK, at: 12 * HOUR },
    fullOn: null,
    reasons: REASONS.other,
    incidents: {},
  },
  {
    key: 'configuration',
    name: 'Backup Configuration Job',
    type: null,
    activity: 'configuration',
    machines: [],
    schedule: { every: DAY, at: 10 * HOUR },
    reasons: REASONS.other,
  },
  {
    key: 'maintenance',
    name: 'Repository Maintenance',
    type: null,
    activity: 'maintenance',
    machines: [],
    schedule: { every: WEEK, at: 7 * HOUR },
    reasons: REASONS.other,
  },
  {
    key: 'infrastructure',
    name: 'Host Discovery',
    type: null,
    activity: 'infrastructure',
    machines: [],
    schedule: { every: 12 * HOUR, at: 35 * MINUTE },
    reasons: REASONS.other,
  },
  {
    key: 'compliance',
    name: 'Security & Compliance Analyzer',
    type: null,
    activity: 'complianceScan',
    machines: [],
    schedule: { every: WEEK, at: 1 * DAY + 8 * HOUR },
    reasons: REASONS.other,
    warnings: 1,
  },
  {
    key: 'malware',
    name: 'Malware Detection',
    type: null,
    activity: 'malwareScan',
    machines: [],
    schedule: { every: WEEK, at: 2 * DAY + 8 * HOUR },
    reasons: REASONS.other,
  },
];
