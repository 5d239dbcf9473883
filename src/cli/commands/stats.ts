import { createCalendar } from '../../analysis/calendar-days.ts';
import { GROUPINGS, type Grouping } from '../../analysis/groupings.ts';
import { createStatistics } from '../../analysis/statistics.ts';
import type { StatsRow } from '../../analysis/stats-group.ts';
import { STATS_RECORD, statsTable } from '../../output/records/stats.ts';
import { EXIT } from '../exit-codes.ts';
import { FLAGS } from '../flags.ts';
import { fold, printFolded } from '../printing/fold.ts';
import type { Invocation } from '../invocation.ts';
import {
  checkOutput,
  isDrawn,
  printKeys,
  stdoutSink,
  writerFor,
} from '../printing/output-options.ts';
import { limitOf, sortOf } from '../sessions/selection-options.ts';
import { runSelectionOf, runsOf, withSessions } from '../sessions/session-source.ts';
import { zoneOf } from '../printing/time-zone.ts';
import type { Voice } from '../terminal/voice.ts';

const DEFAULT_DAYS = 30;

/** `stats` */
export async function run(invocation: Invocation): Promise<number> {
  if (printKeys(invocation, STATS_RECORD)) return EXIT.done;
  const options = await checkOutput(invocation, STATS_RECORD);
  const sort = sortOf(invocation, STATS_RECORD);
  const limit = limitOf(invocation, Infinity);
  const by = groupingsOf(invocation);
  const runSelection = runSelectionOf(invocation);
  const statistics = createStatistics({ by, calendar: createCalendar(zoneOf(invocation)) });
  return withSessions(invocation, { days: DEFAULT_DAYS, statistics: true }, async (sessions) => {
    const { failure } = await fold(runsOf(sessions.pages, runSelection), statistics.add);
    const groups = statistics.groups();
    const drawn = isDrawn(options) && invocation.terminal.stdoutIsTerminal;
    const total = drawn && groups.length > 1 ? statistics.total() : null;
    const durations = new Map(
      [...groups, ...(total === null ? [] : [total])].map((group) => [group.row, group.durations]),
    );
    const spec = statsTable({
      by,
      durationsOf: drawn ? (row) => durations.get(row) ?? [] : null,
      total: total?.row ?? null,
    });
    await printFolded({
      rows: groups.map(({ row }) => row),
      sort,
      limit,
      total: total?.row ?? null,
      writer: await writerFor(invocation, {
        spec,
        options,
        sink: stdoutSink(invocation, sessions.voice),
        showServer: by.includes('server') || (by.includes('job') && sessions.severalServers),
      }),
      failure,
    });
    if (drawn) sayWhatTheNumbersHide(statistics.total().row, sessions.voice);
    await sessions.sayWhereHistoryBegins();
    return EXIT.done;
  });
}

function sayWhatTheNumbersHide({ runs, retriesKnown }: StatsRow, voice: Voice): void {
  if (runs === 0) voice.notice('No run matches.');
  if (retriesKnown) return;
  voice.notice('A server does not tell which sessions are retries: those count as runs.');
}

/** What --by says, each word once. @throws USAGE */
function groupingsOf({ flags }: Invocation): readonly Grouping[] {
  const words = flags.words(FLAGS.groupBy, true) ?? [];
  return [...new Set(words)].flatMap((word) => GROUPINGS.filter((grouping) => grouping === word));
}
