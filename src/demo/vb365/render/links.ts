import type { Version } from '../versions.ts';

/** One entry of `_links`. */
export interface Link {
  readonly href: string;
}

/** Makes the links of one version in the form that version has (api/vb365.md section 3, Paging). */
export interface Links {
  /** From an item to a resource: `jobsessions/ID` below the version. */
  readonly item: (path: string) => Link;
  /** From a page to itself or one of its neighbours. */
  readonly page: (path: string, relation: 'self' | 'first' | 'prev' | 'next') => Link;
}

/**
 * Absolute up to v5; from v6 without the host, and inside items without the leading slash as well.
 * v8 servers were seen to send next-links of v7.
 *
 * @param origin what absolute links begin with: `https://host:4443`
 */
export function createLinks(version: Version, origin: string): Links {
  if (version <= 5) {
    const link = (path: string): Link => ({ href: `${origin}/v${version}/${path}` });
    return { item: link, page: link };
  }
  return {
    item: (path) => ({ href: `v${version}/${path}` }),
    page: (path, relation) => ({
      href: `/v${version === 8 && relation === 'next' ? 7 : version}/${path}`,
    }),
  };
}
