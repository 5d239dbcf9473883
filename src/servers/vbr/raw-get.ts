/** Raw GETs of VBR for `vsi api`. */
import type { ApiClient } from '../http/api-client.ts';
import { rawGet, type RawPage } from '../lists/raw-get.ts';
import { isFields, isList, readFields, readNumber } from '../reading/reading.ts';

/** What a raw GET needs. */
export interface VbrRawGet {
  readonly api: ApiClient;
  /** `https://host:port` */
  readonly origin: string;
}

/**
 * One GET, or with `paginate` one for every page, as long as the pagination tells of more.
 *
 * @throws as `rawGet` of all products
 */
export function vbrGet(
  parts: VbrRawGet,
  path: string,
  how: { readonly paginate: boolean },
): AsyncGenerator<string> {
  const options = {
    ...parts,
    root: '/api/v1',
    rootless: /^api(?:[/?]|$)/i,
    examples: 'sessions?limit=5 or /api/v1/sessions',
    paging: { position: 'skip', endsEmpty: false, pageOf },
  };
  return rawGet(options, path, how);
}

/** Where the pagination does not say how many items there are, the page is the last. */
function pageOf(answer: unknown, position: number): RawPage | null {
  if (!isFields(answer) || !isList(answer['data'])) return null;
  const pagination = readFields(answer['pagination']);
  const count = answer['data'].length;
  return {
    count,
    start: readNumber(pagination['skip']),
    isLast: position + count >= (readNumber(pagination['total']) ?? 0),
    limit: null,
  };
}
