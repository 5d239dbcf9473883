import type { WatchEvent } from '../../analysis/outlook.ts';
import type { Session } from '../../model/session.ts';
import { formatCount, formatDateTime, formatPercent, NOT_AVAILABLE } from '../units.ts';
import { columnsOf } from './columns.ts';
import { fieldsOf, type Column, type RecordSpec } from './field.ts';
import { SESSION_RECORD } from './session.ts';

const ETA = fieldsOf<Pick<WatchEvent, 'etaAt'>>({
  etaAt: [
    'instant',
    "When it should end by the median of the job's last comparable runs; null with fewer than 5 of them, and once that is past",
    'nullable',
  ],
});

/** How far it is comes first, and times are absolute: a line is read long after it was written. */
const OWN_COLUMNS: Readonly<Record<string, Partial<Column<Session>>>> = {
  createdAt: {
    importance: 60,
    cell: ({ createdAt }, { theme, timeZone }) =>
      createdAt === null ? theme.dim(NOT_AVAILABLE) : formatDateTime(createdAt, timeZone),
  },
  progressPercent: {
    importance: 95,
    onlyIfFilled: true,
    cell: ({ progressPercent }) => (progressPercent === null ? '' : formatPercent(progressPercent)),
  },
  progressObjects: {
    importance: 95,
    onlyIfFilled: true,
    cell: ({ progressObjects }) => (progressObjects === null ? '' : formatCount(progressObjects)),
  },
};

/** What `session watch` prints whenever the session has changed. */
export const WATCH_RECORD: RecordSpec<WatchEvent> = {
  noun: 'watch event',
  fields: [...SESSION_RECORD.fields, ...ETA],
  columns: [
    ...SESSION_RECORD.columns.map((column) => ({ ...column, ...OWN_COLUMNS[column.key] })),
    ...columnsOf<Pick<WatchEvent, 'etaAt'>>(ETA, [
      {
        key: 'etaAt',
        header: 'ETA',
        importance: 79,
        cell: ({ etaAt }, { theme, timeZone }) =>
          etaAt === null ? theme.dim(NOT_AVAILABLE) : formatDateTime(etaAt, timeZone),
      },
    ]),
  ],
};
