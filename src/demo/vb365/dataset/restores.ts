import { createRandom, uuidOf } from '../../random.ts';
import { DAY, HOUR, MINUTE } from '../../units.ts';
import type { Infrastructure, Organization } from './infrastructure.ts';

/** Which explorer restores: Exchange, OneDrive, SharePoint, Teams. */
export type RestoreType = 'Vex' | 'Veod' | 'Vesp' | 'Vet';

/** A restore, by the words of RestoreSession (api/vb365.md section 4). */
export interface RestoreSession {
  readonly id: string;
  readonly name: string;
  readonly organization: Organization;
  readonly type: RestoreType;
  readonly createdAt: number;
  /** null while somebody works in it. */
  readonly endedAt: number | null;
  /** Success while it still works, too: so do real servers. */
  readonly result: 'Success' | 'Warning' | 'Failed';
  readonly initiatedBy: string;
  readonly details: string;
  readonly scopeName: string;
  readonly clientHost: string;
  readonly reason: string | null;
  readonly events: readonly RestoreEvent[];
}

/** One thing that was done in a restore. */
export interface RestoreEvent {
  readonly id: string;
  readonly order: number;
  readonly type: 'None' | 'Save' | 'Export' | 'Send' | 'Restore' | 'View';
  readonly status: 'Running' | 'Success' | 'Warning' | 'Failed' | 'Cancelled' | 'Skipped';
  readonly title: string;
  readonly message: string;
  readonly startedAt: number;
  readonly endedAt: number | null;
  /** null on events about the session itself. */
  readonly item: RestoredItem | null;
}

/** What an event is about. */
export interface RestoredItem {
  readonly name: string;
  readonly type: string;
  readonly bytes: number;
  readonly source: string;
  readonly target: string;
}

interface RestoreFacts {
  readonly type: RestoreType;
  readonly tenant: 'contoso' | 'fabrikam';
  /** Whole days before the world's first day; null for the one that is under way. */
  readonly daysAgo: number | null;
  readonly minutes: number;
  readonly result: RestoreSession['result'];
  readonly scope: string;
  readonly reason: string | null;
  readonly items: readonly (readonly [string, string, RestoreEvent['status']])[];
}

const RESTORES: readonly RestoreFacts[] = [
  {
    type: 'Vex',
    tenant: 'contoso',
    daysAgo: null,
    minutes: 12,
    result: 'Success',
    scope: 'greta.haas4@contoso.example',
    reason: null,
    items: [
      ['Re: contract draft', 'Message', 'Success'],
      ['Budget 2027', 'Message', 'Success'],
      ['Inbox', 'Folder', 'Running'],
    ],
  },
  {
    type: 'Veod',
    tenant: 'contoso',
    daysAgo: 1,
    minutes: 9,
    result: 'Success',
    scope: 'pavel.novak',
    reason: 'Ticket 4711, "lost" folder',
    items: [
      ['Invoices.xlsx', 'Document', 'Success'],
      ['Fotos Sommerfest', 'Folder', 'Success'],
    ],
  },
  {
    type: 'Vesp',
    tenant: 'contoso',
    daysAgo: 3,
    minutes: 21,
    result: 'Warning',
    scope: 'https://contoso.sharepoint.example/sites/Verträge-12',
    reason: null,
    items: [
      ['Shared Documents', 'Library', 'Success'],
      ['=cmd|calc.docx', 'Document', 'Skipped'],
      ['Rahmenvertrag.docx', 'Document', 'Warning'],
    ],
  },
  {
    type: 'Vet',
    tenant: 'contoso',
    daysAgo: 8,
    minutes: 34,
    result: 'Success',
    scope: 'プロジェクト 12',
    reason: null,
    items: [['General', 'Channel', 'Success']],
  },
  {
    type: 'Vex',
    tenant: 'fabrikam',
    daysAgo: 11,
    minutes: 3,
    result: 'Failed',
    scope: "nadia.o'brien@fabrikam.example",
    reason: null,
    items: [['Calendar', 'Folder', 'Failed']],
  },
  {
    type: 'Veod',
    tenant: 'fabrikam',
    daysAgo: 25,
    minutes: 55,
    result: 'Success',
    scope: 'jonas.fischer',
    reason: null,
    items: [
      ['Präsentation.pptx', 'Document', 'Success'],
      ['old.pst', 'Document', 'Cancelled'],
    ],
  },
];

/** The restores of the demo, newest first; the times stand fixed, and one has no end yet. */
export function buildRestores(
  seed: string,
  infrastructure: Infrastructure,
  origin: number,
): readonly RestoreSession[] {
  return RESTORES.map((facts, index) => {
    const key = `${seed}/restore/${index}`;
    const random = createRandom(key);
    const createdAt = startOf(facts, origin) + random.integer(0, 59_999);
    const organization = infrastructure[facts.tenant];
    const isWorking = facts.daysAgo === null;
    return {
      id: uuidOf(key),
      name: `${facts.type} restore of ${facts.scope}`,
      organization,
      type: facts.type,
      createdAt,
      endedAt: isWorking ? null : createdAt + facts.minutes * MINUTE + random.integer(0, 59_999),
      result: facts.result,
      initiatedBy: index % 2 === 0 ? 'VB365-01\\backup.operator' : 'helpdesk@contoso.example',
      details: facts.result === 'Failed' ? 'The target mailbox is not reachable.' : '',
      scopeName: facts.scope,
      clientHost: 'ADMIN-PC7',
      reason: facts.reason,
      events: eventsOf(facts, { key, createdAt, organization }),
    };
  });
}

/** By the hour of a past day, so that two starts of the demo show the same; the live one just now. */
function startOf({ daysAgo, minutes }: RestoreFacts, origin: number): number {
  if (daysAgo === null) return origin - minutes * MINUTE;
  const today = Math.floor(origin / DAY) * DAY;
  return today - daysAgo * DAY + (8 + (daysAgo % 7)) * HOUR;
}

function eventsOf(
  facts: RestoreFacts,
  session: {
    readonly key: string;
    readonly createdAt: number;
    readonly organization: Organization;
  },
): RestoreEvent[] {
  const { key, createdAt, organization } = session;
  const opening: RestoreEvent = {
    id: uuidOf(`${key}/open`),
    order: 1,
    type: 'None',
    status: 'Success',
    title: 'Restore session started',
    message: `Opened the backup of ${organization.name}`,
    startedAt: createdAt,
    endedAt: createdAt + 4489,
    item: null,
  };
  const step = (facts.minutes * MINUTE) / (facts.items.length + 1);
  const itemEvents = facts.items.map(([name, itemType, status], index): RestoreEvent => {
    const random = createRandom(`${key}/${index}`);
    const startedAt = Math.round(createdAt + step * (index + 0.5));
    return {
      id: random.uuid(),
      order: index + 2,
      type: random.pick(['Restore', 'Export', 'Send', 'Save'] as const),
      status,
      title: `${itemType} ${name}`,
      message: `${itemType} "${name}": ${status.toLowerCase()}`,
      startedAt,
      endedAt: status === 'Running' ? null : startedAt + random.integer(300, 40_000),
      item: {
        name,
        type: itemType,
        bytes: random.integer(2_000, 40_000_000),
        source: facts.scope,
        target: `${facts.scope}/restored`,
      },
    };
  });
  return [opening, ...itemEvents];
}
