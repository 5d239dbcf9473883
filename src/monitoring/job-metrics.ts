import { bottleneckOf, type Run } from '../analysis/runs.ts';
import type { Instant } from '../model/instant.ts';
import { sumInt64, type Int64 } from '../model/int64.ts';
import type { Job } from '../model/job.ts';
import { compareText } from '../model/order.ts';
import { isFailure, type Status } from '../model/status.ts';
import type { MetricFamily, Sample } from './exposition.ts';

/** How the last run of a job came out, as a label: all that counts as a failure is one. */
const RESULTS = ['success', 'warning', 'failed', 'stopped', 'unknown'] as const;

/** How the runs of the window are counted. */
const COUNTED = ['success', 'warning', 'failed', 'stopped', 'running', 'other'] as const;

/** What is known of one job for the figures. */
export interface JobFigures {
  readonly job: Job;
  /** The newest run that has come to an end; null where none is known. */
  readonly lastRun: Run | null;
  /** The newest one that runs now. */
  readonly runningSince: Instant | null;
  /** Runs of the window by their status; null where the sessions could not be read. */
  readonly runs: ReadonlyMap<Status, number> | null;
}

/** What is known of one server. */
export interface ServerFigures {
  readonly server: string;
  readonly up: boolean;
  /** null: it was not reached. */
  readonly product: string | null;
  readonly apiVersion: string | null;
  /** How many questions to it failed. */
  readonly errors: number;
  readonly jobs: readonly JobFigures[];
}

/** A whole scrape. */
export interface Scrape {
  readonly version: string;
  readonly servers: readonly ServerFigures[];
  readonly now: Instant;
  readonly secondsTaken: number;
  readonly windowSeconds: number;
  /** The statuses that are counted in the window; null = all. */
  readonly statuses: readonly Status[] | null;
}

/** Every family of a scrape, in an order that never changes. */
export function* metricFamilies(scrape: Scrape): Generator<MetricFamily> {
  yield* scrapeFamilies(scrape);
  const jobs = scrape.servers
    .flatMap((server) => server.jobs)
    .sort(
      ({ job: a }, { job: b }) =>
        compareText(a.server, b.server) || compareText(a.name, b.name) || compareText(a.id, b.id),
    );
  yield* stateFamilies(jobs, scrape.now);
  yield* lastRunFamilies(jobs);
  yield {
    ...family('vsi_job_window_runs', 'Runs that overlap the window, retries not counted apart.'),
    samples: jobs.flatMap((figures) => windowSamples(figures, scrape.statuses)),
  };
}

function* scrapeFamilies(scrape: Scrape): Generator<MetricFamily> {
  const { version, servers, now, secondsTaken, windowSeconds } = scrape;
  const perServer = (value: (server: ServerFigures) => number | null): Sample[] =>
    servers.map((server) => ({ labels: [['server', server.server]], value: value(server) }));
  yield {
    ...family('vsi_build_info', 'Version of vsi.'),
    type: 'info',
    samples: [{ labels: [['version', version]], value: 1 }],
  };
  yield {
    ...family('vsi_up', 'Whether the server answered: 1 or 0.'),
    samples: perServer(({ up }) => Number(up)),
  };
  yield {
    ...family('vsi_server_info', 'Product and API version of the server.'),
    type: 'info',
    samples: servers.map(({ server, product, apiVersion }) => ({
      labels: [
        ['server', server],
        ['product', product ?? ''],
        ['api_version', apiVersion ?? ''],
      ],
      value: product === null ? null : 1,
    })),
  };
  yield {
    ...family('vsi_scrape_errors', 'Questions to the server that failed in this scrape.'),
    samples: perServer(({ errors }) => errors),
  };
  yield {
    ...family('vsi_scrape_duration_seconds', 'How long this scrape took.'),
    samples: [{ labels: [], value: secondsTaken }],
  };
  yield {
    ...family('vsi_scrape_timestamp_seconds', 'When this scrape ended, in seconds since 1970.'),
    samples: [{ labels: [], value: now / 1000 }],
  };
  yield {
    ...family('vsi_window_seconds', 'How long the window is whose runs are counted.'),
    samples: [{ labels: [], value: windowSeconds }],
  };
}

function* stateFamilies(jobs: readonly JobFigures[], now: Instant): Generator<MetricFamily> {
  yield {
    ...family('vsi_job_info', 'Kind and repository of the job.'),
    type: 'info',
    samples: jobs.map(({ job }) => ({
      labels: [
        ...labelsOf(job),
        ['kind', job.kind],
        ['product', job.product],
        ['repository', job.repositoryName ?? ''],
      ],
      value: 1,
    })),
  };
  yield perJob('vsi_job_enabled', 'Whether the job is enabled: 1 or 0.', jobs, ({ job }) =>
    numberOf(job.enabled),
  );
  yield perJob('vsi_job_running', 'Whether the job is running: 1 or 0.', jobs, ({ job }) =>
    numberOf(job.running),
  );
  yield perJob(
    'vsi_job_running_duration_seconds',
    'How long the present run has been running; no sample while none runs.',
    jobs,
    ({ runningSince }) => (runningSince === null ? null : Math.max(0, now - runningSince) / 1000),
  );
  yield perJob(
    'vsi_job_failures_in_row',
    'Failed runs since the last one that succeeded or ended with a warning.',
    jobs,
    ({ job }) => job.failuresInRow,
  );
  yield perJob(
    'vsi_job_last_success_timestamp_seconds',
    'When the last run with success or warning ended, in seconds since 1970.',
    jobs,
    ({ job }) => secondsOf(job.lastSuccessAt),
  );
  yield perJob(
    'vsi_job_next_run_timestamp_seconds',
    'When the next run is due, in seconds since 1970.',
    jobs,
    ({ job }) => secondsOf(job.nextRunAt),
  );
}

function* lastRunFamilies(jobs: readonly JobFigures[]): Generator<MetricFamily> {
  yield {
    ...family(
      'vsi_job_last_run_status',
      'How the last run that ended came out, after its retries: 1 for its status, 0 for the others.',
    ),
    samples: jobs.flatMap(({ job, lastRun }) => {
      const result = resultOf(lastRun?.status ?? job.lastStatus);
      if (result === null) return [];
      return RESULTS.map((status) => ({
        labels: [...labelsOf(job), ['status', status] as const],
        value: Number(status === result),
      }));
    }),
  };
  for (const [name, help, valueOf] of RUN_FIGURES) {
    yield perJob(`vsi_job_last_run_${name}`, help, jobs, ({ lastRun }) =>
      lastRun === null ? null : valueOf(lastRun),
    );
  }
  yield {
    ...family(
      'vsi_job_last_run_bottleneck',
      'The slowest stage of the last run: 1 for the stage that the server names.',
    ),
    samples: jobs.flatMap(({ job, lastRun }) => {
      const stage = lastRun === null ? null : (bottleneckOf(lastRun)?.bottleneck ?? null);
      return stage === null
        ? []
        : [{ labels: [...labelsOf(job), ['bottleneck', stage] as const], value: 1 }];
    }),
  };
}

type RunFigure = readonly [name: string, help: string, valueOf: (run: Run) => Int64 | null];

/** Data is that of all attempts together; rates are those of the last one. */
const RUN_FIGURES: readonly RunFigure[] = [
  [
    'start_timestamp_seconds',
    'When the last run that ended began, in seconds since 1970.',
    ({ startedAt }) => secondsOf(startedAt),
  ],
  [
    'end_timestamp_seconds',
    'When it ended, in seconds since 1970.',
    ({ endedAt }) => secondsOf(endedAt),
  ],
  [
    'duration_seconds',
    'How long it took, from its first start to its last end.',
    ({ durationSeconds }) => durationSeconds,
  ],
  ['attempts', 'The session and its retries.', ({ attempts }) => attempts.length],
  ['processed_bytes', 'Data that was looked at.', sumOf('processedBytes')],
  ['read_bytes', 'Data read from the source.', sumOf('readBytes')],
  ['transferred_bytes', 'Data transferred to the repository.', sumOf('transferredBytes')],
  ['processed_objects', 'Objects or items processed.', sumOf('processedObjects')],
  ['processing_rate_bytes_per_second', 'Processing rate.', lastOf('processingRateBytesPerSecond')],
  [
    'processing_rate_items_per_second',
    'Processing rate in items.',
    lastOf('processingRateItemsPerSecond'),
  ],
  ['read_rate_bytes_per_second', 'Read rate.', lastOf('readRateBytesPerSecond')],
  ['write_rate_bytes_per_second', 'Write rate.', lastOf('writeRateBytesPerSecond')],
];

type SumKey = 'processedBytes' | 'readBytes' | 'transferredBytes' | 'processedObjects';
type RateKey =
  | 'processingRateBytesPerSecond'
  | 'processingRateItemsPerSecond'
  | 'readRateBytesPerSecond'
  | 'writeRateBytesPerSecond';

function sumOf(key: SumKey): (run: Run) => Int64 | null {
  return ({ attempts }) => sumInt64(attempts.map((session) => session[key]));
}

function lastOf(key: RateKey): (run: Run) => Int64 | null {
  return ({ attempts }) => attempts.at(-1)?.[key] ?? null;
}

/** Units that a name can end with, the longer ones first. */
const UNITS = ['bytes_per_second', 'items_per_second', 'seconds', 'bytes'];

function family(name: string, help: string): Omit<MetricFamily, 'samples'> {
  const unit = UNITS.find((each) => name.endsWith(`_${each}`)) ?? null;
  return { name, help, type: 'gauge', unit };
}

/** Names, helps and values of what each job has one of. */
function perJob(
  ...[name, help, jobs, valueOf]: [
    string,
    string,
    readonly JobFigures[],
    (figures: JobFigures) => Int64 | null,
  ]
): MetricFamily {
  return {
    ...family(name, help),
    samples: jobs.map((figures) => ({ labels: labelsOf(figures.job), value: valueOf(figures) })),
  };
}

function windowSamples(
  { job, runs }: JobFigures,
  statuses: readonly Status[] | null,
): readonly Sample[] {
  if (runs === null) return [];
  // What is not asked for is not known to be 0.
  const asked = COUNTED.filter(
    (name) => statuses === null || statuses.some((status) => countedAs(status) === name),
  );
  const counts = new Map<string, number>(asked.map((name) => [name, 0]));
  for (const [status, count] of runs) {
    const name = countedAs(status);
    counts.set(name, (counts.get(name) ?? 0) + count);
  }
  return [...counts].map(([status, value]) => ({
    labels: [...labelsOf(job), ['status', status] as const],
    value,
  }));
}

function countedAs(status: Status): (typeof COUNTED)[number] {
  return COUNTED.find((each) => each === (isFailure(status) ? 'failed' : status)) ?? 'other';
}

/** `job` is the label that Prometheus itself gives to what it scrapes. */
function labelsOf({ server, id, name }: Job): readonly (readonly [string, string])[] {
  return [
    ['server', server],
    ['job_id', id],
    ['job_name', name],
  ];
}

/** null: no run has ended, as far as is known. */
function resultOf(status: Status | null): (typeof RESULTS)[number] | null {
  if (status === null || ['running', 'queued', 'idle'].includes(status)) return null;
  if (isFailure(status)) return 'failed';
  return RESULTS.find((known) => known === status) ?? 'unknown';
}

function numberOf(value: boolean | null): number | null {
  return value === null ? null : Number(value);
}

function secondsOf(instant: Instant | null): number | null {
  return instant === null ? null : Math.round(instant) / 1000;
}
