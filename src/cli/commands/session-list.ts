import type { SessionSelection } from '../../model/selection.ts';
import { SESSION_RECORD } from '../../output/records/session.ts';
import type { BackupServer } from '../../servers/backup-server.ts';
import { withServer } from '../connect.ts';
import type { Invocation } from '../invocation.ts';
import { chooseJobs, readJobs } from '../job-choice.ts';
import { printKeys } from '../output-options.ts';
import { selectionOf } from '../selection-options.ts';
import { printSessions, type SessionListing } from '../session-listing.ts';

/** `session list` */
export async function run(invocation: Invocation): Promise<number> {
  if (printKeys(invocation, SESSION_RECORD)) return 0;
  const selection = selectionOf(invocation);
  return withServer(invocation, async (connection) =>
    printSessions(invocation, connection, await listingOf(selection, connection.server)),
  );
}

/** Turns job names into ids, so that the server can filter where only one job is meant. */
async function listingOf(
  selection: SessionSelection,
  server: BackupServer,
): Promise<SessionListing> {
  const query = { ...selection, jobId: null, statistics: false };
  if (selection.jobs === null) return { selection, query };
  const ids = chooseJobs(await readJobs(server), selection.jobs, server.name).map(({ id }) => id);
  const [only, ...others] = ids;
  // Patterns stay: they may match the names of jobs that only sessions tell of.
  const patterns = selection.jobs.filter((reference) => reference.includes('*'));
  if (only === undefined && patterns.length === 0) return { selection, query: null };
  return {
    selection: { ...selection, jobs: [...ids, ...patterns] },
    query:
      only !== undefined && others.length === 0 && patterns.length === 0
        ? { ...query, jobId: only }
        : query,
  };
}
