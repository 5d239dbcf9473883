import type { Flag } from './flag.ts';

const threshold = (flag: Omit<Flag, 'group'>): Flag => ({ ...flag, group: 'Threshold' });

/** From when on something is wrong with a job. */
export const THRESHOLD = {
  maxAge: threshold({
    name: 'max-age',
    value: '<times>',
    description:
      'age of the last success: 26h critical, 26h,50h warning and critical (default off)',
  }),
  failures: threshold({
    name: 'failures',
    value: '<counts>',
    description: 'failed runs in a row: 3 critical, 1,3 warning and critical (default 1)',
  }),
  warnings: threshold({
    name: 'warnings',
    value: '<n>',
    description:
      'tolerate so many runs in a row that end with a warning; off: any number (default 0)',
  }),
  missed: threshold({
    name: 'missed',
    value: '<times>',
    description: 'how long ago the next run was due (default 1h, which is a warning)',
  }),
  disabled: threshold({
    name: 'disabled',
    value: '<times>',
    description: 'how long ago a disabled job ran last (default 12h, which is a warning)',
  }),
  maxRunning: threshold({
    name: 'max-running',
    value: '<times>',
    description: 'how long a run may take; copy jobs that idle do not count (default off)',
  }),
  slow: threshold({
    name: 'slow',
    value: '<percents>',
    description:
      'duration in percent of the usual (default 150,200 in a report; off in a check, where it reads more)',
  }),
  neverRun: threshold({
    name: 'never-run',
    value: '<state>',
    choices: ['ok', 'warning', 'critical'],
    description: 'what an enabled job is that never ran: ok, warning or critical (default warning)',
  }),
  stopped: threshold({
    name: 'stopped',
    value: '<state>',
    choices: ['ok', 'warning', 'critical'],
    description: 'what a job is whose last run a person stopped (default warning)',
  }),
} as const satisfies Record<string, Flag>;
