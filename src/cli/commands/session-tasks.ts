import type { Status } from '../../model/status.ts';
import { TASK_RECORD } from '../../output/records/task.ts';
import { withFleet } from '../connection/connect.ts';
import { EXIT, exitCodeOfStatuses } from '../exit-codes.ts';
import { FLAGS } from '../flags.ts';
import type { Invocation } from '../invocation.ts';
import { printListing } from '../printing/listing.ts';
import {
  checkOutput,
  outputOptionsOf,
  printKeys,
  stdoutSink,
  writerFor,
} from '../printing/output-options.ts';
import { sortOf, statusesOf } from '../sessions/selection-options.ts';
import { chooseSession } from '../sessions/session-choice.ts';

/** `session tasks <session>` */
export async function run(invocation: Invocation): Promise<number> {
  if (printKeys(invocation, TASK_RECORD)) return EXIT.done;
  await checkOutput(invocation, TASK_RECORD);
  const sort = sortOf(invocation, TASK_RECORD);
  const wanted = statusesOf(invocation);
  return withFleet(invocation, async ({ fleet, voice }) => {
    const { server, session } = await chooseSession(invocation, fleet, {
      statistics: false,
    });
    const sink = stdoutSink(invocation, voice);
    const statuses = new Set<Status>();
    const { printed } = await printListing({
      pages: server.tasks(session),
      isSelected: ({ status }) => wanted === null || wanted.includes(status),
      limit: Infinity,
      sort,
      writer: await writerFor(invocation, {
        spec: TASK_RECORD,
        options: outputOptionsOf(invocation),
        sink,
      }),
      sink,
      onRow: ({ status }) => statuses.add(status),
    });
    if (printed === 0 && invocation.terminal.stdoutIsTerminal) voice.notice('No object matches.');
    return invocation.flags.isOn(FLAGS.exitStatus) ? exitCodeOfStatuses(statuses) : EXIT.done;
  });
}
