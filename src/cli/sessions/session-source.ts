import { DAY } from '../../model/duration.ts';
import type { VsiError } from '../../model/errors.ts';
import { isVsiError } from '../../model/errors.ts';
import type { Instant } from '../../model/instant.ts';
import { newestFirst } from '../../model/order.ts';
import { isSelected, type SessionSelection, type TimeWindow } from '../../model/selection.ts';
import type { Session } from '../../model/session.ts';
import { formatDateTime } from '../../output/units.ts';
import { ALL_SESSIONS, type BackupServer, type Pages } from '../../servers/backup-server.ts';
import type { Fleet } from '../../servers/fleet.ts';
import { withFleet } from '../connection/connect.ts';
import { FLAGS } from '../flags.ts';
import type { Invocation } from '../invocation.ts';
import { singleZoneOf } from '../printing/time-zone.ts';
import type { Voice } from '../terminal/voice.ts';
import { filterByJob, type JobFilter } from './job-filter.ts';
import { selectionOfLength } from './selection-options.ts';

/** The kinds that statistics count unless --kind says otherwise (contract section 2). */
export const JOB_KINDS: readonly string[] = ['backup', 'copy', 'replica', 'archive'];

/** What an analysis needs of its sessions. */
export interface SessionPlan {
  /** How many days the window has, up to --until or now, where --since does not say when it begins. */
  readonly days: number;
  /** Whether rates, sizes and bottlenecks are needed, which may take further requests. */
  readonly statistics: boolean;
}

/** The sessions that an analysis is about, wherever they come from. */
export interface SelectedSessions {
  /** All that the flags select but for --status and --last, newest first. */
  readonly pages: Pages<Session>;
  /** The time that is looked at; a lower bound there always is. */
  readonly window: TimeWindow & { readonly since: Instant };
  readonly severalServers: boolean;
  readonly voice: Voice;
  /** Where the sessions are from, for further questions. */
  readonly fleet: Fleet;
  /** Notes that a part of what was asked is missing. */
  readonly missing: (failure: VsiError) => void;
  /** The same session with all that can be known of it, the stages' loads included. */
  readonly inFull: (session: Session) => Promise<Session>;
  /** To be called behind the last page: says where a server's sessions begin later than the window. */
  readonly sayWhereHistoryBegins: () => Promise<void>;
}

/**
 * Lets an analysis work with the sessions that the flags select. All commands that analyse get their
 * sessions here and nowhere else.
 */
export async function withSessions(
  invocation: Invocation,
  plan: SessionPlan,
  work: (sessions: SelectedSessions) => Promise<number>,
): Promise<number> {
  const wanted = windowed(invocation, plan);
  return withFleet(invocation, async ({ fleet, voice, missing }) => {
    const filter = await filterByJob(wanted, fleet);
    const { selection, askFor } = filter;
    const begun = new Map<BackupServer, Instant>();
    const pages = fleet.merge(
      (server) => {
        const asked = askFor(server);
        if (asked === 'nothing') return noPages();
        begun.set(server, Infinity);
        const { statistics } = plan;
        return noting(server.sessions({ ...selection, ...asked, statistics }), server, begun);
      },
      { compare: newestFirst, idOf: ({ server, id }) => `${server}/${id}` },
    );
    return work({
      pages: selected(pages, selection),
      window: { since: wanted.since, until: wanted.until },
      severalServers: fleet.size > 1,
      voice,
      fleet,
      missing,
      inFull: (session) => inFull(fleet, session, missing),
      sayWhereHistoryBegins: () =>
        sayWhereHistoryBegins({ invocation, fleet, filter, voice, begun, since: wanted.since }),
    });
  });
}

/** What the flags select, with the analysis' own window and kinds where they do not say. @throws USAGE */
function windowed(
  invocation: Invocation,
  { days }: SessionPlan,
): SessionSelection & { readonly since: Instant } {
  const given = selectionOfLength(invocation, days * DAY);
  // A failed session may be one that a retry made good: --status is about runs.
  return { ...given, statuses: null, kinds: given.kinds ?? JOB_KINDS };
}

async function* selected(
  pages: Pages<Session>,
  selection: SessionSelection,
): AsyncGenerator<readonly Session[]> {
  for await (const page of pages) yield page.filter((session) => isSelected(session, selection));
}

/** Notes when the oldest session began that the server delivered, selected or not. */
async function* noting(
  pages: Pages<Session>,
  server: BackupServer,
  begun: Map<BackupServer, Instant>,
): AsyncGenerator<readonly Session[]> {
  for await (const page of pages) {
    let oldest = begun.get(server) ?? Infinity;
    for (const { createdAt } of page) oldest = Math.min(oldest, createdAt ?? Infinity);
    begun.set(server, oldest);
    yield page;
  }
}

async function* noPages(): AsyncGenerator<readonly Session[]> {
  yield* [];
}

/** A session that cannot be had in full stays as it is; unless it is gone, that is noted. */
async function inFull(
  fleet: Fleet,
  session: Session,
  missing: (failure: VsiError) => void,
): Promise<Session> {
  const answers = await fleet.gather(async (server) => {
    if (server.name !== session.server) return null;
    return unlessRefused(server.session(session.id), (error) => {
      if (error.code !== 'NOT_FOUND') missing(error);
    });
  });
  return answers.map(({ value }) => value).find((value) => value !== null) ?? session;
}

/** The answer to a question beside the main one: null where it fails. */
async function unlessRefused<T>(
  question: Promise<T>,
  onFailure: (error: VsiError) => void = () => undefined,
): Promise<T | null> {
  try {
    return await question;
  } catch (error) {
    if (!isVsiError(error) || error.code === 'INTERRUPTED') throw error;
    onFailure(error);
    return null;
  }
}

interface History {
  readonly invocation: Invocation;
  readonly fleet: Fleet;
  readonly filter: JobFilter;
  readonly voice: Voice;
  /** The start of the oldest session that each server delivered; Infinity where it had none. */
  readonly begun: ReadonlyMap<BackupServer, Instant>;
  readonly since: Instant;
}

/**
 * A server that delivered nothing from before the window may have filtered, or may know nothing
 * older: whether there is an older session is one more question, asked only then.
 */
async function sayWhereHistoryBegins(history: History): Promise<void> {
  const { invocation, fleet, filter, voice, begun, since } = history;
  const zone = singleZoneOf(invocation);
  const answers = await fleet.gather(async (server) => {
    const oldest = begun.get(server);
    const asked = filter.askFor(server);
    if (oldest === undefined || !Number.isFinite(oldest) || oldest < since) return null;
    if (asked === 'nothing') return null;
    const query = { ...ALL_SESSIONS, ...asked, until: since };
    return (await unlessRefused(hasBegunBefore(server.sessions(query), since))) === false
      ? { oldest, ofJob: asked.jobId !== null }
      : null;
  });
  for (const { server, value } of answers) {
    if (value === null) continue;
    const begin = formatDateTime(value.oldest, zone);
    const whose = value.ofJob ? 'the history of the job' : 'its history';
    voice.notice(
      `${server.name}: ${whose} begins at ${begin}, later than ${
        invocation.flags.text(FLAGS.since) === undefined ? 'the window' : '--since'
      }`,
    );
  }
}

async function hasBegunBefore(pages: Pages<Session>, since: Instant): Promise<boolean> {
  for await (const page of pages) {
    if (page.some(({ createdAt }) => createdAt !== null && createdAt < since)) return true;
  }
  return false;
}
