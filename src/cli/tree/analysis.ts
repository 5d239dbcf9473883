import type { Command } from '../command.ts';
import { ANALYSIS_FLAGS, CONNECTION_FLAGS, FLAGS, MADE_RECORD_FLAGS } from '../flags.ts';

/** The commands that make something new of many sessions. */
export const ANALYSIS_COMMANDS: readonly Command[] = [
  {
    path: ['stats'],
    record: 'stats row',
    summary: 'Count runs: results, durations, bytes, bottlenecks',
    description:
      'Counts the runs of the last 30 days (with --until alone: of the 30 days before it), a session together with its retries as one: results and success rate, median, 95th percentile and maximum of the durations, bytes, rates, and in how many runs each stage was the slowest. Counted are backup, copy, replica and archive unless --kind says otherwise; stopped, running and queued runs count neither way in the success rate. Days and weeks are those of --time-zone.',
    flags: [FLAGS.groupBy, ...ANALYSIS_FLAGS, ...MADE_RECORD_FLAGS, ...CONNECTION_FLAGS],
    examples: [
      { words: 'stats --demo', purpose: 'the last 30 days in one row' },
      { words: 'stats --by job --demo --sort successRate', purpose: 'every job, the worst first' },
      {
        words: 'stats --by week,kind --since 90d --demo -o csv',
        purpose: 'a quarter by weeks and kinds, for a spreadsheet',
      },
    ],
    load: () => import('../commands/stats.ts'),
  },
  {
    path: ['bottlenecks'],
    record: 'bottleneck row',
    summary: 'Show what holds each job back, the worst first',
    description:
      "Shows for each job in how many runs of the last 30 days (with --until alone: of the 30 days before it) each stage was the slowest, the mean loads of the stages, and what to look at. Jobs whose main bottleneck is 90 percent busy or more come first, then those from 70 percent on, then those without a known load. Where a server's list tells no loads (VBR from 1.2 on), they are read from the logs of the 3 newest such runs of each row, 60 logs in all; VB365 knows none.",
    flags: [...ANALYSIS_FLAGS, ...MADE_RECORD_FLAGS, ...CONNECTION_FLAGS],
    examples: [
      { words: 'bottlenecks --demo', purpose: 'every job over the last 30 days' },
      {
        words: 'bottlenecks --job SQL* --since 7d --demo -o json',
        purpose: "some jobs' last week as JSON",
      },
    ],
    load: () => import('../commands/bottlenecks.ts'),
  },
  {
    path: ['errors'],
    record: 'error row',
    summary: 'Group equal warnings and errors over all sessions',
    description:
      "Reads why the sessions of the last 7 days (with --until alone: of the 7 days before it) did not succeed, and puts equal reasons together: ids, names, hosts, paths, times and numbers count as equal. Only sessions that ended with a warning or failed are asked, each for its log and, with VBR, its objects; the session's own message counts where these give no reason. A session that a retry made good counts, too: --status failed leaves it out, since --status is about the run's result. What the log and the objects of one session both say counts once.",
    flags: [FLAGS.errorsBy, ...ANALYSIS_FLAGS, ...MADE_RECORD_FLAGS, ...CONNECTION_FLAGS],
    examples: [
      { words: 'errors --demo', purpose: 'what went wrong in the last week, the worst first' },
      {
        words: 'errors --by object --since 2w --demo -o csv',
        purpose: 'which objects have which problems, for a spreadsheet',
      },
      {
        words: 'errors --redact --demo -o markdown',
        purpose: 'what went wrong, without names, to be posted',
      },
      {
        words: 'errors --by job --last 3 --demo --json jobName,reason,count',
        purpose: "the reasons of every job's last three runs",
      },
    ],
    load: () => import('../commands/errors.ts'),
  },
  {
    path: ['timeline'],
    record: 'timeline row',
    summary: 'Draw which jobs ran when, and how many at once',
    description:
      'Draws the runs of the last 24 hours (with --until alone: of the 24 hours before it) as bars on a time axis, a line for each job, with midnight marked and below it how many ran at once. A bar ends with the sign of its result; what still runs goes on to the right edge. In a pipe, and in every format but table, it prints one row a run, oldest first.',
    flags: [...ANALYSIS_FLAGS, ...MADE_RECORD_FLAGS, ...CONNECTION_FLAGS],
    examples: [
      { words: 'timeline --demo -o table', purpose: 'the last 24 hours as a picture' },
      {
        words: 'timeline --since yesterday --until yesterday --demo -o csv',
        purpose: "yesterday's runs for a spreadsheet",
      },
    ],
    load: () => import('../commands/timeline.ts'),
  },
];
