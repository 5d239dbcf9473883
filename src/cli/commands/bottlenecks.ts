import { bottleneckRows, createBottlenecks, samplesOf } from '../../analysis/bottlenecks.ts';
import type { BottleneckGroup } from '../../analysis/bottlenecks.ts';
import type { Session, StageLoad } from '../../model/session.ts';
import { BOTTLENECK_RECORD } from '../../output/records/bottleneck.ts';
import { drawAdvice } from '../../output/screens.ts';
import type { Invocation } from '../invocation.ts';
import { isDrawn, screenOf } from '../printing/output-options.ts';
import { analyse } from '../sessions/analysis.ts';
import type { SelectedSessions } from '../sessions/session-source.ts';

const PLAN = { spec: BOTTLENECK_RECORD, days: 30, statistics: true };

/** How many logs are read for the loads that lists do not tell. */
const MOST_LOGS = 60;

/** `bottlenecks` */
export async function run(invocation: Invocation): Promise<number> {
  return analyse(invocation, PLAN, () => {
    const bottlenecks = createBottlenecks();
    return {
      add: bottlenecks.add,
      print: async ({ sessions, options, limit, failure, sink, printRows }) => {
        const groups = bottlenecks.groups();
        const loads = failure === null ? await readLoads(groups, sessions) : NO_LOADS;
        const rows = bottleneckRows(groups, (session) => loads.get(session) ?? null);
        await printRows(rows, { showServer: sessions.severalServers });
        if (!isDrawn(options)) return;
        await sink.write(await drawAdvice(rows.slice(0, limit), await screenOf(invocation)));
        if (rows.length === 0) sessions.voice.notice('No run names a bottleneck.');
      },
    };
  });
}

/** The stages' loads of some sessions; null where they are not known. */
type Loads = ReadonlyMap<Session, readonly StageLoad[] | null>;

const NO_LOADS: Loads = new Map();

/** VB365 knows no loads at all; elsewhere the session's log may tell what the list does not. */
async function readLoads(
  groups: readonly BottleneckGroup[],
  { inFull, voice }: SelectedSessions,
): Promise<Loads> {
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
