/** What an object of a file is, told by its keys. */
import type { Product } from '../../model/product.ts';
import { isFields, isList, type Fields } from '../reading/reading.ts';

/** vsi's own records. */
export type OwnShape = 'session' | 'job' | 'task' | 'log record';

/** VB365's own objects, as `--raw` and `api` print them. */
export type RawVb365Shape =
  | 'vb365 job session'
  | 'vb365 restore session'
  | 'vb365 retrieval session'
  | 'vb365 repository session'
  | 'vb365 owner change session'
  | 'vb365 job'
  | 'vb365 copy job'
  | 'vb365 object'
  | 'vb365 log item';

/** The same of VBR. */
export type RawVbrShape =
  'vbr session' | 'vbr job state' | 'vbr job' | 'vbr task session' | 'vbr log record';

/** A server's own objects. */
export type RawShape = RawVb365Shape | RawVbrShape;

/** Whether an object is one of VBR's. */
export function isVbrShape(shape: RawShape): shape is RawVbrShape {
  return shape.startsWith('vbr ');
}

function has(fields: Fields, ...keys: readonly string[]): boolean {
  return keys.every((key) => fields[key] !== undefined);
}

function hasAny(fields: Fields, ...keys: readonly string[]): boolean {
  return keys.some((key) => fields[key] !== undefined);
}

/** Which of vsi's own records an object is; null = none. Some keys may be left out (`--json`). */
export function ownShapeOf(fields: Fields): OwnShape | null {
  if (has(fields, 'level', 'title')) return 'log record';
  if (!has(fields, 'id') || hasAny(fields, 'creationTime', '_links', 'sessionType')) return null;
  if (has(fields, 'sessionId', 'server')) return 'task';
  if (hasAny(fields, 'listed', 'recentStatuses', 'lastRunAt', 'lastSessionId')) return 'job';
  if (hasAny(fields, 'createdAt', 'statusText', 'originalSessionId')) return 'session';
  return null;
}

/** Which of the servers' own objects it is; null = none. */
export function rawShapeOf(fields: Fields, product: Product | null): RawShape | null {
  const vbr = product === 'vb365' ? null : vbrShapeOf(fields);
  return vbr ?? (product === 'vbr' ? null : vb365ShapeOf(fields));
}

/** api/vbr.md section 3. */
function vbrShapeOf(fields: Fields): RawVbrShape | null {
  if (has(fields, 'sessionId', 'creationTime')) return 'vbr task session';
  if (has(fields, 'sessionType', 'creationTime')) return 'vbr session';
  if (has(fields, 'title', 'startTime', 'status') && !has(fields, 'creationTime', '_links')) {
    return has(fields, 'order') ? null : 'vbr log record';
  }
  if (has(fields, 'id', 'name', 'type') && hasAny(fields, 'lastResult', 'lastRun')) {
    return hasAny(fields, '_links', 'isEnabled') ? null : 'vbr job state';
  }
  return has(fields, 'id', 'name', 'type', 'isDisabled') ? 'vbr job' : null;
}

/** api/vb365.md section 4. */
function vb365ShapeOf(fields: Fields): RawVb365Shape | null {
  if (has(fields, 'usn', 'creationTime') && hasAny(fields, 'title', 'message')) {
    return 'vb365 log item';
  }
  if (has(fields, 'backupJobId')) return 'vb365 copy job';
  if (hasAny(fields, 'backupType', 'schedulePolicy', 'isEnabled')) return 'vb365 job';
  if (has(fields, 'creationTime')) return vb365SessionShapeOf(fields);
  if (has(fields, 'startTime', 'repositoryIds')) return 'vb365 owner change session';
  if (has(fields, 'repositoryId', 'state')) return 'vb365 repository session';
  return has(fields, 'id', 'type', 'status') ? 'vb365 object' : null;
}

function vb365SessionShapeOf(fields: Fields): RawVb365Shape | null {
  if (has(fields, 'state')) return 'vb365 restore session';
  if (has(fields, 'retrievalId')) return 'vb365 retrieval session';
  return has(fields, 'status') ? 'vb365 job session' : null;
}

/** The items of an answer that is a page of a list, or a log; null for anything else. */
export function pageItemsOf(fields: Fields): readonly unknown[] | null {
  for (const key of ['results', 'data', 'records'] as const) {
    const items = fields[key];
    if (isList(items) && items.every(isFields) && fields['id'] === undefined) return items;
  }
  return null;
}
