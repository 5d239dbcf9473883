import type { ReportRun } from '../analysis/report-run.ts';
import type { VsiError } from '../model/errors.ts';
import type { Instant } from '../model/instant.ts';
import type { LastReport } from '../model/known-problem.ts';
import type { Product } from '../model/product.ts';
import type { CollectedJob, Totals, Viewpoint } from './collect.ts';
import type { Reasons } from './reasons.ts';

/** What one server answered. */
export interface CollectedServer {
  readonly name: string;
  readonly product: Product;
  readonly apiVersion: string;
  readonly jobs: readonly CollectedJob[];
  /** By the run's id. */
  readonly reasons: ReadonlyMap<string, Reasons>;
}

/** What a document is made from. */
export interface ReportParts {
  readonly title: string;
  readonly generatedAt: Instant;
  readonly window: { readonly since: Instant; readonly until: Instant | null };
  /** The beginning of what the servers were asked for: days and weeks before it are not known. */
  readonly historySince: Instant;
  readonly servers: readonly CollectedServer[];
  readonly failures: readonly { readonly server: string; readonly error: VsiError }[];
  /** Null: this is the first one, or it is not known. */
  readonly last: LastReport | null;
  readonly totals: Totals;
  readonly calendar: Viewpoint['calendar'];
  /** What could not be read, a sentence each. */
  readonly missing: readonly string[];
  readonly onlyProblems: boolean;
  /** Another order of a server's runs; null = by job, newest first. */
  readonly compareRuns: ((a: ReportRun, b: ReportRun) => number) | null;
  /** How many runs are listed; Infinity = all. */
  readonly limit: number;
}
