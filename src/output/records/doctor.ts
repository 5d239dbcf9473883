import { DOCTOR_CHECKS, DOCTOR_RESULTS, type DoctorLine } from '../../model/doctor.ts';
import type { Status } from '../../model/status.ts';
import { safeText } from '../safe-text.ts';
import { columnsOf } from './columns.ts';
import { fieldsOf, type RecordSpec } from './field.ts';

const FIELDS = fieldsOf<DoctorLine>(
  {
    server: ['text', 'Saved name of the server, else its host'],
    check: ['word', 'What was looked at'],
    result: ['word', 'ok, warn or fail'],
    detail: ['text', 'What was seen'],
    hint: ['text', 'What to do about it; null where there is nothing to do', 'nullable'],
  },
  { check: DOCTOR_CHECKS, result: DOCTOR_RESULTS },
);

/** A result has the colour of the status that means the same. */
const STATUSES: Readonly<Record<DoctorLine['result'], Status>> = {
  ok: 'success',
  warn: 'warning',
  fail: 'failed',
};

/** What `doctor` prints. */
export const DOCTOR_RECORD: RecordSpec<DoctorLine> = {
  noun: 'doctor line',
  fields: FIELDS,
  columns: columnsOf<DoctorLine>(FIELDS, [
    // Shown with several servers only, and then nothing can be told without it.
    { key: 'server', importance: 98, overflow: 'wrap', minWidth: 12 },
    { key: 'check', importance: 100, overflow: 'never' },
    {
      key: 'result',
      importance: 95,
      cell: ({ result }, { theme }) => theme.inStatusColor(STATUSES[result], result),
    },
    { key: 'detail', importance: 90, overflow: 'wrap', minWidth: 18 },
    {
      key: 'hint',
      header: 'WHAT TO DO',
      importance: 80,
      overflow: 'wrap',
      minWidth: 18,
      cell: ({ hint }) => (hint === null ? '' : safeText(hint)),
    },
  ]),
};
