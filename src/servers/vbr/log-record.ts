/** Lines of VBR's logs as our records (api/vbr.md section 3, SessionLogRecordModel). */
import type { LogRecord } from '../../model/log-record.ts';
import { readId, readInstant, readOffset, readText, requireFields } from '../reading/reading.ts';
import { readLevel } from './words.ts';

/** What a log record's reader needs to know of the session. */
export interface LogContext {
  /** The endpoint, for errors. */
  readonly where: string;
  /** Whether the session still runs or waits: only then can a line be running. */
  readonly isLive: boolean;
}

/**
 * Reads an item of `records`. `additionalInfo` is left to `--raw`: it was a text, then a list, and
 * what is in it stands in the other fields, too.
 *
 * @throws ANSWER_UNREADABLE when it is no object
 */
export function toLogRecord(value: unknown, { where, isLive }: LogContext): LogRecord {
  const fields = requireFields(value, where, 'a log record');
  return {
    id: readId(fields['id']) ?? '',
    level: readLevel(fields['status'], isLive),
    title: readText(fields['title'])?.trim() ?? '',
    description: readText(fields['description']),
    startedAt: readInstant(fields['startTime']),
    updatedAt: readInstant(fields['updateTime']),
    utcOffsetMinutes: readOffset(fields['startTime']),
  };
}
