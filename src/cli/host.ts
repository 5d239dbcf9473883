import type { Readable, Writable } from 'node:stream';

/** A stream of the process with what a terminal tells about itself. */
export type OutputStream = Writable & {
  readonly isTTY?: boolean;
  readonly columns?: number;
  readonly rows?: number;
};

/** Standard input; `setRawMode` exists on a terminal only. */
export type InputStream = Readable & { readonly isTTY?: boolean };

/** A pager to start. */
export interface PagerCommand {
  /** A program's name, or a command line for the system's shell. */
  readonly command: string;
  readonly shell: boolean;
  readonly variables: Readonly<Record<string, string | undefined>>;
}

/** A pager that is running: it reads from us and has the terminal until it ends. */
export interface PagerProcess {
  readonly input: Writable;
  /** Its exit code, null when a signal ended it; throws the system's error when it did not start. */
  readonly ended: Promise<number | null>;
}

/** The outside world as the program sees it; tests pass their own. */
export interface Host {
  /** Words behind the program's name. */
  readonly argv: readonly string[];
  readonly variables: Readonly<Record<string, string | undefined>>;
  readonly stdin: InputStream;
  readonly stdout: OutputStream;
  readonly stderr: OutputStream;
  /** `linux`, `darwin`, `win32` … */
  readonly platform: string;
  /** null where there is none: a container, cron with an empty environment. */
  readonly homeDirectory: string | null;
  /** Milliseconds since 1970. */
  readonly now: () => number;
  readonly sleep: (milliseconds: number, signal: AbortSignal) => Promise<void>;
  readonly random: () => number;
  /** IANA name of the local zone; asked only when needed, since the answer costs start-up time. */
  readonly timeZone: () => string;
  /** Aborted on SIGINT and SIGTERM; the reason is the signal's name. */
  readonly signal: AbortSignal;
  readonly version: string;
  /**
   * Has something done at the very end of the process, however it ends (a second Ctrl-C included): what
   * was changed on the terminal is undone there. Only what is done at once has an effect.
   *
   * @returns how to call it off
   */
  readonly atExit: (undo: () => void) => () => void;
  /**
   * Has something done before Ctrl-Z stops the process, and something else when it goes on.
   *
   * @returns how to call it off
   */
  readonly atSuspend: (before: () => void, after: () => void) => () => void;
  /**
   * Called when a list begins to arrive, which may be a long one: from then on memory is to be kept
   * small, and garbage collected a little more often.
   */
  readonly keepMemorySmall: () => void;
  /** Starts a pager; while it runs, Ctrl-C is the pager's. */
  readonly startPager: (command: PagerCommand) => Promise<PagerProcess>;
}

/** The same host but for what is given. Standard input is a stream only once somebody asks for it. */
export function hostWith(host: Host, changes: Partial<Host>): Host {
  return {
    get stdin() {
      return host.stdin;
    },
    argv: host.argv,
    variables: host.variables,
    stdout: host.stdout,
    stderr: host.stderr,
    platform: host.platform,
    homeDirectory: host.homeDirectory,
    now: host.now,
    sleep: host.sleep,
    random: host.random,
    timeZone: host.timeZone,
    signal: host.signal,
    version: host.version,
    atExit: host.atExit,
    atSuspend: host.atSuspend,
    keepMemorySmall: host.keepMemorySmall,
    startPager: host.startPager,
    ...changes,
  };
}
