import type { Command } from '../command.ts';
import { CONNECTION_FLAGS, FLAGS, SOURCE_FLAGS, VOICE_FLAGS } from '../flags.ts';
import { THRESHOLD } from '../flags/threshold.ts';

/** The same, with a deadline that is there without being asked for. */
const PLUGIN_CONNECTION_FLAGS = CONNECTION_FLAGS.map((flag) =>
  flag === FLAGS.deadline ? FLAGS.pluginDeadline : flag,
);

/** The commands that monitoring systems run. */
export const MONITORING_COMMANDS: readonly Command[] = [
  {
    path: ['check'],
    summary: 'Judge the jobs as a monitoring plugin',
    description:
      'Judges jobs, not sessions, and answers as plugins of Nagios, Icinga and Naemon do: one line with figures, below it a line for each problem; exit 0 = OK, 1 = WARNING, 2 = CRITICAL, 3 = UNKNOWN; with --format checkmk always 0, for the agent keeps no output of a command that fails, and the state stands in its lines. A retry that succeeded makes a failure good. What vsi cannot find out is UNKNOWN, with its line on standard output, also wrong flags and a refused login; CRITICAL goes over UNKNOWN, UNKNOWN over WARNING. Sessions are read only of jobs that what the server lists is not enough for. Limits of single jobs stand under checks: in servers.yaml.',
    flags: [
      FLAGS.checkSince,
      FLAGS.checkUntil,
      FLAGS.checkStatus,
      FLAGS.kind,
      FLAGS.job,
      FLAGS.exclude,
      FLAGS.checkLast,
      FLAGS.checkAttempts,
      FLAGS.checkLimit,
      FLAGS.checkSort,
      ...SOURCE_FLAGS,
      ...Object.values(THRESHOLD),
      FLAGS.checkFormat,
      FLAGS.perJob,
      FLAGS.explain,
      FLAGS.timeZone,
      ...VOICE_FLAGS,
      ...PLUGIN_CONNECTION_FLAGS,
    ],
    examples: [
      { words: 'check --demo', purpose: 'all jobs, one line and what is wrong' },
      {
        words: 'check --demo --max-age 26h,50h --failures 1,3',
        purpose: 'the age of the last success, too; the third failure in a row is critical',
      },
      {
        words: 'check --demo --job Teams --explain',
        purpose: 'one job with its figures, and by which limits it is judged',
      },
      {
        words: 'check --demo --since 24h --status failed --limit 5',
        purpose: 'failures of the last day alone, the first five listed',
      },
      {
        words: 'check --demo --until yesterday',
        purpose: 'how the jobs stood at the end of yesterday',
      },
      {
        words: 'check --demo --format checkmk --per-job',
        purpose: 'a Checkmk local check with a service for each job',
      },
    ],
    load: () => import('../commands/check.ts'),
  },
  {
    path: ['metrics'],
    summary: 'Print figures of the jobs for Prometheus',
    description:
      'Prints for each job the result, time, duration, data and bottleneck of its last run, the time of its last success and its runs by status over the last 24 hours (from --since to --until; with --until alone over the 24 hours before it), for each server whether it answered, and what the scrape itself took. What is not known is left out, never 0. A server that does not answer gives vsi_up 0 and exit 3; the rest is printed.',
    flags: [
      FLAGS.metricsSince,
      FLAGS.metricsUntil,
      FLAGS.metricsStatus,
      FLAGS.kind,
      FLAGS.job,
      FLAGS.exclude,
      FLAGS.metricsLast,
      FLAGS.metricsAttempts,
      ...SOURCE_FLAGS,
      FLAGS.metricsFormat,
      FLAGS.metricsOut,
      FLAGS.timeZone,
      ...VOICE_FLAGS,
      ...CONNECTION_FLAGS,
    ],
    examples: [
      { words: 'metrics --demo', purpose: 'all jobs in the text format of Prometheus' },
      {
        words: 'metrics --demo --since 7d --format openmetrics',
        purpose: 'runs of a week, as OpenMetrics',
      },
      {
        words: 'metrics --demo --since yesterday --until yesterday --status failed,warning',
        purpose: "yesterday's runs with problems, beside the present state",
      },
    ],
    without: {
      flags: ['sort', 'limit'],
      why: 'Prometheus keeps no order, and of a job that is cut off its alerts would fall silent',
    },
    load: () => import('../commands/metrics.ts'),
  },
];
