import { withFleet } from '../connection/connect.ts';
import { EXIT } from '../exit-codes.ts';
import { FLAGS } from '../flags.ts';
import type { Invocation } from '../invocation.ts';
import { bodyForTerminal, stdoutSink } from '../printing/output-options.ts';

/** `api <path>`: the body as served, every page's in turn with --paginate. */
export async function run(invocation: Invocation): Promise<number> {
  const { argument, flags, terminal } = invocation;
  return withFleet(invocation, async ({ fleet, voice }) => {
    const sink = stdoutSink(invocation, voice);
    const paginate = flags.isOn(FLAGS.paginate);
    const bodies = fleet.merge((server) => asPages(server.get(argument ?? '', { paginate })), {
      compare: () => 0,
      idOf: () => null,
    });
    for await (const page of bodies) {
      for (const body of page) {
        await sink.write(terminal.stdoutIsTerminal ? bodyForTerminal(body) : body);
        // Bodies end without a line break; without one, two pages would run into each other.
        const separate = paginate || fleet.size > 1 || terminal.stdoutIsTerminal;
        if (separate && !body.endsWith('\n')) await sink.write('\n');
      }
      if (sink.closed) break;
    }
    return EXIT.done;
  });
}

async function* asPages(bodies: AsyncIterable<string>): AsyncGenerator<readonly string[]> {
  for await (const body of bodies) yield [body];
}
