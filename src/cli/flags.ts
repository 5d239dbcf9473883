import { CONNECTION } from './flags/connection.ts';
import { GENERAL } from './flags/general.ts';
import { MONITORING } from './flags/monitoring.ts';
import { OUTPUT } from './flags/output.ts';
import { REPORT } from './flags/report.ts';
import { SELECTION } from './flags/selection.ts';
import { THRESHOLD } from './flags/threshold.ts';

export type { Flag, FlagGroup } from './flags/flag.ts';

/** Every flag of the program; a command lists those that it takes. */
export const FLAGS = {
  ...SELECTION,
  ...THRESHOLD,
  ...OUTPUT,
  ...REPORT,
  ...MONITORING,
  ...CONNECTION,
  ...GENERAL,
} as const;

/** Where the records come from, and whose they are, for whatever is made of sessions. */
export const SOURCE_FLAGS = [FLAGS.from, FLAGS.redact] as const;

/** Flags by their purpose, for the commands' lists. */
export const SELECTION_FLAGS = [
  FLAGS.since,
  FLAGS.until,
  FLAGS.status,
  FLAGS.kind,
  FLAGS.job,
  FLAGS.last,
  FLAGS.attemptsOfLast,
  FLAGS.limit,
  FLAGS.sort,
  ...SOURCE_FLAGS,
] as const;

/** What commands that analyse sessions take: their --limit cuts nothing by itself. */
export const ANALYSIS_FLAGS = [
  FLAGS.since,
  FLAGS.until,
  FLAGS.status,
  FLAGS.kind,
  FLAGS.job,
  FLAGS.last,
  FLAGS.attempts,
  FLAGS.allRows,
  FLAGS.sort,
  ...SOURCE_FLAGS,
] as const;

/** What tables with a job's sessions take. */
export const MARK_FLAGS = [FLAGS.markDuration, FLAGS.markTransferred] as const;

/** What every command takes that says something. */
export const VOICE_FLAGS = [FLAGS.color, FLAGS.quiet, FLAGS.verbose, FLAGS.debug] as const;

export const RECORD_FLAGS = [
  FLAGS.output,
  FLAGS.json,
  FLAGS.columns,
  FLAGS.noHeader,
  FLAGS.query,
  FLAGS.raw,
  FLAGS.timeZone,
  FLAGS.ascii,
  ...VOICE_FLAGS,
] as const;

/** The same for records that vsi makes itself: there is no object of a server to print. */
export const MADE_RECORD_FLAGS = RECORD_FLAGS.filter((flag) => flag !== FLAGS.raw);

export const CONNECTION_FLAGS = [
  FLAGS.server,
  FLAGS.allServers,
  FLAGS.product,
  FLAGS.username,
  FLAGS.passwordStdin,
  FLAGS.apiVersion,
  FLAGS.caFile,
  FLAGS.fingerprint,
  FLAGS.insecure,
  FLAGS.timeout,
  FLAGS.retries,
  FLAGS.deadline,
  FLAGS.concurrency,
  FLAGS.demo,
] as const;

/** What commands that show one thing take. */
export const SHOW_FLAGS = [
  ...SOURCE_FLAGS,
  ...RECORD_FLAGS,
  FLAGS.exitStatus,
  ...CONNECTION_FLAGS,
] as const;

/** Where the mail of a report goes. */
export const MAIL_FLAGS = [FLAGS.mailTo, FLAGS.mailFrom, FLAGS.mailSubject, FLAGS.smtp] as const;
