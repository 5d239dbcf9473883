/** What both products' failures have in common: where the server's own words stand, and how to repeat them. */
import type { Refusal } from '../http/api-client.ts';
import { excerpt, parseJson } from '../reading/json.ts';
import { readFields, readText, type Fields } from '../reading/reading.ts';

/** Enough for a sentence or two of the server's own words. */
const REASON_LENGTH = 300;

/** What to do about an answer that leads elsewhere. */
export const REDIRECT_HINT =
  'vsi follows no redirects; give the address that the REST API itself has';

/** A failure's body may be empty, HTML or cut: then it says nothing. */
export function fieldsOfBody(body: string): Fields {
  try {
    return readFields(parseJson(body, ''));
  } catch {
    return readFields(null);
  }
}

/**
 * The server's own reason in the body of a failure, on one line: `message`, or OAuth's
 * `error_description`, else the error's name. Never a stack trace. null where the body is empty or no
 * JSON.
 */
export function readReason(body: string): string | null {
  const fields = fieldsOfBody(body);
  const reason =
    readText(fields['message']) ??
    readText(fields['error_description']) ??
    readText(fields['error']) ??
    readText(readFields(fields['error'])['message']) ??
    readText(fields['errorCode']);
  const line = reason === null ? '' : excerpt(reason, REASON_LENGTH);
  return line === '' ? null : line;
}

/** The status line, then the server's own reason: VB365's 429 has it in the status line alone. */
export function messageOfRefusal({ status, statusText, body }: Refusal): string {
  const line = excerpt(statusText, REASON_LENGTH);
  const answered = `the server answered ${status}${line === '' ? '' : ` ${line}`}`;
  const reason = readReason(body);
  return reason === null ? answered : `${answered}: ${reason}`;
}
