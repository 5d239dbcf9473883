import { bottleneckRows, createBottlenecks, samplesOf } from '../../analysis/bottlenecks.ts';
import type { BottleneckGroup, BottleneckRow } from '../../analysis/bottlenecks.ts';
import type { Session, StageLoad } from '../../model/session.ts';
import { BOTTLENECK_RECORD } from '../../output/records/bottleneck.ts';
import { drawAdvice } from '../../output/screens.ts';
import { EXIT } from '../exit-codes.ts';
import { fold, printFolded } from '../printing/fold.ts';
import type { Invocation } from '../invocation.ts';
import {
  checkOutput,
  isDrawn,
  printKeys,
  screenOf,
  stdoutSink,
  writerFor,
} from '../printing/output-options.ts';
import { limitOf, sortOf } from '../sessions/selection-options.ts';
import {
  runSelectionOf,
  runsOf,
  withSessions,
  type SelectedSessions,
} from '../sessions/session-source.ts';

const DEFAULT_DAYS = 30;

/** How many logs are read for the loads that lists do not tell. */
const MOST_LOGS = 60;

/** `bottlenecks` */
export async function run(invocation: Invocation): Promise<number> {
  if (printKeys(invocation, BOTTLENECK_RECORD)) return EXIT.done;
  const options = await checkOutput(invocation, BOTTLENECK_RECORD);
  const sort = sortOf(invocation, BOTTLENECK_RECORD);
  const limit = limitOf(invocation, Infinity);
  const runSelection = runSelectionOf(invocation);
  const bottlenecks = createBottlenecks();
  return withSessions(invocation, { days: DEFAULT_DAYS, statistics: true }, async (sessions) => {
    const { failure } = await fold(runsOf(sessions.pages, runSelection), bottlenecks.add);
    const groups = bottlenecks.groups();
    const loads = failure === null ? await readLoads(groups, sessions) : new Map<Session, never>();
    const rows = bottleneckRows(groups, (session) => loads.get(session) ?? null);
    const sink = stdoutSink(invocation, sessions.voice);
    const writer = await writerFor(invocation, {
      spec: BOTTLENECK_RECORD,
      options,
      sink,
      showServer: sessions.severalServers,
    });
    await printFolded({ rows, sort, limit, writer, failure });
    if (isDrawn(options)) {
      await sink.write(await drawAdvice(shownOf(rows, limit), await screenOf(invocation)));
      if (rows.length === 0) sessions.voice.notice('No run names a bottleneck.');
    }
    await sessions.sayWhereHistoryBegins();
    return EXIT.done;
  });
}

function shownOf(rows: readonly BottleneckRow[], limit: number): readonly BottleneckRow[] {
  return rows.slice(0, limit);
}

/** VB365 knows no loads at all; elsewhere the session's log may tell what the list does not. */
async function readLoads(
  groups: readonly BottleneckGroup[],
  { inFull, voice }: SelectedSessions,
): Promise<ReadonlyMap<Session, readonly StageLoad[] | null>> {
  const samples = samplesOf(
    groups.filter(({ job }) => job.product === 'vbr'),
    MOST_LOGS,
  );
  if (samples.length > 0) voice.progress(`Reading the loads of ${samples.length} sessions`);
  const full = await Promise.all(
    samples.map(async (session) => [session, (await inFull(session)).stageLoads] as const),
  );
  return new Map(full);
}
