/** Veeam Backup for Microsoft 365 behind the port `BackupServer`, REST API v3 to v8. */
import type { BackupServer } from '../backup-server.ts';
import type {
  ConnectionSettings,
  Credentials,
  ServerEnvironment,
  TokenStore,
} from '../environment.ts';
import type { HttpClient } from '../http.ts';
import { createLogin, keptApiVersion, withLogin, type Login } from '../login.ts';
import { createApiClient } from './api-client.ts';
import { createJobLists } from './job-lists.ts';
import type { ListTools } from './list.ts';
import { createLogLists } from './log-lists.ts';
import { loginProtocol } from './login-protocol.ts';
import { probeVersion } from './probe.ts';
import { rawGet } from './raw-get.ts';
import { createSessionLists } from './session-lists.ts';
import { findSession } from './session-search.ts';
import { findVersion, requireVersion, type Vb365Version } from './versions.ts';

/** VB365's own port: a server's name does not repeat it. */
const DEFAULT_PORT = '4443';

/** What a VB365 server is reached with. */
export interface Vb365Access {
  readonly settings: ConnectionSettings;
  /** null: nobody was named; a kept token may still do. */
  readonly credentials: Credentials | null;
  readonly store: TokenStore;
  readonly environment: ServerEnvironment;
  /** Without a login; closed with the server. */
  readonly http: HttpClient;
}

/** The same once the version is known. */
export interface Vb365ServerOptions extends Vb365Access {
  readonly version: Vb365Version;
}

/**
 * Opens a server in the version that the person asked for, else the one that was found when the kept
 * login was made, else the newest that it serves. No login yet.
 *
 * @throws USAGE for a version that is none, and what `probeVersion` throws
 */
export async function openVb365Server(access: Vb365Access): Promise<BackupServer> {
  const version = await versionOf(access);
  access.environment.debug(`${serverName(access.settings)}: API ${version.name}`);
  return createVb365Server({ ...access, version });
}

async function versionOf(access: Vb365Access): Promise<Vb365Version> {
  const { settings, http } = access;
  if (settings.apiVersion !== null) return requireVersion(settings.apiVersion);
  const kept = await keptApiVersion(access);
  const known = kept === null ? null : findVersion(kept);
  return known ?? probeVersion(http, serverName(settings));
}

/** A server of a known version. Nothing is asked before the first method is called. */
export function createVb365Server(options: Vb365ServerOptions): BackupServer {
  const { settings, environment, version, http } = options;
  const name = serverName(settings);
  const login = loginOf(options, name);
  const { keepSource, origin } = settings;
  const api = createApiClient({ http: withLogin(http, login), server: name, keepSource });
  const tools: ListTools = {
    api,
    concurrency: settings.concurrency,
    signal: environment.signal,
    onPage: (rows) => {
      environment.progress({ pages: 1, rows });
    },
  };
  const { notice } = environment;
  const { jobs, directory } = createJobLists({ tools, version, server: name, notice });
  const { sessions } = createSessionLists({ tools, version, server: name, directory, notice });
  const { log, tasks } = createLogLists({ tools, version, server: name });
  return {
    name,
    product: 'vb365',
    apiVersion: version.name,
    jobs,
    sessions,
    session: (id) => findSession({ tools, version, server: name, directory }, id),
    log,
    tasks,
    get: (path, how) => rawGet({ api, origin, root: `/${version.name}` }, path, how),
    login: async () => ({
      server: name,
      product: 'vb365',
      apiVersion: version.name,
      ...(await login.loginNow()),
    }),
    logout: () => login.logout(),
    close: async () => {
      await login.finish();
      http.close();
    },
  };
}

function loginOf(
  { settings, http, credentials, store, environment, version }: Vb365ServerOptions,
  server: string,
): Login {
  return createLogin({
    http,
    server,
    credentials,
    store,
    environment,
    protocol: loginProtocol(version, server),
    apiVersion: settings.apiVersion === null ? version.name : null,
  });
}

/** Saved name, else the host, with the port if it is not VB365's own (contract section 3). */
function serverName({ name, origin }: Pick<ConnectionSettings, 'name' | 'origin'>): string {
  if (name !== null) return name;
  const { hostname, port } = new URL(origin);
  const actual = port === '' ? '443' : port;
  return actual === DEFAULT_PORT ? hostname : `${hostname}:${actual}`;
}
