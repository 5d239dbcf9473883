import type { LogRecord } from './log-record.ts';
import type { Session } from './session.ts';

/** Newest first, then by id; sessions without createdAt come last (contract section 2). */
export function newestFirst(
  a: Pick<Session, 'createdAt' | 'id'>,
  b: Pick<Session, 'createdAt' | 'id'>,
): number {
  const byTime = (b.createdAt ?? -Infinity) - (a.createdAt ?? -Infinity);
  return Number.isNaN(byTime) || byTime === 0 ? compareText(a.id, b.id) : byTime;
}

/** In the order in which it was written: startedAt, then id (numbers by value). */
export function logOrder(a: LogRecord, b: LogRecord): number {
  const byTime = (a.startedAt ?? Infinity) - (b.startedAt ?? Infinity);
  return Number.isNaN(byTime) || byTime === 0 ? compareIds(a.id, b.id) : byTime;
}

function compareIds(a: string, b: string): number {
  const [left, right] = [Number(a), Number(b)];
  return Number.isInteger(left) && Number.isInteger(right) ? left - right : compareText(a, b);
}

/** Code unit order: the same on every machine, whatever its locale. */
export function compareText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
