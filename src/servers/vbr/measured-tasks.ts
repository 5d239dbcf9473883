/** What task sessions measured, without the rest of them. */
import { formatInstant, type Instant } from '../../model/instant.ts';
import type { Session } from '../../model/session.ts';
import type { Pages } from '../backup-server.ts';
import { collect, type ListTools } from '../lists/list.ts';
import { readFields, readId } from '../reading/reading.ts';
import { BY_CREATION, readList, type Filters } from './list.ts';
import { readProgress, type Progress } from './progress.ts';
import { readSessionTasks } from './session-tasks.ts';
import type { VbrRevision } from './versions.ts';

/** A task's measurements and whose they are. */
export interface MeasuredTask {
  readonly id: string | null;
  readonly sessionId: string | null;
  readonly progress: Progress | null;
}

/** A stretch of time, and who is told how many tasks there are in it. */
export interface MeasuredStretch {
  readonly from: Instant;
  /** null = until now. */
  readonly to: Instant | null;
  /** Called with every page: how many tasks the list has (null: not told), and how many came now. */
  readonly onTotal: (total: number | null, arrived: number) => void;
}

const TASK_SESSIONS = '/api/v1/taskSessions';

/** Nobody documents whether the filters' bounds are included. */
const SLACK = 1000;

/** What the tasks of one session measured. @throws as `readPagedList` */
export async function measuredOf(
  from: { readonly tools: ListTools; readonly revision: VbrRevision },
  { id }: Pick<Session, 'id'>,
): Promise<readonly Progress[]> {
  const all = await collect(
    readSessionTasks(from, id, { reader: () => readMeasured, idOf: (task) => task.id }),
  );
  return all
    .filter(({ sessionId }) => sessionId === null || sessionId === id)
    .map(({ progress }) => progress)
    .filter((progress) => progress !== null);
}

/** What all tasks measured that were created in a stretch of time. @throws as `readPagedList` */
export function measuredBetween(
  tools: ListTools,
  { from, to, onTotal }: MeasuredStretch,
): Pages<MeasuredTask> {
  const until = to === null ? null : formatInstant(Math.ceil(to) + SLACK);
  const filters: Filters = [
    ['createdAfterFilter', formatInstant(from - SLACK)],
    ...(until === null ? [] : ([['createdBeforeFilter', until]] as const)),
  ];
  return readList<MeasuredTask>(unseen(tools), {
    what: 'task sessions',
    path: TASK_SESSIONS,
    filters,
    order: BY_CREATION,
    reader: () => readMeasured,
    idOf: ({ id }) => id,
    onTotal,
  });
}

/** Tasks that are only added up are no rows of the list that somebody waits for. */
function unseen(tools: ListTools): ListTools {
  return {
    ...tools,
    onPage: () => {
      tools.onPage(0);
    },
  };
}

function readMeasured(item: unknown): MeasuredTask {
  const fields = readFields(item);
  return {
    id: readId(fields['id']),
    sessionId: readId(fields['sessionId']),
    progress: readProgress(fields['progress']),
  };
}
