import type { RestoreEvent, RestoreSession } from '../dataset/restores.ts';
import { notFound } from '../errors.ts';
import { renderPage } from '../paging.ts';
import { renderRestore, renderRestoreEvent, renderRestoreStatistics } from '../render/restore.ts';
import { ok, type Route, type RouteContext } from './route.ts';

/** Restores and what was done in them. */
export const RESTORE_ROUTES: readonly Route[] = [
  {
    method: 'GET',
    path: 'restoresessions',
    versions: [3, 8],
    answer: (context) => {
      const { query, wire } = context;
      const render = (restore: RestoreSession) => renderRestore(restore, wire);
      return ok(
        renderPage({ items: selected(context), path: 'restoresessions', render }, query, wire),
      );
    },
  },
  {
    method: 'GET',
    path: 'restoresessions/*',
    versions: [3, 8],
    answer: (context) => ok(renderRestore(findRestore(context), context.wire)),
  },
  {
    method: 'GET',
    path: 'restoresessions/*/events',
    versions: [3, 8],
    answer: (context) => {
      const { query, wire } = context;
      const restore = findRestore(context);
      const render = (event: RestoreEvent) => renderRestoreEvent(event, restore, wire);
      const path = `restoresessions/${restore.id}/events`;
      return ok(renderPage({ items: restore.events, path, render }, query, wire));
    },
  },
  {
    method: 'GET',
    path: 'restoresessions/*/events/*',
    versions: [3, 8],
    answer: (context) => {
      const restore = findRestore(context);
      const event = restore.events.find(({ id }) => id === context.ids[1]);
      if (event === undefined) throw notFound(`Event ${context.ids[1] ?? ''}`);
      return ok(renderRestoreEvent(event, restore, context.wire));
    },
  },
  {
    method: 'GET',
    path: 'restoresessions/*/statistics',
    versions: [8, 8],
    answer: (context) => ok(renderRestoreStatistics(findRestore(context))),
  },
];

/** Teams can be restored since v5: v3 and v4 have no word for it. */
function known({ world, wire }: RouteContext): readonly RestoreSession[] {
  return world.restores.filter(({ type }) => wire.version >= 5 || type !== 'Vet');
}

function findRestore(context: RouteContext): RestoreSession {
  const [id = ''] = context.ids;
  const restore = known(context).find((candidate) => candidate.id === id);
  if (restore === undefined) throw notFound(`Restore session ${id}`);
  return restore;
}

/** By start since v6; by end and in another order in v8. Newest first unless asked otherwise. */
function selected(context: RouteContext): readonly RestoreSession[] {
  const { query, wire } = context;
  const { version } = wire;
  const from = version >= 6 ? query.instant('startTimeFrom') : undefined;
  const to = version >= 6 ? query.instant('startTimeTo') : undefined;
  const endFrom = version >= 8 ? query.instant('endTimeFrom') : undefined;
  const endTo = version >= 8 ? query.instant('endTimeTo') : undefined;
  const kept = known(context).filter(
    ({ createdAt, endedAt }) =>
      (from === undefined || createdAt >= from) &&
      (to === undefined || createdAt <= to) &&
      (endFrom === undefined || (endedAt !== null && endedAt >= endFrom)) &&
      (endTo === undefined || (endedAt !== null && endedAt <= endTo)),
  );
  if (version < 8) return kept;
  const isAscending = query.flag('orderAsc') ?? false;
  const byEnd = query.word('orderBy', ['CreationTime', 'EndTime']) === 'EndTime';
  const keyOf = ({ createdAt, endedAt }: RestoreSession): number =>
    byEnd ? (endedAt ?? Number.MAX_VALUE) : createdAt;
  return kept.toSorted((a, b) => (isAscending ? keyOf(a) - keyOf(b) : keyOf(b) - keyOf(a)));
}
