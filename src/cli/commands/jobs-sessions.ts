import { ALL_SESSIONS } from '../../servers/backup-server.ts';
import type { Verdict } from '../../analysis/baseline.ts';
import type { SessionSelection } from '../../model/selection.ts';
import type { Session } from '../../model/session.ts';
import { JOB_SESSION_RECORD } from '../../output/records/session.ts';
import { withFleet } from '../connection/connect.ts';
import type { Invocation } from '../invocation.ts';
import { chooseJob, readPlacedJobs } from '../sessions/job-choice.ts';
import { outputOptionsOf, printKeys } from '../printing/output-options.ts';
import { selectionOf } from '../sessions/selection-options.ts';
import { checkListing, printSessions, type SessionListing } from '../sessions/session-listing.ts';
import { JobHistory, markLimitsOf } from '../sessions/session-verdicts.ts';

/** `jobs sessions <job>` */
export async function run(invocation: Invocation): Promise<number> {
  if (printKeys(invocation, JOB_SESSION_RECORD)) return 0;
  await checkListing(invocation);
  const limits = markLimitsOf(invocation);
  const selection = selectionOf(invocation);
  const { format } = outputOptionsOf(invocation);
  return withFleet(invocation, async (connection) => {
    const placed = await readPlacedJobs(connection.fleet);
    const { server, job } = chooseJob(placed, invocation.argument ?? '');
    const query = { ...selection, jobId: job.id, statistics: true };
    const listing: SessionListing = {
      spec: JOB_SESSION_RECORD,
      selection: { ...selection, jobs: [job.id] },
      queryFor: (asked) => (asked === server ? query : null),
    };
    // Marks are for people only: the records stay as they are.
    if (format !== 'table' && format !== 'wide') {
      return printSessions(invocation, connection, listing);
    }
    const whole = { ...ALL_SESSIONS, jobId: job.id, statistics: true };
    const shared = isWhole(selection);
    const history = new JobHistory(
      server.sessions({ ...whole, until: selection.until }),
      // The list's own failures are told by whoever prints it.
      shared ? undefined : connection.missing,
    );
    try {
      const { markedSessions } = await import('../../output/screens/verdict.ts');
      const verdicts = new Map<Session, Verdict>();
      const judging = { limits, now: invocation.host.now() };
      return await printSessions(invocation, connection, {
        ...listing,
        spec: markedSessions(JOB_SESSION_RECORD, (session) => verdicts.get(session) ?? null),
        // The same list, unless the flags leave out what a session is compared with.
        ...(shared ? { pagesOf: () => history.pages() } : {}),
        prepare: async (sessions) => {
          for (const session of sessions) {
            verdicts.set(session, await history.verdictOf(session, judging));
          }
        },
      });
    } finally {
      await history.close();
    }
  });
}

function isWhole({ since, statuses, kinds }: SessionSelection): boolean {
  return since === null && statuses === null && kinds === null;
}
