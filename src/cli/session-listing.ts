import { isSelected, type SessionSelection } from '../model/selection.ts';
import type { Session } from '../model/session.ts';
import type { Status } from '../model/status.ts';
import { SESSION_RECORD } from '../output/records/session.ts';
import type { BackupServer, SessionQuery } from '../servers/backup-server.ts';
import { EXIT, exitCodeOfStatuses } from './exit-codes.ts';
import { FLAGS } from './flags.ts';
import type { Invocation } from './invocation.ts';
import { printListing, type ListingResult } from './listing.ts';
import { outputOptionsOf, stdoutSink, writerFor } from './output-options.ts';
import { limitOf, sortOf } from './selection-options.ts';
import type { Voice } from './voice.ts';

/** Which sessions to print, already understood. */
export interface SessionListing {
  readonly selection: SessionSelection;
  /** What the server is asked; null = it need not be asked, nothing can match. */
  readonly query: SessionQuery | null;
}

/** Prints a list of sessions as the flags say; the body of `session list` and `jobs sessions`. */
export async function printSessions(
  invocation: Invocation,
  { server, voice }: { readonly server: BackupServer; readonly voice: Voice },
  { selection, query }: SessionListing,
): Promise<number> {
  const sink = stdoutSink(invocation, voice);
  const limit = limitOf(invocation);
  const statuses = new Set<Status>();
  const result = await printListing({
    pages: query === null ? noPages() : server.sessions(query),
    isSelected: (session) => isSelected(session, selection),
    limit,
    sort: sortOf(invocation, SESSION_RECORD),
    writer: await writerFor(invocation, {
      spec: SESSION_RECORD,
      options: outputOptionsOf(invocation),
      sink,
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
