/** The session lists of a VBR server: what to ask for, and how to put it together. */
import { append } from '../../model/append.ts';
import { DAY } from '../../model/duration.ts';
import { formatInstant } from '../../model/instant.ts';
import { newestFirst } from '../../model/order.ts';
import { isOfKind, overlaps } from '../../model/selection.ts';
import type { Session } from '../../model/session.ts';
import { isLive, type Status } from '../../model/status.ts';
import type { Pages, SessionQuery } from '../backup-server.ts';
import type { ServerEnvironment } from '../environment.ts';
import { withSource, type ItemReader, type ListTools } from '../lists/list.ts';
import { inOrder } from '../lists/in-order.ts';
import { mergePages } from '../lists/merge.ts';
import { inTurn, tolerant } from '../lists/parts.ts';
import type { JobDirectory } from './job-directory.ts';
import { BY_CREATION, readList, type Filters } from './list.ts';
import { isOfOneList } from './refusal.ts';
import type { ServerOffsets } from './server-offsets.ts';
import { toSession } from './session.ts';
import { mayExist, typesToAskFor } from './session-kinds.ts';
import type { VbrRevision } from './versions.ts';

/** What reading sessions needs. */
export interface SessionListsOptions {
  readonly tools: ListTools;
  readonly revision: VbrRevision;
  /** The server's name, for records. */
  readonly server: string;
  readonly directory: () => Promise<JobDirectory>;
  readonly offsets: ServerOffsets;
  readonly missing: ServerEnvironment['missing'];
}

/** The sessions of one server. */
export interface SessionLists {
  /** What a query asks for, newest first, each once; without the statistics it may ask for. */
  readonly sessions: (query: SessionQuery) => Pages<Session>;
  /**
   * The newest sessions: the first page, and what else was created in the two days before the newest,
   * 10,000 at the most. Log backups alone may be a thousand a day.
   */
  readonly newest: (jobs: JobDirectory) => Promise<readonly Session[]>;
  /** Makes records of one of the two routes' items. */
  readonly readerFor: (path: string, jobs: JobDirectory) => ItemReader<Session>;
}

export const SESSIONS = '/api/v1/sessions';
export const AUTOMATION_SESSIONS = '/api/v1/automation/sessions';

/** `resultFilter`'s words; sessions with any of them may have been cancelled, too. */
const RESULT_WORDS: ReadonlyMap<Status, string> = new Map<Status, string>([
  ['success', 'Success'],
  ['warning', 'Warning'],
  ['failed', 'Failed'],
]);

/** Filters are asked for a little wider, since nobody documents whether their bounds are included. */
const SLACK = 1000;

/** How far back the newest sessions go, from the newest of all on; milliseconds. */
const NEWEST_SPAN = 2 * DAY;
const NEWEST_PAGES = 10;

/** The session lists of one server. */
export function createSessionLists(options: SessionListsOptions): SessionLists {
  const { tools, revision, server, directory, offsets, missing } = options;

  async function* sessions(query: SessionQuery): AsyncGenerator<readonly Session[]> {
    for await (const page of mergePages(sourcesOf(query), newestFirst, ({ id }) => id)) {
      const wanted = page.filter((session) => isWanted(session, query));
      if (wanted.length > 0) yield wanted;
    }
  }

  /** Asked one after the other, see `partsOf`. */
  function sourcesOf(query: SessionQuery): readonly Pages<Session>[] {
    if (!mayExist(query.kinds)) return [];
    const parts = routesOf(query.kinds).flatMap((path) =>
      partsOf(query, revision).map((filters) => ({
        what: nameOf(path, filters),
        pages: inOrder(list(path, [...filters, ...typeFilters(path, query.kinds)]), {
          compare: newestFirst,
          timeOf: ({ createdAt }) => createdAt,
        }),
      })),
    );
    return inTurn(tolerant(parts, { isOfOneList, missing }));
  }

  function typeFilters(path: string, kinds: readonly string[] | null): Filters {
    const types = path === SESSIONS ? typesToAskFor(kinds, revision) : null;
    return (types ?? []).map((type) => ['typeFilter', type]);
  }

  function list(path: string, filters: Filters): Pages<Session> {
    return readList<Session>(tools, {
      what: nameOf(path),
      path,
      filters,
      order: BY_CREATION,
      reader: async () => readerFor(path, await directory()),
      idOf: ({ id }) => id,
      timeOf: ({ createdAt }) => createdAt,
    });
  }

  function readerFor(path: string, jobs: JobDirectory): ItemReader<Session> {
    const context = { server, revision, where: tools.api.where(path), jobs, offsets };
    return (item, source) => withSource(toSession(item, context), source);
  }

  async function newest(jobs: JobDirectory): Promise<readonly Session[]> {
    const pages = readList<Session>(tools, {
      what: 'sessions',
      path: SESSIONS,
      order: BY_CREATION,
      reader: () => readerFor(SESSIONS, jobs),
      idOf: ({ id }) => id,
      timeOf: ({ createdAt }) => createdAt,
    });
    const found: Session[] = [];
    let count = 0;
    for await (const page of pages) {
      append(found, page);
      const end = found[0]?.createdAt ?? null;
      const start = page.at(-1)?.createdAt ?? null;
      const goesOn = end !== null && start !== null && start >= end - NEWEST_SPAN;
      if (!goesOn || (count += 1) >= NEWEST_PAGES) break;
    }
    return found;
  }

  return { sessions, newest, readerFor };
}

function nameOf(path: string, filters: Filters = []): string {
  const name = path === SESSIONS ? 'sessions' : 'automation sessions';
  const state = filters.find(([filter]) => filter === 'stateFilter')?.[1];
  return state === undefined ? name : `${name} in the state ${state}`;
}

/** Automation sessions have a list of their own, which is asked only by name. */
function routesOf(kinds: readonly string[] | null): readonly string[] {
  const automation = kinds?.some((kind) => kind === 'automation' || kind === 'all') === true;
  const others = kinds?.some((kind) => kind !== 'automation') !== false;
  return [...(others ? [SESSIONS] : []), ...(automation ? [AUTOMATION_SESSIONS] : [])];
}

/**
 * The filtered lists that together hold what overlaps the window, without the history before it:
 * - what still lives, whenever it began: one list for each state, since `stateFilter` takes only one,
 *   in the order of a session's life;
 * - what has ended since the window's beginning, and began before its end.
 *
 * They are to be asked one after the other, each when the one before has answered: then a session that
 * goes on from state to state, or ends, in between is in two of them rather than in none.
 *
 * Without a lower bound one list holds everything.
 */
export function partsOf(query: SessionQuery, revision: VbrRevision): readonly Filters[] {
  const { since, until, jobId, statuses } = query;
  const common: Filters = [
    ...(jobId === null ? [] : ([['jobIdFilter', jobId]] as const)),
    ...(until === null
      ? []
      : ([['createdBeforeFilter', formatInstant(Math.ceil(until) + SLACK)]] as const)),
  ];
  const live = [...revision.liveStates].filter(([, status]) => isAsked(status, statuses));
  const ended = statuses === null ? null : statuses.filter((status) => !isLive(status));
  const wantsEnded = ended === null || ended.length > 0;
  if (since === null && wantsEnded) {
    return [[...common, ...(live.length === 0 ? resultFilters(ended, revision) : [])]];
  }
  const states = live.map(([state]): Filters => [...common, ['stateFilter', state]]);
  if (!wantsEnded || since === null) return states;
  const bound = formatInstant(since - SLACK);
  return [...states, [...common, ['endedAfterFilter', bound], ...resultFilters(ended, revision)]];
}

function isAsked(status: Status, statuses: readonly Status[] | null): boolean {
  return statuses === null || statuses.includes(status);
}

/** Where every status asked for is a result's word, and the revision takes so many of them. */
function resultFilters(statuses: readonly Status[] | null, revision: VbrRevision): Filters {
  const words = statuses?.map((status) => RESULT_WORDS.get(status)) ?? [];
  const known = words.filter((word) => word !== undefined);
  const tooMany = revision.resultFilter === 'single' && known.length > 1;
  if (known.length < words.length || tooMany) return [];
  return known.map((word) => ['resultFilter', word]);
}

/** The server's filters are a help; this decides. */
function isWanted(session: Session, query: SessionQuery): boolean {
  const { jobId, kinds, statuses } = query;
  return (
    overlaps(session, query) &&
    (jobId === null || session.jobId === jobId.toLowerCase()) &&
    (kinds === null || isOfKind(session, kinds)) &&
    (statuses === null || statuses.includes(session.status))
  );
}
