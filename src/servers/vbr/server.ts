/** Veeam Backup & Replication behind the port `BackupServer`, REST revisions 1.0-rev1 to 1.3-rev2. */
import type { Session } from '../../model/session.ts';
import type { ApiClient } from '../http/api-client.ts';
import type { BackupServer, Pages, SessionQuery } from '../backup-server.ts';
import { loginOf, serverName, type ServerConnection } from '../http/connection.ts';
import type { ConnectionSettings, ServerEnvironment } from '../environment.ts';
import { createListTools } from '../lists/list.ts';
import { keptApiVersion, type Login } from '../login/login.ts';
import { withLogin } from '../login/with-login.ts';
import { ofRoute } from '../lists/parts.ts';
import { createVbrClient } from './api-client.ts';
import { createJobLists } from './job-lists.ts';
import { createLogReader } from './log-lists.ts';
import { loginProtocol } from './login-protocol.ts';
import { negotiateRevision } from './negotiation.ts';
import { DEFAULT_PORT } from './ports.ts';
import { vbrGet } from './raw-get.ts';
import { isVersionRefused } from './refusal.ts';
import { createServerOffsets } from './server-offsets.ts';
import { createSessionLists } from './session-lists.ts';
import { findSession } from './session-search.ts';
import { createSessionStatistics } from './session-statistics.ts';
import { createTaskLists } from './task-lists.ts';
import { findRevision, requireRevision, type VbrRevision } from './versions.ts';

/** What can be asked in one revision. */
type Inspection = Pick<BackupServer, 'jobs' | 'sessions' | 'session' | 'log' | 'tasks' | 'get'> & {
  readonly revision: VbrRevision;
  readonly login: Login;
};

/**
 * Opens a server in the revision that the person asked for, else the one that a kept login was made
 * with while it is valid, else the newest that both sides know. No login yet.
 *
 * A kept revision that the server refuses (it was upgraded meanwhile) is negotiated anew; what was
 * asked first is then asked again.
 *
 * @throws USAGE for a revision that is none, and what `negotiateRevision` throws
 */
export async function openVbrServer(connection: ServerConnection): Promise<BackupServer> {
  const { settings, store, environment, http } = connection;
  const name = serverName(settings, DEFAULT_PORT);
  const { revision, isKept } = await chooseRevision(connection, name);
  environment.debug(`${name}: API ${revision.name}`);
  let inspection = inspect(connection, name, revision);
  let upgrade: Promise<void> | null = null;

  /** @throws the error itself, unless it says that a kept revision is out of date */
  async function adapt(error: unknown): Promise<void> {
    if (!isKept || !isVersionRefused(error)) throw error;
    upgrade ??= negotiateAnew();
    await upgrade;
  }

  async function negotiateAnew(): Promise<void> {
    const newer = await negotiateRevision(http, name);
    environment.debug(`${name}: API ${newer.name} from now on`);
    const kept = await store.read();
    if (kept !== null) await store.write({ ...kept, apiVersion: newer.name });
    inspection = inspect(connection, name, newer);
  }

  async function once<T>(ask: (from: Inspection) => Promise<T>): Promise<T> {
    const asked = inspection;
    try {
      return await ask(asked);
    } catch (error) {
      await adapt(error);
      if (inspection === asked) throw error;
      return ask(inspection);
    }
  }

  async function* pages<T>(ask: (from: Inspection) => AsyncIterable<T>): AsyncGenerator<T> {
    const asked = inspection;
    let hasBegun = false;
    try {
      for await (const page of ask(asked)) {
        hasBegun = true;
        yield page;
      }
      return;
    } catch (error) {
      if (hasBegun) throw error;
      await adapt(error);
      if (inspection === asked) throw error;
    }
    yield* ask(inspection);
  }

  return {
    name,
    product: 'vbr',
    get apiVersion() {
      return inspection.revision.name;
    },
    jobs: () => ofRoute(pages((from) => from.jobs())),
    sessions: (query) => ofRoute(pages((from) => from.sessions(query))),
    session: (id, how) => once((from) => from.session(id, how)),
    log: (session, query) => pages((from) => from.log(session, query)),
    tasks: (session) => pages((from) => from.tasks(session)),
    get: (path, how) => pages((from) => from.get(path, how)),
    login: async () => {
      const result = await once((from) => from.login.loginNow());
      return { server: name, product: 'vbr', apiVersion: inspection.revision.name, ...result };
    },
    logout: () => once((from) => from.login.logout()),
    close: async () => {
      await inspection.login.finish();
      http.close();
    },
  };
}

interface ChosenRevision {
  readonly revision: VbrRevision;
  /** Whether it was only remembered: then the server may think differently by now. */
  readonly isKept: boolean;
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

/** All that is asked in one revision. Nothing is sent before the first question. */
function inspect(connection: ServerConnection, server: string, revision: VbrRevision): Inspection {
  const { settings, environment, http } = connection;
  const login = loginOf(connection, {
    server,
    protocol: loginProtocol(revision, server),
    apiVersion: revision.name,
  });
  const { keepSource, origin } = settings;
  const api = createVbrClient({ http: withLogin(http, login), revision, server, keepSource });
  return {
    revision,
    login,
    get: (path, how) => vbrGet({ api, origin }, path, how),
    ...questions({ api, revision, server, settings, environment }),
  };
}

interface QuestionOptions {
  readonly api: ApiClient;
  readonly revision: VbrRevision;
  readonly server: string;
  readonly settings: ConnectionSettings;
  readonly environment: ServerEnvironment;
}

function questions({
  api,
  revision,
  server,
  settings,
  environment,
}: QuestionOptions): Pick<BackupServer, 'jobs' | 'sessions' | 'session' | 'log' | 'tasks'> {
  const tools = createListTools(api, settings, environment);
  const { notice, missing } = environment;
  const offsets = createServerOffsets();
  const readLog = createLogReader({ api, revision });
  const common = { tools, revision, server, notice, missing, offsets, readLog };
  const lists = createSessionLists({ ...common, directory: () => jobLists.directory() });
  const jobLists = createJobLists({ ...common, newestSessions: lists.newest });
  const { directory, progressOf } = jobLists;
  const tasks = createTaskLists(common);
  const statistics = createSessionStatistics({ ...common, tasks, directory, progressOf });

  function sessions(query: SessionQuery): Pages<Session> {
    const pages = lists.sessions(query);
    return query.statistics ? statistics.forList(pages) : pages;
  }

  return {
    jobs: jobLists.jobs,
    sessions,
    session: async (id, how) => {
      const session = await findSession({ api, server, directory, lists }, id);
      return how?.statistics === false ? session : statistics.forOne(session);
    },
    log: async function* log(session, query) {
      yield await readLog(session, query);
    },
    tasks: tasks.tasks,
  };
}
