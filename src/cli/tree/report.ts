import type { Command } from '../command.ts';
import {
  ANALYSIS_FLAGS,
  CONNECTION_FLAGS,
  FLAGS,
  MAIL_FLAGS,
  MARK_FLAGS,
  VOICE_FLAGS,
} from '../flags.ts';
import { THRESHOLD } from '../flags/threshold.ts';

/** The report that cron makes. */
export const REPORT_COMMANDS: readonly Command[] = [
  {
    path: ['report'],
    summary: 'Report on the last night: problems first, then every run',
    description:
      'Makes one document of the runs of the last 24 hours (with --until alone: of the 24 hours before it): what failed and why, warnings, what takes too long, what did not run, what is disabled, what is new since the last report; then every run with its duration against the usual one, and the last days and weeks. With --until in the past jobs are judged as of then, without what only today knows: whether one is enabled, when it is due. Jobs are judged by their last 30 days, with the limits that check takes; those of single jobs stand under checks: in servers.yaml. A server that does not answer is a part of the report (exit code 3). It is printed, written to --out, or sent as a mail.',
    flags: [
      ...ANALYSIS_FLAGS,
      FLAGS.exclude,
      ...Object.values(THRESHOLD),
      FLAGS.reportFormat,
      FLAGS.out,
      FLAGS.title,
      FLAGS.onlyProblems,
      FLAGS.exitStatus,
      ...MARK_FLAGS,
      FLAGS.timeZone,
      FLAGS.ascii,
      ...VOICE_FLAGS,
      ...MAIL_FLAGS,
      ...CONNECTION_FLAGS,
    ],
    examples: [
      { words: 'report --demo', purpose: 'the last 24 hours, for reading or for the mail of cron' },
      {
        words: 'report --demo --format html --out report.html',
        purpose: 'one page for a browser, without scripts and outside requests',
      },
      {
        words: 'report --demo --disabled off --failures 1,3 --exclude "Dev*"',
        purpose: 'jobs that are disabled on purpose are no problem, and some are left out',
      },
      {
        words: 'report --demo --only-problems --quiet',
        purpose: 'in a crontab: a mail only where something is wrong',
      },
      {
        words: 'report --demo --format eml --mail-to ops@example.com --mail-from vsi@example.com',
        purpose: 'a mail for sendmail -t',
      },
      {
        words: 'report --demo --since 7d --format csv',
        purpose: 'every run of a week, for a spreadsheet',
      },
    ],
    load: () => import('../commands/report.ts'),
  },
];
