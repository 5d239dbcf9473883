import { SESSION_RECORD } from '../../output/records/session.ts';
import { withServer } from '../connect.ts';
import type { Invocation } from '../invocation.ts';
import { chooseJob, readJobs } from '../job-choice.ts';
import { printKeys } from '../output-options.ts';
import { selectionOf } from '../selection-options.ts';
import { printSessions } from '../session-listing.ts';

/** `jobs sessions <job>` */
export async function run(invocation: Invocation): Promise<number> {
  if (printKeys(invocation, SESSION_RECORD)) return 0;
  const selection = selectionOf(invocation);
  return withServer(invocation, async (connection) => {
    const { server } = connection;
    const job = chooseJob(await readJobs(server), invocation.argument ?? '', server.name);
    return printSessions(invocation, connection, {
      selection: { ...selection, jobs: [job.id] },
      query: { ...selection, jobId: job.id, statistics: true },
    });
  });
}
