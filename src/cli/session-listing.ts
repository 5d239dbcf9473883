import { newestFirst } from '../model/order.ts';
import { isSelected, type SessionSelection } from '../model/selection.ts';
import type { Session } from '../model/session.ts';
import type { Status } from '../model/status.ts';
import type { RecordSpec } from '../output/records/field.ts';
import { JOB_SESSION_RECORD, SESSION_RECORD } from '../output/records/session.ts';
import type { BackupServer, SessionQuery } from '../servers/backup-server.ts';
import type { Connection } from './connect.ts';
import { EXIT, exitCodeOfStatuses } from './exit-codes.ts';
import { FLAGS } from './flags.ts';
import type { Invocation } from './invocation.ts';
import { printListing, type ListingResult } from './listing.ts';
import { checkOutput, outputOptionsOf, stdoutSink, writerFor } from './output-options.ts';
import { limitOf, sortOf } from './selection-options.ts';
import type { Voice } from './voice.ts';

/** Which sessions to print, already understood. */
export interface SessionListing {
  readonly selection: SessionSelection;
  /** How the records are printed: with or without the job they all belong to. */
  readonly spec: RecordSpec<Session>;
  /** What a server is asked; null = it need not be asked, nothing of it can match. */
  readonly queryFor: (server: BackupServer) => SessionQuery | null;
}

/** Finds wrong flags before a server is asked. @throws USAGE */
export async function checkListing(invocation: Invocation): Promise<void> {
  await checkOutput(invocation, SESSION_RECORD);
  limitOf(invocation);
  sortOf(invocation, SESSION_RECORD);
}

/** Prints a list of sessions as the flags say; the body of `session list` and `jobs sessions`. */
export async function printSessions(
  invocation: Invocation,
  { fleet, voice }: Connection,
  { spec, selection, queryFor }: SessionListing,
): Promise<number> {
  const sink = stdoutSink(invocation, voice);
  const limit = limitOf(invocation);
  const statuses = new Set<Status>();
  const result = await printListing({
    pages: fleet.merge(
      (server) => {
        const query = queryFor(server);
        return query === null ? noPages() : server.sessions(query);
      },
      { compare: newestFirst, idOf: ({ server, id }) => `${server}/${id}` },
    ),
    isSelected: (session) => isSelected(session, selection),
    limit,
    sort: sortOf(invocation, spec),
    writer: await writerFor(invocation, {
      spec,
      options: outputOptionsOf(invocation),
      sink,
      // One job's sessions are all from one server.
      showServer: fleet.size > 1 && spec !== JOB_SESSION_RECORD,
    }),
    sink,
    onRow: ({ status }) => statuses.add(status),
  });
  sayWhatIsMissing(invocation, voice, { ...result, limit });
  return invocation.flags.isOn(FLAGS.exitStatus) ? exitCodeOfStatuses(statuses) : EXIT.done;
}

async function* noPages(): AsyncGenerator<readonly Session[]> {
  yield* [];
}

/** A cut list says so; an empty one says so to a person, who would else wonder. */
function sayWhatIsMissing(
  { terminal, flags }: Invocation,
  voice: Voice,
  { printed, more, limit }: ListingResult & { readonly limit: number },
): void {
  const which = flags.text(FLAGS.sort) === undefined ? 'newest' : 'first';
  if (more !== 'no') {
    const exist = more === 'yes' ? 'more exist' : 'more may exist';
    voice.notice(`${limit} ${which} shown, ${exist}: --limit 0`);
  }
  if (printed === 0 && terminal.stdoutIsTerminal) voice.notice('No session matches.');
}
