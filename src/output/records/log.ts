import type { LogRecord } from '../../model/log-record.ts';
import type { RecordSpec } from './field.ts';

export const LOG_RECORD: RecordSpec<LogRecord> = { noun: 'log record', fields: [] };
