import type { Job } from '../../model/job.ts';
import { compareText } from '../../model/order.ts';
import { overlaps, windowOn, type WindowBounds } from '../../model/selection.ts';
import { isLive, type Status } from '../../model/status.ts';
import { JOB_RECORD } from '../../output/records/job.ts';
import { withFleet } from '../connection/connect.ts';
import { EXIT, exitCodeOfStatuses } from '../exit-codes.ts';
import { FLAGS } from '../flags.ts';
import type { Invocation } from '../invocation.ts';
import { jobPatternsOf } from '../sessions/job-patterns.ts';
import { readHistories } from '../sessions/job-sessions.ts';
import { printListing } from '../printing/listing.ts';
import { checkOutput, printKeys, stdoutSink, writerFor } from '../printing/output-options.ts';
import { windowOf } from '../printing/time-zone.ts';
import { runSelectionOf } from '../sessions/run-selection.ts';
import { limitOf, sortOf } from '../sessions/selection-options.ts';

/** `jobs list` */
export async function run(invocation: Invocation): Promise<number> {
  if (printKeys(invocation, JOB_RECORD)) return EXIT.done;
  const options = await checkOutput(invocation, JOB_RECORD);
  const sort = sortOf(invocation, JOB_RECORD);
  const limit = limitOf(invocation, Infinity);
  const window = windowOf(invocation);
  const { last, singly, statuses: wanted } = runSelectionOf(invocation);
  const patterns = jobPatternsOf(invocation);
  return withFleet(invocation, async ({ fleet, voice, missing }) => {
    const answers = await fleet.gather(async (server) => {
      const jobs = await patterns.read(server);
      const now = invocation.host.now();
      const histories = await readHistories(server, jobs, { now, singly, missing });
      return histories.map(({ job }) => withStripOf(job, last));
    });
    patterns.checkFound();
    const jobs = answers.flatMap(({ value }) => value).sort(byName);
    const sink = stdoutSink(invocation, voice);
    const statuses = new Set<Status>();
    const { printed } = await printListing({
      pages: onePage(jobs),
      isSelected: (job) => isLastRunIn(job, window) && isLastResult(job, wanted),
      limit,
      sort,
      writer: await writerFor(invocation, {
        spec: JOB_RECORD,
        options,
        sink,
        showServer: fleet.size > 1,
      }),
      sink,
      onRow: ({ lastStatus }) => {
        if (lastStatus !== null) statuses.add(lastStatus);
      },
    });
    if (printed === 0 && invocation.terminal.stdoutIsTerminal) voice.notice('No job matches.');
    return invocation.flags.isOn(FLAGS.exitStatus) ? exitCodeOfStatuses(statuses) : EXIT.done;
  });
}

/** The strip shortened to the newest so many runs. */
function withStripOf(job: Job, last: number): Job {
  return { ...job, recentStatuses: job.recentStatuses?.slice(0, last) ?? null };
}

/** Whether the last run of the job is of the window, on the clock of its server. */
function isLastRunIn(job: Job, bounds: WindowBounds): boolean {
  const { since, until } = windowOn(bounds, job.utcOffsetMinutes ?? null);
  if (since === null && until === null) return true;
  const { lastRunAt, lastDurationSeconds, lastStatus, running } = job;
  if (lastRunAt === null) return false;
  const lives = running === true || (lastStatus !== null && isLive(lastStatus));
  // Of a run that is over, but nobody knows for how long, it is known when it began.
  const endedAt = lives ? null : lastRunAt + (lastDurationSeconds ?? 0) * 1000;
  return overlaps({ createdAt: lastRunAt, endedAt }, { since, until });
}

function isLastResult({ lastStatus }: Job, wanted: readonly Status[] | null): boolean {
  return wanted === null || (lastStatus !== null && wanted.includes(lastStatus));
}

async function* onePage(jobs: readonly Job[]): AsyncGenerator<readonly Job[]> {
  yield jobs;
}

function byName(a: Job, b: Job): number {
  return compareText(a.name, b.name) || compareText(a.server, b.server) || compareText(a.id, b.id);
}
