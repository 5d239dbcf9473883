/** Going on where only a part of what was asked has failed. */
import { isVsiError, VsiError, type ErrorCode } from '../model/errors.ts';

/** Failures of one list that leave the others as they are. */
const OF_ONE_LIST: ReadonlySet<ErrorCode> = new Set<ErrorCode>([
  'REQUEST_FAILED',
  'ANSWER_UNREADABLE',
  'LIST_INCOMPLETE',
  'RIGHTS_REFUSED',
  'NOT_FOUND',
]);

/**
 * Whether a failure concerns only what was asked for, so that the rest can go on without it; what
 * concerns the server as a whole (login, network, Ctrl-C) does not.
 */
export function isOfOneList(error: unknown): error is VsiError {
  return isVsiError(error) && OF_ONE_LIST.has(error.code);
}

/**
 * What to say of a part that could not be read, for `ServerEnvironment.missing`.
 *
 * @param what in the plural, what is missing of the rest: `job names`
 */
export function missingPart(what: string, cause: VsiError): VsiError {
  const { message, where, hint } = cause;
  return new VsiError('PARTIAL', `${what} are missing: ${message}`, {
    where,
    hint,
    cause,
  });
}

/** Something that is read when it is first asked for, and then known. */
export interface Remembered<T> {
  /** @throws what the reading throws */
  readonly get: () => Promise<T>;
  /** Replaces what is known. */
  readonly set: (value: T) => void;
}

/** Reads once, at the first `get`; a failure is not kept: a server that is watched may be back by then. */
export function remember<T>(read: () => Promise<T>): Remembered<T> {
  let known: Promise<T> | null = null;
  return {
    get: () => {
      if (known !== null) return known;
      const reading = read().catch((error: unknown) => {
        if (known === reading) known = null;
        throw error;
      });
      known = reading;
      return reading;
    },
    set: (value) => {
      known = Promise.resolve(value);
    },
  };
}
