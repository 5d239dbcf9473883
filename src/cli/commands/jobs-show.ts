import { judge } from '../../analysis/baseline.ts';
import { newestFirst } from '../../model/order.ts';
import type { Session } from '../../model/session.ts';
import { JOB_RECORD } from '../../output/records/job.ts';
import { drawJob } from '../../output/screens.ts';
import { withPagedFleet } from '../connection/paged-fleet.ts';
import { EXIT, exitCodeOfStatuses } from '../exit-codes.ts';
import { FLAGS } from '../flags.ts';
import type { Invocation } from '../invocation.ts';
import { chooseJob, readPlacedJobs } from '../sessions/job-choice.ts';
import { readHistories } from '../sessions/job-sessions.ts';
import {
  isDrawn,
  checkOutput,
  printKeys,
  printRecord,
  screenOf,
} from '../printing/output-options.ts';
import { markLimitsOf } from '../sessions/session-verdicts.ts';

/** How many of the last sessions are drawn below the job. */
const SHOWN_SESSIONS = 10;

/** Over how many runs the trend goes, if the last 30 days have so many. */
const TREND_RUNS = 30;

/** `jobs show <job>`: a page for a person, the record for a program. */
export async function run(invocation: Invocation): Promise<number> {
  if (printKeys(invocation, JOB_RECORD)) return EXIT.done;
  const options = await checkOutput(invocation, JOB_RECORD);
  const limits = markLimitsOf(invocation);
  return withPagedFleet(invocation, async ({ fleet, missing }, sink) => {
    const placed = await readPlacedJobs(fleet);
    const { server, job: listed } = chooseJob(placed, invocation.argument ?? '');
    const now = invocation.host.now();
    const drawn = isDrawn(options);
    const more = drawn ? { statistics: true, runs: TREND_RUNS } : {};
    const [found] = await readHistories(server, [listed], { now, missing, ...more });
    const { job, sessions } = found ?? { job: listed, sessions: null };
    if (drawn) {
      const view = {
        job,
        sessions: sessions?.toSorted(newestFirst).slice(0, SHOWN_SESSIONS) ?? null,
        extra: [],
        history: sessions ?? [],
        verdictOf: (session: Session) => judge(session, sessions ?? [], { limits, now }),
      };
      await sink.write(await drawJob(view, await screenOf(invocation)));
    } else {
      await printRecord(invocation, { spec: JOB_RECORD, options, sink }, job);
    }
    return invocation.flags.isOn(FLAGS.exitStatus) && job.lastStatus !== null
      ? exitCodeOfStatuses([job.lastStatus])
      : EXIT.done;
  });
}
