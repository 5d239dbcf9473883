import { DOCTOR_RECORD } from './doctor.ts';
import { BOTTLENECK_RECORD } from './bottleneck.ts';
import { ERROR_RECORD } from './error.ts';
import type { RecordDescription } from './field.ts';
import { JOB_RECORD } from './job.ts';
import { LOG_RECORD } from './log.ts';
import { REPORT_RUN_RECORD } from './report-run.ts';
import { SERVER_RECORD } from './server.ts';
import { SESSION_RECORD } from './session.ts';
import { STATS_RECORD } from './stats.ts';
import { TASK_RECORD } from './task.ts';
import { TIMELINE_RECORD } from './timeline.ts';
import { WATCH_RECORD } from './watch.ts';

/**
 * Every kind of record that vsi prints. The JSON Schemas and the documents in `schema/` are made from
 * this list (`npm run generate`): a new kind of record is one more entry.
 */
export const RECORDS: readonly RecordDescription[] = [
  JOB_RECORD,
  SESSION_RECORD,
  TASK_RECORD,
  WATCH_RECORD,
  LOG_RECORD,
  STATS_RECORD,
  BOTTLENECK_RECORD,
  ERROR_RECORD,
  TIMELINE_RECORD,
  REPORT_RUN_RECORD,
  DOCTOR_RECORD,
  SERVER_RECORD,
];
