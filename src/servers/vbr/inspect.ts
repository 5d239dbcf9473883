/** What VBR tells without a login, for `doctor`. */
import { isVsiError, type VsiError } from '../../model/errors.ts';
import { parseInstant } from '../../model/instant.ts';
import type { HttpClient, HttpResponse } from '../http/http.ts';
import { clockOf } from '../inspect/inspect-clock.ts';
import type { ApiQuestion, ApiReport, ClockReading } from '../inspect/inspect-report.ts';
import { parseJson } from '../reading/json.ts';
import { readFields, readText } from '../reading/reading.ts';
import { negotiateRevision, versionRequest } from './negotiation.ts';
import { readOfferedVersions, VersionRefused } from './refusal.ts';
import { findRevision, requireRevision } from './versions.ts';

/** No server has it: the refusal lists what the server has (api/vbr.md section 1.3). */
const NO_REVISION = '0.0-rev0';

/**
 * Negotiates as a command would, and asks for the revisions that there are besides.
 *
 * @throws what `negotiateRevision` throws
 */
export async function inspectVbr({ http, server, now, wanted }: ApiQuestion): Promise<ApiReport> {
  const newest = await negotiateRevision(http, server);
  const asked = now();
  const response = await http.request(versionRequest(newest));
  const clock = readClock(response, { asked, answered: now() });
  const offered = await readOffered(http);
  const versions = offered.length === 0 ? [newest.name] : offered;
  return {
    versions,
    clock,
    inUse: wanted === null ? newest.name : choose(wanted, offered, server),
  };
}

/** Those that vsi knows as well; empty where the server does not say. */
async function readOffered(http: HttpClient): Promise<readonly string[]> {
  const { path } = versionRequest(requireRevision('1.0-rev1'));
  const headers = { 'x-api-version': NO_REVISION };
  const { status, body } = await http.request({ method: 'GET', path, headers });
  return (readOfferedVersions(status, body) ?? []).filter((name) => findRevision(name) !== null);
}

function choose(wanted: string, offered: readonly string[], server: string): string | VsiError {
  try {
    const { name } = requireRevision(wanted);
    // A server that does not list its revisions says at the login whether it has this one.
    if (offered.length === 0 || offered.includes(name)) return name;
    return new VersionRefused(name, offered, server);
  } catch (error) {
    if (isVsiError(error)) return error;
    throw error;
  }
}

/** `serverTime`, which is finer than the header that every web server sends. */
function readClock(
  response: HttpResponse,
  moments: Pick<ClockReading, 'asked' | 'answered'>,
): ClockReading | null {
  try {
    const text = readText(readFields(parseJson(response.body, ''))['serverTime']);
    const server = text === null ? null : parseInstant(text);
    return server === null ? clockOf(response, moments) : { server, ...moments };
  } catch {
    return clockOf(response, moments);
  }
}
