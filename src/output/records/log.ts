import { LOG_LEVELS, type LogRecord } from '../../model/log-record.ts';
import { safeText } from '../safe-text.ts';
import { formatDateTime } from '../units.ts';
import { columnsOf } from './columns.ts';
import { fieldsOf, type RecordSpec } from './field.ts';

const FIELDS = fieldsOf<LogRecord>(
  {
    id: ['text', 'Id of the record'],
    level: ['word', 'success, warning, failed, running or info'],
    title: ['text', 'What happened'],
    description: ['text', 'More about it', 'nullable'],
    startedAt: ['instant', 'When it began', 'nullable'],
    updatedAt: ['instant', 'When it last changed', 'nullable'],
  },
  { level: LOG_LEVELS },
);

/** Title and description as one text, the way Veeam shows them in one line. */
export function logText({ title, description }: LogRecord): string {
  const about = description === null ? '' : safeText(description);
  return about === '' ? safeText(title) : `${safeText(title)} - ${about}`;
}

/** What `session log` prints. Messages are wrapped, never cut: the end is often the reason. */
export const LOG_RECORD: RecordSpec<LogRecord> = {
  noun: 'log record',
  fields: FIELDS,
  columns: columnsOf<LogRecord>(FIELDS, [
    { key: 'id', importance: 0 },
    {
      key: 'startedAt',
      header: 'TIME',
      importance: 50,
      cell: ({ startedAt }, { theme, timeZone }) => theme.dim(formatDateTime(startedAt, timeZone)),
    },
    { key: 'updatedAt', header: 'UPDATED', importance: 0 },
    { key: 'level', importance: 90, cell: ({ level }, { theme }) => theme.level(level) },
    {
      key: 'title',
      header: 'MESSAGE',
      importance: 100,
      overflow: 'wrap',
      minWidth: 24,
      cell: logText,
    },
  ]),
};
