import { LOG_LEVELS, type LogLevel, type LogRecord } from '../../model/log-record.ts';
import type { Session } from '../../model/session.ts';
import { LOG_RECORD } from '../../output/records/log.ts';
import type { RecordWriter } from '../../output/formats.ts';
import type { TextSink } from '../../output/sink.ts';
import type { BackupServer } from '../../servers/backup-server.ts';
import { withFleet } from '../connect.ts';
import { EXIT } from '../exit-codes.ts';
import { FLAGS } from '../flags.ts';
import type { Invocation } from '../invocation.ts';
import { printListing } from '../listing.ts';
import { checkOutput, printKeys, stdoutSink, writerFor } from '../output-options.ts';
import { chooseSession } from '../session-choice.ts';

/** How long --follow waits between two looks at the log. */
const FOLLOW_INTERVAL = 3000;

/** `session log <session>` */
export async function run(invocation: Invocation): Promise<number> {
  if (printKeys(invocation, LOG_RECORD)) return EXIT.done;
  const levels = levelsOf(invocation);
  const options = await checkOutput(invocation, LOG_RECORD);
  return withFleet(invocation, async ({ fleet, voice }) => {
    const { server, session } = await chooseSession(invocation, fleet);
    const sink = stdoutSink(invocation, voice);
    const writer = await writerFor(invocation, { spec: LOG_RECORD, options, sink });
    const log: LogPrinter = { server, session, levels, writer, sink };
    if (invocation.flags.isOn(FLAGS.follow)) {
      await follow(invocation, log);
    } else {
      const printed = await printOnce(log);
      if (printed === 0 && invocation.terminal.stdoutIsTerminal) voice.notice('No record matches.');
    }
    return EXIT.done;
  });
}

interface LogPrinter {
  readonly server: BackupServer;
  readonly session: Session;
  /** null = all. */
  readonly levels: readonly LogLevel[] | null;
  readonly writer: RecordWriter<LogRecord>;
  readonly sink: TextSink;
}

function levelsOf({ flags }: Invocation): readonly LogLevel[] | null {
  const words = flags.words(FLAGS.level, true);
  return words === null ? null : LOG_LEVELS.filter((level) => words.includes(level));
}

function isWanted({ levels }: LogPrinter, { level }: LogRecord): boolean {
  return levels === null || levels.includes(level);
}

async function printOnce(log: LogPrinter): Promise<number> {
  const { printed } = await printListing({
    pages: log.server.log(log.session, { levels: log.levels }),
    isSelected: (record) => isWanted(log, record),
    limit: Infinity,
    sort: null,
    writer: log.writer,
    sink: log.sink,
  });
  return printed;
}

/**
 * Prints each record when it appears, and again when its level has changed since (a running step
 * that ended). Ends with the session, or when it idles: an idle copy job would never end.
 */
async function follow({ host }: Invocation, log: LogPrinter): Promise<void> {
  const { server, session, writer, sink } = log;
  const seen = new Map<string, LogLevel>();
  for (;;) {
    // The session first: what it writes between the two requests is then still read.
    const { status } = await server.session(session.id);
    for await (const page of server.log(session, { levels: null })) {
      const news = page.filter(({ id, level }) => seen.get(id) !== level);
      for (const { id, level } of news) seen.set(id, level);
      const wanted = news.filter((record) => isWanted(log, record));
      if (wanted.length > 0) await writer.write(wanted);
    }
    if ((status !== 'running' && status !== 'queued') || sink.closed) break;
    await host.sleep(FOLLOW_INTERVAL, host.signal);
  }
  await writer.end();
}
