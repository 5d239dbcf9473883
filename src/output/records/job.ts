import type { Job } from '../../model/job.ts';
import { KINDS } from '../../model/kind.ts';
import { PRODUCTS } from '../../model/product.ts';
import { shortId } from '../labels.ts';
import { safeText } from '../safe-text.ts';
import { columnsOf, showValue } from './columns.ts';
import { fieldsOf, type RecordSpec } from './field.ts';

const FIELDS = fieldsOf<Job>(
  {
    id: ['text', 'Id of the job'],
    server: ['text', 'Saved name of the server, else its host'],
    product: ['word', 'Product of the server: vb365 or vbr'],
    name: ['text', 'Name of the job'],
    description: ['text', 'Description of the job', 'nullable'],
    kind: ['word', 'What the job is for: backup, copy, replica, archive …'],
    type: ['text', 'Type, as served', 'nullable'],
    enabled: ['boolean', 'Whether the schedule is on', 'nullable'],
    listed: ['boolean', 'false where the server does not list the job, but has sessions of it'],
    running: ['boolean', 'Whether it runs now', 'nullable'],
    lastStatus: ['status', 'What became of its last run', 'nullable'],
    lastRunAt: ['instant', 'Start of its last run; null where it never ran', 'nullable'],
    lastDurationSeconds: ['seconds', 'Seconds that its last run took', 'nullable'],
    nextRunAt: ['instant', 'When it runs next', 'nullable'],
    nextRunText: ['text', "The server's words where the next run has no time", 'nullable'],
    lastSuccessAt: ['instant', 'End of its newest run with success or warning', 'nullable'],
    lastSessionId: ['text', 'Id of its last session', 'nullable'],
    objectsCount: ['count', 'Objects in the job', 'nullable'],
    repositoryId: ['text', 'Id of its repository', 'nullable'],
    repositoryName: ['text', 'Name of its repository', 'nullable'],
    recentStatuses: [
      'statuses',
      'Statuses of its last runs, newest first, up to 14 and 30 days back; null where sessions were not read',
      'nullable',
    ],
    failingSince: [
      'instant',
      'Start of the first run of the present row of failures; null when the last run did not fail',
      'nullable',
    ],
    failuresInRow: ['count', 'Runs that failed one after the other up to now', 'nullable'],
  },
  { product: PRODUCTS, kind: KINDS },
);

/** What `jobs list` and `jobs show` print. */
export const JOB_RECORD: RecordSpec<Job> = {
  noun: 'job',
  fields: FIELDS,
  columns: columnsOf<Job>(FIELDS, [
    // Shown only where jobs of several servers stand together.
    { key: 'server', importance: 92 },
    {
      key: 'id',
      importance: 20,
      overflow: 'never',
      cell: ({ id }, { theme }, wide) => theme.dim(wide ? safeText(id) : shortId(id)),
    },
    { key: 'name', importance: 100 },
    { key: 'kind', importance: 50 },
    { key: 'type', importance: 0 },
    { key: 'enabled', importance: 45 },
    { key: 'running', importance: 0 },
    { key: 'lastStatus', header: 'RESULT', importance: 95 },
    { key: 'lastRunAt', header: 'LAST RUN', importance: 90 },
    { key: 'lastDurationSeconds', header: 'DURATION', importance: 60 },
    {
      key: 'nextRunAt',
      header: 'NEXT RUN',
      importance: 70,
      cell: ({ nextRunAt, nextRunText }, screen, wide) =>
        nextRunAt === null
          ? showValue('text', nextRunText, { screen, wide })
          : showValue('instant', nextRunAt, { screen, wide }),
      overflow: 'truncate',
      minWidth: 8,
    },
    { key: 'lastSuccessAt', header: 'LAST SUCCESS', importance: 75 },
    { key: 'recentStatuses', header: 'LAST RUNS', importance: 80 },
    { key: 'failuresInRow', header: 'FAILURES', importance: 0 },
    { key: 'failingSince', header: 'FAILING SINCE', importance: 0 },
    { key: 'objectsCount', header: 'OBJECTS', importance: 0 },
    { key: 'repositoryName', header: 'REPOSITORY', importance: 0 },
    { key: 'description', importance: 0 },
  ]),
};
