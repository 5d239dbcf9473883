import { oldestFirst, timelineRow, type TimelineRow } from '../../analysis/timeline.ts';
import { TIMELINE_RECORD } from '../../output/records/timeline.ts';
import { drawTimeline } from '../../output/screens.ts';
import { EXIT } from '../exit-codes.ts';
import { fold, printFolded } from '../printing/fold.ts';
import type { Invocation } from '../invocation.ts';
import { asPartial } from '../printing/listing.ts';
import {
  checkOutput,
  isDrawn,
  printKeys,
  screenOf,
  stdoutSink,
  writerFor,
} from '../printing/output-options.ts';
import { comparison, limitOf, sortOf } from '../sessions/selection-options.ts';
import { runSelectionOf, runsOf, withSessions } from '../sessions/session-source.ts';

/** `timeline` */
export async function run(invocation: Invocation): Promise<number> {
  if (printKeys(invocation, TIMELINE_RECORD)) return EXIT.done;
  const options = await checkOutput(invocation, TIMELINE_RECORD);
  const sort = sortOf(invocation, TIMELINE_RECORD);
  const limit = limitOf(invocation, Infinity);
  const runSelection = runSelectionOf(invocation);
  return withSessions(invocation, { days: 1, statistics: false }, async (sessions) => {
    const { severalServers, voice, window } = sessions;
    const rows: TimelineRow[] = [];
    const { failure } = await fold(runsOf(sessions.pages, runSelection), (one) => {
      rows.push(timelineRow(one));
    });
    rows.sort(sort === null ? oldestFirst : comparison(sort));
    const sink = stdoutSink(invocation, voice);
    if (isDrawn(options) && options.format === 'table') {
      const view = { ...window, rows: rows.slice(0, limit), severalServers };
      await sink.write(await drawTimeline(view, await screenOf(invocation)));
      if (failure !== null) throw asPartial(failure.error);
    } else {
      const plan = { spec: TIMELINE_RECORD, options, sink, showServer: severalServers };
      const writer = await writerFor(invocation, plan);
      await printFolded({ rows, sort: null, limit, writer, failure });
    }
    await sessions.sayWhereHistoryBegins();
    return EXIT.done;
  });
}
