/** A signal that follows others, and perhaps a time limit, until it is released. */
export interface LinkedSignal {
  readonly signal: AbortSignal;
  /** Whether the time limit, and not one of the others, ended it. */
  readonly timedOut: () => boolean;
  readonly end: () => void;
  /** Leaves the followed signals and stops the clock: to be called when the work is done. */
  readonly release: () => void;
}

/**
 * Follows the signals by hand: `AbortSignal.any` on Node 20 keeps every derived signal of a
 * long-lived one, and may lose one that hangs on a timeout to the garbage collector.
 *
 * @param limit milliseconds; without it there is no time limit
 */
export function linkSignals(
  followed: readonly (AbortSignal | undefined)[],
  limit?: number,
): LinkedSignal {
  const own = new AbortController();
  let late = false;
  const timer =
    limit === undefined
      ? undefined
      : setTimeout(() => {
          late = !own.signal.aborted;
          own.abort();
        }, limit);
  const end = (): void => {
    own.abort();
  };
  for (const signal of followed) {
    if (signal?.aborted === true) end();
    else signal?.addEventListener('abort', end);
  }
  return {
    signal: own.signal,
    timedOut: () => late,
    end,
    release: () => {
      clearTimeout(timer);
      for (const signal of followed) signal?.removeEventListener('abort', end);
    },
  };
}
