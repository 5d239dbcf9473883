import { createHttpClient } from '../../../../src/servers/http-client.ts';
import type { DemoServer } from '../../../../src/demo/demo-server.ts';
import type { BackupServer, Pages, SessionQuery } from '../../../../src/servers/backup-server.ts';
import type { CachedToken, TokenStore } from '../../../../src/servers/environment.ts';
import { openVbrServer } from '../../../../src/servers/vbr/server.ts';

export const EVERYTHING: SessionQuery = {
  since: null,
  until: null,
  jobId: null,
  statuses: null,
  kinds: null,
  statistics: false,
};

/** Keeps a login as long as the tests run, as a cache file would. */
export function keptStore(token: CachedToken | null = null): TokenStore & {
  token: CachedToken | null;
} {
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

export interface Opening {
  readonly apiVersion?: string | null;
  readonly store?: TokenStore;
  readonly keepSource?: boolean;
  readonly password?: string;
  readonly name?: string | null;
  readonly now?: () => number;
}

/** An adapter before a demo server, and what it said. */
export async function open(demo: DemoServer, opening: Opening = {}) {
  const { apiVersion = null, store = keptStore(), keepSource = false, name = 'demo' } = opening;
  const settings = {
    name,
    origin: demo.url,
    tls: {
      ca: null,
      fingerprint: demo.fingerprint.replaceAll(':', '').toLowerCase(),
      insecure: false,
    },
    timeout: 10_000,
    retries: 0,
    concurrency: 4,
    apiVersion,
    keepSource,
  };
  const rows: number[] = [];
  const notices: string[] = [];
  const environment = {
    now: opening.now ?? (() => Date.now()),
    sleep: async () => undefined,
    random: () => 0.5,
    signal: new AbortController().signal,
    variables: {},
    debug: () => undefined,
    notice: (line: string) => void notices.push(line),
    progress: (event: { readonly rows: number }) => void rows.push(event.rows),
  };
  const password = async (): Promise<string> => opening.password ?? demo.password;
  const server: BackupServer = await openVbrServer({
    settings,
    environment,
    store,
    credentials: { username: demo.username, password },
    http: createHttpClient(settings, environment),
  });
  return { server, rows, notices };
}

/** All items of a list. */
export async function collect<T>(pages: Pages<T>): Promise<T[]> {
  const all: T[] = [];
  for await (const page of pages) all.push(...page);
  return all;
}
