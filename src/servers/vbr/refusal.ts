/** What VBR says when it does not do what was asked (api/vbr.md sections 1.3 and 4). */
import { VsiError, isVsiError, type ErrorCode } from '../../model/errors.ts';
import type { Refusal } from '../http/api-client.ts';
import { readText } from '../reading/reading.ts';
import { isOfOneList as isOfOneListAnywhere } from '../partial-failure.ts';
import { fieldsOfBody, messageOfRefusal, REDIRECT_HINT } from '../login/refusal-text.ts';
import { NEWEST_REVISION, VBR_REVISIONS, readRevisionNames, type VbrRevision } from './versions.ts';

const VERSION_REFUSAL = /unsupported rest\s*api version|api version is not supported/i;

/** What admins of VBR run into when a login is refused. */
export const LOGIN_HINT =
  'check user and password (DOMAIN\\user); accounts with MFA must be marked as service accounts in the ' +
  'console, and custom roles can log in to the REST API from 1.3-rev2 (13.1) on only';

const RIGHTS_HINT =
  'the account needs the role Veeam Backup Viewer or more; custom roles reach the REST API from ' +
  '1.3-rev2 (13.1) on only';

/**
 * The server refused the API version itself. Before the login is looked at, so nothing was counted
 * against the account.
 */
export class VersionRefused extends VsiError {
  /** What it offers instead, newest first (`1.1-rev0`); empty where it does not say. */
  readonly offered: readonly string[];

  constructor(refused: string, offered: readonly string[], where: string) {
    super('UNSUPPORTED', `the server does not speak API ${refused}`, {
      where,
      hint:
        offered.length === 0
          ? `leave --api-version out to use the newest that both sides know`
          : `it speaks ${offered.join(', ')}; leave --api-version out to use the newest that both sides know`,
    });
    this.offered = offered;
  }
}

/** Whether a caught value says that the API version was refused. */
export function isVersionRefused(value: unknown): value is VersionRefused {
  return isVsiError(value) && 'offered' in value && Array.isArray(value.offered);
}

/**
 * Whether a failure concerns only what was asked for; a route that the version does not have does, a
 * version that is refused does not.
 */
export function isOfOneList(error: unknown): error is VsiError {
  if (isOfOneListAnywhere(error)) return true;
  return isVsiError(error) && error.code === 'UNSUPPORTED' && !isVersionRefused(error);
}

/** Whether a server fails on this route alone; a login that ended or a dead network is another matter. */
export function isNotServed(error: unknown): error is VsiError {
  return (
    isVsiError(error) &&
    !isVersionRefused(error) &&
    ['REQUEST_FAILED', 'UNSUPPORTED', 'NOT_FOUND', 'RIGHTS_REFUSED'].includes(error.code)
  );
}

/**
 * The versions that a refused answer offers instead: empty where it names none; null: the answer is
 * about something else than the version.
 */
export function readOfferedVersions(status: number, body: string): readonly string[] | null {
  if (status < 400 || status >= 500) return null;
  const message = readText(fieldsOfBody(body)['message']);
  if (message === null || !VERSION_REFUSAL.test(message)) return null;
  return readRevisionNames(message);
}

/** Whether a body is an error in VBR's form: `{errorCode, message}`. */
export function isVeeamError(body: string): boolean {
  const fields = fieldsOfBody(body);
  return typeof fields['errorCode'] === 'string' && typeof fields['message'] === 'string';
}

/** What stands where the failure happened. */
export interface FailurePlace {
  /** `GET /api/v1/sessions on backup.example.com`. */
  readonly where: string;
  /** The version that was sent. */
  readonly revision: VbrRevision;
}

/**
 * An answer that is no success, as an error: `VersionRefused`, UNSUPPORTED for a route that the
 * version does not have, RIGHTS_REFUSED for 403, NOT_FOUND for 404, LOGIN_REFUSED for a 401 that a new
 * login did not mend, REQUEST_FAILED for the rest.
 */
export function failureOf(refusal: Refusal, place: FailurePlace): VsiError {
  const { status, body } = refusal;
  const aboutVersion = versionFailure(status, body, place);
  if (aboutVersion !== null) return aboutVersion;
  const code = codeOf(status, readText(fieldsOfBody(body)['errorCode']));
  const hint = hintOf(status, code, place.revision);
  return new VsiError(code, messageOfRefusal(refusal), {
    where: place.where,
    hint,
  });
}

/**
 * What a refusal of the version means. The same message comes for a version that is in the list: then
 * it is the route that the version does not have (api/vbr.md section 1.3). null: the answer is about
 * something else.
 */
export function versionFailure(
  status: number,
  body: string,
  { where, revision }: FailurePlace,
): VsiError | null {
  const offered = readOfferedVersions(status, body);
  if (offered === null) return null;
  if (!offered.includes(revision.name)) return new VersionRefused(revision.name, offered, where);
  return new VsiError('UNSUPPORTED', `API ${revision.name} has no such route`, { where });
}

/** No version is known on both sides. */
export function noCommonVersion(offered: readonly string[], where: string): VsiError {
  const oldest = VBR_REVISIONS.at(-1)?.name ?? '';
  const theirs =
    offered.length === 0
      ? 'the server names none of the API versions that vsi knows'
      : `the server speaks API ${offered.join(', ')}`;
  return new VsiError('UNSUPPORTED', `${theirs}; vsi knows ${oldest} to ${NEWEST_REVISION.name}`, {
    where,
    hint: 'a newer vsi may know the server’s',
  });
}

function codeOf(status: number, errorCode: string | null): ErrorCode {
  if (status === 401) return 'LOGIN_REFUSED';
  if (status === 403 || (errorCode === 'AccessDenied' && status < 500)) return 'RIGHTS_REFUSED';
  if (status === 404 || (errorCode === 'NotFound' && status < 500)) return 'NOT_FOUND';
  if (status === 405 || status === 501) return 'UNSUPPORTED';
  return 'REQUEST_FAILED';
}

function hintOf(status: number, code: ErrorCode, revision: VbrRevision): string | null {
  if (code === 'LOGIN_REFUSED') return LOGIN_HINT;
  if (code === 'RIGHTS_REFUSED') return RIGHTS_HINT;
  if (status >= 300 && status < 400) return REDIRECT_HINT;
  if (status === 500 && revision !== NEWEST_REVISION) {
    return (
      `servers fail where a value is newer than the API version asked for (${revision.name}): ` +
      'leave --api-version out to use the newest'
    );
  }
  return null;
}
