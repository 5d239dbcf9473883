/** What a VBR server can be asked in one revision of its API. */
import type { Session } from '../../model/session.ts';
import type { BackupServer, Pages, SessionQuery } from '../backup-server.ts';
import type { ConnectionSettings, ServerEnvironment } from '../environment.ts';
import type { ApiClient } from '../http/api-client.ts';
import { loginOf, type ServerConnection } from '../http/connection.ts';
import { createListTools } from '../lists/list.ts';
import type { Login } from '../login/login.ts';
import { withLogin } from '../login/with-login.ts';
import { createVbrClient } from './api-client.ts';
import { createJobLists } from './job-lists.ts';
import { createLogReader } from './log-lists.ts';
import { loginProtocol } from './login-protocol.ts';
import { vbrGet } from './raw-get.ts';
import { createServerOffsets } from './server-offsets.ts';
import { createSessionLists } from './session-lists.ts';
import { findSession } from './session-search.ts';
import { createSessionStatistics } from './session-statistics.ts';
import { createTaskLists } from './task-lists.ts';
import type { VbrRevision } from './versions.ts';

/** What can be asked in one revision. */
export type Inspection = Pick<
  BackupServer,
  'jobs' | 'sessions' | 'session' | 'log' | 'tasks' | 'get'
> & {
  readonly revision: VbrRevision;
  readonly login: Login;
};

/** All that is asked in one revision. Nothing is sent before the first question. */
export function inspect(
  connection: ServerConnection,
  server: string,
  revision: VbrRevision,
): Inspection {
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
