import type { Run } from '../../analysis/runs.ts';
import type { RecordSpec } from '../../output/records/field.ts';
import type { TextSink } from '../../output/sink.ts';
import { EXIT } from '../exit-codes.ts';
import type { Invocation } from '../invocation.ts';
import { fold, printFolded, type Folded } from '../printing/fold.ts';
import {
  checkOutput,
  printKeys,
  stdoutSink,
  writerFor,
  type OutputOptions,
} from '../printing/output-options.ts';
import { runSelectionOf, runsOf } from './run-selection.ts';
import { limitOf, sortOf, type SortOrder } from './selection-options.ts';
import { withSessions, type SelectedSessions, type SessionPlan } from './session-source.ts';

/** A question that the runs of many sessions answer, in rows of one kind. */
export interface AnalysisPlan<R extends object> extends SessionPlan {
  readonly spec: RecordSpec<R>;
}

/** One analysis from the first run to the last row. */
export interface Analysis<R extends object> {
  /** Takes the runs as they come in, see `runsOf`. */
  readonly add: (run: Run) => void;
  /** Prints what came of them. */
  readonly print: (answer: Answer<R>) => Promise<void>;
}

/** All runs are in: where the rows come from and how they are printed. */
export interface Answer<R extends object> {
  readonly sessions: SelectedSessions;
  readonly options: OutputOptions;
  /** Null: the rows' own order. */
  readonly sort: SortOrder<R> | null;
  /** Infinity = all. */
  readonly limit: number;
  /** Why these are not all runs; null where they are. */
  readonly failure: Folded['failure'];
  readonly sink: TextSink;
  /** @throws PARTIAL behind the rows, where these are not all runs */
  readonly printRows: (rows: readonly R[], look: RowsLook<R>) => Promise<void>;
}

/** How rows are printed. */
export interface RowsLook<R extends object> {
  /** Whether a table says which server a row is from. */
  readonly showServer: boolean;
  /** The plan's unless given. */
  readonly spec?: RecordSpec<R>;
  /** A last row that is neither sorted nor cut off. */
  readonly total?: R | null;
}

/**
 * The frame of all commands that analyse: reads what the flags say, then the selected runs, and has
 * the answer printed.
 *
 * @param begin called before anything is asked of a server, so that it may still refuse flags
 */
export async function analyse<R extends object>(
  invocation: Invocation,
  plan: AnalysisPlan<R>,
  begin: () => Analysis<R>,
): Promise<number> {
  if (printKeys(invocation, plan.spec)) return EXIT.done;
  const options = await checkOutput(invocation, plan.spec);
  const sort = sortOf(invocation, plan.spec);
  const limit = limitOf(invocation, Infinity);
  const analysis = begin();
  const runSelection = runSelectionOf(invocation);
  return withSessions(invocation, plan, async (sessions) => {
    const { failure } = await fold(runsOf(sessions.pages, runSelection), analysis.add);
    const sink = stdoutSink(invocation, sessions.voice);
    await analysis.print({
      sessions,
      options,
      sort,
      limit,
      failure,
      sink,
      printRows: async (rows, { spec = plan.spec, showServer, total = null }) => {
        const writer = await writerFor(invocation, { spec, options, sink, showServer });
        await printFolded({ rows, sort, limit, total, writer, failure });
      },
    });
    await sessions.sayWhereHistoryBegins();
    return EXIT.done;
  });
}
