/** Veeam Backup for Microsoft 365 behind the port `BackupServer`, REST API v3 to v8. */
import type { BackupServer } from '../backup-server.ts';
import { loginOf, serverName, type ServerConnection } from '../http/connection.ts';
import { createListTools } from '../lists/list.ts';
import { keptApiVersion } from '../login/login.ts';
import { withLogin } from '../login/with-login.ts';
import { ofRoute } from '../lists/parts.ts';
import { createVb365Client } from './api-client.ts';
import { createJobLists } from './job-lists.ts';
import { createLogLists } from './log-lists.ts';
import { loginProtocol } from './login-protocol.ts';
import { probeVersion } from './probe.ts';
import { vb365Get } from './raw-get.ts';
import { createSessionLists } from './session-lists.ts';
import { findSession } from './session-search.ts';
import { findVersion, requireVersion, type Vb365Version } from './versions.ts';

/** VB365's own port: a server's name does not repeat it. */
const DEFAULT_PORT = '4443';

/** How a server of a known version is reached. */
export interface Vb365ServerOptions extends ServerConnection {
  readonly version: Vb365Version;
}

/**
 * Opens a server in the version that the person asked for, else the one that was found when the kept
 * login was made, else the newest that it serves. No login yet.
 *
 * @throws USAGE for a version that is none, and what `probeVersion` throws
 */
export async function openVb365Server(connection: ServerConnection): Promise<BackupServer> {
  const version = await versionOf(connection);
  connection.environment.debug(
    `${serverName(connection.settings, DEFAULT_PORT)}: API ${version.name}`,
  );
  return createVb365Server({ ...connection, version });
}

async function versionOf(connection: ServerConnection): Promise<Vb365Version> {
  const { settings, http } = connection;
  if (settings.apiVersion !== null) return requireVersion(settings.apiVersion);
  const kept = await keptApiVersion(connection);
  const known = kept === null ? null : findVersion(kept);
  return known ?? probeVersion(http, serverName(settings, DEFAULT_PORT));
}

/** A server of a known version. Nothing is asked before the first method is called. */
function createVb365Server(options: Vb365ServerOptions): BackupServer {
  const { settings, environment, version, http } = options;
  const name = serverName(settings, DEFAULT_PORT);
  const login = loginOf(options, {
    server: name,
    protocol: loginProtocol(version, name),
    apiVersion: version.name,
  });
  const { keepSource, origin } = settings;
  const api = createVb365Client({ http: withLogin(http, login), server: name, keepSource });
  const tools = createListTools(api, settings, environment);
  const { notice, missing } = environment;
  const { jobs, directory } = createJobLists({ tools, version, server: name, missing });
  const { sessions } = createSessionLists({
    tools,
    version,
    server: name,
    directory,
    notice,
    missing,
  });
  const { log, tasks } = createLogLists({ tools, version, server: name });
  return {
    name,
    product: 'vb365',
    apiVersion: version.name,
    jobs: () => ofRoute(jobs()),
    sessions: (query) => ofRoute(sessions(query)),
    session: (id) => findSession({ tools, version, server: name, directory }, id),
    log,
    tasks,
    get: (path, how) => vb365Get({ api, origin, root: `/${version.name}` }, path, how),
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
