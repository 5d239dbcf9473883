import { safeLines, safeText } from '../output/safe-text.ts';
import { errorText, isVsiError, type VsiError } from '../model/errors.ts';
import { EXIT, exitCodeOf } from './exit-codes.ts';

/** What a failed run leaves behind. */
export interface FailureReport {
  readonly exitCode: number;
  /** For stderr; ends with a line break. */
  readonly text: string;
}

/**
 * Turns whatever a command threw into lines for the person and a code for the program: one line,
 * `vsi: <what> (<where>)`, and a hint where there is one (contract section 6).
 *
 * @param debug adds the stack
 */
export function reportError(error: unknown, debug: boolean): FailureReport {
  if (isVsiError(error)) {
    // Who pressed Ctrl-C knows why it ended.
    if (error.code === 'INTERRUPTED' && !debug) {
      return { exitCode: exitCodeOf(error.code), text: '' };
    }
    const stack =
      debug && error.stack !== undefined ? `${safeLines(error.stack).join('\n')}\n` : '';
    return { exitCode: exitCodeOf(error.code), text: `${errorLines(error)}${stack}` };
  }
  const details = error instanceof Object && 'stack' in error ? String(error.stack) : String(error);
  const [summary = ''] = details.split('\n');
  return {
    exitCode: EXIT.requestFailed,
    text: debug
      ? `vsi: internal error\n${safeLines(details).join('\n')}\n`
      : `vsi: internal error: ${safeText(summary)}\nhint: run it again with --debug and report what it prints\n`,
  };
}

/** @param server named in front where several were asked */
export function errorLines(error: VsiError, server?: string): string {
  const { hint } = error;
  const what = errorText(error);
  // Names of jobs and words of servers stand in it: each part stays one line without control characters.
  const line = safeText(`vsi: ${server === undefined ? '' : `${server}: `}${what}`);
  return `${line}\n${hint === null ? '' : `${safeText(`hint: ${hint}`)}\n`}`;
}
