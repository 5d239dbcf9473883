/** Raw GETs of VB365 for `vsi api`. */
import type { ApiClient } from '../http/api-client.ts';
import { rawGet, type RawPage } from '../lists/raw-get.ts';
import { isFields, isList, readNumber } from '../reading/reading.ts';

/** What a raw GET needs. */
export interface Vb365RawGet {
  readonly api: ApiClient;
  /** `https://host:port` */
  readonly origin: string;
  /** The version's root: `/v8`. */
  readonly root: string;
}

/**
 * One GET, or with `paginate` one for every page, as long as a full page object comes. Links inside
 * v6 items are from the root without a slash (`v6/jobs/…`, api/vb365.md section 3): a path that
 * begins with a version is understood like that, too.
 *
 * @throws as `rawGet` of all products
 */
export function vb365Get(
  parts: Vb365RawGet,
  path: string,
  how: { readonly paginate: boolean },
): AsyncGenerator<string> {
  const options = {
    ...parts,
    rootless: /^v\d+(?:[/?]|$)/i,
    examples: 'Jobs or /v8/Jobs',
    paging: { position: 'offset', endsEmpty: true, pageOf },
  };
  return rawGet(options, path, how);
}

function pageOf(answer: unknown): RawPage | null {
  if (!isFields(answer) || !isList(answer['results'])) return null;
  const count = answer['results'].length;
  const limit = readNumber(answer['limit']) ?? count;
  return {
    count,
    start: readNumber(answer['offset']),
    isLast: count === 0 || count < limit,
    limit,
  };
}
