import { createCalendar } from '../../analysis/calendar-days.ts';
import { GROUPINGS, type Grouping } from '../../analysis/groupings.ts';
import { createStatistics } from '../../analysis/statistics.ts';
import type { StatsRow } from '../../analysis/stats-group.ts';
import { RETRIES_NOT_KNOWN } from '../../output/labels.ts';
import { STATS_RECORD, statsTable } from '../../output/records/stats.ts';
import { FLAGS } from '../flags.ts';
import type { Invocation } from '../invocation.ts';
import { isDrawn } from '../printing/output-options.ts';
import { zoneOf } from '../printing/time-zone.ts';
import { analyse } from '../sessions/analysis.ts';
import type { Voice } from '../terminal/voice.ts';

const PLAN = { spec: STATS_RECORD, days: 30, statistics: true };

/** `stats` */
export async function run(invocation: Invocation): Promise<number> {
  return analyse(invocation, PLAN, () => {
    const by = groupingsOf(invocation);
    const statistics = createStatistics({ by, calendar: createCalendar(zoneOf(invocation)) });
    return {
      add: statistics.add,
      print: async ({ sessions, options, printRows }) => {
        const groups = statistics.groups();
        const drawn = isDrawn(options) && invocation.terminal.stdoutIsTerminal;
        const total = drawn && groups.length > 1 ? statistics.total() : null;
        const durations = new Map(
          [...groups, ...(total === null ? [] : [total])].map((each) => [each.row, each.durations]),
        );
        await printRows(
          groups.map(({ row }) => row),
          {
            spec: statsTable({
              by,
              durationsOf: drawn ? (row) => durations.get(row) ?? [] : null,
              total: total?.row ?? null,
            }),
            total: total?.row ?? null,
            showServer: by.includes('server') || (by.includes('job') && sessions.severalServers),
          },
        );
        if (drawn) sayWhatTheNumbersHide(statistics.total().row, sessions.voice);
      },
    };
  });
}

function sayWhatTheNumbersHide({ runs, retriesKnown }: StatsRow, voice: Voice): void {
  if (runs === 0) voice.notice('No run matches.');
  if (!retriesKnown) voice.notice(RETRIES_NOT_KNOWN);
}

/** What --by says, each word once. @throws USAGE */
function groupingsOf({ flags }: Invocation): readonly Grouping[] {
  const words = flags.words(FLAGS.groupBy, true) ?? [];
  return [...new Set(words)].flatMap((word) => GROUPINGS.filter((grouping) => grouping === word));
}
