import { STATUSES } from '../../model/status.ts';
import { CHECK_JOB_KEYS } from '../../monitoring/check-row.ts';
import type { Flag } from './flag.ts';

/** What commands for monitoring systems take. */
export const MONITORING = {
  exclude: {
    name: 'exclude',
    value: '<job>',
    repeatable: true,
    group: 'Selection',
    description: 'not this job: id, name, or a name with *; may be repeated',
  },
  checkSince: {
    name: 'since',
    value: '<time>',
    group: 'Selection',
    description:
      'judge only runs that overlap the time from here on: 24h, 7d, today, 2026-11-01, ISO 8601; how old the last success is counts all the same',
  },
  checkUntil: {
    name: 'until',
    value: '<time>',
    group: 'Selection',
    description:
      'judge as of this time, by the runs begun before; a date means its end. Whether a job was enabled then nobody knows',
  },
  checkStatus: {
    name: 'status',
    value: '<list>',
    choices: STATUSES,
    group: 'Selection',
    description:
      'find fault only with runs of these results, separated by commas; the others count as well, and what is no run (age, schedule, disabled) has limits of its own',
  },
  checkLast: {
    name: 'last',
    value: '<n>',
    group: 'Selection',
    description:
      'judge only the newest so many finished runs of each job, within the window, and what runs',
  },
  checkAttempts: {
    name: 'attempts',
    group: 'Selection',
    description:
      'judge every session by itself: a failure counts before its retries, and each retry as one more',
  },
  checkLimit: {
    name: 'limit',
    value: '<n>',
    group: 'Selection',
    description:
      'list so many jobs at the most, 0 = all (default: all); the state and the counts are of all',
  },
  checkSort: {
    name: 'sort',
    value: '<field[:asc|desc]>',
    choices: CHECK_JOB_KEYS,
    group: 'Selection',
    description: 'order of the listed jobs, by a key of --format json (default: the gravest first)',
  },
  metricsSince: {
    name: 'since',
    value: '<time>',
    group: 'Selection',
    description:
      'count runs that overlap the time from here on: 24h, 7d, today, 2026-11-01, ISO 8601 (default: 24 hours before now, or before --until)',
  },
  metricsUntil: {
    name: 'until',
    value: '<time>',
    group: 'Selection',
    description: 'count runs begun before this time; a date means its end',
  },
  metricsStatus: {
    name: 'status',
    value: '<list>',
    choices: STATUSES,
    group: 'Selection',
    description:
      'count only runs of these statuses, separated by commas; the others have no sample',
  },
  metricsLast: {
    name: 'last',
    value: '<n>',
    group: 'Selection',
    description:
      'count only the newest so many finished runs of each job, within the window, and what runs',
  },
  metricsAttempts: {
    name: 'attempts',
    group: 'Selection',
    description:
      'take every session for a run by itself, in the counts, the last run and the failures in a row',
  },
  checkFormat: {
    name: 'format',
    value: '<format>',
    choices: ['nagios', 'checkmk', 'json'],
    group: 'Output',
    description:
      'nagios (also Icinga, Naemon), checkmk (a local check; exits 0, the state stands in its lines) or json (default nagios)',
  },
  perJob: {
    name: 'per-job',
    group: 'Output',
    description: 'with --format checkmk: a service for each job',
  },
  explain: {
    name: 'explain',
    group: 'Output',
    description: 'say of each job which limits it is judged by, who set them, and what came of it',
  },
  pluginDeadline: {
    name: 'deadline',
    value: '<time>',
    group: 'Connection',
    description:
      'how long the check may take; then it prints what there is (default 50s; with NRPE 8s)',
  },
  metricsFormat: {
    name: 'format',
    value: '<format>',
    choices: ['prometheus', 'openmetrics'],
    group: 'Output',
    description: 'prometheus or openmetrics (default prometheus)',
  },
  metricsOut: {
    name: 'out',
    value: '<file>',
    group: 'Output',
    description: 'write this file in one step, for the textfile collector of node_exporter',
  },
} as const satisfies Record<string, Flag>;
