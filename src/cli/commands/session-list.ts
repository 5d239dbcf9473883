import { namesJob, type SessionSelection } from '../../model/selection.ts';
import { SESSION_RECORD } from '../../output/records/session.ts';
import type { SessionQuery } from '../../servers/backup-server.ts';
import type { Fleet } from '../../servers/fleet.ts';
import { FLAGS } from '../flags.ts';
import { withFleet } from '../connect.ts';
import type { Invocation } from '../invocation.ts';
import { chooseJob, isUuid, readPlacedJobs, type PlacedJob } from '../job-choice.ts';
import { printKeys } from '../output-options.ts';
import { selectionOf } from '../selection-options.ts';
import { checkListing, printSessions, type SessionListing } from '../session-listing.ts';

/** `session list` */
export async function run(invocation: Invocation): Promise<number> {
  if (printKeys(invocation, SESSION_RECORD)) return 0;
  await checkListing(invocation);
  const selection = selectionOf(invocation);
  const statistics = invocation.flags.words(FLAGS.with, true) !== null;
  return withFleet(invocation, async (connection) =>
    printSessions(
      invocation,
      connection,
      await listingOf({ ...selection, statistics }, connection.fleet),
    ),
  );
}

/** Turns job names into ids, so that a server can filter where only one of its jobs is meant. */
async function listingOf(
  selection: SessionSelection & { readonly statistics: boolean },
  fleet: Fleet,
): Promise<SessionListing> {
  const query: SessionQuery = { ...selection, jobId: null };
  if (selection.jobs === null) return { spec: SESSION_RECORD, selection, queryFor: () => query };
  const chosen = chooseJobs(await readPlacedJobs(fleet), selection.jobs);
  return {
    spec: SESSION_RECORD,
    selection: { ...selection, jobs: [...chosen.ids, ...chosen.open] },
    queryFor: (server) => {
      const ids = chosen.placed.filter((entry) => entry.server === server).map(({ job }) => job.id);
      const [only, ...others] = ids;
      if (chosen.open.length > 0 || others.length > 0) return query;
      return only === undefined ? null : { ...query, jobId: only };
    },
  };
}

/** What `--job` values mean. */
interface ChosenJobs {
  readonly placed: readonly PlacedJob[];
  readonly ids: readonly string[];
  /** What may also mean jobs that are listed no more: patterns and ids. */
  readonly open: readonly string[];
}

/**
 * A pattern may match nothing; what is no pattern must be a job, unless it has the form of an id: it
 * may be one of a job that is gone while its sessions are not.
 *
 * @throws NOT_FOUND, USAGE as chooseJob
 */
function chooseJobs(jobs: readonly PlacedJob[], wanted: readonly string[]): ChosenJobs {
  const placed = wanted.flatMap((reference) => {
    const matches = jobs.filter(({ job }) => namesJob(reference, job.id, job.name));
    if (matches.length > 0 || reference.includes('*') || isUuid(reference)) return matches;
    return [chooseJob(jobs, reference)];
  });
  const unlisted = (reference: string): boolean =>
    reference.includes('*') ||
    (isUuid(reference) && !placed.some(({ job }) => namesJob(reference, job.id, null)));
  return { placed, ids: placed.map(({ job }) => job.id), open: wanted.filter(unlisted) };
}
