/** The revisions whose documents are public, oldest first (api/vbr.md section 1.3). */
export const REVISIONS = [
  '1.0-rev1',
  '1.1-rev0',
  '1.2-rev1',
  '1.3-rev0',
  '1.3-rev1',
  '1.3-rev2',
] as const;

/** A documented revision: everything is rendered as one of these. */
export type Revision = (typeof REVISIONS)[number];

interface Build {
  /** As a client sends it in `x-api-version`. */
  readonly version: string;
  /** The documented revision that this one is served as; only changelogs are public of the others. */
  readonly servedAs: Revision;
  /** The first build that offers it. */
  readonly build: string;
}

/** Every revision that a server has ever offered, oldest first, with its first build. */
const BUILDS: readonly Build[] = [
  { version: '1.0-rev1', servedAs: '1.0-rev1', build: '11.0.0.837' },
  { version: '1.0-rev2', servedAs: '1.0-rev1', build: '11.0.1.1261' },
  { version: '1.1-rev0', servedAs: '1.1-rev0', build: '12.0.0.1420' },
  { version: '1.1-rev1', servedAs: '1.1-rev0', build: '12.1.0.2131' },
  { version: '1.1-rev2', servedAs: '1.1-rev0', build: '12.2.0.334' },
  { version: '1.2-rev0', servedAs: '1.2-rev1', build: '12.3.0.310' },
  { version: '1.2-rev1', servedAs: '1.2-rev1', build: '12.3.1.1139' },
  { version: '1.3-rev0', servedAs: '1.3-rev0', build: '13.0.0.4967' },
  { version: '1.3-rev1', servedAs: '1.3-rev1', build: '13.0.1.180' },
  { version: '1.3-rev2', servedAs: '1.3-rev2', build: '13.1.0.411' },
];

/** The newest revision there is. */
export const NEWEST_VERSION = '1.3-rev2';

/** Whether a revision is the other one or newer: the names sort by age as they are. */
export function since(revision: Revision, first: Revision): boolean {
  return revision >= first;
}

/** What one server offers: its own revision and all older ones. */
export interface Offer {
  readonly newest: Build;
  /** The revision to answer in, or null when the header is missing or names none of those offered. */
  readonly revisionOf: (header: string | undefined) => Revision | null;
  /** The sentence with which every refusal goes out (captured from 11.0, 12.0 and 12.2). */
  readonly refusal: string;
}

/**
 * The offer of a server whose newest revision is this one. Revisions that new builds have removed
 * (1.0 on 13.1) are kept, so that one server shows all of them.
 *
 * @throws RangeError when no server has ever offered the version
 */
export function offerUpTo(newestVersion: string): Offer {
  const index = BUILDS.findIndex(({ version }) => version === newestVersion);
  const offered = BUILDS.slice(0, index + 1);
  const newest = offered.at(-1);
  if (newest === undefined) throw new RangeError(`No such VBR revision: ${newestVersion}`);
  const list = offered.map(({ version }) => `v${version}`).join(', ');
  // Only the 11.0 server ended its sentence with a full stop.
  const end = offered.length === 1 ? '.' : '';
  return {
    newest,
    revisionOf: (header) =>
      offered.find(({ version }) => version === header?.trim().toLowerCase())?.servedAs ?? null,
    refusal: `Unsupported RESTAPI version. The following versions are supported: ${list}${end}`,
  };
}
