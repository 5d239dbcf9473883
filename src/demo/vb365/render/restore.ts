import type { RestoreEvent, RestoreSession } from '../dataset/restores.ts';
import { timeSpan, timestamp } from './timestamps.ts';
import { dropNulls, eTag, moment, placeholderEnd, when, type Json, type Wire } from './wire.ts';

/** A RestoreSession; one that still works ends in the year 9999 (api/vb365.md section 6). */
export function renderRestore(restore: RestoreSession, wire: Wire): Json {
  const { version, links } = wire;
  const path = `restoresessions/${restore.id}`;
  return dropNulls({
    id: restore.id,
    name: restore.name,
    organization: restore.organization.name,
    type: restore.type,
    creationTime: timestamp(restore.createdAt),
    endTime: placeholderEnd(restore.endedAt),
    state: restore.endedAt === null ? 'Working' : 'Stopped',
    result: restore.result,
    initiatedBy: restore.initiatedBy,
    details: restore.details,
    scopeName: restore.scopeName,
    clientHost: restore.clientHost,
    reason: restore.reason,
    ...when(version >= 8, { eTag: eTag(restore.id, restore.events.length) }),
    _links: {
      self: links.item(path),
      organization: links.item(`organizations/${restore.organization.id}`),
      restoreSessionEvents: links.item(`${path}/events`),
    },
  });
}

/** A RestoreSessionEvent; what an event has nothing of is left out. */
export function renderRestoreEvent(
  event: RestoreEvent,
  restore: RestoreSession,
  { version, links }: Wire,
): Json {
  const path = `restoresessions/${restore.id}`;
  const { item, endedAt, startedAt } = event;
  return dropNulls({
    itemName: item?.name ?? null,
    itemType: item?.type ?? null,
    itemSizeBytes: item?.bytes ?? null,
    source: item?.source ?? null,
    target: item?.target ?? null,
    id: event.id,
    type: event.type,
    status: event.status,
    startTime: timestamp(startedAt),
    endTime: version >= 7 ? moment(endedAt) : placeholderEnd(endedAt),
    duration: endedAt === null ? null : timeSpan(endedAt - startedAt),
    title: event.title,
    message: event.message,
    order: event.order,
    ...when(version >= 8, { organizationId: restore.organization.id }),
    _links: {
      self: links.item(`${path}/events/${event.id}`),
      restoreSession: links.item(path),
    },
  });
}

/** RestoreSessionStatistics (v8). */
export function renderRestoreStatistics({ events }: RestoreSession): Json {
  const items = events.filter(({ item }) => item !== null);
  const count = (...statuses: readonly string[]): number =>
    items.filter(({ status }) => statuses.includes(status)).length;
  const messages = (wanted: string): string[] =>
    items.filter(({ status }) => status === wanted).map(({ message }) => message);
  return {
    totalItemsCount: items.length,
    restoredItemsCount: count('Success', 'Warning'),
    failedItemsCount: count('Failed'),
    skippedItemsCount: count('Skipped', 'Cancelled'),
    warnings: messages('Warning'),
    errors: messages('Failed'),
    items: [],
  };
}
