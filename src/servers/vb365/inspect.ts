/** What VB365 tells without a login, for `doctor`. */
import { isVsiError, type VsiError } from '../../model/errors.ts';
import { clockOf } from '../inspect/inspect-clock.ts';
import type { ApiQuestion, ApiReport, ClockReading } from '../inspect/inspect-report.ts';
import { isServed, notVeeam } from './probe.ts';
import { notServed, requireVersion, VB365_VERSIONS } from './versions.ts';

/**
 * Asks anonymously for every version, one after the other, as `probeVersion` does for the newest.
 *
 * @throws what `probeVersion` throws
 */
export async function inspectVb365({ http, server, now, wanted }: ApiQuestion): Promise<ApiReport> {
  const versions: string[] = [];
  let clock: ClockReading | null = null;
  for (const { name, probe } of VB365_VERSIONS) {
    const path = `/${name}/${probe}`;
    const asked = now();
    const response = await http.request({ method: 'GET', path });
    clock = clockOf(response, { asked, answered: now() }) ?? clock;
    if (isServed(response, `GET ${path} on ${server}`, http.origin)) versions.push(name);
  }
  const [newest] = versions;
  if (newest === undefined) throw notVeeam(`GET /v8 to /v3 on ${server}`, http.origin);
  return { versions, clock, inUse: wanted === null ? newest : choose(wanted, versions, server) };
}

function choose(wanted: string, versions: readonly string[], server: string): string | VsiError {
  try {
    const { name } = requireVersion(wanted);
    return versions.includes(name) ? name : notServed(name, server);
  } catch (error) {
    if (isVsiError(error)) return error;
    throw error;
  }
}
