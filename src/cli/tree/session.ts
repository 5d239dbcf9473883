import type { Command } from '../command.ts';
import {
  CONNECTION_FLAGS,
  FLAGS,
  MADE_RECORD_FLAGS,
  MARK_FLAGS,
  RECORD_FLAGS,
  SELECTION_FLAGS,
  SHOW_FLAGS,
  SOURCE_FLAGS,
} from '../flags.ts';

const SESSION_ARGUMENT = {
  name: 'session',
  description: 'id, the beginning of one of the newest 1,000 ids, or latest with --job',
};

/** The commands of the noun `session`. */
export const SESSION_COMMANDS: readonly Command[] = [
  {
    path: ['session', 'list'],
    record: 'session',
    summary: 'List sessions over all jobs, newest first',
    description:
      'Shows the sessions of all jobs. Restore, retrieval, repository-sync and owner-change sessions come with --kind; the 30 newest are shown unless --limit says otherwise.',
    flags: [...SELECTION_FLAGS, FLAGS.with, ...RECORD_FLAGS, FLAGS.exitStatus, ...CONNECTION_FLAGS],
    examples: [
      { words: 'session list --demo --since 24h --limit 0', purpose: 'everything since yesterday' },
      {
        words: 'session list --demo --status failed -o ndjson',
        purpose: 'failed ones, one JSON a line',
      },
      { words: 'session list --demo --kind restore', purpose: 'who restored what' },
    ],
    load: () => import('../commands/session-list.ts'),
  },
  {
    path: ['session', 'show'],
    record: 'session',
    summary: 'Show one session with the reasons of its problems',
    description:
      "Shows a session in Veeam's own three panes, then the warnings and errors of its log. With -o json it prints the session record alone.",
    argument: SESSION_ARGUMENT,
    flags: [FLAGS.ofJob, ...MARK_FLAGS, ...SHOW_FLAGS],
    examples: [
      {
        words: 'session show latest --job Teams --demo',
        purpose: "a job's newest session",
      },
    ],
    load: () => import('../commands/session-show.ts'),
  },
  {
    path: ['session', 'log'],
    record: 'log record',
    summary: "Print a session's log",
    description:
      'Prints the log of a session in the order in which it was written. With --follow it goes on until the session ends or idles.',
    argument: SESSION_ARGUMENT,
    flags: [
      FLAGS.level,
      FLAGS.follow,
      FLAGS.ofJob,
      ...SOURCE_FLAGS,
      ...RECORD_FLAGS,
      ...CONNECTION_FLAGS,
    ],
    examples: [
      {
        words: 'session log latest --job Teams --demo --level warning,failed',
        purpose: 'only what went wrong',
      },
    ],
    load: () => import('../commands/session-log.ts'),
  },
  {
    path: ['session', 'tasks'],
    record: 'task',
    summary: "List a session's objects",
    description:
      'Shows the objects that a session processed and what became of each. Veeam Backup for Microsoft 365 offers them from API v7 on, without names: the reasons are in the log.',
    argument: SESSION_ARGUMENT,
    flags: [
      FLAGS.status,
      FLAGS.ofJob,
      FLAGS.sort,
      ...SOURCE_FLAGS,
      ...RECORD_FLAGS,
      FLAGS.exitStatus,
      ...CONNECTION_FLAGS,
    ],
    examples: [
      {
        words: 'session tasks latest --job Teams --demo --status failed,warning',
        purpose: 'the objects with problems',
      },
    ],
    load: () => import('../commands/session-tasks.ts'),
  },
  {
    path: ['session', 'watch'],
    record: 'watch event',
    summary: 'Watch a session until it ends',
    description:
      "Shows a session while it runs, with the end that its job's last runs let expect (the median of up to 14 comparable good ones, at least 5). With --job it takes the job's running session, else waits for the next one. Retries belong to the run: one that the server has announced is waited for, and the result is that of the last attempt. A copy job that idles counts as ended. On a terminal the picture is drawn over and over; in a pipe, and in every format but table, each change is one more record.",
    argument: { ...SESSION_ARGUMENT, optional: true },
    flags: [
      FLAGS.ofNextSession,
      FLAGS.wait,
      FLAGS.interval,
      ...MADE_RECORD_FLAGS,
      FLAGS.exitStatus,
      ...CONNECTION_FLAGS,
    ],
    examples: [
      {
        words: 'session watch latest --job Teams --demo',
        purpose: "a job's newest session, to its end",
      },
      {
        words: 'session watch --job Teams --demo --wait 10m -o ndjson',
        purpose: 'the running session or the next one, a JSON object for each change',
      },
    ],
    load: () => import('../commands/session-watch.ts'),
  },
];
