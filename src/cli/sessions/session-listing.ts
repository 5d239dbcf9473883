import { newestRuns } from '../../analysis/newest-runs.ts';
import { newestFirst } from '../../model/order.ts';
import { isSelected, type SessionSelection } from '../../model/selection.ts';
import type { Session } from '../../model/session.ts';
import type { Status } from '../../model/status.ts';
import type { RecordSpec } from '../../output/records/field.ts';
import { SESSION_RECORD } from '../../output/records/session.ts';
import type { BackupServer, Pages, SessionQuery } from '../../servers/backup-server.ts';
import type { Connection } from '../connection/connect.ts';
import { EXIT, exitCodeOfStatuses } from '../exit-codes.ts';
import { FLAGS } from '../flags.ts';
import type { Invocation } from '../invocation.ts';
import { printListing, type ListingResult } from '../printing/listing.ts';
import { checkOutput, outputOptionsOf, stdoutSink, writerFor } from '../printing/output-options.ts';
import type { Voice } from '../terminal/voice.ts';
import { runSelectionOf, type RunSelection } from './run-selection.ts';
import { limitOf, sortOf } from './selection-options.ts';

/** Which sessions to print, already understood. */
export interface SessionListing {
  readonly selection: SessionSelection;
  /** How the records are printed: with or without the job they all belong to. */
  readonly spec: RecordSpec<Session>;
  /** What a server is asked; null = it need not be asked, nothing of it can match. */
  readonly queryFor: (server: BackupServer) => SessionQuery | null;
  /** Where the sessions come from; the server itself unless given. */
  readonly pagesOf?: (server: BackupServer, query: SessionQuery) => Pages<Session>;
  /** Called with what is about to be printed, before it is. */
  readonly prepare?: (sessions: readonly Session[]) => Promise<void>;
}

/** Finds wrong flags before a server is asked. @throws USAGE */
export async function checkListing(invocation: Invocation): Promise<void> {
  await checkOutput(invocation, SESSION_RECORD);
  limitOf(invocation);
  sortOf(invocation, SESSION_RECORD);
  runSelectionOf(invocation);
}

/** Prints a list of sessions as the flags say; the body of `session list` and `jobs sessions`. */
export async function printSessions(
  invocation: Invocation,
  { fleet, voice }: Connection,
  { spec, selection, queryFor, pagesOf = pagesOfServer, prepare }: SessionListing,
): Promise<number> {
  const sink = stdoutSink(invocation, voice);
  const limit = limitOf(invocation);
  const statuses = new Set<Status>();
  const sort = sortOf(invocation, spec);
  const runs = runSelectionOf(invocation);
  const merged = fleet.merge(
    (server) => {
      const query = queryFor(server);
      return query === null ? noPages() : pagesOf(server, whole(query, runs));
    },
    { compare: newestFirst, idOf: ({ server, id }) => `${server}/${id}` },
  );
  const pages = ofNewestRuns(merged, selection, runs);
  const isMeant = (session: Session): boolean => isSelected(session, selection);
  const result = await printListing({
    pages:
      prepare === undefined
        ? pages
        : prepared(pages, { prepare, isMeant, most: sort === null ? limit : Infinity }),
    isSelected: isMeant,
    limit,
    sort,
    writer: await writerFor(invocation, {
      spec,
      options: outputOptionsOf(invocation),
      sink,
      mayWait: true,
      voice,
      // One job's sessions are all from one server.
      showServer: fleet.size > 1 && spec.columns.some(({ key }) => key === 'jobName'),
    }),
    sink,
    onRow: ({ status }) => statuses.add(status),
  });
  sayWhatIsMissing(invocation, voice, { ...result, limit });
  return invocation.flags.isOn(FLAGS.exitStatus) ? exitCodeOfStatuses(statuses) : EXIT.done;
}

/** The newest runs are the newest whatever came of them: all sessions are needed to tell which these are. */
function whole(query: SessionQuery, { last }: RunSelection): SessionQuery {
  return last === Infinity ? query : { ...query, statuses: null };
}

/** The sessions of the newest so many runs of each job, of those that are selected but for --status. */
async function* ofNewestRuns(
  pages: Pages<Session>,
  selection: SessionSelection,
  { last, singly }: RunSelection,
): AsyncGenerator<readonly Session[]> {
  if (last === Infinity) {
    yield* pages;
    return;
  }
  const isOfThem = newestRuns(last, singly);
  const others = { ...selection, statuses: null };
  for await (const page of pages) {
    yield page.filter((session) => isSelected(session, others) && isOfThem(session));
  }
}

function pagesOfServer(server: BackupServer, query: SessionQuery): Pages<Session> {
  return server.sessions(query);
}

interface Preparation {
  readonly prepare: (sessions: readonly Session[]) => Promise<void>;
  readonly isMeant: (session: Session) => boolean;
  /** How many are printed at the most. */
  readonly most: number;
}

async function* prepared(
  pages: Pages<Session>,
  { prepare, isMeant, most }: Preparation,
): AsyncGenerator<readonly Session[]> {
  let left = most;
  for await (const page of pages) {
    const printed = page.filter(isMeant).slice(0, left);
    left -= printed.length;
    await prepare(printed);
    yield page;
  }
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
