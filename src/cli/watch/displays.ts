import type { WatchEvent } from '../../analysis/outlook.ts';
import type { VsiError } from '../../model/errors.ts';
import type { Job } from '../../model/job.ts';
import type { Session } from '../../model/session.ts';
import type { RecordWriter } from '../../output/formats.ts';
import { createLiveScreen } from '../../output/live-screen.ts';
import { loadWatchPane } from '../../output/screens.ts';
import type { TallScreen } from '../../output/screens/watch-pane.ts';
import type { TextSink } from '../../output/sink.ts';
import { formatDateTime } from '../../output/units.ts';
import type { Connection } from '../connection/connect.ts';
import type { Invocation } from '../invocation.ts';
import { screenOf } from '../printing/output-options.ts';
import { troubleSayer, troubleText } from '../sessions/polling.ts';
import { inspectTerminal, terminalHeight } from '../terminal/terminal.ts';
import { singleZoneOf } from '../printing/time-zone.ts';
import type { RunState } from './run.ts';

/** How a session that is watched is shown. */
export interface Display {
  /** Whether the objects of a session are shown, too. */
  readonly showsTasks: boolean;
  /** Nothing runs yet. */
  readonly waitFor: (job: Job) => void;
  /** @returns false: nobody looks any more */
  readonly show: (state: RunState) => Promise<boolean>;
  /** What goes wrong and is asked again; null: it goes well again. */
  readonly trouble: (trouble: VsiError | null) => void;
  /** Waits, and lets the clock of the picture run on meanwhile. */
  readonly pause: (milliseconds: number) => Promise<void>;
  /** All was seen. */
  readonly end: () => Promise<void>;
  /** Gives the terminal back, however it came to that. */
  readonly close: () => void;
}

/** What displays need of a connection. */
type Stage = Pick<Connection, 'voice' | 'pause'>;

/** Where lines are appended. */
export interface Lines {
  readonly writer: RecordWriter<WatchEvent>;
  readonly sink: TextSink;
}

/** One record whenever the session has changed; what is waited for is said on stderr, once each. */
export function createLines(
  invocation: Invocation,
  { voice, pause }: Stage,
  { writer, sink }: Lines,
): Display {
  let last = '';
  const said = new Set<string>();
  const sayOnce = (line: string): void => {
    if (!said.has(line)) voice.notice(line);
    said.add(line);
  };
  return {
    showsTasks: false,
    waitFor: ({ name }) => {
      sayOnce(`Waiting for the next session of ${name}.`);
    },
    show: async ({ session, outlook, retryUntil }) => {
      const event: WatchEvent = { ...session, etaAt: outlook.etaAt };
      const text = fingerprint(event);
      if (text !== last) await writer.write([event]);
      last = text;
      if (retryUntil !== null) sayOnce(retryNotice(session, retryUntil, singleZoneOf(invocation)));
      voice.hush();
      return !sink.closed;
    },
    trouble: troubleSayer(voice.notice),
    pause,
    end: () => writer.end(),
    close: () => undefined,
  };
}

/** Two equal ones are no change. */
function fingerprint(event: WatchEvent): string {
  return JSON.stringify(event, (_key, value: unknown) =>
    typeof value === 'bigint' ? value.toString() : value,
  );
}

function retryNotice({ status }: Session, until: number, zone: string): string {
  return `The session ended as ${status}; the announced retry is waited for until ${formatDateTime(until, zone)}.`;
}

/** How often the clock of the picture moves, whether something is asked or not. */
const TICK = 1000;

/** A picture on the whole terminal that is drawn anew with every look and every second. */
export async function createLive(
  invocation: Invocation,
  { voice, pause }: Stage,
): Promise<Display> {
  const { host } = invocation;
  const { drawWaiting, drawWatch } = await loadWatchPane();
  const screen = await screenOf(invocation);
  const live = createLiveScreen((text) => host.stdout.write(text));
  const forgetExit = host.atExit(live.leave);
  const forgetSuspend = host.atSuspend(live.leave, () => {
    draw();
  });
  const notices = new Set<string>();
  let trouble: string | null = null;
  let picture: ((size: TallScreen, notes: readonly string[]) => readonly string[]) | null = null;

  const draw = (): void => {
    if (picture === null) return;
    const { width } = inspectTerminal(host);
    const size = { ...screen, width, height: terminalHeight(host), now: host.now() };
    live.draw(picture(size, [...notices, ...(trouble === null ? [] : [trouble])]));
  };
  voice.lend((line) => {
    notices.add(line);
    draw();
  });
  host.stdout.on('resize', draw);

  function close(): void {
    host.stdout.off('resize', draw);
    live.leave();
    forgetExit();
    forgetSuspend();
    voice.lend(null);
    if (host.signal.aborted) return;
    for (const notice of notices) voice.notice(notice);
    notices.clear();
  }

  return {
    showsTasks: true,
    waitFor: (job) => {
      picture = (size, notes) => drawWaiting({ job, notes }, size);
      draw();
    },
    show: async (state) => {
      picture = (size, notes) => drawWatch({ ...state, notes }, size);
      draw();
      return true;
    },
    trouble: (failure) => {
      trouble = failure === null ? null : troubleText(failure);
      draw();
    },
    pause: async (milliseconds) => {
      const end = host.now() + milliseconds;
      for (let left = milliseconds; left > 0; left = end - host.now()) {
        await pause(Math.min(left, TICK));
        draw();
      }
    },
    end: async () => {
      close();
    },
    close,
  };
}
