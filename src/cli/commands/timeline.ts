import { oldestFirst, timelineRow, type TimelineRow } from '../../analysis/timeline.ts';
import { TIMELINE_RECORD } from '../../output/records/timeline.ts';
import { drawTimeline } from '../../output/screens.ts';
import type { Invocation } from '../invocation.ts';
import { asPartial } from '../printing/listing.ts';
import { isDrawn, screenOf } from '../printing/output-options.ts';
import { analyse } from '../sessions/analysis.ts';
import { comparison } from '../sessions/selection-options.ts';

const PLAN = { spec: TIMELINE_RECORD, days: 1, statistics: false };

/** `timeline` */
export async function run(invocation: Invocation): Promise<number> {
  return analyse(invocation, PLAN, () => {
    const rows: TimelineRow[] = [];
    return {
      add: (one) => void rows.push(timelineRow(one)),
      print: async ({ sessions, options, sort, limit, failure, sink, printRows }) => {
        const { severalServers, window } = sessions;
        rows.sort(sort === null ? oldestFirst : comparison(sort));
        if (!isDrawn(options) || options.format !== 'table') {
          await printRows(rows, { showServer: severalServers });
          return;
        }
        const view = { ...window, rows: rows.slice(0, limit), severalServers };
        await sink.write(await drawTimeline(view, await screenOf(invocation)));
        if (failure !== null) throw asPartial(failure.error);
      },
    };
  });
}
