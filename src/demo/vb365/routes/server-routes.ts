import type { SimulatedResponse } from '../../simulator.ts';
import { organizationsOf, repositoriesOf, type Organization } from '../dataset/infrastructure.ts';
import { renderArray, renderPage, type List } from '../paging.ts';
import { renderOrganization, renderProxy, renderRepository } from '../render/infrastructure.ts';
import { ok, type Route, type RouteContext } from './route.ts';

/** Login, and what the server tells of itself. */
export const SERVER_ROUTES: readonly Route[] = [
  {
    method: 'POST',
    path: 'token',
    versions: [3, 8],
    isAnonymous: true,
    answer: ({ login, request, wire }) => login.token(request, wire.version),
  },
  {
    method: 'POST',
    path: 'token/logout',
    versions: [7, 8],
    answer: ({ login, request, wire }) => login.logout(request, wire.version),
  },
  {
    method: 'GET',
    path: 'serviceinstance',
    versions: [6, 8],
    answer: ({ world, build }) =>
      ok({ installationId: world.infrastructure.installationId, version: build }),
  },
  {
    method: 'GET',
    path: 'health',
    versions: [8, 8],
    isAnonymous: true,
    answer: () =>
      ok({
        status: 'Healthy',
        entries: {
          NATS: { status: 'Healthy', description: null },
          PostgreSQL: { status: 'Healthy', description: null },
        },
      }),
  },
  {
    method: 'GET',
    path: 'historysettings',
    versions: [3, 8],
    answer: ({ world, wire }) =>
      ok({
        keepAllsessions: world.historyWeeks === null,
        keeponlyLast: world.historyWeeks,
        _links: { self: wire.links.item('historysettings') },
        _actions: {},
      }),
  },
  {
    method: 'GET',
    path: 'organizations',
    versions: [3, 8],
    answer: (context) => {
      const { world, wire } = context;
      const render = (organization: Organization) =>
        renderOrganization(organization, backupsOf(organization, context), wire);
      const items = organizationsOf(world.infrastructure);
      return answerList(context, { items, path: 'organizations', render });
    },
  },
  {
    method: 'GET',
    path: 'backuprepositories',
    versions: [3, 8],
    answer: (context) =>
      answerList(context, {
        items: repositoriesOf(context.world.infrastructure),
        path: 'backuprepositories',
        render: (repository) => renderRepository(repository, context.wire),
      }),
  },
  {
    method: 'GET',
    path: 'proxies',
    versions: [3, 8],
    answer: (context) =>
      answerList(context, {
        items: context.world.infrastructure.proxies,
        path: 'proxies',
        render: (proxy) => renderProxy(proxy, context.wire),
      }),
  },
];

/** These lists are pages only in v8. */
function answerList<T>({ query, wire }: RouteContext, list: List<T>): SimulatedResponse {
  return ok(wire.version >= 8 ? renderPage(list, query, wire) : renderArray(list));
}

function backupsOf(
  organization: Organization,
  { world, wire }: RouteContext,
): { readonly first: number | null; readonly last: number | null } {
  const own = world
    .sessionsAt(wire.now)
    .filter(({ job }) => job.organization === organization && job.type === 'Backup');
  return { first: own.at(-1)?.createdAt ?? null, last: own[0]?.createdAt ?? null };
}
