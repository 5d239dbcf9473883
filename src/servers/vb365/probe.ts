/** Finding out which API version a VB365 server has (api/vb365.md section 2). */
import { VsiError } from '../../model/errors.ts';
import type { HttpClient, HttpResponse } from '../http/http.ts';
import { parseJson } from '../reading/json.ts';
import { isFields, isList } from '../reading/reading.ts';
import { failureOf } from './refusal.ts';
import { VB365_VERSIONS, type Vb365Version } from './versions.ts';

const OTHER_SERVER_HINT =
  'check host and port: the REST API of Veeam Backup for Microsoft 365 listens on 4443 unless it was moved';
const VBR_HINT =
  'port 9419 is Veeam Backup & Replication: leave --product out, or say --product vbr';

/**
 * The newest version that the server routes. Nothing lists the versions, so each is asked for
 * anonymously, newest first: a version that is served refuses such a request, one that is not served
 * is not found. Never through the token route, which admits five logins a minute.
 *
 * @param server the server's name, for errors
 * @throws NOT_VEEAM when nothing like the API answers, REQUEST_FAILED when the server fails
 */
export async function probeVersion(
  http: Pick<HttpClient, 'origin' | 'request'>,
  server: string,
): Promise<Vb365Version> {
  for (const version of VB365_VERSIONS) {
    const path = `/${version.name}/${version.probe}`;
    const response = await http.request({ method: 'GET', path });
    if (isServed(response, `GET ${path} on ${server}`, http.origin)) return version;
  }
  throw notVeeam(`GET /v8 to /v3 on ${server}`, http.origin);
}

/**
 * Whether the answer to an anonymous request says that its version is served.
 *
 * @throws NOT_VEEAM, REQUEST_FAILED as `probeVersion`
 */
export function isServed(response: HttpResponse, where: string, origin: string): boolean {
  const { status, headers } = response;
  if (status === 401 || status === 403) {
    // VB365 asks for a bearer token without a word; Basic is a web page behind a password.
    if (/^\s*(?:basic|digest)\b/i.test(headers['www-authenticate'] ?? '')) {
      throw notVeeam(where, origin);
    }
    return true;
  }
  if (status === 429 || status >= 500) throw failureOf(response, { where });
  if (status >= 400) return false;
  if (status === 200 && looksLikeTheApi(response.body)) return true;
  throw notVeeam(where, origin);
}

/** A service instance, or a list of jobs as an array or a page. */
function looksLikeTheApi(body: string): boolean {
  try {
    const answer = parseJson(body, '');
    if (!isFields(answer)) return isList(answer);
    return (
      isList(answer['results']) ||
      typeof answer['version'] === 'string' ||
      typeof answer['installationId'] === 'string'
    );
  } catch {
    return false;
  }
}

/** The failure of a server that is something else. */
export function notVeeam(where: string, origin: string): VsiError {
  return new VsiError('NOT_VEEAM', 'a web server answers there, but no VB365 REST API', {
    where,
    hint: new URL(origin).port === '9419' ? VBR_HINT : OTHER_SERVER_HINT,
  });
}
