import { MINUTE } from '../../units.ts';
import type { WorldJob } from './jobs.ts';

/** A run that is under way, or waits, at the moment in which the world is made. */
export interface LiveRun {
  readonly createdAt: number;
  /** Later than `createdAt` for one that waits in the queue. */
  readonly startsAt: number;
  readonly endsAt: number;
}

/**
 * Started by hand some minutes ago, in minutes from the world's first. One runs for long, one waits, and
 * one is for whoever watches: it is through soon.
 */
const LIVE: Readonly<Record<string, { created: number; starts: number; ends: number }>> = {
  executives: { created: -4.5, starts: -4.5, ends: 1.75 },
  onedrive: { created: -7, starts: -7, ends: 34 },
  legal: { created: -2, starts: 16, ends: 20 },
};

/** The job's live run; null for the jobs that rest. */
export function liveRunOf(job: Pick<WorldJob, 'key'>, origin: number): LiveRun | null {
  const live = LIVE[job.key];
  if (live === undefined) return null;
  return {
    createdAt: origin + live.created * MINUTE + 412,
    startsAt: origin + live.starts * MINUTE + 412,
    endsAt: origin + live.ends * MINUTE + 87,
  };
}
