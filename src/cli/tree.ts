import type { Command, Noun } from './command.ts';
import { ANALYSIS_COMMANDS } from './tree/analysis.ts';
import { CONNECTION_COMMANDS } from './tree/connection.ts';
import { GENERAL_COMMANDS } from './tree/general.ts';
import { JOB_COMMANDS } from './tree/jobs.ts';
import { REPORT_COMMANDS } from './tree/report.ts';
import { MONITORING_COMMANDS } from './tree/monitoring.ts';
import { SERVER_COMMANDS } from './tree/server.ts';
import { SESSION_COMMANDS } from './tree/session.ts';

/** The nouns, singular and plural. */
export const NOUNS: readonly Noun[] = [
  { name: 'jobs', aliases: ['job'], summary: 'jobs and their sessions' },
  { name: 'session', aliases: ['sessions'], summary: 'sessions: lists, details, logs, objects' },
  { name: 'server', aliases: ['servers'], summary: 'saved servers, by a name of their own' },
  { name: 'demo', aliases: [], summary: 'a simulated backup server', lone: true },
];

/** Every command of the program, in the order of the help. */
export const COMMANDS: readonly Command[] = [
  ...JOB_COMMANDS,
  ...SESSION_COMMANDS,
  ...ANALYSIS_COMMANDS,
  ...REPORT_COMMANDS,
  ...MONITORING_COMMANDS,
  ...SERVER_COMMANDS,
  ...CONNECTION_COMMANDS,
  ...GENERAL_COMMANDS,
];
