/** The API versions that VB365 ever had in sessions, oldest first (api/vb365.md section 2). */
const VERSIONS = [3, 4, 5, 6, 7, 8] as const;

/** The number in `/v8/…`. */
export type Version = (typeof VERSIONS)[number];

/** First builds of the products whose newest API is this version. */
const BUILDS: Readonly<Record<Version, string>> = {
  3: '3.0.0.422',
  4: '4.0.0.1345',
  5: '5.0.0.1061',
  6: '6.0.0.367',
  7: '7.0.0.2911',
  8: '8.0.2.159',
};

/** The product's build number where this version is the newest one served. */
export function productBuild(newest: Version): string {
  return BUILDS[newest];
}

/** `v8` (in any case) as a version; null for what is none. */
export function parseVersion(text: string): Version | null {
  return VERSIONS.find((version) => `v${version}` === text.toLowerCase()) ?? null;
}
