import { limitsOf } from '../../analysis/check-limits.ts';
import { DEFAULT_HEALTH_LIMITS } from '../../analysis/health-limits.ts';
import { HISTORY_MILLISECONDS } from '../../analysis/job-history.ts';
import { isFailure } from '../../model/status.ts';
import { errorText, isVsiError, type ErrorCode, type VsiError } from '../../model/errors.ts';
import type { Instant } from '../../model/instant.ts';
import type { Job } from '../../model/job.ts';
import { EVERYTHING, isOfKind, isSelected, meansJob, meansJobOf } from '../../model/selection.ts';
import type { Session } from '../../model/session.ts';
import {
  createServerCollector,
  createTotals,
  type CollectedJob,
  type Totals,
  type Viewpoint,
} from '../../report/collect.ts';
import type { CollectedServer } from '../../report/parts.ts';
import {
  chooseReasons,
  NO_REASONS,
  READ_REASONS,
  reasonOfLog,
  reasonOfSession,
  reasonOfTask,
  type Reasons,
  type Statement,
} from '../../report/reasons.ts';
import { ALL_SESSIONS, type BackupServer, type Pages } from '../../servers/backup-server.ts';
import type { ServerFailure } from '../../servers/fleet-failures.ts';
import type { Connection } from '../connection/connect.ts';
import { readJobs } from '../sessions/job-choice.ts';
import { filterByJob, type JobFilter } from '../sessions/job-filter.ts';
import type { ReportPlan } from './report-options.ts';

/** What the servers told. */
export interface ReadReport {
  readonly servers: readonly CollectedServer[];
  /** Those that did not answer, in the order of the servers. */
  readonly failures: readonly ServerFailure[];
  readonly totals: Totals;
  /** The beginning of what was asked for. */
  readonly historySince: Instant;
  /** What could not be read, a sentence each. */
  readonly missing: readonly string[];
}

/** Of how many runs a server is asked for the reasons. */
const MOST_RUNS_WITH_REASONS = 40;

/** These say that the command was wrong, not that a server is in trouble. */
const MISTAKES: readonly ErrorCode[] = ['USAGE', 'CONFIGURATION', 'NOT_FOUND', 'INTERRUPTED'];

/**
 * Reads all that the report is about, from all servers at once. A server that fails is a part of the
 * report, also where it is the only one.
 *
 * @throws USAGE, CONFIGURATION, NOT_FOUND, INTERRUPTED
 */
export async function readReport(
  { fleet, missing, missed, voice, settings }: Connection,
  { selection, excluded, ...plan }: ReportPlan,
): Promise<ReadReport> {
  const { checks: rules } = await settings.servers.read();
  const sources = { ...plan.limits, rules, defaults: DEFAULT_HEALTH_LIMITS };
  const view: Viewpoint = { ...plan.view, limitsOf: (job) => limitsOf(job, sources) };
  const totals = createTotals(view);
  const historySince = Math.min(selection.since, view.now - HISTORY_MILLISECONDS);
  let only: VsiError | null = null;
  let servers: readonly CollectedServer[] = [];
  try {
    const filter = await filterByJob({ ...selection, statuses: null }, fleet);
    const reading = { filter, excluded, view, totals, historySince, missing };
    const answers = await fleet.gather((server) => readServer(server, reading));
    servers = answers.map(({ value }) => value);
  } catch (error) {
    if (!isVsiError(error) || MISTAKES.includes(error.code)) throw error;
    only = error;
  }
  voice.hush();
  const failures =
    only !== null && fleet.failures.length === 0
      ? fleet.names.map((server) => ({ server, error: only }))
      : fleet.failures;
  const parts = missed.map(errorText);
  if (only !== null && fleet.failures.length === 0) missing(only);
  return { servers, failures, totals, historySince, missing: parts };
}

interface Reading {
  readonly filter: JobFilter;
  readonly excluded: readonly string[];
  readonly view: Viewpoint;
  readonly totals: Totals;
  readonly historySince: Instant;
  readonly missing: (error: VsiError) => void;
}

async function readServer(server: BackupServer, reading: Reading): Promise<CollectedServer> {
  const { filter, excluded, view, totals, historySince, missing } = reading;
  const asked = filter.askFor(server);
  const about = { name: server.name, product: server.product, apiVersion: server.apiVersion };
  if (asked === 'nothing') return { ...about, jobs: [], reasons: new Map() };
  const isExcluded = (job: Job): boolean => excluded.some((reference) => meansJob(reference, job));
  const jobs = (await readJobs(server)).filter((job) => isMeant(job, filter) && !isExcluded(job));
  const collector = createServerCollector(jobs, view, totals);
  const { jobs: wantedJobs, kinds, until } = filter.selection;
  const query = { ...ALL_SESSIONS, ...asked, kinds, since: historySince, until, statistics: true };
  // A server may deliver more than the time that it was asked for.
  const wanted = { ...EVERYTHING, jobs: wantedJobs, kinds, since: historySince };
  let isBegun = false;
  try {
    for await (const page of server.sessions(query)) {
      isBegun = true;
      for (const session of page) {
        const isOut = excluded.some((reference) => meansJobOf(reference, session));
        if (!isOut && isSelected(session, wanted)) collector.add(session);
      }
    }
  } catch (error) {
    // What nothing is known of is no part of a report; what is known in part is.
    if (!isPassing(error) || !isBegun) throw error;
    missing(error);
  }
  const collected = collector.end();
  const reasons = await readReasons(server, collected, missing);
  return { ...about, jobs: collected, reasons };
}

function isMeant(job: Job, { selection: { jobs, kinds } }: JobFilter): boolean {
  return (
    (kinds === null || isOfKind(job, kinds)) &&
    (jobs === null || jobs.some((wanted) => meansJob(wanted, job)))
  );
}

function isPassing(error: unknown): error is VsiError {
  return isVsiError(error) && error.code !== 'INTERRUPTED';
}

/** Why runs failed or warned, by their ids: of what is wrong now first, then of what was made good. */
async function readReasons(
  server: BackupServer,
  jobs: readonly CollectedJob[],
  missing: Reading['missing'],
): Promise<ReadonlyMap<string, Reasons>> {
  const sessions = new Map<string, Session>();
  for (const { health } of jobs) {
    for (const { concern, run } of health.findings) {
      const last = run?.attempts.at(-1);
      const hasReasons = concern === 'failed' || concern === 'warning' || concern === 'stopped';
      if (run !== null && last !== undefined && hasReasons) sessions.set(run.id, last);
    }
  }
  const failedBefore = jobs.flatMap(({ health, runs, ignoredBy }) => {
    if (ignoredBy !== null) return [];
    const ids = new Set(runs.filter(({ status }) => isFailure(status)).map(({ runId }) => runId));
    return (health.runs ?? []).filter(({ id }) => ids.has(id));
  });
  for (const run of failedBefore) {
    const last = run.attempts.at(-1);
    if (last !== undefined) sessions.set(run.id, last);
  }
  const asked = [...sessions].slice(0, MOST_RUNS_WITH_REASONS);
  const found = await Promise.all(
    asked.map(async ([id, session]) => {
      return [id, await reasonsOf(server, session, missing)] as const;
    }),
  );
  return new Map(found);
}

/** From the objects, which name who is concerned; else from the log; else what the session says. */
async function reasonsOf(
  server: BackupServer,
  session: Session,
  missing: Reading['missing'],
): Promise<Reasons> {
  const sources = [
    // VB365's objects have neither names nor reasons.
    ...(server.product === 'vb365' ? [] : [() => someOf(server.tasks(session), reasonOfTask)]),
    () => someOf(server.log(session, { levels: ['failed', 'warning'] }), reasonOfLog),
  ];
  for (const source of sources) {
    try {
      const found = await source();
      if (found.length > 0) return chooseReasons(found);
    } catch (error) {
      if (!isPassing(error)) throw error;
      // A session may be gone by now, and an old version has no objects: neither is a part missing.
      if (error.code !== 'NOT_FOUND' && error.code !== 'UNSUPPORTED') missing(error);
    }
  }
  const own = reasonOfSession(session);
  return own === null ? NO_REASONS : chooseReasons([own]);
}

async function someOf<T>(
  pages: Pages<T>,
  reasonOf: (item: T) => Statement | null,
): Promise<readonly Statement[]> {
  const found: Statement[] = [];
  for await (const page of pages) {
    for (const item of page) {
      const reason = reasonOf(item);
      if (reason !== null) found.push(reason);
    }
    if (found.length >= READ_REASONS) break;
  }
  return found;
}
