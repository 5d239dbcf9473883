import type { ErrorCode } from '../model/errors.ts';
import { isFailure, type Status } from '../model/status.ts';

/** All exit codes of vsi but those of `check`, which speaks the plugin protocol (contract section 6). */
export const EXIT = {
  done: 0,
  requestFailed: 1,
  usage: 2,
  partial: 3,
  refused: 4,
  notFound: 5,
  unreachable: 6,
  stillRunning: 8,
  worstWarning: 10,
  worstFailed: 11,
  interrupted: 130,
  terminated: 143,
} as const;

/** What each code says, for help and documents. */
export const EXIT_CODE_MEANINGS: readonly (readonly [code: number, meaning: string])[] = [
  [EXIT.done, 'done, also when nothing matched or a documented fallback served'],
  [EXIT.requestFailed, 'the request failed: server error, unreadable or incomplete answer'],
  [EXIT.usage, 'wrong usage or configuration'],
  [EXIT.partial, 'rows or values are missing because a part failed; the rest was printed'],
  [EXIT.refused, 'login or rights refused, or no password at hand to log in with'],
  [EXIT.notFound, 'no such job, session or server, or no such path for api'],
  [EXIT.unreachable, 'server unreachable: name, TCP, TLS or time-out'],
  [EXIT.stillRunning, 'still running when the time of session watch --wait was over'],
  [EXIT.worstWarning, 'with --exit-status: the worst status shown is warning, stopped or unknown'],
  [EXIT.worstFailed, 'with --exit-status: failed, disconnected or not-configured'],
  [EXIT.interrupted, 'ended by SIGINT (Ctrl-C)'],
  [EXIT.terminated, 'ended by SIGTERM'],
];

const CODES: Readonly<Record<ErrorCode, number>> = {
  REQUEST_FAILED: EXIT.requestFailed,
  ANSWER_UNREADABLE: EXIT.requestFailed,
  LIST_INCOMPLETE: EXIT.requestFailed,
  UNSUPPORTED: EXIT.requestFailed,
  NOT_VEEAM: EXIT.requestFailed,
  USAGE: EXIT.usage,
  CONFIGURATION: EXIT.usage,
  PARTIAL: EXIT.partial,
  LOGIN_REFUSED: EXIT.refused,
  RIGHTS_REFUSED: EXIT.refused,
  NOT_FOUND: EXIT.notFound,
  UNREACHABLE: EXIT.unreachable,
  TLS_UNTRUSTED: EXIT.unreachable,
  TIMEOUT: EXIT.unreachable,
  INTERRUPTED: EXIT.interrupted,
};

/** The exit code of an expected failure. */
export function exitCodeOf(code: ErrorCode): number {
  return CODES[code];
}

/** The code of --exit-status for the worst of the statuses shown. */
export function exitCodeOfStatuses(statuses: Iterable<Status>): number {
  let worst: number = EXIT.done;
  for (const status of statuses) {
    if (isFailure(status)) return EXIT.worstFailed;
    if (status === 'warning' || status === 'stopped' || status === 'unknown') {
      worst = EXIT.worstWarning;
    }
  }
  return worst;
}
