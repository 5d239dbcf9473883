import { likeness } from './near-words.ts';
import { compareText } from './order.ts';

/** What a job is found by. */
export interface Referable {
  readonly id: string;
  readonly name: string;
}

/** Exactly one job is meant, several could be, or none is; then the nearest ones are named. */
export type JobLookup<J> =
  { readonly found: J } | { readonly ambiguous: readonly J[] } | { readonly nearest: readonly J[] };

/** How much of an id is enough to mean it. */
export const MIN_ID_PREFIX = 4;

const MAX_CANDIDATES = 5;

/**
 * Finds the job that a person means (contract section 1), in this order: exact id, exact name, name in
 * any case, unique prefix of an id (four characters or more).
 */
export function findJob<J extends Referable>(jobs: readonly J[], reference: string): JobLookup<J> {
  const wanted = reference.trim();
  const lower = wanted.toLowerCase();
  const rules: ((job: J) => boolean)[] = [
    (job) => job.id.toLowerCase() === lower,
    (job) => job.name === wanted,
    (job) => job.name.toLowerCase() === lower,
    (job) => wanted.length >= MIN_ID_PREFIX && job.id.toLowerCase().startsWith(lower),
  ];
  for (const rule of rules) {
    const matches = jobs.filter(rule);
    const [only, ...others] = matches;
    if (only !== undefined) return others.length === 0 ? { found: only } : { ambiguous: matches };
  }
  return { nearest: nearestByName(jobs, wanted) };
}

/** Those whose names share most with what was typed, best first, a handful at the most. */
export function nearestByName<J extends Pick<Referable, 'name'>>(
  jobs: readonly J[],
  wanted: string,
): readonly J[] {
  return jobs
    .map((job) => ({ job, likeness: likeness(job.name, wanted) }))
    .filter((candidate) => candidate.likeness > 0.2)
    .sort((a, b) => b.likeness - a.likeness || compareText(a.job.name, b.job.name))
    .slice(0, MAX_CANDIDATES)
    .map(({ job }) => job);
}
