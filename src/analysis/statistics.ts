import type { Instant } from '../model/instant.ts';
import { compareText } from '../model/order.ts';
import type { CalendarPlace } from './calendar-days.ts';
import type { Grouping } from './groupings.ts';
import type { Run } from './runs.ts';
import {
  GroupCounter,
  NO_KEYS,
  type GroupKeys,
  type StatsGroup,
  type StatsRow,
} from './stats-group.ts';

/** Counts runs; what it remembers are the groups and, for the quantiles, a number for each run. */
export interface Statistics {
  readonly add: (run: Run) => void;
  /** Ordered by what they are grouped by, in the order asked for; one where that is nothing. */
  readonly groups: () => readonly StatsGroup[];
  /** All runs as one group. */
  readonly total: () => StatsGroup;
}

export interface StatisticsOptions {
  readonly by: readonly Grouping[];
  readonly calendar: (instant: Instant, utcOffsetMinutes: number | null) => CalendarPlace;
}

/** @see Statistics */
export function createStatistics({ by, calendar }: StatisticsOptions): Statistics {
  const groups = new Map<string, GroupCounter>();
  const all = new GroupCounter(NO_KEYS);

  return {
    add: (run) => {
      all.add(run);
      if (by.length === 0) return;
      const keys = keysOf(run, by, calendar);
      const name = JSON.stringify([
        keys.server,
        keys.jobId ?? keys.jobName,
        keys.kind,
        keys.day,
        keys.week,
      ]);
      const group = groups.get(name) ?? new GroupCounter(keys);
      groups.set(name, group);
      group.add(run);
    },
    groups: () =>
      by.length === 0
        ? [all.result()]
        : [...groups.values()].map((group) => group.result()).sort(orderOf(by)),
    total: () => all.result(),
  };
}

function keysOf(
  run: Run,
  by: readonly Grouping[],
  calendar: StatisticsOptions['calendar'],
): GroupKeys {
  const [first] = run.attempts;
  const place =
    run.startedAt === null || !(by.includes('day') || by.includes('week'))
      ? null
      : calendar(run.startedAt, first.utcOffsetMinutes ?? null);
  const byJob = by.includes('job');
  return {
    // A job is one server's.
    server: byJob || by.includes('server') ? run.server : null,
    jobId: byJob ? run.jobId : null,
    jobName: byJob ? (run.jobName ?? first.name ?? null) : null,
    kind: by.includes('kind') ? first.kind : null,
    day: by.includes('day') ? (place?.day ?? null) : null,
    week: by.includes('week') ? (place?.week ?? null) : null,
  };
}

const GROUP_ORDER: Readonly<Record<Grouping, (row: StatsRow) => string | null>> = {
  job: ({ jobName, server, jobId }) => `${jobName ?? ''}\n${server ?? ''}\n${jobId ?? ''}`,
  day: ({ day }) => day,
  week: ({ week }) => week,
  kind: ({ kind }) => kind,
  server: ({ server }) => server,
};

function orderOf(by: readonly Grouping[]): (a: StatsGroup, b: StatsGroup) => number {
  return (a, b) => {
    for (const grouping of by) {
      const keyOf = GROUP_ORDER[grouping];
      const order = compareText(keyOf(a.row) ?? '\uffff', keyOf(b.row) ?? '\uffff');
      if (order !== 0) return order;
    }
    return 0;
  };
}
