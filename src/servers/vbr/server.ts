/** Veeam Backup & Replication behind the port `BackupServer`, REST revisions 1.0-rev1 to 1.3-rev2. */
import type { BackupServer } from '../backup-server.ts';
import { serverName, type ServerConnection } from '../http/connection.ts';
import { ofRoute } from '../lists/parts.ts';
import { keptApiVersion } from '../login/login.ts';
import { CurrentRevision, type ChosenRevision } from './current-revision.ts';
import { negotiateRevision } from './negotiation.ts';
import { DEFAULT_PORT } from './ports.ts';
import { findRevision, requireRevision } from './versions.ts';

/**
 * Opens a server in the revision that the person asked for, else the one that a kept login was made
 * with while it is valid, else the newest that both sides know. No login yet.
 *
 * @throws USAGE for a revision that is none, and what `negotiateRevision` throws
 */
export async function openVbrServer(connection: ServerConnection): Promise<BackupServer> {
  const { settings, environment, http } = connection;
  const name = serverName(settings, DEFAULT_PORT);
  const chosen = await chooseRevision(connection, name);
  environment.debug(`${name}: API ${chosen.revision.name}`);
  const current = new CurrentRevision(connection, chosen);
  return {
    name,
    product: 'vbr',
    get apiVersion() {
      return current.inspection.revision.name;
    },
    jobs: () => ofRoute(current.pages((from) => from.jobs())),
    sessions: (query) => ofRoute(current.pages((from) => from.sessions(query))),
    session: (id, how) => current.once((from) => from.session(id, how)),
    log: (session, query) => current.pages((from) => from.log(session, query)),
    tasks: (session) => current.pages((from) => from.tasks(session)),
    get: (path, how) => current.pages((from) => from.get(path, how)),
    login: async () => {
      const result = await current.once((from) => from.login.loginNow());
      const apiVersion = current.inspection.revision.name;
      return { server: name, product: 'vbr', apiVersion, ...result };
    },
    logout: () => current.once((from) => from.login.logout()),
    close: async () => {
      await current.inspection.login.finish();
      http.close();
    },
  };
}

async function chooseRevision(connection: ServerConnection, name: string): Promise<ChosenRevision> {
  const { settings, http } = connection;
  if (settings.apiVersion !== null) {
    return { revision: requireRevision(settings.apiVersion), isKept: false };
  }
  const kept = await keptApiVersion(connection);
  const known = kept === null ? null : findRevision(kept);
  return known === null
    ? { revision: await negotiateRevision(http, name), isKept: false }
    : { revision: known, isKept: true };
}
