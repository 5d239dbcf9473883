import { DAY, HOUR, WEEK } from '../../units.ts';
import type { JobPlan } from './model.ts';

/** Jobs whose names try whatever shows them: too long, of other scripts, formulas, markup. */
export const ODDLY_NAMED_JOBS: readonly JobPlan[] = [
  {
    key: 'long-name',
    name: 'Production cluster A, rack 12, all virtual machines of the finance, legal, human resources and purchasing departments except those that are protected by storage snapshots (contact: backup team, extension 4711)',
    type: 'VSphereBackup',
    machines: [['srv-hr-01', 120]],
    schedule: { every: WEEK, at: 2 * DAY + 20 * HOUR },
    incidents: { 8: 'stopped' },
  },
  {
    key: 'non-latin',
    name: '日次バックアップ – Größe ✓ Архив',
    type: 'VSphereBackup',
    machines: [
      ['東京-01', 300],
      ['zürich-01', 280],
    ],
    schedule: { every: DAY, at: 17 * HOUR },
    bottlenecks: ['Target', 'Proxy'],
  },
  {
    key: 'formula',
    name: '=HYPERLINK("http://example.invalid/","open me")',
    type: 'VSphereBackup',
    machines: [['+cmd-01', 40]],
    schedule: { every: WEEK, at: 3 * DAY + 5 * HOUR },
  },
  {
    key: 'markup',
    name: 'Web & Partner <script>alert("x")</script>',
    type: 'VSphereBackup',
    machines: [['<b>web-01</b>', 60]],
    schedule: { every: WEEK, at: 4 * DAY + 5 * HOUR },
    incidents: { 6: 'failed', 5: 'failed', 4: 'failed', 3: 'failed', 2: 'failed', 1: 'failed' },
  },
];
