import type { Instant } from './instant.ts';
import type { Job } from './job.ts';
import { kebabCase, type Kind } from './kind.ts';
import type { Session } from './session.ts';
import type { Status } from './status.ts';

/** Which stretch of time is meant; a bound that is null is open. */
export interface TimeWindow {
  readonly since: Instant | null;
  readonly until: Instant | null;
}

/** A window that may be another one on each server's clock. */
export interface WindowBounds extends TimeWindow {
  /**
   * Where days follow the servers' own clocks: the window on a clock so many minutes ahead of UTC.
   * since and until are then the loosest bounds, for asking; this one decides.
   */
  readonly windowAt?: (offsetMinutes: number) => TimeWindow;
}

/** The window on a clock so many minutes ahead of UTC; null where a record tells no clock. */
export function windowOn(bounds: WindowBounds, offsetMinutes: number | null): TimeWindow {
  return bounds.windowAt?.(offsetMinutes ?? 0) ?? bounds;
}

/** Which sessions are meant. What is null does not restrict. */
export interface SessionSelection extends WindowBounds {
  /** Ids, names or names with `*`, any of them. */
  readonly jobs: readonly string[] | null;
  readonly statuses: readonly Status[] | null;
  /** Kinds, or a server's own types in kebab case (`backup-copy-job`). */
  readonly kinds: readonly string[] | null;
}

/** The selection that selects everything. */
export const EVERYTHING: SessionSelection = {
  since: null,
  until: null,
  jobs: null,
  statuses: null,
  kinds: null,
};

/**
 * Whether a session overlaps the window: it began before `until`, and has no end or ended at or
 * after `since`. A session without createdAt is never filtered by time (contract section 2).
 */
export function overlaps(
  { createdAt, endedAt }: Pick<Session, 'createdAt' | 'endedAt'>,
  { since, until }: TimeWindow,
): boolean {
  if (createdAt === null) return true;
  return createdAt < (until ?? Infinity) && (endedAt ?? Infinity) >= (since ?? -Infinity);
}

/** Whether the kind, or the server's own type in kebab case, is one of those asked for. */
export function isOfKind(
  item: { readonly kind: Kind; readonly type: string | null },
  kinds: readonly string[],
): boolean {
  return (
    kinds.includes('all') ||
    kinds.includes(item.kind) ||
    (item.type !== null && kinds.includes(kebabCase(item.type)))
  );
}

/** Whether one `--job` value means this job: exact id, name in any case, or a pattern with `*`. */
export function namesJob(wanted: string, id: string | null, name: string | null): boolean {
  if (id !== null && wanted.toLowerCase() === id.toLowerCase()) return true;
  if (name === null) return false;
  return wanted.includes('*')
    ? patternOf(wanted).test(name)
    : wanted.toLowerCase() === name.toLowerCase();
}

/** As namesJob; under `--redact` the person still means the name that stands behind the one shown. */
export function meansJob(
  wanted: string,
  { id, name, knownAs }: Pick<Job, 'id' | 'name' | 'knownAs'>,
): boolean {
  return namesJob(wanted, id, knownAs ?? name);
}

/** Whether one `--job` value means the job of this session. */
export function meansJobOf(
  wanted: string,
  { jobId, jobName, knownAs }: Pick<Session, 'jobId' | 'jobName' | 'knownAs'>,
): boolean {
  return namesJob(wanted, jobId, knownAs ?? jobName);
}

function patternOf(wildcard: string): RegExp {
  const parts = wildcard.split('*').map((part) => part.replace(/[.*+?^${}()|[\]\\]/g, '\\$&'));
  return new RegExp(`^${parts.join('[^]*')}$`, 'iu');
}

/** Whether a session is selected; servers may deliver more than was asked, this decides. */
export function isSelected(session: Session, selection: SessionSelection): boolean {
  const { jobs, statuses, kinds } = selection;
  return (
    overlaps(session, windowOn(selection, session.utcOffsetMinutes ?? null)) &&
    (statuses === null || statuses.includes(session.status)) &&
    (kinds === null || isOfKind(session, kinds)) &&
    (jobs === null || jobs.some((wanted) => meansJobOf(wanted, session)))
  );
}
