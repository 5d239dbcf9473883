import type { LogLine } from '../dataset/log.ts';
import type { OwnerChangeSession, RetrievalSession } from '../dataset/other-sessions.ts';
import { notFound } from '../errors.ts';
import { renderPage } from '../paging.ts';
import { renderLogItem } from '../render/log.ts';
import {
  renderOwnerChange,
  renderRetrieval,
  renderSynchronization,
} from '../render/other-sessions.ts';
import { ok, type Route, type RouteContext } from './route.ts';

/** Data retrievals, repository synchronizations and owner changes. */
export const OTHER_SESSION_ROUTES: readonly Route[] = [
  {
    method: 'GET',
    path: 'dataretrievalsessions',
    versions: [6, 8],
    answer: ({ world, query, wire }) => {
      const retrievalId = query.uuid('dataRetrievalId');
      const items = world.otherSessions.retrievals.filter(
        (retrieval) => retrievalId === undefined || retrieval.retrievalId === retrievalId,
      );
      const render = (retrieval: RetrievalSession) => renderRetrieval(retrieval, wire);
      return ok(renderPage({ items, path: 'dataretrievalsessions', render }, query, wire));
    },
  },
  {
    method: 'GET',
    path: 'dataretrievalsessions/*',
    versions: [6, 8],
    answer: (context) => ok(renderRetrieval(findRetrieval(context), context.wire)),
  },
  {
    method: 'GET',
    path: 'dataretrievalsessions/*/logitems',
    versions: [6, 8],
    answer: (context) => {
      const { query, wire } = context;
      const { id, log } = findRetrieval(context);
      const path = `dataretrievalsessions/${id}`;
      const isDescending = wire.version >= 8 && query.flag('orderAsc') === false;
      const render = (line: LogLine) =>
        renderLogItem(line, { path, relation: 'dataRetrievalSession' }, wire);
      const items = isDescending ? log.toReversed() : log;
      return ok(renderPage({ items, path: `${path}/logitems`, render }, query, wire));
    },
  },
  {
    method: 'GET',
    path: 'repositorysynchronizesessions',
    versions: [6, 8],
    answer: ({ world, wire }) =>
      ok(
        world.otherSessions
          .synchronizationsAt(wire.now)
          .map((session) => renderSynchronization(session, wire)),
      ),
  },
  {
    method: 'GET',
    path: 'repositorysynchronizesessions/*',
    versions: [6, 8],
    answer: ({ world, wire, ids }) => {
      const session = world.otherSessions
        .synchronizationsAt(wire.now)
        .find(({ id }) => id === ids[0]);
      if (session === undefined) throw notFound(`Synchronization ${ids[0] ?? ''}`);
      return ok(renderSynchronization(session, wire));
    },
  },
  {
    method: 'GET',
    path: 'repositoryownerchangesessions',
    versions: [8, 8],
    answer: ({ world, query, wire }) => {
      const items = world.otherSessions.ownerChanges;
      const render = (session: OwnerChangeSession) => renderOwnerChange(session);
      return ok(renderPage({ items, path: 'repositoryownerchangesessions', render }, query, wire));
    },
  },
  {
    method: 'GET',
    path: 'repositoryownerchangesessions/*',
    versions: [8, 8],
    answer: ({ world, ids }) => {
      const session = world.otherSessions.ownerChanges.find(({ id }) => id === ids[0]);
      if (session === undefined) throw notFound(`Owner change ${ids[0] ?? ''}`);
      return ok(renderOwnerChange(session));
    },
  },
];

function findRetrieval({ world, ids }: RouteContext): RetrievalSession {
  const retrieval = world.otherSessions.retrievals.find(({ id }) => id === ids[0]);
  if (retrieval === undefined) throw notFound(`Data retrieval session ${ids[0] ?? ''}`);
  return retrieval;
}
