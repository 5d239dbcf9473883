import type { WatchEvent } from '../../analysis/outlook.ts';
import { columnsOf } from './columns.ts';
import { fieldsOf, type RecordSpec } from './field.ts';
import { SESSION_RECORD } from './session.ts';

const ETA = fieldsOf<Pick<WatchEvent, 'etaAt'>>({
  etaAt: [
    'instant',
    "When it should end by the median of the job's last comparable runs; null with fewer than 5 of them, and once that is past",
    'nullable',
  ],
});

/** What `session watch` prints whenever the session has changed. */
export const WATCH_RECORD: RecordSpec<WatchEvent> = {
  noun: 'watch event',
  fields: [...SESSION_RECORD.fields, ...ETA],
  columns: [
    ...SESSION_RECORD.columns,
    ...columnsOf<Pick<WatchEvent, 'etaAt'>>(ETA, [{ key: 'etaAt', header: 'ETA', importance: 76 }]),
  ],
};
