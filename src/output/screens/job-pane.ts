import type { Job } from '../../model/job.ts';
import type { Session } from '../../model/session.ts';
import type { Screen } from '../screen.ts';

/** What `jobs show` draws. */
export interface JobView {
  readonly job: Job;
  /** Its last sessions, newest first; null where they could not be read. */
  readonly sessions: readonly Session[] | null;
  /** Further label and text pairs below the job's own (baseline …). */
  readonly extra: readonly (readonly [label: string, text: string])[];
}

export function renderJob(view: JobView, screen: Screen): string {
  throw new Error(`being written ${view.job.id} ${String(screen.width)}`);
}
