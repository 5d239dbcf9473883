/** Rates, sizes and bottleneck of sessions, out of what each revision of VBR tells. */
import { sumInt64 } from '../../model/int64.ts';
import type { LogRecord } from '../../model/log-record.ts';
import type { Session, StageLoad } from '../../model/session.ts';
import { parseBottleneckLine, parseLoadLine } from './load-line.ts';
import type { Progress } from './progress.ts';

/** The part of a session that may have to be asked for. */
export type Statistics = Pick<
  Session,
  | 'processingRateBytesPerSecond'
  | 'processedBytes'
  | 'readBytes'
  | 'transferredBytes'
  | 'bottleneck'
  | 'stageLoads'
>;

/**
 * Where a session's statistics come from, best first, key by key (api/vbr.md section 3):
 *
 * | source | revisions | what it gives |
 * |---|---|---|
 * | `progress` of the session | 1.3-rev2 | rate, sizes, bottleneck |
 * | `sessionProgress` of the job's state | from 1.3-rev0, the job's last session only | rate, sizes, bottleneck |
 * | `progress` of its task sessions | from 1.2 | sizes: sums over the tasks that tell them; bottleneck: the one that the tasks named for the longest time |
 * | `Load:` and `Primary bottleneck:` of its log | all | bottleneck, and alone the stages' loads |
 *
 * A rate is never worked out: VBR divides by the time of the data transfer, which it does not tell, and
 * the rates of tasks that ran side by side do not add up. What no source tells stays null.
 */
export function withStatistics(
  session: Session,
  found: readonly (Partial<Statistics> | null)[],
): Session {
  const sources = [session, ...found];
  const first = <K extends keyof Statistics>(key: K): Statistics[K] | null =>
    sources.map((source) => source?.[key] ?? null).find((value) => value !== null) ?? null;
  return {
    ...session,
    processingRateBytesPerSecond: first('processingRateBytesPerSecond'),
    processedBytes: first('processedBytes'),
    readBytes: first('readBytes'),
    transferredBytes: first('transferredBytes'),
    bottleneck: first('bottleneck'),
    stageLoads: first('stageLoads'),
  };
}

/** Whether the session itself brought statistics. */
export function isMeasured(session: Session): boolean {
  const { processingRateBytesPerSecond, processedBytes, readBytes, bottleneck } = session;
  return [processingRateBytesPerSecond, processedBytes, readBytes, bottleneck].some(
    (value) => value !== null,
  );
}

/** A job state's progress as statistics of its last session. */
export function statisticsOfProgress(progress: Progress | null): Partial<Statistics> | null {
  return progress === null
    ? null
    : {
        processingRateBytesPerSecond: progress.rateBytesPerSecond,
        processedBytes: progress.processedBytes,
        readBytes: progress.readBytes,
        transferredBytes: progress.transferredBytes,
        bottleneck: progress.bottleneck,
      };
}

/** The same over a session's tasks; null where none has measured anything. */
export function statisticsOfTasks(tasks: readonly Progress[]): Partial<Statistics> | null {
  return tasks.length === 0
    ? null
    : {
        processedBytes: sumInt64(tasks.map(({ processedBytes }) => processedBytes)),
        readBytes: sumInt64(tasks.map(({ readBytes }) => readBytes)),
        transferredBytes: sumInt64(tasks.map(({ transferredBytes }) => transferredBytes)),
        bottleneck: longestNamed(tasks),
      };
}

/** What a session's log tells in its last lines; null where it does not. */
export function statisticsOfLog(records: readonly LogRecord[]): Partial<Statistics> | null {
  let bottleneck: string | null = null;
  let stageLoads: readonly StageLoad[] | null = null;
  for (const { title } of records) {
    bottleneck = parseBottleneckLine(title) ?? bottleneck;
    stageLoads = parseLoadLine(title) ?? stageLoads;
  }
  return bottleneck === null && stageLoads === null ? null : { bottleneck, stageLoads };
}

/** The bottleneck that held tasks back for the longest time altogether; of equal ones the first. */
function longestNamed(tasks: readonly Progress[]): string | null {
  const times = new Map<string, number>();
  for (const { bottleneck, durationSeconds } of tasks) {
    if (bottleneck === null) continue;
    times.set(bottleneck, (times.get(bottleneck) ?? 0) + (durationSeconds ?? 0));
  }
  const [longest] = [...times].sort(([, a], [, b]) => b - a);
  return longest?.[0] ?? null;
}
