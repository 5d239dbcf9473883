import { LOG_LEVELS, type LogLevel, type LogRecord } from '../../model/log-record.ts';
import type { Session } from '../../model/session.ts';
import { LOG_RECORD } from '../../output/records/log.ts';
import type { RecordWriter } from '../../output/formats.ts';
import type { TextSink } from '../../output/sink.ts';
import type { BackupServer } from '../../servers/backup-server.ts';
import { withPagedFleet, withPrintedFleet } from '../connection/paged-fleet.ts';
import { EXIT } from '../exit-codes.ts';
import { FLAGS } from '../flags.ts';
import type { Invocation } from '../invocation.ts';
import { asPartial, printListing } from '../printing/listing.ts';
import { checkOutput, printKeys, writerFor } from '../printing/output-options.ts';
import { createPolling, troubleSayer, type Polling } from '../sessions/polling.ts';
import { chooseSession } from '../sessions/session-choice.ts';

/** How long --follow waits between two looks at the log. */
const FOLLOW_INTERVAL = 3000;

/** `session log <session>` */
export async function run(invocation: Invocation): Promise<number> {
  if (printKeys(invocation, LOG_RECORD)) return EXIT.done;
  const levels = levelsOf(invocation);
  const options = await checkOutput(invocation, LOG_RECORD);
  // What goes on must be seen as it comes: a pager would keep it until the end.
  const withSink = invocation.flags.isOn(FLAGS.follow) ? withPrintedFleet : withPagedFleet;
  return withSink(invocation, async ({ fleet, voice, pause }, sink) => {
    const { server, session } = await chooseSession(invocation, fleet, {
      statistics: false,
    });
    const writer = await writerFor(invocation, { spec: LOG_RECORD, options, sink });
    const log: LogPrinter = { server, session, levels, writer, sink };
    if (invocation.flags.isOn(FLAGS.follow)) {
      const polling = createPolling({
        now: invocation.host.now,
        pause,
        interval: FOLLOW_INTERVAL,
        until: null,
        onTrouble: troubleSayer(voice.notice),
      });
      await follow(log, polling);
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
 *
 * @throws PARTIAL when it has to end before, after something was printed
 */
async function follow(log: LogPrinter, polling: Polling): Promise<void> {
  const seen = new Map<string, LogLevel>();
  const { id } = log.session;
  try {
    for (;;) {
      const look = await polling.ask(async () => {
        // The session first: what it writes between the two requests is then still read.
        const session = await log.server.session(id, { statistics: false });
        await printNews({ ...log, session }, seen);
        return session.status;
      });
      const isAlive = look?.answer === 'running' || look?.answer === 'queued';
      if (!isAlive || log.sink.closed || !(await polling.rest())) break;
    }
  } catch (error) {
    throw seen.size > 0 ? asPartial(error) : error;
  }
  await log.writer.end();
}

async function printNews(log: LogPrinter, seen: Map<string, LogLevel>): Promise<void> {
  const occurrences = new Map<string, number>();
  for await (const page of log.server.log(log.session, { levels: null })) {
    const news = page.filter((record) => {
      const key = keyOf(record, occurrences);
      const isNew = seen.get(key) !== record.level;
      seen.set(key, record.level);
      return isNew && isWanted(log, record);
    });
    if (news.length > 0) await log.writer.write(news);
  }
}

/** What makes a record the same one at the next look; not every server gives it an id. */
function keyOf({ id, startedAt, title }: LogRecord, occurrences: Map<string, number>): string {
  const name = id === '' ? `${startedAt ?? ''} ${title}` : id;
  const occurrence = (occurrences.get(name) ?? 0) + 1;
  occurrences.set(name, occurrence);
  return `${name} ${occurrence}`;
}
