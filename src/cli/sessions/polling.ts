import { LONGEST_TIMER } from '../../model/duration.ts';
import { errorText, isVsiError, VsiError, type ErrorCode } from '../../model/errors.ts';
import type { Instant } from '../../model/instant.ts';

/** The pauses between two looks, in milliseconds: short at first, then longer and longer. */
const FIRST_PAUSE = 2000;
const LONGEST_PAUSE = 10_000;
const GROWTH = 1.25;

/** For how long a server may fail before that is the end; milliseconds. */
export const PATIENCE = 5 * 60_000;

/**
 * A question has so much time, also where the time is over before: the last look is due just then. The first
 * answer, login included, is given some time in any case. Milliseconds.
 */
const LAST_MOMENTS = 2000;
const FIRST_ANSWER = 10_000;

/** What a server that is restarted, or a network that is away, makes of a question. */
const PASSING: ReadonlySet<ErrorCode> = new Set<ErrorCode>([
  'REQUEST_FAILED',
  'ANSWER_UNREADABLE',
  'LIST_INCOMPLETE',
  'UNREACHABLE',
  'TIMEOUT',
]);

/** Clock and waiting are the caller's. */
export interface PollingOptions {
  readonly now: () => Instant;
  /** Waits; throws what ends the command (Ctrl-C, --deadline). */
  readonly pause: (milliseconds: number) => Promise<void>;
  /** The pause between two looks in milliseconds; null = growing by itself. */
  readonly interval: number | null;
  /** No pause ends later, and no question is waited for much longer; null = whenever it ends. */
  readonly until: Instant | null;
  /** What comes within so many milliseconds, else null; without it questions take what they take. */
  readonly within?: <T>(milliseconds: number, work: Promise<T>) => Promise<T | null>;
  /** Told what goes wrong and is asked again, and null when it goes well again. */
  readonly onTrouble?: (trouble: VsiError | null) => void;
}

/** Asking a server again and again without being a burden. */
export interface Polling {
  /**
   * One question. Once the server has answered any, one that fails in passing is asked again after a pause,
   * for as long as PATIENCE.
   *
   * @returns null when the time is over before there is an answer
   * @throws TIMEOUT when that is so before there was any
   */
  readonly ask: <T>(question: () => Promise<T>) => Promise<{ readonly answer: T } | null>;
  /** One question, asked once. @returns null when the time is over before there is an answer */
  readonly inTime: <T>(question: () => Promise<T>) => Promise<{ readonly answer: T } | null>;
  /** Waits until the next look is due; the last one is at the end of the time. @returns false: it is over */
  readonly rest: () => Promise<boolean>;
  /** The next pauses are short again: something new is about to happen. */
  readonly hasten: () => void;
  /** Whether the time was over while a question was still open: the server says nothing any more. */
  readonly gaveUp: () => boolean;
}

/** @see Polling */
export function createPolling(options: PollingOptions): Polling {
  const { now, interval, until, onTrouble = () => undefined } = options;
  const begun = now();
  let pauses = 0;
  let hasAnswered = false;
  let gaveUp = false;

  async function inTime<T>(question: () => Promise<T>): Promise<{ readonly answer: T } | null> {
    if (gaveUp) return null;
    const asked = question().then((answer) => ({ answer }));
    if (until === null || options.within === undefined) return asked;
    const look = await options.within(timeFor(until), asked);
    gaveUp = look === null;
    return look;
  }

  function timeFor(until: Instant): number {
    const moments = Math.min(until, now()) + LAST_MOMENTS;
    const first = hasAnswered ? -Infinity : begun + FIRST_ANSWER;
    return Math.min(LONGEST_TIMER, Math.max(0, Math.max(until, moments, first) - now()));
  }

  async function ask<T>(question: () => Promise<T>): Promise<{ readonly answer: T } | null> {
    let since: Instant | null = null;
    for (;;) {
      try {
        const look = await inTime(question);
        if (look === null) {
          if (hasAnswered) return null;
          throw tooLate();
        }
        if (since !== null) onTrouble(null);
        hasAnswered = true;
        return look;
      } catch (error) {
        if (!isVsiError(error) || !PASSING.has(error.code) || !hasAnswered) throw error;
        since ??= now();
        if (now() - since >= PATIENCE) throw error;
        onTrouble(error);
      }
      // A --deadline fails the question first and ends the pause with the reason that it has.
      if (!(await rest())) return null;
    }
  }

  async function rest(): Promise<boolean> {
    const usual = interval ?? Math.min(LONGEST_PAUSE, FIRST_PAUSE * GROWTH ** pauses);
    pauses += 1;
    const left = until === null ? Infinity : until - now();
    if (left <= 0) return false;
    await options.pause(Math.min(usual, left));
    return true;
  }

  return {
    ask,
    inTime,
    rest,
    hasten: () => {
      pauses = 0;
    },
    gaveUp: () => gaveUp,
  };
}

/** The time was over before the server said anything. */
export function tooLate(): VsiError {
  return new VsiError('TIMEOUT', 'no answer within the time to wait', {
    hint: 'vsi doctor looks at the connection; a longer --wait gives the server more time',
  });
}

/** What goes wrong, in words. */
export function troubleText(error: VsiError): string {
  return `${errorText(error)}; asking again`;
}

/** Says what goes wrong once, however often it is asked again. */
export function troubleSayer(
  notice: (line: string) => void,
): NonNullable<PollingOptions['onTrouble']> {
  let last: string | null = null;
  return (trouble) => {
    const text = trouble === null ? null : troubleText(trouble);
    if (text !== null && text !== last) notice(`${text}.`);
    last = text;
  };
}
