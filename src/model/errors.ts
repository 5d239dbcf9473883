/**
 * Everything that can go wrong in a way a person or a script must be told apart. The exit code of
 * each is in `cli/exit-codes.ts`.
 */
export type ErrorCode =
  /** The server answered with an error, or refused the request for good. */
  | 'REQUEST_FAILED'
  /** The answer is not what the API promises: no JSON, cut off, a wrong shape. */
  | 'ANSWER_UNREADABLE'
  /** A list could not be read to its end. */
  | 'LIST_INCOMPLETE'
  /** The server's API version does not offer what was asked. */
  | 'UNSUPPORTED'
  /** Something answers there, but not a Veeam server that vsi knows. */
  | 'NOT_VEEAM'
  | 'USAGE'
  | 'CONFIGURATION'
  /** Rows are missing because a part failed; the rest was printed. */
  | 'PARTIAL'
  | 'LOGIN_REFUSED'
  | 'RIGHTS_REFUSED'
  /** No such job, session or server. */
  | 'NOT_FOUND'
  /** Name, TCP or proxy. */
  | 'UNREACHABLE'
  | 'TLS_UNTRUSTED'
  | 'TIMEOUT'
  /** The person pressed Ctrl-C, or the process was told to end. */
  | 'INTERRUPTED';

/** What to say beside the message; null and absent are the same. */
export interface ErrorDetails {
  /** Where it happened: server, endpoint, file, flag. */
  readonly where?: string | null;
  /** What to do about it, one sentence. */
  readonly hint?: string | null;
  /** Never an error of the HTTP library itself: those carry tokens and passwords. */
  readonly cause?: unknown;
}

/** An expected failure: one line for the person, a code for the program. */
export class VsiError extends Error {
  override readonly name = 'VsiError';
  readonly code: ErrorCode;
  readonly where: string | null;
  readonly hint: string | null;

  constructor(code: ErrorCode, message: string, details: ErrorDetails = {}) {
    super(message, details.cause === undefined ? undefined : { cause: details.cause });
    this.code = code;
    this.where = details.where ?? null;
    this.hint = details.hint ?? null;
  }
}

/** Whether a caught value is an expected failure (works across module realms). */
export function isVsiError(value: unknown): value is VsiError {
  return (
    typeof value === 'object' && value !== null && 'name' in value && value.name === 'VsiError'
  );
}

/** What went wrong and where, in one line: `answer 503 (GET /v8/Jobs on vb1)`. */
export function errorText({ message, where }: Pick<VsiError, 'message' | 'where'>): string {
  return where === null ? message : `${message} (${where})`;
}

/** Whether it says that there is no such thing. */
export function isNotFound(value: unknown): boolean {
  return isVsiError(value) && value.code === 'NOT_FOUND';
}

/** The `code` of a system or library error (`ENOENT`, `ECONNREFUSED` …), or null where it has none. */
export function codeOf(value: unknown): string | null {
  if (typeof value !== 'object' || value === null || !('code' in value)) return null;
  return typeof value.code === 'string' ? value.code : null;
}

/** What the usual failures of files and commands are called in words. */
const REASONS: ReadonlyMap<string, string> = new Map([
  ['ENOENT', 'it does not exist'],
  ['ENOTDIR', 'it does not exist'],
  ['EACCES', 'permission denied'],
  ['EPERM', 'permission denied'],
  ['EISDIR', 'it is a directory'],
  ['EADDRINUSE', 'another program has it'],
]);

/** Why the system refused something, in words where they are known, else by its code. */
export function reasonOf(error: unknown): string {
  const code = codeOf(error);
  return code === null ? 'no reason given' : (REASONS.get(code) ?? code);
}
