import type { Writable } from 'node:stream';
import type { Ora } from 'ora';
import { safeText } from './safe-text.ts';

/** stderr, as far as progress cares. */
export type ProgressStream = Writable & TerminalSize;

interface TerminalSize {
  readonly isTTY?: boolean | undefined;
  /** undefined or 0 where the terminal does not say. */
  readonly columns?: number | undefined;
}

export interface ProgressOptions {
  readonly stream: ProgressStream;
  /** See mayShowProgress; a stream without columns never gets a spinner, whatever is said here. */
  readonly enabled: boolean;
  readonly colored: boolean;
  readonly ascii: boolean;
  /** Calls back once after so many milliseconds, returns how to call it off. */
  readonly schedule: (callback: () => void, milliseconds: number) => () => void;
}

/** A spinner line that appears when a command takes longer than 300 ms. */
export interface Progress {
  /** Shows or changes the text; after stop it shows the spinner again, 300 ms later. */
  readonly update: (text: string) => void;
  /** Takes the line off the screen; to be called before anything else is written. */
  readonly stop: () => void;
}

/** A command that is over by then shows no spinner at all. */
const DELAY = 300;

const FRAMES = ['⠋', '⠙', '⠹', '⠸', '⠼', '⠴', '⠦', '⠧', '⠇', '⠏'];
const ASCII_FRAMES = ['-', '\\', '|', '/'];

/** Makes a progress line over ora, which is loaded only once a spinner is due. */
export function createProgress(options: ProgressOptions): Progress {
  const { stream, enabled, schedule } = options;
  if (!enabled || !hasColumns(stream)) return { update: () => undefined, stop: () => undefined };
  let text = '';
  let spinner: Ora | null = null;
  let callOff: (() => void) | null = null;

  function update(next: string): void {
    text = next;
    if (spinner !== null) spinner.text = fitted(text, stream);
    else callOff ??= startLater();
  }

  /** Starts the spinner after the delay, unless it was called off by then or while ora loads. */
  function startLater(): () => void {
    let wanted = true;
    const cancelTimer = schedule(() => {
      void startSpinner(options).then((start) => {
        if (!wanted) return;
        spinner = start(() => fitted(text, stream));
        stream.on('resize', stopWithoutColumns);
      });
    }, DELAY);
    return () => {
      wanted = false;
      cancelTimer();
    };
  }

  function stopWithoutColumns(): void {
    if (!hasColumns(stream)) stop();
  }

  function stop(): void {
    stream.off('resize', stopWithoutColumns);
    callOff?.();
    callOff = null;
    spinner?.stop();
    spinner = null;
  }

  return { update, stop };
}

/** Loads ora; what is returned starts a spinner, or does not where the columns are gone by then. */
async function startSpinner({
  stream,
  colored,
  ascii,
}: ProgressOptions): Promise<(text: () => string) => Ora | null> {
  const { default: ora } = await import('ora');
  return (text) => {
    if (!hasColumns(stream)) return null;
    return ora({
      text: text(),
      stream,
      isEnabled: true,
      // Reading stdin would take the keys away from a person, and the data away from a pipe.
      discardStdin: false,
      hideCursor: true,
      color: colored ? 'cyan' : false,
      spinner: { frames: ascii ? ASCII_FRAMES : FRAMES, interval: 100 },
    }).start();
  };
}

/** A terminal without columns (docker run -t, script in cron) sends ora into an endless loop. */
function hasColumns({ isTTY, columns }: TerminalSize): boolean {
  return isTTY === true && columns !== undefined && columns > 0;
}

/** Room for the frame, a blank and the last column, which some terminals wrap at. */
const BESIDE_TEXT = 3;

/** Progress texts are short and mostly ASCII: a character is a column. A wrapped line flickers. */
function fitted(text: string, { columns = 0 }: TerminalSize): string {
  return safeText(text).slice(0, Math.max(0, columns - BESIDE_TEXT));
}

/** Columns of a progress bar. */
const BAR_LENGTH = 16;

/**
 * What was read so far, with a bar while rows are asked about one by one: then their number is known.
 *
 * @param servers for each server how many of its rows were asked about
 */
export function readingText(
  { pages, rows }: { readonly pages: number; readonly rows: number },
  servers: readonly { readonly done: number; readonly total: number }[],
  ascii: boolean,
): string {
  const reading = `Reading: ${pages} ${pages === 1 ? 'page' : 'pages'}, ${rows} rows`;
  const done = servers.reduce((all, one) => all + one.done, 0);
  const total = servers.reduce((all, one) => all + one.total, 0);
  if (total === 0) return reading;
  const filled = Math.round(BAR_LENGTH * Math.min(1, done / total));
  const [full, empty] = ascii ? ['#', '.'] : ['█', '░'];
  const bar = full.repeat(filled) + empty.repeat(BAR_LENGTH - filled);
  return `${reading} ${bar} details of ${done} of ${total}`;
}

export interface ProgressQuestion {
  readonly stream: TerminalSize;
  readonly variables: Readonly<Record<string, string | undefined>>;
  /** `--quiet`. */
  readonly quiet: boolean;
}

/** Only on a terminal with columns, not in CI, not with TERM=dumb, not with --quiet. */
export function mayShowProgress({ stream, variables, quiet }: ProgressQuestion): boolean {
  const { CI: ci, TERM: term } = variables;
  const inCi = ci !== undefined && ci !== '' && ci !== 'false' && ci !== '0';
  return !quiet && hasColumns(stream) && !inCi && term !== 'dumb';
}
