/** Asking for the statistics of whole lists of sessions, in the cheapest way there is. */
import type { VsiError } from '../../model/errors.ts';
import type { Session } from '../../model/session.ts';
import type { Pages } from '../backup-server.ts';
import type { ServerEnvironment } from '../environment.ts';
import { PAGE_SIZE, type ListTools } from '../lists/list.ts';
import { missingPart } from '../partial-failure.ts';
import { Meter } from './meter.ts';
import { FIRST_GROUP, regrouped } from './session-groups.ts';
import { DATA_KINDS } from './session-kinds.ts';
import { isMeasured, withStatistics } from './statistics.ts';
import {
  StatisticsSources,
  type BesidesLog,
  type StatisticsSourcesOptions,
} from './statistics-sources.ts';
import type { TaskLists } from './task-lists.ts';
import { createTaskMeasures } from './task-measures.ts';

/** What asking for statistics needs. */
export interface SessionStatisticsOptions extends Omit<
  StatisticsSourcesOptions,
  'measures' | 'missing'
> {
  readonly tools: Pick<ListTools, 'onDetails'>;
  /** The server's name, for notices. */
  readonly server: string;
  readonly tasks: TaskLists;
  readonly notice: ServerEnvironment['notice'];
  readonly missing: ServerEnvironment['missing'];
}

/** The statistics of one server's sessions. */
export interface SessionStatistics {
  /** The same sessions, with what further requests tell of them. */
  readonly forList: (pages: Pages<Session>) => Pages<Session>;
  /** The same for one session, with all that can be known of it, the stages' loads included. */
  readonly forOne: (session: Session) => Promise<Session>;
}

const NOTHING: BesidesLog = { progress: null, measured: null };

/** The statistics of one server. */
export function createSessionStatistics(options: SessionStatisticsOptions): SessionStatistics {
  const { tools, revision, tasks } = options;
  const { notice, missing } = onceEach(options);
  const measures = createTaskMeasures({ tasks, notice, missing });
  const sources = new StatisticsSources({ ...options, measures, missing });

  async function* forList(pages: Pages<Session>): AsyncGenerator<readonly Session[]> {
    if (revision.sessionProgress) {
      yield* pages;
      return;
    }
    // Up to 1.1 every session is a request of its own, so that groups must stay small.
    const largest = revision.taskSessions ? PAGE_SIZE : FIRST_GROUP;
    const meter = new Meter(tools.onDetails);
    for await (const group of regrouped(meter.counting(pages), largest)) {
      const completed = await complete(group, meter);
      meter.finish(group.length);
      yield completed;
    }
  }

  async function complete(group: readonly Session[], meter: Meter): Promise<readonly Session[]> {
    const lacking = group.filter((session) => !isMeasured(session) && movesData(session));
    if (lacking.length === 0) return group;
    const found = await sources.ofMany(lacking, meter);
    return group.map((session) => withStatistics(session, found.get(session.id) ?? []));
  }

  async function forOne(session: Session): Promise<Session> {
    if (!movesData(session)) return session;
    const [{ progress, measured }, log] = await Promise.all([
      isMeasured(session) ? NOTHING : sources.besidesLog(session),
      sources.ofLog(session),
    ]);
    return withStatistics(session, [progress, log, measured]);
  }

  return { forList, forOne };
}

/** Says a thing once for all sessions: it will be the same for most of them. */
function onceEach({
  server,
  notice,
  missing,
}: Pick<SessionStatisticsOptions, 'server' | 'notice' | 'missing'>) {
  const said = new Set<string>();

  function isNew(line: string): boolean {
    const size = said.size;
    return said.add(line).size > size;
  }

  return {
    notice: (line: string): void => {
      if (isNew(line)) notice(`${server}: ${line}`);
    },
    missing: (error: VsiError): void => {
      if (isNew(error.message)) missing(missingPart('statistics of some sessions', error));
    },
  };
}

function movesData({ kind }: Session): boolean {
  return DATA_KINDS.has(kind);
}
