import type { TextSink } from '../../output/sink.ts';
import type { Invocation } from '../invocation.ts';
import { stdoutSink } from '../printing/output-options.ts';
import { withPager } from '../terminal/pager.ts';
import { withFleet, type Connection } from './connect.ts';

/** Work that writes to standard output. */
type Printing = (connection: Connection, sink: TextSink) => Promise<number>;

/** As `withFleet`, with standard output at hand. */
export async function withPrintedFleet(invocation: Invocation, work: Printing): Promise<number> {
  return withFleet(invocation, (connection) =>
    work(connection, stdoutSink(invocation, connection.voice)),
  );
}

/** As `withFleet`, for what a person reads at length: on a terminal it goes through the pager. */
export async function withPagedFleet(invocation: Invocation, work: Printing): Promise<number> {
  return withFleet(invocation, (connection) =>
    withPager(invocation.host, connection.voice.hush, (sink) => work(connection, sink)),
  );
}
