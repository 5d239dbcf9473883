import type { ReportRun } from '../../analysis/report-run.ts';
import { KINDS, MODES } from '../../model/kind.ts';
import { columnsOf } from './columns.ts';
import { fieldsOf, type RecordSpec } from './field.ts';

const FIELDS = fieldsOf<ReportRun>(
  {
    server: ['text', 'Saved name of the server, else its host'],
    jobId: ['text', 'Id of the job; null where the run belongs to none', 'nullable'],
    jobName: ['text', 'Name of the job; null where it is not known', 'nullable'],
    kind: ['word', 'What the job does', 'nullable'],
    runId: ['text', "Id of the run's original session"],
    status: ['status', 'Result of its last attempt'],
    startedAt: ['instant', 'Start of its first attempt', 'nullable'],
    endedAt: ['instant', 'End of its last attempt; null while it lives', 'nullable'],
    durationSeconds: ['seconds', 'From the first start to the last end', 'nullable'],
    usualDurationSeconds: [
      'seconds',
      "Median of the job's comparable runs before it; null where too few tell it",
      'nullable',
    ],
    durationPercent: ['percent', 'Duration in percent of the usual one', 'nullable'],
    attempts: ['count', 'Sessions of the run, retries included'],
    mode: ['word', 'How its first attempt read the source', 'nullable'],
    processedBytes: ['bytes', 'Size of what was looked at, over all attempts', 'nullable'],
    readBytes: ['bytes', 'Read from the source, over all attempts', 'nullable'],
    transferredBytes: ['bytes', 'Sent to the target, over all attempts', 'nullable'],
    transferredPercent: ['percent', 'Transferred in percent of the usual amount', 'nullable'],
    processedObjects: ['count', 'Objects processed, over all attempts', 'nullable'],
    processingRateBytesPerSecond: [
      'bytesPerSecond',
      'Of the last attempt that tells one',
      'nullable',
    ],
    bottleneck: ['text', 'The stage that held it back', 'nullable'],
    stageLoads: ['stageLoads', 'How busy each stage was', 'nullable'],
    reasons: [
      'texts',
      'Why it failed or warned, `object: reason`; null where that was not asked for',
      'nullable',
    ],
  },
  { kind: KINDS, mode: MODES },
);

/** What `report --format csv` prints, and how runs stand in `--format json`. */
export const REPORT_RUN_RECORD: RecordSpec<ReportRun> = {
  noun: 'report run',
  fields: FIELDS,
  columns: columnsOf<ReportRun>(FIELDS, [{ key: 'jobName', importance: 100 }]),
};
