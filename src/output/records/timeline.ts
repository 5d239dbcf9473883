import type { TimelineRow } from '../../analysis/timeline.ts';
import { shortId } from '../labels.ts';
import { safeText } from '../safe-text.ts';
import { columnsOf } from './columns.ts';
import { fieldsOf, type RecordSpec } from './field.ts';

const FIELDS = fieldsOf<TimelineRow>({
  server: ['text', 'Saved name of the server, else its host'],
  jobId: ['text', 'Id of the job; null where the run belongs to none', 'nullable'],
  jobName: ['text', 'Name of the job; null where it is not known', 'nullable'],
  runId: ['text', "Id of the run's original session"],
  status: ['status', 'Result of its last attempt'],
  startedAt: ['instant', 'Start of its first attempt', 'nullable'],
  endedAt: ['instant', 'End of its last attempt; null while it lives', 'nullable'],
  attempts: ['count', 'Sessions of the run, retries included'],
});

/** What `timeline` prints where it draws no picture. */
export const TIMELINE_RECORD: RecordSpec<TimelineRow> = {
  noun: 'timeline row',
  fields: FIELDS,
  columns: columnsOf<TimelineRow>(FIELDS, [
    { key: 'server', importance: 70 },
    {
      key: 'runId',
      header: 'RUN',
      importance: 40,
      overflow: 'never',
      cell: ({ runId }, { theme }, wide) => theme.dim(wide ? safeText(runId) : shortId(runId)),
    },
    { key: 'jobName', header: 'JOB', importance: 100 },
    { key: 'status', importance: 95 },
    { key: 'startedAt', header: 'STARTED', importance: 90 },
    { key: 'endedAt', header: 'ENDED', importance: 85 },
    { key: 'attempts', importance: 50 },
  ]),
};
