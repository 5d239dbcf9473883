/** What VB365 says when it does not do what was asked (api/vb365.md section 5). */
import { VsiError, type ErrorCode } from '../../model/errors.ts';
import type { HttpResponse } from '../http.ts';
import { excerpt, parseJson } from '../json.ts';
import { readFields, readText, type Fields } from '../reading.ts';

/** Enough for a sentence or two of the server's own words. */
const REASON_LENGTH = 300;

/** What admins of VB365 run into when a login is refused. */
export const LOGIN_HINT =
  'Check user and password. An account with MFA must be marked as a service account in the VB365 console; ' +
  'with "Enable restore operator authentication only" (8.4 and later) the REST API takes no other login; ' +
  'and the REST API service must be on (General Options, REST API).';

const RIGHTS_HINT =
  'The account needs the role Veeam Backup Administrator; with "Enable restore operator authentication ' +
  'only" (8.4 and later) the rest of the REST API is closed.';

/**
 * The server's own reason in the body of a failure, on one line: `message` of v3 to v8, or OAuth's
 * `error_description`. Never its stack trace. null where the body is empty or no JSON.
 */
export function readReason(body: string): string | null {
  const fields = fieldsOf(body);
  const reason =
    readText(fields['message']) ??
    readText(fields['error_description']) ??
    readText(fields['error']) ??
    readText(readFields(fields['error'])['message']);
  const line = reason === null ? '' : excerpt(reason, REASON_LENGTH);
  return line === '' ? null : line;
}

/** What stands where the failure happened. */
export interface FailurePlace {
  /** `GET /v8/Jobs on backup.example.com`. */
  readonly where: string;
}

/**
 * An answer that is no success, as an error: RIGHTS_REFUSED for 403, NOT_FOUND for 404, LOGIN_REFUSED
 * for a 401 that a new login did not mend, REQUEST_FAILED for the rest.
 */
export function failureOf(
  response: Pick<HttpResponse, 'status' | 'statusText' | 'body'>,
  { where }: FailurePlace,
): VsiError {
  const { status, body } = response;
  const code = codeOf(status, readText(fieldsOf(body)['errorCode']));
  const hint = hintOf(status, code);
  return new VsiError(code, messageOf(response), { where, ...(hint === null ? {} : { hint }) });
}

function codeOf(status: number, errorCode: string | null): ErrorCode {
  if (status === 401) return 'LOGIN_REFUSED';
  if (status === 403 || errorCode === 'ResourceAccessDenied') return 'RIGHTS_REFUSED';
  if (status === 404 || errorCode === 'ResourceNotFound') return 'NOT_FOUND';
  return 'REQUEST_FAILED';
}

/** The status line, then the server's own reason: 429's is in the status line alone. */
function messageOf({
  status,
  statusText,
  body,
}: Pick<HttpResponse, 'status' | 'statusText' | 'body'>) {
  const line = excerpt(statusText, REASON_LENGTH);
  const answered = `the server answered ${status}${line === '' ? '' : ` ${line}`}`;
  const reason = readReason(body);
  return reason === null ? answered : `${answered}: ${reason}`;
}

function hintOf(status: number, code: ErrorCode): string | null {
  if (code === 'LOGIN_REFUSED') return LOGIN_HINT;
  if (code === 'RIGHTS_REFUSED') return RIGHTS_HINT;
  if (status >= 500) {
    return 'The fault is on the server: the log of its REST API service says more; it may be starting, so try again in a minute.';
  }
  if (status === 429) return 'The server limits how often it may be asked; try again in a minute.';
  if (status >= 300 && status < 400) {
    return 'vsi follows no redirects; give the address that the REST API itself has.';
  }
  return null;
}

/** A failure's body may be empty, HTML or cut: then it says nothing. */
function fieldsOf(body: string): Fields {
  try {
    return readFields(parseJson(body, ''));
  } catch {
    return readFields(null);
  }
}
