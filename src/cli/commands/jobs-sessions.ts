import { JOB_SESSION_RECORD } from '../../output/records/session.ts';
import { withFleet } from '../connect.ts';
import type { Invocation } from '../invocation.ts';
import { chooseJob, readPlacedJobs } from '../job-choice.ts';
import { printKeys } from '../output-options.ts';
import { selectionOf } from '../selection-options.ts';
import { checkListing, printSessions } from '../session-listing.ts';

/** `jobs sessions <job>` */
export async function run(invocation: Invocation): Promise<number> {
  if (printKeys(invocation, JOB_SESSION_RECORD)) return 0;
  await checkListing(invocation);
  const selection = selectionOf(invocation);
  return withFleet(invocation, async (connection) => {
    const placed = await readPlacedJobs(connection.fleet);
    const { server, job } = chooseJob(placed, invocation.argument ?? '');
    const query = { ...selection, jobId: job.id, statistics: true };
    return printSessions(invocation, connection, {
      spec: JOB_SESSION_RECORD,
      selection: { ...selection, jobs: [job.id] },
      queryFor: (asked) => (asked === server ? query : null),
    });
  });
}
