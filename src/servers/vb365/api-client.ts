/** GETs of VB365's REST API. */
import type { VsiError } from '../../model/errors.ts';
import {
  createApiClient,
  type ApiClient,
  type ApiClientOptions,
  type AskedPath,
  type Refusal,
} from '../http/api-client.ts';
import { failureOf } from './refusal.ts';
import { notServed } from './versions.ts';

/** Lists that every version has: where one of them is not found, the version is not served. */
const IN_EVERY_VERSION = /^\/(v\d+)\/(?:Jobs|JobSessions)(?:\?(?!.*jobId=)|$)/;

/** A client for one server. */
export function createVb365Client(
  options: Pick<ApiClientOptions, 'http' | 'server' | 'keepSource'>,
): ApiClient {
  return createApiClient({ ...options, failureOf: explain });
}

function explain(refusal: Refusal, { path, where }: AskedPath): VsiError {
  const version = refusal.status === 404 ? IN_EVERY_VERSION.exec(path)?.[1] : undefined;
  return version === undefined ? failureOf(refusal, { where }) : notServed(version, where);
}
