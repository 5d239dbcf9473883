/** Lines of VB365's session logs as our records (api/vb365.md section 4). */
import type { Instant } from '../../model/instant.ts';
import type { LogLevel, LogRecord } from '../../model/log-record.ts';
import { compareText } from '../../model/order.ts';
import {
  readId,
  readInstant,
  readNumber,
  readText,
  requireFields,
  type Fields,
} from '../reading/reading.ts';
import { readLevel } from './words.ts';

/** A log record with the server's own order number, which breaks ties of time. */
export interface NumberedRecord {
  readonly record: LogRecord;
  readonly number: number | null;
}

/** What a log record's reader needs to know of the session. */
export interface LogContext {
  readonly where: string;
  /** Whether the session still runs or waits: only then can a line be running. */
  readonly live: boolean;
}

/** Up to v7 the level stands in front of the title: `[Success] Job started`. */
const PREFIX = /^\s*\[([A-Za-z]+)\]\s*/;

/**
 * An item of LogItems, of job sessions and data retrieval sessions alike: `title` up to v7, `type`
 * and `message` from v8. A prefix that is no level belongs to the title.
 *
 * @throws ANSWER_UNREADABLE when it is no object
 */
export function toLogRecord(value: unknown, context: LogContext): NumberedRecord {
  const fields = requireFields(value, context.where, 'a log item');
  const text = readText(fields['message']) ?? readText(fields['title']) ?? '';
  const typed = readLevel(fields['type']);
  const { level, title } = typed === null ? splitPrefix(text) : { level: typed, title: text };
  const number = readNumber(fields['usn']);
  return {
    number,
    record: {
      id: idOf(fields, number),
      level: levelNow(level, context),
      title,
      description: null,
      startedAt: readInstant(fields['creationTime']),
      updatedAt: readInstant(fields['endTime']),
    },
  };
}

/** `[Success] text` in its two parts; the text whole and `info` where no level stands in front. */
export function splitPrefix(text: string): { readonly level: LogLevel; readonly title: string } {
  const match = PREFIX.exec(text);
  const level = match === null ? null : readLevel(match[1]);
  if (match === null || level === null) return { level: 'info', title: text };
  return { level, title: text.slice(match[0].length) };
}

/**
 * An item of a restore session's Events. The title says what was done, the description the server's
 * message and the restored item.
 *
 * @throws ANSWER_UNREADABLE when it is no object
 */
export function toRestoreEvent(value: unknown, context: LogContext): NumberedRecord {
  const fields = requireFields(value, context.where, 'a restore session event');
  const message = readText(fields['message']);
  const title = readText(fields['title']) ?? message ?? readText(fields['itemName']) ?? '';
  const number = readNumber(fields['order']);
  return {
    number,
    record: {
      id: idOf(fields, number),
      level: levelNow(readLevel(fields['status']) ?? 'info', context),
      title,
      description: descriptionOf(fields, title, message),
      startedAt: readInstant(fields['startTime']),
      updatedAt: readInstant(fields['endTime']),
    },
  };
}

function descriptionOf(fields: Fields, title: string, message: string | null): string | null {
  const item = readText(fields['itemName']);
  const told = message === null || message === title ? null : message;
  if (item === null || title.includes(item) || told?.includes(item) === true) return told;
  return told === null ? item : `${told} (${item})`;
}

/** A line without an id of its own is known by its number. */
function idOf(fields: Fields, number: number | null): string {
  return readId(fields['id']) ?? (number === null ? '' : String(number));
}

/** A line that says Running in a session that has ended was never finished: it tells nothing now. */
function levelNow(level: LogLevel, { live }: LogContext): LogLevel {
  return level === 'running' && !live ? 'info' : level;
}

/** As written: by time, then by the server's own number, then by id. */
export function byTimeAndNumber(a: NumberedRecord, b: NumberedRecord): number {
  const byTime = compareKnown(a.record.startedAt, b.record.startedAt);
  if (byTime !== 0) return byTime;
  return compareKnown(a.number, b.number) || compareText(a.record.id, b.record.id);
}

/** Smaller first, unknown last. */
function compareKnown(a: Instant | null, b: Instant | null): number {
  if (a === b) return 0;
  if (a === null) return 1;
  return b === null ? -1 : a - b;
}
