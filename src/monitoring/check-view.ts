import type { Instant } from '../model/instant.ts';
import type { JudgedJob } from './check-result.ts';
import { checkRow, type CheckJobRow } from './check-row.ts';

/** How the jobs are listed: below the first line, or in JSON. The state and the counts are of all. */
export interface CheckView {
  /** Whether it is said of each job by which limits it is judged. */
  readonly explain: boolean;
  /** null: the gravest first, then by name. */
  readonly compare: ((a: CheckJobRow, b: CheckJobRow) => number) | null;
  /** How many jobs at the most. */
  readonly limit: number;
}

/** Jobs that are listed, and how many are not. */
export interface ListedJobs {
  readonly jobs: readonly JudgedJob[];
  readonly left: number;
}

/** @param all in the order in which they are shown unless --sort says otherwise */
export function listedJobs(
  all: readonly JudgedJob[],
  { compare, limit }: CheckView,
  moment: Instant,
): ListedJobs {
  const sorted =
    compare === null
      ? all
      : all
          .map((judged) => ({ judged, row: checkRow(judged, moment) }))
          .sort((a, b) => compare(a.row, b.row))
          .map(({ judged }) => judged);
  const jobs = sorted.slice(0, limit);
  return { jobs, left: sorted.length - jobs.length };
}
