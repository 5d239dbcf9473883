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
  checkFormat: {
    name: 'format',
    value: '<format>',
    choices: ['nagios', 'checkmk', 'json'],
    group: 'Output',
    description: 'nagios (also Icinga, Naemon), checkmk (a local check) or json (default nagios)',
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
