import { KINDS, MODES } from '../../model/kind.ts';
import { PRODUCTS } from '../../model/product.ts';
import type { Session } from '../../model/session.ts';
import { bottleneckPercent, shortId } from '../labels.ts';
import { safeText } from '../safe-text.ts';
import { NOT_AVAILABLE } from '../units.ts';
import { columnsOf, showValue, type ColumnDraft } from './columns.ts';
import { fieldsOf, type RecordSpec } from './field.ts';

const FIELDS = fieldsOf<Session>(
  {
    id: ['text', 'Id of the session'],
    server: ['text', 'Saved name of the server, else its host'],
    product: ['word', 'Product of the server: vb365 or vbr'],
    jobId: ['text', 'Id of the job; null where the session belongs to none', 'nullable'],
    jobName: ['text', 'Name of the job; null where it is not known', 'nullable'],
    name: ['text', 'Name of the session itself; null in VB365 job sessions', 'nullable'],
    kind: ['word', 'What the session is for: backup, copy, replica, restore …'],
    mode: [
      'word',
      'full, incremental or synthetic; null where the server does not say',
      'nullable',
    ],
    status: ['status', 'What became of it: success, warning, failed, stopped, running …'],
    statusText: [
      'text',
      "The server's own word: the state while the session lives, then the result",
      'nullable',
    ],
    createdAt: ['instant', 'Start of the session', 'nullable'],
    endedAt: ['instant', 'End of the session; null while it runs', 'nullable'],
    durationSeconds: [
      'seconds',
      'Seconds from start to end, from times as fine as the server told them; null while it runs',
      'nullable',
    ],
    progressPercent: ['percent', 'Progress in percent; null in VB365', 'nullable'],
    progressObjects: ['count', 'Objects processed so far; null in VBR', 'nullable'],
    processingRateBytesPerSecond: [
      'bytesPerSecond',
      'Processing rate in bytes a second',
      'nullable',
    ],
    processingRateItemsPerSecond: [
      'itemsPerSecond',
      'Processing rate in items a second',
      'nullable',
    ],
    readRateBytesPerSecond: ['bytesPerSecond', 'Read rate in bytes a second', 'nullable'],
    writeRateBytesPerSecond: ['bytesPerSecond', 'Write rate in bytes a second', 'nullable'],
    processedBytes: ['bytes', 'Size of what was looked at, in bytes', 'nullable'],
    readBytes: [
      'bytes',
      'Bytes read from the source, before deduplication and compression',
      'nullable',
    ],
    transferredBytes: ['bytes', 'Bytes transferred to the target', 'nullable'],
    processedObjects: ['count', 'Objects processed', 'nullable'],
    bottleneck: [
      'text',
      'The busiest stage: source, proxy, network, target …; null where the server names none',
      'nullable',
    ],
    stageLoads: [
      'stageLoads',
      'How busy each stage was, in percent; null where the server does not say',
      'nullable',
    ],
    retryNumber: [
      'count',
      '0 on an original, 1 on its first retry …; null where the version knows no retries',
      'nullable',
    ],
    originalSessionId: [
      'text',
      'Id of the first session of the run, on an original its own; null where the version knows none',
      'nullable',
    ],
    willBeRetried: ['boolean', 'Whether the server will retry it', 'nullable'],
    message: ['text', "The result's message", 'nullable'],
    initiatedBy: ['text', 'Who or what started it', 'nullable'],
    parentSessionId: ['text', 'Id of the session that this one is a part of', 'nullable'],
    relatedSessionId: ['text', 'Id of a related session', 'nullable'],
    resourceId: ['text', 'Id of what the session worked on', 'nullable'],
    resourceReference: ['text', "The server's path to what the session worked on", 'nullable'],
    repositoryId: ['text', 'Id of the repository', 'nullable'],
    proxyId: ['text', 'Id of the proxy', 'nullable'],
    usn: ['count', "The server's update sequence number", 'nullable'],
    type: ['text', 'Type, as served', 'nullable'],
    state: ['text', 'State, as served', 'nullable'],
    result: ['text', 'Result, as served', 'nullable'],
    isCanceled: ['boolean', 'Whether a person stopped it, as served', 'nullable'],
  },
  { product: PRODUCTS, kind: KINDS, mode: MODES },
);

/** Sessions of no listed job are known by their own name. */
const JOB_NAME: ColumnDraft<Session> = {
  key: 'jobName',
  header: 'JOB',
  importance: 85,
  // A child is one machine of a policy: its own name says which.
  cell: ({ jobName, name, parentSessionId }, screen, wide) =>
    showValue('text', (parentSessionId === null ? null : name) ?? jobName ?? name, {
      screen,
      wide,
    }),
};

/** A child's own name without the job's that VBR writes before it: `WKS-014`. */
function childName({ name, jobName }: Session): string {
  if (name === null || jobName === null || !name.startsWith(jobName)) return name ?? '';
  const rest = name.slice(jobName.length).replace(/^[\s:–-]+/, '');
  return rest === '' ? name : rest;
}

/** Which machine a child session of a policy or a copy job is about; nothing for the run itself. */
const CHILD_NAME = columnsOf<Session>(FIELDS, [
  {
    key: 'name',
    header: 'CHILD',
    importance: 84,
    onlyIfFilled: true,
    cell: (session) => (session.parentSessionId === null ? '' : safeText(childName(session))),
  },
]);

const COLUMNS = columnsOf<Session>(FIELDS, [
  // Shown only where rows of several servers stand together: then it must not be the first to go.
  { key: 'server', importance: 84 },
  {
    key: 'id',
    // What `session show` is asked with.
    importance: 82,
    overflow: 'never',
    cell: ({ id }, { theme }, wide) => theme.dim(wide ? safeText(id) : shortId(id)),
  },
  JOB_NAME,
  { key: 'kind', importance: 30 },
  { key: 'mode', importance: 0 },
  { key: 'status', importance: 100 },
  { key: 'createdAt', header: 'STARTED', importance: 90 },
  { key: 'endedAt', header: 'ENDED', importance: 0 },
  { key: 'durationSeconds', header: 'DURATION', importance: 80 },
  { key: 'progressPercent', header: 'PROGRESS', importance: 0 },
  { key: 'progressObjects', header: 'OBJECTS DONE', importance: 0 },
  { key: 'processingRateBytesPerSecond', header: 'RATE', importance: 78 },
  // Only VB365 counts items, and reads and writes by themselves.
  { key: 'processingRateItemsPerSecond', header: 'ITEMS/S', importance: 50, onlyIfFilled: true },
  { key: 'readRateBytesPerSecond', header: 'READ/S', importance: 40, onlyIfFilled: true },
  { key: 'writeRateBytesPerSecond', header: 'WRITE/S', importance: 35, onlyIfFilled: true },
  { key: 'processedBytes', header: 'PROCESSED', importance: 0 },
  { key: 'readBytes', header: 'READ', importance: 0 },
  { key: 'transferredBytes', header: 'TRANSFERRED', importance: 70 },
  { key: 'processedObjects', header: 'ITEMS', importance: 60, onlyIfFilled: true },
  {
    key: 'bottleneck',
    header: 'BOTTLENECK',
    importance: 77,
    overflow: 'never',
    cell: (session, { theme }) =>
      session.bottleneck === null
        ? theme.dim(NOT_AVAILABLE)
        : theme.bottleneck(session.bottleneck, bottleneckPercent(session)),
  },
  { key: 'stageLoads', header: 'STAGE LOADS', importance: 0 },
  { key: 'retryNumber', header: 'RETRY', importance: 0 },
  { key: 'initiatedBy', header: 'STARTED BY', importance: 0 },
  { key: 'message', importance: 0 },
]);

/** Sessions over all jobs (`session list`). */
export const SESSION_RECORD: RecordSpec<Session> = {
  noun: 'session',
  fields: FIELDS,
  columns: COLUMNS,
};

/** Sessions of one job (`jobs sessions`): the same record, without the column that repeats the job. */
export const JOB_SESSION_RECORD: RecordSpec<Session> = {
  ...SESSION_RECORD,
  columns: COLUMNS.filter(({ key }) => key !== 'kind').flatMap((column) =>
    column.key === 'jobName' ? CHILD_NAME : [column],
  ),
};
