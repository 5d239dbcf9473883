import type { Command } from '../command.ts';
import {
  CONNECTION_FLAGS,
  FLAGS,
  MARK_FLAGS,
  RECORD_FLAGS,
  SELECTION_FLAGS,
  SHOW_FLAGS,
  SOURCE_FLAGS,
} from '../flags.ts';

const JOB_ARGUMENT = {
  name: 'job',
  description: 'id, name, or the beginning of an id (4 characters or more)',
};

/** The commands of the noun `jobs`. */
export const JOB_COMMANDS: readonly Command[] = [
  {
    path: ['jobs', 'list'],
    record: 'job',
    summary: 'List all jobs with their last result and next run',
    description:
      'Shows every job of the server: kind, last result, last run and its duration, next run, age of the last success, and the last runs as a strip. The sessions of the last 30 days are read for it. --since, --until and --status choose jobs by their last run; one that never ran has none.',
    flags: [
      FLAGS.lastRunSince,
      FLAGS.lastRunUntil,
      FLAGS.lastStatus,
      FLAGS.kind,
      FLAGS.job,
      FLAGS.lastInStrip,
      FLAGS.attemptsInStrip,
      FLAGS.allRows,
      FLAGS.sort,
      ...SOURCE_FLAGS,
      ...RECORD_FLAGS,
      FLAGS.exitStatus,
      ...CONNECTION_FLAGS,
    ],
    examples: [
      { words: 'jobs list --demo', purpose: 'all jobs of the simulated server' },
      { words: 'jobs list --demo --status failed,warning', purpose: 'those in trouble' },
      { words: 'jobs list --demo --until 7d', purpose: 'those that have not run for a week' },
      {
        words: 'jobs list --demo --json name,lastStatus,lastSuccessAt',
        purpose: 'three keys as JSON',
      },
    ],
    load: () => import('../commands/jobs-list.ts'),
  },
  {
    path: ['jobs', 'show'],
    record: 'job',
    summary: 'Show one job in full',
    description:
      'Shows all that is known of a job: its last runs, since when it fails, what is usual of its runs, and how durations and data went over the last 30 of them. With -o json it prints the job record alone.',
    argument: JOB_ARGUMENT,
    flags: [...MARK_FLAGS, ...SHOW_FLAGS],
    examples: [{ words: 'jobs show Teams --demo', purpose: 'a job by its name' }],
    load: () => import('../commands/jobs-show.ts'),
  },
  {
    path: ['jobs', 'sessions'],
    record: 'session',
    summary: "List one job's sessions, newest first",
    description:
      'Shows status, start, duration, rates, sizes, objects and bottleneck of each session of a job. The 30 newest are shown unless --limit says otherwise. A table marks durations and amounts of data that are far from the median of the 14 good runs of the same kind before it (full with full, incremental with incremental; at least 5).',
    argument: JOB_ARGUMENT,
    flags: [
      ...SELECTION_FLAGS.filter((flag) => flag !== FLAGS.job),
      ...MARK_FLAGS,
      ...RECORD_FLAGS,
      FLAGS.exitStatus,
      ...CONNECTION_FLAGS,
    ],
    examples: [
      { words: 'jobs sessions Teams --demo', purpose: 'the 30 newest sessions' },
      {
        words: 'jobs sessions Teams --demo --since 7d --status failed,warning -o csv',
        purpose: "the week's problems for a spreadsheet",
      },
    ],
    load: () => import('../commands/jobs-sessions.ts'),
  },
];
