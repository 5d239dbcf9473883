/** Finding out which revision of the API a VBR server speaks (api/vbr.md section 1.3). */
import { VsiError, isVsiError } from '../../model/errors.ts';
import type { HttpClient, HttpRequest, HttpResponse } from '../http/http.ts';
import { parseJson } from '../reading/json.ts';
import { isFields } from '../reading/reading.ts';
import { explainedByPort, hintForPort } from './ports.ts';
import { failureOf, isVeeamError, noCommonVersion, readOfferedVersions } from './refusal.ts';
import { VBR_REVISIONS, findRevision, type VbrRevision } from './versions.ts';

/** Answers anonymously in every revision, so that no login can fail and be counted. */
const SERVER_TIME = '/api/v1/serverTime';

/** The anonymous request that only asks whether a revision is served. */
export function versionRequest(revision: VbrRevision): HttpRequest {
  return { method: 'GET', path: SERVER_TIME, headers: { 'x-api-version': revision.name } };
}

/**
 * The newest revision that both sides know. The newest one of ours is asked for; a server that does
 * not have it says which it has. Older ones are worth less than one might think: a server fails on
 * values that the revision asked for has no word for (api/vbr.md section 5.1).
 *
 * @param server the server's name, for errors
 * @throws NOT_VEEAM when no VBR answers, UNSUPPORTED when no revision is common, and what the HTTP
 *   client throws, with what the port explains
 */
export async function negotiateRevision(
  http: Pick<HttpClient, 'origin' | 'request'>,
  server: string,
): Promise<VbrRevision> {
  const where = `GET ${SERVER_TIME} on ${server}`;
  for (const revision of VBR_REVISIONS) {
    const response = await ask(http, revision);
    const offered = readOfferedVersions(response.status, response.body);
    if (offered === null) {
      if (isServerTime(response)) return revision;
      throw strangeAnswer(response, { where, origin: http.origin, revision });
    }
    if (offered.length > 0) return newestOf(offered, where);
    // A refusal that names no version leaves nothing but trying the next.
  }
  throw noCommonVersion([], where);
}

async function ask(
  http: Pick<HttpClient, 'origin' | 'request'>,
  revision: VbrRevision,
): Promise<HttpResponse> {
  try {
    return await http.request(versionRequest(revision));
  } catch (error) {
    throw isVsiError(error) ? explainedByPort(error, http.origin) : error;
  }
}

/** The newest of a server's revisions that vsi knows. @throws UNSUPPORTED when it knows none */
function newestOf(offered: readonly string[], where: string): VbrRevision {
  const [newest] = offered.map(findRevision).filter((revision) => revision !== null);
  if (newest === undefined) throw noCommonVersion(offered, where);
  return newest;
}

function isServerTime({ status, body }: HttpResponse): boolean {
  if (status !== 200) return false;
  try {
    const answer = parseJson(body, '');
    return isFields(answer) && typeof answer['serverTime'] === 'string';
  } catch {
    return false;
  }
}

interface AskedPlace {
  readonly where: string;
  readonly origin: string;
  readonly revision: VbrRevision;
}

function strangeAnswer(response: HttpResponse, { where, origin, revision }: AskedPlace): VsiError {
  const { status, body } = response;
  const isMissing = status === 404 || status === 405;
  if (status >= 500 || status === 429 || (!isMissing && isVeeamError(body))) {
    return failureOf(response, { where, revision });
  }
  return new VsiError('NOT_VEEAM', 'a web server answers there, but no VBR REST API', {
    where,
    hint: hintForPort(origin),
  });
}
