/** Which lists of VB365 hold the kinds of sessions that somebody asks for. */
import type { Kind } from '../../model/kind.ts';
import type { JobType } from './record-context.ts';
import {
  toOwnerChangeSession,
  toRepositorySyncSession,
  toRestoreSession,
  toRetrievalSession,
  type SessionReader,
} from './other-sessions.ts';
import type { Vb365Version } from './versions.ts';

/** A list of sessions that belong to no job. */
export interface OtherList {
  readonly kind: Kind;
  /** For messages, in the plural. */
  readonly what: string;
  /** Below the version's root. */
  readonly resource: string;
  /** The server's own types there, in kebab case: they ask for this list, too. */
  readonly types: readonly string[];
  readonly paged: boolean;
  /** Whether `/<resource>/{id}` answers one session; where not, the list is looked through. */
  readonly byId: boolean;
  readonly isOffered: (version: Vb365Version) => boolean;
  readonly reader: SessionReader;
}

/** All of them, most common first. */
export const OTHER_LISTS: readonly OtherList[] = [
  {
    kind: 'restore',
    what: 'restore sessions',
    resource: 'RestoreSessions',
    types: ['vex', 'veod', 'vesp', 'vet'],
    paged: true,
    byId: true,
    isOffered: () => true,
    reader: toRestoreSession,
  },
  {
    kind: 'retrieval',
    what: 'data retrieval sessions',
    resource: 'DataRetrievalSessions',
    types: ['retrieve', 'retrieval-change-availability-period-days', 'retrieval-removing'],
    paged: true,
    byId: true,
    isOffered: ({ retrievalSessions }) => retrievalSessions,
    reader: toRetrievalSession,
  },
  {
    kind: 'repository-sync',
    what: 'repository synchronization sessions',
    resource: 'RepositorySynchronizeSessions',
    types: [],
    // Never paged, and the id may be null: then only the list finds it.
    paged: false,
    byId: false,
    isOffered: ({ repositorySyncSessions }) => repositorySyncSessions,
    reader: toRepositorySyncSession,
  },
  {
    kind: 'owner-change',
    what: 'owner change sessions',
    resource: 'RepositoryOwnerChangeSessions',
    types: [],
    paged: true,
    // Rare enough that the list is one page.
    byId: false,
    isOffered: ({ ownerChangeSessions }) => ownerChangeSessions,
    reader: toOwnerChangeSession,
  },
];

/** The job types whose sessions are asked for; null asks for both. */
export function wantedJobTypes(kinds: readonly string[] | null): readonly JobType[] {
  if (kinds === null || kinds.includes('all')) return ['Backup', 'Copy'];
  const types: JobType[] = [];
  if (kinds.includes('backup')) types.push('Backup');
  if (kinds.includes('copy')) types.push('Copy');
  return types;
}

/** What to ask for as `jobType`, of the kinds that are wanted; null: without the filter. */
export type JobTypesToAsk = (kinds: readonly string[] | null) => readonly (JobType | null)[];

/** @param lacking told of what is asked for by name and the version does not have */
export function jobTypesToAsk(
  version: Vb365Version,
  lacking: (what: string) => void,
): JobTypesToAsk {
  return (kinds) => {
    const wanted = wantedJobTypes(kinds);
    if (version.jobTypeFilter) {
      return wanted.length === 2 && version.jobTypeInBody ? [null] : wanted;
    }
    if (kinds?.includes('copy') === true) lacking('backup copy jobs');
    return wanted.includes('Backup') ? [null] : [];
  };
}

/** Whether a list is asked for by its kind, by one of its types, or by `all`. */
export function wantsList(kinds: readonly string[] | null, list: OtherList): boolean {
  return kinds !== null && (kinds.includes('all') || namesList(kinds, list));
}

/** Whether a list is asked for by its own name, and not only by `all`. */
export function namesList(kinds: readonly string[], { kind, types }: OtherList): boolean {
  return kinds.includes(kind) || types.some((type) => kinds.includes(type));
}
