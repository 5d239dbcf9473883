/** What VB365 says when it does not do what was asked (api/vb365.md section 5). */
import { VsiError, type ErrorCode } from '../../model/errors.ts';
import type { Refusal } from '../http/api-client.ts';
import { readText } from '../reading/reading.ts';
import { fieldsOfBody, messageOfRefusal, REDIRECT_HINT } from '../login/refusal-text.ts';

/** What admins of VB365 run into when a login is refused. */
export const LOGIN_HINT =
  'check user and password; an account with MFA must be marked as a service account in the VB365 console; ' +
  'with "Enable restore operator authentication only" (8.4 and later) the REST API takes no other login; ' +
  'and the REST API service must be on (General Options, REST API)';

const RIGHTS_HINT =
  'the account needs the role Veeam Backup Administrator; with "Enable restore operator authentication ' +
  'only" (8.4 and later) the rest of the REST API is closed';

/** What stands where the failure happened. */
export interface FailurePlace {
  /** `GET /v8/Jobs on backup.example.com`. */
  readonly where: string;
}

/**
 * An answer that is no success, as an error: RIGHTS_REFUSED for 403, NOT_FOUND for 404, LOGIN_REFUSED
 * for a 401 that a new login did not mend, REQUEST_FAILED for the rest.
 */
export function failureOf(refusal: Refusal, { where }: FailurePlace): VsiError {
  const { status, body } = refusal;
  const code = codeOf(status, readText(fieldsOfBody(body)['errorCode']));
  const hint = hintOf(status, code);
  return new VsiError(code, messageOfRefusal(refusal), {
    where,
    hint,
  });
}

function codeOf(status: number, errorCode: string | null): ErrorCode {
  if (status === 401) return 'LOGIN_REFUSED';
  if (status === 403 || errorCode === 'ResourceAccessDenied') return 'RIGHTS_REFUSED';
  if (status === 404 || errorCode === 'ResourceNotFound') return 'NOT_FOUND';
  return 'REQUEST_FAILED';
}

function hintOf(status: number, code: ErrorCode): string | null {
  if (code === 'LOGIN_REFUSED') return LOGIN_HINT;
  if (code === 'RIGHTS_REFUSED') return RIGHTS_HINT;
  if (status >= 500) {
    return 'the fault is on the server: the log of its REST API service says more; it may be starting, so try again in a minute';
  }
  if (status === 429) return 'the server limits how often it may be asked; try again in a minute';
  if (status >= 300 && status < 400) return REDIRECT_HINT;
  return null;
}
