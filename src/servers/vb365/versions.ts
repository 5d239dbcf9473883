/** What each version of VB365's REST API has (api/vb365.md sections 1 to 3), as data. */
import { VsiError } from '../../model/errors.ts';
import { unknownVersion } from '../unknown-version.ts';

/** One version of the API. That a list is an array or a page is not here: both are read anywhere. */
export interface Vb365Version {
  /** As in the path: `v8`. */
  readonly name: string;
  /** Asked anonymously to see whether the version is served, below the version's root. */
  readonly probe: 'ServiceInstance' | 'Jobs';
  /** `disable_antiforgery_token` with every token request; older versions do not know the field. */
  readonly antiforgeryFlag: boolean;
  readonly logout: boolean;
  /** Backup copy jobs and their sessions. */
  readonly copyJobs: boolean;
  /** Whether /Jobs, /CopyJobs and /BackupRepositories take offset and limit. */
  readonly pagedJobs: boolean;
  /** Whether /JobSessions takes offset and limit; without them it is the whole history at once. */
  readonly pagedSessions: boolean;
  /** One job's sessions: by `/Jobs/{id}/JobSessions`, or by `/JobSessions?jobId=`. */
  readonly sessionsOfJob: 'path' | 'parameter';
  /** `/JobSessions?jobType=`. */
  readonly jobTypeFilter: boolean;
  /** Whether a session says which type of job it is of. */
  readonly jobTypeInBody: boolean;
  /** `/JobSessions?endTimeLowerBound=`. */
  readonly endTimeFilter: boolean;
  /** `/JobSessions?status=`. */
  readonly statusFilter: boolean;
  /** `/JobSessions/{id}/LogItems?type=`. */
  readonly logTypeFilter: boolean;
  /** `/JobSessions/{id}/ProcessedObjects`. */
  readonly processedObjects: boolean;
  /** What a session says of retries: nothing, its number, or also the session that it repeats. */
  readonly retries: 'none' | 'number' | 'original';
  readonly retrievalSessions: boolean;
  readonly repositorySyncSessions: boolean;
  readonly ownerChangeSessions: boolean;
}

const V3: Vb365Version = {
  name: 'v3',
  probe: 'Jobs',
  antiforgeryFlag: false,
  logout: false,
  copyJobs: false,
  pagedJobs: false,
  pagedSessions: false,
  sessionsOfJob: 'path',
  jobTypeFilter: false,
  jobTypeInBody: false,
  endTimeFilter: false,
  statusFilter: false,
  logTypeFilter: false,
  processedObjects: false,
  retries: 'none',
  retrievalSessions: false,
  // Nobody knows whether v3 to v5 have them (api/vb365.md, open question 8).
  repositorySyncSessions: false,
  ownerChangeSessions: false,
};

const V4: Vb365Version = { ...V3, name: 'v4' };

const V5: Vb365Version = { ...V4, name: 'v5', pagedSessions: true };

const V6: Vb365Version = {
  ...V5,
  name: 'v6',
  probe: 'ServiceInstance',
  copyJobs: true,
  jobTypeFilter: true,
  endTimeFilter: true,
  retries: 'number',
  retrievalSessions: true,
  repositorySyncSessions: true,
};

const V7: Vb365Version = {
  ...V6,
  name: 'v7',
  antiforgeryFlag: true,
  logout: true,
  sessionsOfJob: 'parameter',
  jobTypeInBody: true,
  processedObjects: true,
  retries: 'original',
};

const V8: Vb365Version = {
  ...V7,
  name: 'v8',
  pagedJobs: true,
  statusFilter: true,
  logTypeFilter: true,
  ownerChangeSessions: true,
};

/** Newest first: the order in which they are probed. */
export const VB365_VERSIONS: readonly Vb365Version[] = [V8, V7, V6, V5, V4, V3];

/** The version of that name; `7` and `V7` mean `v7`. null: there is none. */
export function findVersion(name: string): Vb365Version | null {
  const wanted = `v${name.trim().toLowerCase().replace(/^v/, '')}`;
  return VB365_VERSIONS.find((version) => version.name === wanted) ?? null;
}

/** The version that a person asked for by name. @throws USAGE for one that vsi does not know */
export function requireVersion(name: string): Vb365Version {
  const version = findVersion(name);
  if (version !== null) return version;
  throw unknownVersion(name, 'vb365', VB365_VERSIONS);
}

/**
 * The failure of a request to a version that the server does not have.
 *
 * @param where the exchange that told
 */
export function notServed(name: string, where: string): VsiError {
  return new VsiError('UNSUPPORTED', `the server has no API ${name}`, {
    where,
    hint: 'leave --api-version and VSI_API_VERSION out: vsi finds the newest version that it has; if they are, vsi logout lets it look anew',
  });
}
