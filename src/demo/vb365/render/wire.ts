import type { SessionState } from '../dataset/state.ts';
import type { Version } from '../versions.ts';
import type { Links } from './links.ts';
import { NEVER, timestamp } from './timestamps.ts';

/** A JSON object as it is sent. */
export type Json = Readonly<Record<string, unknown>>;

/** What every renderer needs to know. */
export interface Wire {
  readonly version: Version;
  readonly now: number;
  readonly links: Links;
}

/** The fields, or none of them: for properties that begin or end with a version. */
export function when(condition: boolean, fields: Json): Json {
  return condition ? fields : {};
}

/** Without the fields that are null: most objects of real servers leave those out. */
export function dropNulls(fields: Json): Json {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== null));
}

/**
 * The status in the version's words: three of eight came with v5 (api/vb365.md section 4); before
 * it a failure of any kind was Failed, and what waited already counted as Running.
 */
export function statusWord(status: SessionState['status'], version: Version): string {
  if (version >= 5) return status;
  if (status === 'Disconnected' || status === 'NotConfigured') return 'Failed';
  return status === 'Queued' ? 'Running' : status;
}

/** The end of a job session: left out up to v5, a placeholder in v6, null since, while it runs. */
export function sessionEnd(endedAt: number | null, version: Version): Json {
  if (endedAt !== null) return { endTime: timestamp(endedAt) };
  if (version <= 5) return {};
  return { endTime: version === 6 ? NEVER : null };
}

/** An end that no version lets be null: the placeholder while there is none. */
export function placeholderEnd(endedAt: number | null, offsetMinutes = 0): string {
  return endedAt === null ? NEVER : timestamp(endedAt, offsetMinutes);
}

/** A moment that may be unknown. */
export function moment(instant: number | null): string | null {
  return instant === null ? null : timestamp(instant);
}

/** A change counter that is stable while the thing it belongs to is. */
export function eTag(id: string, stage: number): number {
  return Number.parseInt(id.slice(0, 8), 16) * 64 + stage;
}
