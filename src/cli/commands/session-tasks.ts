import type { Status } from '../../model/status.ts';
import { TASK_RECORD } from '../../output/records/task.ts';
import { withServer } from '../connect.ts';
import { EXIT, exitCodeOfStatuses } from '../exit-codes.ts';
import { FLAGS } from '../flags.ts';
import type { Invocation } from '../invocation.ts';
import { printListing } from '../listing.ts';
import { outputOptionsOf, printKeys, stdoutSink, writerFor } from '../output-options.ts';
import { sortOf, statusesOf } from '../selection-options.ts';
import { chooseSession } from '../session-choice.ts';

/** `session tasks <session>` */
export async function run(invocation: Invocation): Promise<number> {
  if (printKeys(invocation, TASK_RECORD)) return 0;
  const wanted = statusesOf(invocation);
  return withServer(invocation, async ({ server, voice }) => {
    const session = await chooseSession(invocation, server);
    const sink = stdoutSink(invocation, voice);
    const statuses = new Set<Status>();
    const { printed } = await printListing({
      pages: server.tasks(session),
      isSelected: ({ status }) => wanted === null || wanted.includes(status),
      limit: Infinity,
      sort: sortOf(invocation, TASK_RECORD),
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
