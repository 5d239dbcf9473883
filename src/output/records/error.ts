import type { ErrorRow } from '../../analysis/reasons.ts';
import { safeText } from '../safe-text.ts';
import type { Theme } from '../theme.ts';
import { NOT_AVAILABLE } from '../units.ts';
import { columnsOf, type ColumnDraft } from './columns.ts';
import { fieldsOf, type RecordSpec } from './field.ts';

const FIELDS = fieldsOf<ErrorRow>({
  reason: ['text', 'What went wrong, with <name>, <id>, <time>, <n> … for what differs each time'],
  level: ['status', 'failed or warning: the worst of its occurrences'],
  count: ['count', 'How often it was said; what log and objects of a session both say counts once'],
  sessions: ['count', 'Sessions that it was said in'],
  jobs: ['count', 'Jobs of these sessions'],
  objects: ['count', 'Different objects that it names; null where it names none', 'nullable'],
  firstSeenAt: ['instant', 'When it was first seen in the window', 'nullable'],
  lastSeenAt: ['instant', 'When it was last seen', 'nullable'],
  example: ['text', 'The newest one in full'],
  server: ['text', 'Server; null unless grouped by job or object', 'nullable'],
  jobId: ['text', 'Id of the job; null unless grouped by job', 'nullable'],
  jobName: ['text', 'Name of the job; null unless grouped by job', 'nullable'],
  object: ['text', 'The object; null unless grouped by object, or none is named', 'nullable'],
});

/** What the rows are grouped by; nothing of it is shown where they are not. */
function about(
  key: 'server' | 'jobName',
  header: string,
  importance: number,
): ColumnDraft<ErrorRow> {
  const cell = (row: ErrorRow): string => safeText(row[key] ?? '');
  return { key, header, importance, onlyIfFilled: true, cell };
}

/** Rows that have a server and no job are those of objects. */
function byObject({ server, jobId, jobName }: ErrorRow): boolean {
  return server !== null && jobId === null && jobName === null;
}

function objectOf({ object }: ErrorRow, theme: Theme): string {
  return object === null ? theme.dim(NOT_AVAILABLE) : safeText(object);
}

/** What `errors` prints. */
export const ERROR_RECORD: RecordSpec<ErrorRow> = {
  noun: 'error row',
  fields: FIELDS,
  columns: columnsOf<ErrorRow>(FIELDS, [
    // Beside a job or an object, which several servers may have under the same name.
    about('server', 'SERVER', 89),
    about('jobName', 'JOB', 88),
    {
      key: 'object',
      header: 'OBJECT',
      importance: 88,
      onlyIfFilled: true,
      cell: (row, { theme }) => (byObject(row) ? objectOf(row, theme) : ''),
    },
    { key: 'count', importance: 90 },
    {
      key: 'level',
      importance: 85,
      overflow: 'never',
      cell: ({ level }, { theme }) => theme.status(level),
    },
    { key: 'sessions', importance: 40 },
    { key: 'jobs', importance: 60 },
    { key: 'objects', importance: 50 },
    { key: 'firstSeenAt', header: 'FIRST SEEN', importance: 30 },
    { key: 'lastSeenAt', header: 'LAST SEEN', importance: 75 },
    {
      key: 'reason',
      importance: 100,
      overflow: 'wrap',
      minWidth: 40,
      cell: ({ reason }) => safeText(reason),
    },
    {
      key: 'example',
      importance: 0,
      cell: ({ example }) => safeText(example),
    },
  ]),
};
