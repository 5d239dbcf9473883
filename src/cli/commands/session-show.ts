import type { Verdict } from '../../analysis/baseline.ts';
import { isVsiError, VsiError } from '../../model/errors.ts';
import type { LogLevel, LogRecord } from '../../model/log-record.ts';
import type { Session } from '../../model/session.ts';
import { SESSION_RECORD } from '../../output/records/session.ts';
import { drawSession, type SessionView } from '../../output/screens.ts';
import type { TextSink } from '../../output/sink.ts';
import { ALL_SESSIONS, type BackupServer } from '../../servers/backup-server.ts';
import { collect } from '../../servers/lists/list.ts';
import { withPagedFleet } from '../connection/paged-fleet.ts';
import { childSessions } from '../sessions/child-sessions.ts';
import { EXIT, exitCodeOfStatuses } from '../exit-codes.ts';
import { FLAGS } from '../flags.ts';
import type { Invocation } from '../invocation.ts';
import { readJobs } from '../sessions/job-choice.ts';
import {
  isDrawn,
  checkOutput,
  printKeys,
  printRecord,
  screenOf,
} from '../printing/output-options.ts';
import { chooseSession, type PlacedSession } from '../sessions/session-choice.ts';
import { JobHistory, markLimitsOf } from '../sessions/session-verdicts.ts';
import { within } from '../within.ts';

const PROBLEMS: readonly LogLevel[] = ['warning', 'failed'];

/** `session show <session>`: the panes for a person, the record for a program. */
export async function run(invocation: Invocation): Promise<number> {
  if (printKeys(invocation, SESSION_RECORD)) return EXIT.done;
  const options = await checkOutput(invocation, SESSION_RECORD);
  markLimitsOf(invocation);
  return withPagedFleet(invocation, async ({ fleet }, sink) => {
    const placed = await chooseSession(invocation, fleet);
    const { session } = placed;
    if (isDrawn(options)) {
      await drawInFull(invocation, sink, placed);
    } else {
      await printRecord(invocation, { spec: SESSION_RECORD, options, sink }, session);
    }
    return invocation.flags.isOn(FLAGS.exitStatus)
      ? exitCodeOfStatuses([session.status])
      : EXIT.done;
  });
}

/**
 * Draws the session with all that can be had of it.
 *
 * @param patience how long each part may take, in milliseconds, 0 asks for none of them, and what is missing
 *   then is said in the picture alone; null: as long as it takes
 * @throws PARTIAL after drawing, when a part that the server should have could not be read
 */
export async function drawInFull(
  invocation: Invocation,
  sink: TextSink,
  { server, session, patience = null }: PlacedSession & { readonly patience?: number | null },
): Promise<void> {
  const part = <T>(read: () => Promise<T>): Promise<Part<T>> => {
    return partOf(patience === null ? read() : inTime(invocation, read, patience));
  };
  const [job, problems, tasks, verdict, children] = await Promise.all([
    part(async () => (await readJobs(server)).find(({ id }) => id === session.jobId) ?? null),
    part(async () => onlyProblems(await collect(server.log(session, { levels: PROBLEMS })))),
    part(() => collect(server.tasks(session))),
    part(() => verdictOf(invocation, server, session)),
    part(() => childSessions(server, session)),
  ]);
  const missing = [problems, tasks, job, verdict, children]
    .map(({ error }) => error)
    .filter((error) => error !== null);
  const view: SessionView = {
    session,
    job: job.value,
    problems: problems.value,
    tasks: tasks.value,
    verdict: verdict.value,
    children: children.value,
    notes: [
      ...new Set(
        missing.filter(({ code }) => code !== 'UNSUPPORTED').map(({ message }) => message),
      ),
    ],
  };
  await sink.write(await drawSession(view, await screenOf(invocation)));
  const failed = missing.find(({ code }) => code !== 'UNSUPPORTED');
  if (failed === undefined || patience !== null) return;
  throw new VsiError('PARTIAL', `parts are missing: ${failed.message}`, {
    where: failed.where,
    cause: failed,
  });
}

/** How the session stands to the job's runs before it; null where it belongs to no job. */
async function verdictOf(
  invocation: Invocation,
  server: BackupServer,
  session: Session,
): Promise<Verdict | null> {
  const { jobId, createdAt } = session;
  if (jobId === null || createdAt === null) return null;
  const query = { ...ALL_SESSIONS, jobId, until: createdAt, statistics: true };
  const failures: VsiError[] = [];
  const history = new JobHistory(server.sessions(query), (failure) => failures.push(failure));
  try {
    const judging = { limits: markLimitsOf(invocation), now: invocation.host.now() };
    const verdict = await history.verdictOf(session, judging);
    if (failures[0] !== undefined) throw failures[0];
    return verdict;
  } finally {
    await history.close();
  }
}

/** One part of the picture, or why it is missing. */
interface Part<T> {
  readonly value: T | null;
  readonly error: VsiError | null;
}

async function partOf<T>(reading: Promise<T>): Promise<Part<T>> {
  try {
    return { value: await reading, error: null };
  } catch (error) {
    if (isVsiError(error) && error.code !== 'INTERRUPTED') return { value: null, error };
    throw error;
  }
}

/** @throws TIMEOUT for what is late */
async function inTime<T>(
  { host }: Invocation,
  read: () => Promise<T>,
  patience: number,
): Promise<T> {
  const value = async () => ({ value: await read() });
  const found = patience === 0 ? null : await within(patience, value(), host);
  if (found !== null) return found.value;
  throw new VsiError('TIMEOUT', 'the server was too slow for what else there is to show');
}

function onlyProblems(records: readonly LogRecord[]): readonly LogRecord[] {
  return records.filter(({ level }) => PROBLEMS.includes(level));
}
