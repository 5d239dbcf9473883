/** Asks servers what a check needs to know, and no more. */
import { limitsOf, type AppliedLimits, type LimitSources } from '../../analysis/check-limits.ts';
import { runsNeeded, whyHistory } from '../../analysis/check-plan.ts';
import { failuresInRow, STRIP_LENGTH } from '../../analysis/job-history.ts';
import { healthOf, type JobHealth } from '../../analysis/health.ts';
import { ALL_RUNS, jobAsOf, type RunChoice } from '../../analysis/run-choice.ts';
import { sumInt64, type Int64 } from '../../model/int64.ts';
import { isVsiError, type VsiError } from '../../model/errors.ts';
import type { Job } from '../../model/job.ts';
import type { Session } from '../../model/session.ts';
import type { JudgedJob } from '../../monitoring/check-result.ts';
import type { BackupServer } from '../../servers/backup-server.ts';
import type { JobPatterns } from '../sessions/job-patterns.ts';
import { readHistories } from '../sessions/job-sessions.ts';
import type { CheckScope } from './check-scope.ts';

/** What jobs are judged with. */
export interface CheckTools {
  readonly patterns: JobPatterns;
  readonly sources: LimitSources;
  readonly scope: CheckScope;
  /** Notes that a part of what was asked is missing. */
  readonly missing: (failure: VsiError) => void;
  readonly debug: (line: string) => void;
}

/** What is known of one server's jobs so far. */
export interface ServerVerdicts {
  readonly judged: ReadonlyMap<string, JudgedJob>;
  readonly ignored: readonly JudgedJob[];
}

/** A job with its limits, and why more must be read of it. */
interface Candidate {
  readonly job: Job;
  readonly applied: AppliedLimits;
  readonly history: JudgedJob['history'];
}

/**
 * Up to so many jobs are asked for one by one: a page of each is less than the whole server's list of
 * 30 days. More are found in one list.
 */
const MOST_SINGLY = 8;

/**
 * Judges the jobs of a server: first by what it lists of them, then those for which that is not enough
 * by their sessions. What is known is handed over in between, so that a deadline finds it.
 */
export async function judgeJobs(
  server: BackupServer,
  tools: CheckTools,
  onKnown: (verdicts: ServerVerdicts) => void,
): Promise<void> {
  const { patterns, sources, scope, debug } = tools;
  const { moment, isPast } = scope;
  const listed = await patterns.read(server);
  const jobs = isPast ? listed.map((job) => jobAsOf(job, moment)) : listed;
  const isSingle = patterns.isSingle && jobs.length === 1;
  const candidates = jobs.map((job): Candidate => {
    const applied = limitsOf(job, sources);
    const reason = whyHistory(job, applied.limits, moment);
    return { job, applied, history: reason ?? (isSingle ? 'figures' : null) };
  });
  const judged = new Map<string, JudgedJob>();
  const ignored: JudgedJob[] = [];
  for (const candidate of candidates) {
    const verdict = judge(candidate, null, scope);
    if (candidate.applied.ignoredBy === null) judged.set(candidate.job.id, verdict);
    else ignored.push(verdict);
  }
  const verdicts = { judged, ignored };
  onKnown(verdicts);
  const unclear = candidates.filter(
    ({ history, applied }) => history !== null && applied.ignoredBy === null,
  );
  for (const { job, history } of unclear) {
    debug(`${server.name}: the sessions of “${job.name}” are read (${history ?? ''})`);
  }
  debug(`${server.name}: ${jobs.length} jobs, sessions of ${unclear.length} needed`);
  const groups = unclear.length <= MOST_SINGLY ? unclear.map((each) => [each]) : [unclear];
  await Promise.all(
    groups.map(async (group) => {
      for (const verdict of await withSessions(server, group, tools)) {
        judged.set(verdict.health.job.id, verdict);
      }
    }),
  );
  if (isSingle) await addFigures(server, judged, tools);
}

async function withSessions(
  server: BackupServer,
  group: readonly Candidate[],
  { scope, missing }: CheckTools,
): Promise<readonly JudgedJob[]> {
  const { moment: now, window, choice } = scope;
  const { singly } = choice;
  // Of a problem it is told since when it has been one.
  const told = group.some(({ history }) => history === 'problem') ? STRIP_LENGTH : 1;
  const runs = Math.max(told, ...group.map(({ applied }) => runsNeeded(applied.limits)));
  const jobs = group.map(({ job }) => job);
  const histories = await readHistories(server, jobs, { now, runs, window, singly, missing });
  return histories.map(({ job, sessions }, index) => {
    const candidate = group[index];
    if (candidate === undefined) throw new RangeError('a history without its job');
    // Where no session is left, what the server lists of the job still holds; of the past it says nothing.
    const isTold = candidate.history !== 'last-result' || scope.isPast;
    const isListOnly = (sessions ?? []).length === 0 && isTold;
    return isListOnly
      ? judge(candidate, null, scope)
      : judge({ ...candidate, job }, sessions, scope);
  });
}

function judge(
  { job, applied, history }: Candidate,
  sessions: readonly Session[] | null,
  { moment: now, choice }: CheckScope,
): JudgedJob {
  const health = withChosenRow(
    healthOf({ job, sessions }, { limits: applied.limits, now, choice }),
    choice,
  );
  return { health, applied, history, transferredBytes: transferredOf(health.lastRun?.attempts) };
}

/** The figure says what the verdict does: where not all runs are judged, the row is that of those. */
function withChosenRow(health: JobHealth, choice: RunChoice): JobHealth {
  const { job, runs } = health;
  if (choice === ALL_RUNS || runs === null) return health;
  return { ...health, job: { ...job, failuresInRow: failuresInRow(runs).length } };
}

/** All attempts together; null where none of them tells. */
function transferredOf(attempts: readonly Session[] = []): Int64 | null {
  return sumInt64(attempts.map(({ transferredBytes }) => transferredBytes));
}

/** The data of a single job's last run, where the list did not tell it; it is no verdict's business. */
async function addFigures(
  server: BackupServer,
  judged: Map<string, JudgedJob>,
  { debug }: CheckTools,
): Promise<void> {
  for (const [id, verdict] of judged) {
    const last = verdict.health.lastRun?.attempts.at(-1);
    if (last === undefined || verdict.transferredBytes !== null) continue;
    debug(`${server.name}: the data of session ${last.id} is read`);
    try {
      const { transferredBytes } = await server.session(last.id);
      judged.set(id, { ...verdict, transferredBytes });
    } catch (error) {
      if (!isVsiError(error) || error.code === 'INTERRUPTED') throw error;
      debug(`${server.name}: ${error.message}`);
    }
  }
}
