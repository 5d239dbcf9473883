import { MODES } from '../../model/kind.ts';
import type { Task } from '../../model/task.ts';
import { shortId } from '../labels.ts';
import { safeText } from '../safe-text.ts';
import { NOT_AVAILABLE } from '../units.ts';
import { columnsOf } from './columns.ts';
import { fieldsOf, type RecordSpec } from './field.ts';

const FIELDS = fieldsOf<Task>(
  {
    id: ['text', 'Id of the task'],
    server: ['text', 'Saved name of the server, else its host'],
    sessionId: ['text', 'Id of its session'],
    name: ['text', 'Name of the object; null in VB365, which names none', 'nullable'],
    kind: ['text', 'What the object is (user, site, team …) or what is done to it', 'nullable'],
    status: ['status', 'What became of the object'],
    statusText: [
      'text',
      "The server's own word: the state while the task lives, then the result",
      'nullable',
    ],
    createdAt: ['instant', 'Start of the task', 'nullable'],
    endedAt: ['instant', 'End of the task; null while it runs', 'nullable'],
    durationSeconds: [
      'seconds',
      'Seconds from start to end, from times as fine as the server told them; null while it runs',
      'nullable',
    ],
    mode: [
      'word',
      'full, incremental or synthetic; null where the server does not say',
      'nullable',
    ],
    processedBytes: ['bytes', 'Size of what was looked at, in bytes', 'nullable'],
    readBytes: [
      'bytes',
      'Bytes read from the source, before deduplication and compression',
      'nullable',
    ],
    transferredBytes: ['bytes', 'Bytes transferred to the target', 'nullable'],
    processingRateBytesPerSecond: [
      'bytesPerSecond',
      'Processing rate in bytes a second',
      'nullable',
    ],
    bottleneck: ['text', 'The busiest stage; null where the server names none', 'nullable'],
    message: ['text', "The result's message: the reason of a failure", 'nullable'],
    repositoryId: ['text', 'Id of the repository', 'nullable'],
    restorePointId: ['text', 'Id of the restore point', 'nullable'],
    scanResult: ['text', 'Result of a malware scan, as served', 'nullable'],
  },
  { mode: MODES },
);

/** What `session tasks` prints. */
export const TASK_RECORD: RecordSpec<Task> = {
  noun: 'task',
  fields: FIELDS,
  columns: columnsOf<Task>(FIELDS, [
    { key: 'server', importance: 15 },
    {
      key: 'id',
      importance: 20,
      overflow: 'never',
      cell: ({ id }, { theme }, wide) => theme.dim(wide ? safeText(id) : shortId(id)),
    },
    { key: 'name', header: 'OBJECT', importance: 100 },
    { key: 'kind', importance: 40, overflow: 'never' },
    { key: 'status', importance: 95 },
    { key: 'createdAt', header: 'STARTED', importance: 45 },
    { key: 'endedAt', header: 'ENDED', importance: 0 },
    { key: 'durationSeconds', header: 'DURATION', importance: 80 },
    { key: 'mode', importance: 0 },
    { key: 'processedBytes', header: 'PROCESSED', importance: 0 },
    { key: 'readBytes', header: 'READ', importance: 60 },
    { key: 'transferredBytes', header: 'TRANSFERRED', importance: 65 },
    { key: 'processingRateBytesPerSecond', header: 'RATE', importance: 50 },
    {
      key: 'bottleneck',
      header: 'BOTTLENECK',
      importance: 70,
      overflow: 'never',
      cell: ({ bottleneck }, { theme }) =>
        bottleneck === null ? theme.dim(NOT_AVAILABLE) : theme.bottleneck(bottleneck, null),
    },
    { key: 'scanResult', header: 'SCAN', importance: 0 },
    {
      key: 'message',
      header: 'REASON',
      importance: 90,
      overflow: 'wrap',
      minWidth: 24,
      // VBR's message of a good result is its own word once more: no reason.
      cell: ({ message, statusText }) =>
        message === null || message === statusText ? '' : safeText(message),
    },
  ]),
};
