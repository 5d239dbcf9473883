/** GETs of VBR's REST API. */
import { createApiClient, type ApiClient, type ApiClientOptions } from '../http/api-client.ts';
import { failureOf } from './refusal.ts';
import type { VbrRevision } from './versions.ts';

/** What a request goes through. */
export interface VbrClientOptions extends Pick<ApiClientOptions, 'http' | 'server' | 'keepSource'> {
  /** Sent as `x-api-version` with every request. */
  readonly revision: VbrRevision;
}

/** A client for one server. */
export function createVbrClient({ revision, ...options }: VbrClientOptions): ApiClient {
  return createApiClient({
    ...options,
    headers: { 'x-api-version': revision.name },
    failureOf: (refusal, { where }) => failureOf(refusal, { where, revision }),
  });
}
