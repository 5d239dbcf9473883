/** A server whose records carry other names than the real ones: a decorator of the port. */
import { isVsiError, VsiError } from '../../model/errors.ts';
import type { Job } from '../../model/job.ts';
import type { LogRecord } from '../../model/log-record.ts';
import type { Session } from '../../model/session.ts';
import type { Task } from '../../model/task.ts';
import type { BackupServer } from '../backup-server.ts';
import type { FleetMember } from '../fleet.ts';
import type { Redactor } from './redactor.ts';

/** Who starts sessions without being anybody. */
const NOBODY = /^(?:system|service|scheduler)$/i;
/** VBR's references hold ids only. */
const REFERENCE = /^\/api\/[\w/]*\/[\da-f-]{36}$/i;

/** Where a redacted session keeps the real one: questions about it are asked with that. */
const ORIGINAL = Symbol('original');

interface RedactedSession extends Session {
  readonly [ORIGINAL]?: Session;
}

/** Records under other names. */
export interface RecordRedaction {
  readonly job: (job: Job) => Job;
  readonly session: (session: Session) => Session;
  readonly task: (task: Task) => Task;
  readonly logRecord: (record: LogRecord) => LogRecord;
}

export function redactionOf(redactor: Redactor): RecordRedaction {
  const server = (name: string): string => redactor.name('server', name);

  /** Job and suffix, or job and machine; names of sessions without a job are their own. */
  function sessionName({ name, jobName }: Session): string | null {
    if (name === null || jobName === null || !name.startsWith(jobName)) {
      return redactor.name('session', name);
    }
    return redactor.name('job', jobName) + suffixOf(name.slice(jobName.length));
  }

  /** `(Full)` and `(Retry 1)` stay; behind a dash stands an object. */
  function suffixOf(rest: string): string {
    if (/^(?:\s\((?:Full|Incremental|Retry \d+)\))*$/i.test(rest)) return rest;
    const [dash = ''] = /^[\s:–-]*/.exec(rest) ?? [];
    return dash + redactor.name('object', rest.slice(dash.length));
  }

  return {
    job: (job) => ({
      ...withoutSource(job),
      knownAs: job.knownAs ?? job.name,
      server: server(job.server),
      name: redactor.name('job', job.name),
      description: redactor.name('description', job.description),
      nextRunText: redactor.text(job.nextRunText),
      repositoryName: redactor.name('repository', job.repositoryName),
    }),
    session: (session): RedactedSession => ({
      // In front: to add a key behind a spread of so many takes V8 twenty times as long.
      [ORIGINAL]: session,
      knownAs: session.knownAs ?? session.jobName,
      ...withoutSource(session),
      server: server(session.server),
      jobName: redactor.name('job', session.jobName),
      name: sessionName(session),
      message: redactor.text(session.message),
      initiatedBy:
        session.initiatedBy === null || NOBODY.test(session.initiatedBy)
          ? session.initiatedBy
          : redactor.name('user', session.initiatedBy),
      resourceReference:
        session.resourceReference === null || REFERENCE.test(session.resourceReference)
          ? session.resourceReference
          : redactor.name('path', session.resourceReference),
    }),
    task: (task) => ({
      ...withoutSource(task),
      server: server(task.server),
      // Made of a line of the log it may hold more than a name.
      name: task.id.startsWith(`${task.sessionId}/`)
        ? redactor.text(task.name)
        : redactor.name('object', task.name),
      message: redactor.text(task.message),
    }),
    logRecord: (record) => ({
      ...withoutSource(record),
      title: redactor.text(record.title),
      description: redactor.text(record.description),
    }),
  };
}

/**
 * The server's own object would tell everything. A record without one stays as it is: what a key was
 * deleted from, V8 keeps as a dictionary from then on, in several times the memory.
 */
function withoutSource<T extends { readonly source?: string }>(record: T): Omit<T, 'source'> & T {
  if (record.source === undefined) return record;
  const copy = { ...record };
  Reflect.deleteProperty(copy, 'source');
  return copy;
}

function originalOf(session: RedactedSession): Session {
  return session[ORIGINAL] ?? session;
}

/** The same server under another name, with its records and its errors. */
export function redactedMember(member: FleetMember, redactor: Redactor): FleetMember {
  return {
    name: redactor.name('server', member.name),
    open: async () => {
      try {
        return redactedServer(await member.open(), redactor);
      } catch (error) {
        throw redactedError(error, redactor);
      }
    },
  };
}

function redactedServer(server: BackupServer, redactor: Redactor): BackupServer {
  const records = redactionOf(redactor);

  async function* pagesOf<T>(
    pages: AsyncIterable<readonly T[]>,
    redacted: (item: T) => T,
  ): AsyncGenerator<readonly T[]> {
    try {
      for await (const page of pages) yield page.map(redacted);
    } catch (error) {
      throw redactedError(error, redactor);
    }
  }

  async function answer<T>(question: Promise<T>): Promise<T> {
    try {
      return await question;
    } catch (error) {
      throw redactedError(error, redactor);
    }
  }

  return {
    name: redactor.name('server', server.name),
    product: server.product,
    get apiVersion() {
      return server.apiVersion;
    },
    jobs: () => pagesOf(server.jobs(), records.job),
    sessions: (query) => pagesOf(server.sessions(query), records.session),
    session: async (id, how) => records.session(await answer(server.session(id, how))),
    log: (of, query) => pagesOf(server.log(originalOf(of), query), records.logRecord),
    tasks: (of) => pagesOf(server.tasks(originalOf(of)), records.task),
    get: (path, how) => server.get(path, how),
    login: () => answer(server.login()),
    logout: () => answer(server.logout()),
    close: () => server.close(),
  };
}

/** What went wrong without the names in it; the error behind it is left out, it may hold them, too. */
export function redactedError(error: unknown, redactor: Redactor): unknown {
  if (!isVsiError(error) || error.code === 'INTERRUPTED') return error;
  const { where, hint } = error;
  return new VsiError(error.code, redactor.text(error.message), {
    where: where === null ? null : redactor.place(where),
    hint: hint === null ? null : redactor.sentence(hint),
  });
}
