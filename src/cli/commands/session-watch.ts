import { HOUR, LONGEST_TIMER, parseDuration } from '../../model/duration.ts';
import { VsiError } from '../../model/errors.ts';
import { isLive } from '../../model/status.ts';
import { WATCH_RECORD } from '../../output/records/watch.ts';
import type { TextSink } from '../../output/sink.ts';
import { withPrintedFleet } from '../connection/paged-fleet.ts';
import type { Connection } from '../connection/connect.ts';
import { EXIT, exitCodeOfStatuses } from '../exit-codes.ts';
import { FLAGS, type Flag } from '../flags.ts';
import type { Invocation } from '../invocation.ts';
import { chooseJob, readPlacedJobs } from '../sessions/job-choice.ts';
import {
  checkOutput,
  isDrawn,
  printKeys,
  writerFor,
  type OutputOptions,
} from '../printing/output-options.ts';
import { createPolling, tooLate, type Polling } from '../sessions/polling.ts';
import { chooseSession, type PlacedSession } from '../sessions/session-choice.ts';
import { createLines, createLive, type Display } from '../watch/displays.ts';
import { watchRun, type RunEnd } from '../watch/run.ts';
import { awaitSession } from '../watch/target.ts';
import { within } from '../within.ts';
import { drawInFull } from './session-show.ts';

/** The shortest and the longest --interval, in milliseconds. */
const SHORTEST_INTERVAL = 1000;
const LONGEST_INTERVAL = HOUR;

/** How long what the last picture shows may take once the time of --wait is over, in milliseconds. */
const LAST_PICTURE = 3000;

/** `session watch [session]` */
export async function run(invocation: Invocation): Promise<number> {
  if (printKeys(invocation, WATCH_RECORD)) return EXIT.done;
  const options = await checkOutput(invocation, WATCH_RECORD);
  checkTarget(invocation);
  const wait = durationOf(invocation, FLAGS.wait, { least: 0, most: LONGEST_TIMER });
  const interval = durationOf(invocation, FLAGS.interval, {
    least: SHORTEST_INTERVAL,
    most: LONGEST_INTERVAL,
  });
  return withPrintedFleet(invocation, async (connection, sink) => {
    const display = await displayFor(invocation, connection, { options, sink });
    const { now } = invocation.host;
    const polling = createPolling({
      now,
      interval,
      until: wait === null ? null : now() + wait,
      within: (milliseconds, work) => within(milliseconds, work, invocation.host),
      pause: display.pause,
      onTrouble: display.trouble,
    });
    try {
      return await watch({ invocation, connection, display, polling, sink });
    } finally {
      display.close();
    }
  });
}

/** @throws USAGE when it is not said what to watch */
function checkTarget({ argument, flags }: Invocation): void {
  const jobs = flags.all(FLAGS.ofNextSession);
  if (argument === null && jobs.length !== 1) {
    throw new VsiError('USAGE', 'session watch needs a session, or one --job', {
      hint: 'vsi session watch <id>, or vsi session watch --job <job>',
    });
  }
}

/** @throws USAGE for what is no length of time, or out of bounds */
function durationOf(
  { flags }: Invocation,
  flag: Flag,
  { least, most }: { readonly least: number; readonly most: number },
): number | null {
  const text = flags.text(flag);
  if (text === undefined) return null;
  const length = parseDuration(/^\d+$/.test(text) ? `${text}s` : text);
  if (length !== null && length >= least && length <= most) return length;
  throw new VsiError('USAGE', `--${flag.name} “${text}” is no length of time that can be used`, {
    hint:
      flag === FLAGS.interval
        ? 'write 5s, 1m or a number of seconds, from 1s to 1h'
        : 'write 90s, 30m, 8h or a number of seconds, up to 24 days',
  });
}

interface Output {
  readonly options: OutputOptions;
  readonly sink: TextSink;
}

/** The picture for a person at a terminal that can draw it, else lines. */
async function displayFor(
  invocation: Invocation,
  connection: Connection,
  { options, sink }: Output,
): Promise<Display> {
  if (canDraw(invocation, options)) return createLive(invocation, connection);
  const { fleet, voice } = connection;
  const plan = { spec: WATCH_RECORD, options, sink, voice, showServer: fleet.size > 1 };
  return createLines(invocation, connection, { writer: await writerFor(invocation, plan), sink });
}

function canDraw({ terminal, host, flags }: Invocation, options: OutputOptions): boolean {
  // What --verbose says would run through the picture.
  const isChatty = flags.isOn(FLAGS.verbose) || flags.isOn(FLAGS.debug);
  return (
    isDrawn(options) && terminal.stdoutIsTerminal && host.variables['TERM'] !== 'dumb' && !isChatty
  );
}

interface Watching {
  readonly invocation: Invocation;
  readonly connection: Connection;
  readonly display: Display;
  readonly polling: Polling;
  readonly sink: TextSink;
}

async function watch(watching: Watching): Promise<number> {
  const { invocation, connection, display, polling } = watching;
  const placed = await findTarget(watching);
  if (placed === null) {
    await display.end();
    connection.voice.notice('No session began within the time of --wait.');
    return EXIT.stillRunning;
  }
  const end = await watchRun({
    server: placed.server,
    first: placed.session,
    polling,
    now: invocation.host.now,
    tasks: display.showsTasks,
    show: display.show,
  });
  await display.end();
  return conclude(watching, placed, end);
}

/** @returns null when --wait was over before a session of --job began */
async function findTarget({
  invocation,
  connection: { fleet },
  display,
  polling,
}: Watching): Promise<PlacedSession | null> {
  if (invocation.argument !== null) {
    const found = await polling.ask(() => chooseSession(invocation, fleet));
    return found?.answer ?? null;
  }
  const [reference = ''] = invocation.flags.all(FLAGS.ofNextSession);
  const jobs = await polling.inTime(() => readPlacedJobs(fleet));
  if (jobs === null) throw tooLate();
  const placed = chooseJob(jobs.answer, reference);
  const { server, job } = placed;
  const { now } = invocation.host;
  const onWaiting = (): void => {
    display.waitFor(job);
  };
  const next = await awaitSession({ ...placed, polling, now, onWaiting });
  if (next === null) return null;
  const session = await polling.ask(() => server.session(next.id));
  return session === null ? null : { server, session: session.answer };
}

/** Leaves the last picture to a person, says what is not over, and finds the exit code. */
async function conclude(
  { invocation, connection: { voice }, display, polling, sink }: Watching,
  { server }: PlacedSession,
  { why, state: { session }, retryMissing }: RunEnd,
): Promise<number> {
  if (display.showsTasks) {
    // Who gave the server a time is not kept waiting by one that hangs.
    const patience = why !== 'running' ? null : polling.gaveUp() ? 0 : LAST_PICTURE;
    await drawInFull(invocation, sink, { server, session, patience });
  }
  if (retryMissing) voice.notice('The retry that the server announced did not come.');
  if (why === 'unwatched') return EXIT.done;
  if (why === 'running') {
    const what = isLive(session.status) ? `Still ${session.status}` : 'A retry is still to come';
    voice.notice(`${what}: the time of --wait is over.`);
    return EXIT.stillRunning;
  }
  return invocation.flags.isOn(FLAGS.exitStatus) ? exitCodeOfStatuses([session.status]) : EXIT.done;
}
