import { SESSION_RECORD } from '../../output/records/session.ts';
import { FLAGS } from '../flags.ts';
import { withFleet } from '../connection/connect.ts';
import type { Invocation } from '../invocation.ts';
import { filterByJob } from '../sessions/job-filter.ts';
import { printKeys } from '../printing/output-options.ts';
import { selectionOf } from '../sessions/selection-options.ts';
import { checkListing, printSessions } from '../sessions/session-listing.ts';

/** `session list` */
export async function run(invocation: Invocation): Promise<number> {
  if (printKeys(invocation, SESSION_RECORD)) return 0;
  await checkListing(invocation);
  const wanted = selectionOf(invocation);
  const statistics = invocation.flags.words(FLAGS.with, true) !== null;
  return withFleet(invocation, async (connection) => {
    const { selection, askFor } = await filterByJob(wanted, connection.fleet);
    return printSessions(invocation, connection, {
      spec: SESSION_RECORD,
      selection,
      queryFor: (server) => {
        const asked = askFor(server);
        return asked === 'nothing' ? null : { ...selection, ...asked, statistics };
      },
    });
  });
}
