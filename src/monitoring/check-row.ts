import type { Instant } from '../model/instant.ts';
import type { Int64 } from '../model/int64.ts';
import type { Kind } from '../model/kind.ts';
import type { Status } from '../model/status.ts';
import type { JudgedJob } from './check-result.ts';
import { PLUGIN_CODES } from './plugin-state.ts';

/** The figures of a judged job, which `--format json` prints and `--sort` compares. */
export interface CheckJobRow {
  readonly server: string;
  readonly jobId: string;
  readonly jobName: string;
  readonly kind: Kind;
  readonly state: string;
  /** Of the plugin protocol: 0 OK, 1 WARNING, 2 CRITICAL, 3 UNKNOWN. */
  readonly code: number;
  readonly lastStatus: Status | null;
  readonly lastRunAt: Instant | null;
  readonly lastDurationSeconds: number | null;
  readonly lastSuccessAt: Instant | null;
  /** Since the last success. */
  readonly ageSeconds: number | null;
  /** Of the last run, its retries included. */
  readonly transferredBytes: Int64 | null;
  readonly failuresInRow: number | null;
}

/** What --sort of a check takes. */
export const CHECK_JOB_KEYS = [
  'server',
  'jobId',
  'jobName',
  'kind',
  'state',
  'code',
  'lastStatus',
  'lastRunAt',
  'lastDurationSeconds',
  'lastSuccessAt',
  'ageSeconds',
  'transferredBytes',
  'failuresInRow',
] as const satisfies readonly (keyof CheckJobRow)[];

/** @param moment at which the job is judged */
export function checkRow({ health, transferredBytes }: JudgedJob, moment: Instant): CheckJobRow {
  const { job, lastRun, severity } = health;
  const { lastSuccessAt } = job;
  return {
    server: job.server,
    jobId: job.id,
    jobName: job.name,
    kind: job.kind,
    state: severity.toUpperCase(),
    code: PLUGIN_CODES[severity],
    lastStatus: lastRun?.status ?? job.lastStatus,
    lastRunAt: lastRun?.startedAt ?? job.lastRunAt,
    lastDurationSeconds: lastRun?.durationSeconds ?? job.lastDurationSeconds,
    lastSuccessAt,
    ageSeconds: lastSuccessAt === null ? null : Math.round((moment - lastSuccessAt) / 1000),
    transferredBytes,
    failuresInRow: job.failuresInRow,
  };
}
