import type { CachedToken, TokenStore } from '../../../src/servers/environment.ts';

/** All items of a list. */
export async function collect<T>(pages: AsyncIterable<readonly T[]>): Promise<T[]> {
  const all: T[] = [];
  for await (const page of pages) all.push(...page);
  return all;
}

/** Keeps a login as long as the tests run, as a cache file would. */
export function keptStore(token: CachedToken | null = null) {
  const store = {
    token,
    read: async () => store.token,
    write: async (newer: CachedToken) => {
      store.token = newer;
      return true;
    },
    remove: async () => {
      store.token = null;
    },
  };
  return store;
}

/** Keeps nothing, as without a writable state folder. */
export const NO_STORE: TokenStore = {
  read: async () => null,
  write: async () => false,
  remove: async () => undefined,
};
