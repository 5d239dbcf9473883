/** What each revision of VBR's REST API has (api/vbr.md sections 1.3, 2 and 3), as data. */
import type { Status } from '../../model/status.ts';
import { unknownVersion } from '../unknown-version.ts';

/** One revision of the API, and what it lets vsi ask. Reading takes the spelling of any revision. */
export interface VbrRevision {
  /** As in the header `x-api-version`: `1.3-rev2`. */
  readonly name: string;
  /** `/taskSessions` and `/sessions/{id}/taskSessions`. */
  readonly taskSessions: boolean;
  /** Whether `/sessions/{id}/taskSessions` takes paging and filters. */
  readonly taskSessionParameters: boolean;
  /**
   * How often `typeFilter` of /sessions may be given. `none` where the words of the revision's
   * enumeration are not public: a wrong one would fail the list.
   */
  readonly typeFilter: 'none' | 'single' | 'list';
  /** How often `resultFilter` of /sessions may be given. */
  readonly resultFilter: 'single' | 'list';
  /** Whether /jobs/states tells the progress of a job's last session (`sessionProgress`). */
  readonly jobProgress: boolean;
  /** Whether a session tells its own (`progress`). */
  readonly sessionProgress: boolean;
  /** `statusFilter` of a log. */
  readonly logStatusFilter: boolean;
  /** What a session says of retries: nothing, a suffix of its name, or the session it repeats. */
  readonly retries: 'none' | 'name' | 'original';
  /** The states before `Stopped` in the order of a session's life, and what they mean. */
  readonly liveStates: ReadonlyMap<string, Status>;
}

/** In the order in which a session goes through them; one that idles begins again. */
const STATES: readonly (readonly [string, Status])[] = [
  ['WaitingTape', 'queued'],
  ['WaitingRepository', 'queued'],
  ['WaitingSlot', 'queued'],
  ['Starting', 'running'],
  ['Resuming', 'running'],
  ['Working', 'running'],
  ['Pausing', 'running'],
  ['Postprocessing', 'running'],
  ['Stopping', 'running'],
  ['Idle', 'idle'],
];

const R10_1: VbrRevision = {
  name: '1.0-rev1',
  taskSessions: false,
  taskSessionParameters: false,
  typeFilter: 'single',
  resultFilter: 'single',
  jobProgress: false,
  sessionProgress: false,
  logStatusFilter: false,
  retries: 'none',
  liveStates: new Map(STATES),
};

const R10_2: VbrRevision = { ...R10_1, name: '1.0-rev2', typeFilter: 'none' };

const R11_0: VbrRevision = { ...R10_1, name: '1.1-rev0' };

const R11_1: VbrRevision = { ...R11_0, name: '1.1-rev1', typeFilter: 'none' };

const R11_2: VbrRevision = { ...R11_1, name: '1.1-rev2' };

const R12_0: VbrRevision = { ...R11_2, name: '1.2-rev0', taskSessions: true };

const R12_1: VbrRevision = { ...R12_0, name: '1.2-rev1', typeFilter: 'single' };

const R13_0: VbrRevision = {
  ...R12_1,
  name: '1.3-rev0',
  typeFilter: 'list',
  resultFilter: 'list',
  jobProgress: true,
  logStatusFilter: true,
  retries: 'name',
};

const R13_1: VbrRevision = { ...R13_0, name: '1.3-rev1', taskSessionParameters: true };

const R13_2: VbrRevision = {
  ...R13_1,
  name: '1.3-rev2',
  sessionProgress: true,
  retries: 'original',
  liveStates: new Map([...STATES, ['ActionRequired', 'running']]),
};

/** The revision that is asked for first. */
export const NEWEST_REVISION: VbrRevision = R13_2;

/** All that vsi knows, newest first. */
export const VBR_REVISIONS: readonly VbrRevision[] = [
  NEWEST_REVISION,
  R13_1,
  R13_0,
  R12_1,
  R12_0,
  R11_2,
  R11_1,
  R11_0,
  R10_2,
  R10_1,
];

const REVISION_NAME = /v?(\d+)\.(\d+)-rev(\d+)/gi;

/** The revisions that a server's sentence names, as `1.1-rev0`, newest first, each once. */
export function readRevisionNames(text: string): readonly string[] {
  const names = Array.from(text.matchAll(REVISION_NAME), (match) => {
    const [major = 0, minor = 0, revision = 0] = match.slice(1).map(Number);
    return { major, minor, revision };
  });
  names.sort((a, b) => b.major - a.major || b.minor - a.minor || b.revision - a.revision);
  return [
    ...new Set(names.map(({ major, minor, revision }) => `${major}.${minor}-rev${revision}`)),
  ];
}

/** The revision of that name; `v1.3-rev2` and `1.3-REV2` mean `1.3-rev2`. null: there is none. */
export function findRevision(name: string): VbrRevision | null {
  const wanted = name.trim().toLowerCase().replace(/^v/, '');
  return VBR_REVISIONS.find((revision) => revision.name === wanted) ?? null;
}

/** The revision that a person asked for by name. @throws USAGE for one that vsi does not know */
export function requireRevision(name: string): VbrRevision {
  const revision = findRevision(name);
  if (revision !== null) return revision;
  throw unknownVersion(name, 'vbr', VBR_REVISIONS);
}

/** Whether a revision is the named one or newer. */
export function isSince(revision: VbrRevision, first: string): boolean {
  const index = VBR_REVISIONS.findIndex(({ name }) => name === first);
  return VBR_REVISIONS.findIndex(({ name }) => name === revision.name) <= index;
}
