import type { Instant } from '../model/instant.ts';
import type { Session } from '../model/session.ts';
import { baselineOf, comparableRuns, sessionsBefore, type Usual } from './baseline.ts';

/** What can be expected of a session that still runs. */
export interface Outlook {
  /** When it should end by the job's median; null where that is not known, and when it is past. */
  readonly etaAt: Instant | null;
  /** The usual duration in seconds; null with fewer than FEWEST_COMPARED_RUNS comparable runs. */
  readonly usual: Usual | null;
  /** Whether it runs for longer than the median already. */
  readonly isLate: boolean;
}

/** Of what does not run, or cannot be compared, nothing is expected. */
export const NO_OUTLOOK: Outlook = { etaAt: null, usual: null, isLate: false };

/** A session while it is watched: the session's keys, then the end that is to be expected. */
export interface WatchEvent extends Session {
  readonly etaAt: Instant | null;
}

/**
 * When a running session should end: its start and the median duration of the job's last comparable good
 * runs (full with full). What waits may go on waiting, and a retry repeats only a part: neither has any.
 *
 * @param history the job's sessions, in any order; those from the session on do not matter
 */
export function outlookOf(session: Session, history: readonly Session[], now: Instant): Outlook {
  const { status, createdAt, mode, retryNumber } = session;
  if (status !== 'running' || createdAt === null || (retryNumber ?? 0) > 0) return NO_OUTLOOK;
  const runs = comparableRuns(sessionsBefore(session, history), mode);
  const usual = baselineOf(runs).durationSeconds;
  if (usual === null) return NO_OUTLOOK;
  const etaAt = createdAt + Math.round(usual.median * 1000);
  const isLate = etaAt <= now;
  return { etaAt: isLate ? null : etaAt, usual, isLate };
}
