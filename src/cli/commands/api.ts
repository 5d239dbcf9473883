import { withServer } from '../connect.ts';
import { EXIT } from '../exit-codes.ts';
import { FLAGS } from '../flags.ts';
import type { Invocation } from '../invocation.ts';
import { bodyForTerminal, stdoutSink } from '../output-options.ts';

/** `api <path>`: the body as served, every page's in turn with --paginate. */
export async function run(invocation: Invocation): Promise<number> {
  const { argument, flags, terminal } = invocation;
  return withServer(invocation, async ({ server, voice }) => {
    const sink = stdoutSink(invocation, voice);
    const paginate = flags.isOn(FLAGS.paginate);
    for await (const body of server.get(argument ?? '', { paginate })) {
      await sink.write(terminal.stdoutIsTerminal ? bodyForTerminal(body) : body);
      // Bodies end without a line break; without one, two pages would run into each other.
      if (!body.endsWith('\n') && (paginate || terminal.stdoutIsTerminal)) await sink.write('\n');
      if (sink.closed) break;
    }
    return EXIT.done;
  });
}
