import type { Job } from '../../model/job.ts';
import { compareText } from '../../model/order.ts';
import type { Status } from '../../model/status.ts';
import { JOB_RECORD } from '../../output/records/job.ts';
import { withFleet } from '../connection/connect.ts';
import { EXIT, exitCodeOfStatuses } from '../exit-codes.ts';
import { FLAGS } from '../flags.ts';
import type { Invocation } from '../invocation.ts';
import { jobPatternsOf } from '../sessions/job-patterns.ts';
import { readHistories } from '../sessions/job-sessions.ts';
import { printListing } from '../printing/listing.ts';
import { checkOutput, printKeys, stdoutSink, writerFor } from '../printing/output-options.ts';
import { limitOf, sortOf, statusesOf } from '../sessions/selection-options.ts';

/** `jobs list` */
export async function run(invocation: Invocation): Promise<number> {
  if (printKeys(invocation, JOB_RECORD)) return EXIT.done;
  const options = await checkOutput(invocation, JOB_RECORD);
  const sort = sortOf(invocation, JOB_RECORD);
  const limit = limitOf(invocation, Infinity);
  const wanted = statusesOf(invocation);
  const patterns = jobPatternsOf(invocation);
  return withFleet(invocation, async ({ fleet, voice, missing }) => {
    const answers = await fleet.gather(async (server) => {
      const jobs = await patterns.read(server);
      const histories = await readHistories(server, jobs, { now: invocation.host.now(), missing });
      return histories.map(({ job }) => job);
    });
    patterns.checkFound();
    const jobs = answers.flatMap(({ value }) => value).sort(byName);
    const sink = stdoutSink(invocation, voice);
    const statuses = new Set<Status>();
    const { printed } = await printListing({
      pages: onePage(jobs),
      isSelected: ({ lastStatus }) =>
        wanted === null || (lastStatus !== null && wanted.includes(lastStatus)),
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

async function* onePage(jobs: readonly Job[]): AsyncGenerator<readonly Job[]> {
  yield jobs;
}

function byName(a: Job, b: Job): number {
  return compareText(a.name, b.name) || compareText(a.server, b.server) || compareText(a.id, b.id);
}
