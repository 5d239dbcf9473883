import { PassThrough } from 'node:stream';
import type { KeptCandidate } from '../../config/candidate-cache.ts';
import { DAY } from '../../model/duration.ts';
import { formatInstant } from '../../model/instant.ts';
import type { Session } from '../../model/session.ts';
import { ALL_SESSIONS, type BackupServer } from '../../servers/backup-server.ts';
import type { TokenStore } from '../../servers/environment.ts';
import type { ServerAccess } from '../../servers/open-server.ts';
import { withServers, type MeantServers } from '../connection/connect.ts';
import { settingsOf } from '../connection/settings.ts';
import { FLAGS } from '../flags.ts';
import { hostWith, type Host } from '../host.ts';
import { createFlagValues, type Invocation } from '../invocation.ts';
import { readJobs } from '../sessions/job-choice.ts';
import { within } from '../within.ts';
import type { TypedLine } from './completion-line.ts';
import type { Candidate } from './completion.ts';

/** For so long an answer is given again without asking; milliseconds. */
const FRESH = 60_000;
/** For so long an old answer is better than none, where no server answers in time. */
const STALE = DAY;
/** How long servers may take, so that the whole stays below a second. */
const PATIENCE = 600;
/** For so long those are waited for that have answered already, once the time is up. */
const LAST_MOMENTS = 100;
/** How many of the newest sessions are offered. */
const SESSIONS = 50;

/** Of a job's name beside a session's id. */
const NAME_LENGTH = 40;

/** What can be asked of servers for completion. */
export type Question = 'jobs' | 'sessions';

/** The names of saved servers and, with their `@`, of groups. */
export async function savedServers(host: Host): Promise<readonly Candidate[]> {
  const { servers } = await settingsOf(host).servers.read();
  const groups = new Set(servers.flatMap((server) => server.groups));
  return [
    ...servers.map(({ name, url }) => ({ value: name, description: url })),
    ...[...groups].map((group) => ({
      value: `@${group}`,
      description: servers
        .filter((server) => server.groups.includes(group))
        .map(({ name }) => name)
        .join(', '),
    })),
  ];
}

/**
 * Jobs or newest sessions of the servers that the line means: from the cache while it is fresh, else
 * from the servers, with a login that an earlier command has kept. Nobody is asked for a password,
 * nothing is logged in, refreshed or changed: a Tab must have no effect but its list.
 */
export async function askServers(
  host: Host,
  line: TypedLine,
  question: Question,
): Promise<readonly Candidate[]> {
  const giveUp = new AbortController();
  const invocation = invocationOf(host, line, giveUp.signal);
  const answering = answer(invocation, question).catch(() => []);
  const inTime = await within(PATIENCE, answering, host);
  giveUp.abort();
  return inTime ?? (await within(LAST_MOMENTS, answering, host)) ?? [];
}

async function answer(
  invocation: Invocation,
  question: Question,
): Promise<readonly KeptCandidate[]> {
  const { host, flags } = invocation;
  const isDemo = flags.isOn(FLAGS.demo);
  let candidates: readonly KeptCandidate[] = [];
  await withServers(invocation, async (meant) => {
    const cache = meant.settings.candidates;
    const who = isDemo
      ? meant.servers.map(({ name }) => name)
      : meant.planned.map(({ key }) => key);
    const key = JSON.stringify([question, who, flags.text(FLAGS.username) ?? null]);
    const kept = (await cache?.read(key)) ?? null;
    const age = kept === null ? Infinity : host.now() - kept.at;
    if (kept !== null && age >= 0 && age < FRESH) {
      candidates = kept.candidates;
      return 0;
    }
    const asked = await Promise.all(
      meant.servers.map((server) => ask(server, { meant, question, isDemo })),
    );
    const answers = asked.filter((each) => each !== null);
    if (answers.length > 0) {
      candidates = answers.flat();
      await cache?.write(key, { at: host.now(), candidates });
    } else if (kept !== null && age < STALE) {
      candidates = kept.candidates;
    }
    return 0;
  });
  return candidates;
}

interface Asking {
  readonly meant: MeantServers;
  readonly question: Question;
  readonly isDemo: boolean;
}

/** null: it did not answer, or there is no login to ask it with. */
async function ask(
  { access }: MeantServers['servers'][number],
  { meant, question, isDemo }: Asking,
): Promise<readonly KeptCandidate[] | null> {
  let server: BackupServer | null = null;
  try {
    const given = access();
    if (!isDemo && !(await hasLogin(given))) return null;
    const { openServer } = await import('../../servers/open-server.ts');
    server = await openServer(isDemo ? given : withKeptLogin(given), meant.environment());
    return question === 'jobs' ? await jobsOf(server) : await sessionsOf(server);
  } catch {
    return null;
  } finally {
    await server?.close();
  }
}

async function hasLogin({ candidates, storeFor }: ServerAccess): Promise<boolean> {
  const kept = await Promise.all(candidates.map(({ origin }) => storeFor(origin).read()));
  return kept.some((token) => token !== null);
}

/**
 * The access without any way to a new login: a refreshed token that is lost when the time is up would
 * cost the person the login.
 */
function withKeptLogin(access: ServerAccess): ServerAccess {
  const storeFor = (origin: string): TokenStore => {
    const store = access.storeFor(origin);
    return {
      read: async () => {
        const token = await store.read();
        return token === null ? null : { ...token, refreshToken: null };
      },
      write: async () => true,
      remove: async () => undefined,
    };
  };
  return { ...access, credentials: null, storeFor, retries: 0, timeout: PATIENCE };
}

async function jobsOf(server: BackupServer): Promise<readonly KeptCandidate[]> {
  return [...(await readJobs(server))]
    .map(({ name, kind, lastStatus }) => ({
      value: name,
      description: lastStatus === null ? kind : `${kind}, ${lastStatus}`,
    }))
    .sort((a, b) => (a.value < b.value ? -1 : 1));
}

async function sessionsOf(server: BackupServer): Promise<readonly KeptCandidate[]> {
  for await (const page of server.sessions(ALL_SESSIONS)) {
    return page.slice(0, SESSIONS).map((session) => ({
      value: session.id,
      description: describeSession(session),
    }));
  }
  return [];
}

function describeSession({ jobName, name, kind, status, createdAt }: Session): string {
  const when = createdAt === null ? '' : `, ${formatInstant(createdAt).slice(0, 16)}Z`;
  const what = jobName ?? name ?? kind;
  return `${what.length > NAME_LENGTH ? `${what.slice(0, NAME_LENGTH - 1)}…` : what}, ${status}${when}`;
}

/** The line as a command would see it, on a host that hears and says nothing. */
function invocationOf(host: Host, { values }: TypedLine, signal: AbortSignal): Invocation {
  const silence = new PassThrough();
  silence.resume();
  return {
    argument: null,
    secondArgument: null,
    flags: createFlagValues(values),
    terminal: { stdoutIsTerminal: false, width: 80 },
    host: hostWith(host, {
      argv: [],
      stdin: new PassThrough().end(),
      stdout: silence,
      stderr: silence,
      signal: AbortSignal.any([host.signal, signal]),
    }),
  };
}
