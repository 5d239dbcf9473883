import type {
  OwnerChangeSession,
  RetrievalSession,
  SynchronizeSession,
} from '../dataset/other-sessions.ts';
import { timestamp } from './timestamps.ts';
import { dropNulls, moment, placeholderEnd, when, type Json, type Wire } from './wire.ts';

/** A DataRetrievalSession (v6 and later). */
export function renderRetrieval(retrieval: RetrievalSession, { version, links }: Wire): Json {
  const path = `dataretrievalsessions/${retrieval.id}`;
  // The word's comma is a slip of the v6 document, and kept (api/vb365.md section 3).
  const isMisspelt = version === 6 && retrieval.type === 'RetrievalChangeAvailabilityPeriodDays';
  return {
    id: retrieval.id,
    name: retrieval.name,
    retrievalId: retrieval.retrievalId,
    ...when(version >= 8, { repositoryId: retrieval.repository.id }),
    creationTime: timestamp(retrieval.createdAt),
    endTime: placeholderEnd(retrieval.endedAt),
    progress: retrieval.progress,
    processedObjects: retrieval.processedObjects,
    type: isMisspelt ? `${retrieval.type},` : retrieval.type,
    status: retrieval.status,
    ...when(version >= 8, { proxyId: retrieval.repository.proxy.id, proxyPoolId: null }),
    _links: {
      self: links.item(path),
      log: links.item(`${path}/logitems`),
      dataRetrieval: links.item(`dataretrievals/${retrieval.retrievalId}`),
    },
  };
}

/** A RepositorySynchronizeSession (v6 and later): no times. */
export function renderSynchronization(session: SynchronizeSession, { links }: Wire): Json {
  return dropNulls({
    id: session.id,
    repositoryId: session.repository.id,
    state: session.state,
    progressPercent: session.progressPercent,
    error: session.error,
    _links: {
      self: links.item(`repositorysynchronizesessions/${session.id}`),
      repository: links.item(`backuprepositories/${session.repository.id}`),
    },
  });
}

/** A RepositoryOwnerChangeSession (v8): no links. */
export function renderOwnerChange(session: OwnerChangeSession): Json {
  return {
    id: session.id,
    status: session.status,
    startTime: timestamp(session.startedAt),
    endTime: moment(session.endedAt),
    details: session.details,
    waitForSessionsTimeout: '01:00:00',
    forceStopSessions: false,
    forceStopSessionsTimeout: '00:10:00',
    fromOwnerId: session.fromOwnerId,
    toOwnerId: session.toOwnerId,
    repositoryIds: session.repositoryIds,
  };
}
