import type { Session } from '../model/session.ts';
import { countedRetry, isAttemptBefore, jobKey } from './runs.ts';

/** What is remembered of a job: its newest runs that were seen, and what its next older session may be. */
interface Seen {
  readonly runs: Set<string>;
  /** The run of the session before, if that was a retry that is only counted. */
  counted: { readonly run: string; readonly retryNumber: number } | null;
}

/**
 * Says of sessions that come newest first whether they belong to the newest so many runs of their job. A
 * retry belongs to the run of its original, by the rules of `runs.ts`; a session that is part of another
 * one is no run.
 *
 * @param singly every session is a run of its own (`--attempts`)
 */
export function newestRuns(last: number, singly: boolean): (session: Session) => boolean {
  const jobs = new Map<string, Seen>();
  return (session) => {
    if (session.parentSessionId !== null) return false;
    const key = jobKey(session);
    const seen = jobs.get(key) ?? { runs: new Set(), counted: null };
    jobs.set(key, seen);
    const run = singly ? session.id : runIdOf(session, seen);
    // Runs that are too old are not remembered: their number has no bound.
    if (!seen.runs.has(run) && seen.runs.size < last) seen.runs.add(run);
    return seen.runs.has(run);
  };
}

/** The id of the original where it is known, else that of the newest session of the run. */
function runIdOf(session: Session, seen: Seen): string {
  const newer = seen.counted;
  const run =
    newer !== null && isAttemptBefore(session, newer)
      ? newer.run
      : (session.originalSessionId ?? session.id);
  const retryNumber = countedRetry(session);
  seen.counted = retryNumber === null ? null : { run, retryNumber };
  return run;
}
