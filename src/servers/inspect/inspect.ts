/** Looks at a server from the name to the rights, one check after the other, for `doctor`. */
import { isVsiError, VsiError } from '../../model/errors.ts';
import { formatInstant } from '../../model/instant.ts';
import type { Product } from '../../model/product.ts';
import { serverName } from '../http/connection.ts';
import type { Credentials, ServerEnvironment, TokenStore } from '../environment.ts';
import { routeTo } from '../http/http-client.ts';
import { openServer, type ServerAccess } from '../open-server.ts';
import { ALL_SESSIONS, type BackupServer } from '../backup-server.ts';
import { inspectApi, type AnsweringApi } from './inspect-api.ts';
import { inspectTls, reach, SYSTEM_NETWORK, type Network } from './inspect-network.ts';
import { failed, isFailed, ok, warned, type Finding } from './inspect-finding.ts';

export type { Finding } from './inspect-finding.ts';

/** What was found out about one server. */
export interface Inspection {
  /** As records name it. */
  readonly server: string;
  /** In the order of `DOCTOR_CHECKS`; what an earlier failure makes impossible is not there. */
  readonly findings: readonly Finding[];
}

/** Where the products listen unless they were moved. */
const OWN_PORTS: Readonly<Record<Product, string>> = { vb365: '4443', vbr: '9419' };

/**
 * Checks all that has to hold before a command can work. Nothing but anonymous GETs, one login and
 * the first page of two lists is sent. Failures are findings.
 *
 * @throws INTERRUPTED and TIMEOUT of the deadline, and what is a mistake of our own
 */
export async function inspectServer(
  access: ServerAccess,
  environment: ServerEnvironment,
  network: Network = SYSTEM_NETWORK,
): Promise<Inspection> {
  const server = nameOf(access);
  const origins = [...new Set(access.candidates.map(({ origin }) => origin))];
  const routes = origins.map((origin) => ({
    origin,
    ...routeTo({ origin, tls: access.tls }, environment),
  }));
  const way = await reach(routes, environment, network);
  if (way.open.length === 0) return { server, findings: way.findings };
  const paths = await Promise.all(
    way.open.map(async (route): Promise<Path> => {
      const tls = await inspectTls(route, environment);
      if (tls.some(isFailed)) return { findings: tls, api: null };
      const { findings, api } = await inspectApi(route.origin, access, environment);
      return { findings: [...tls, ...findings], api };
    }),
  );
  const { findings, api } = choosePath(paths, origins);
  const before = [...way.findings, ...findings];
  if (api === null) return { server, findings: before };
  return { server, findings: [...before, ...(await inspectLogin(access, api, environment))] };
}

function nameOf({ name, candidates: [first] }: ServerAccess): string {
  return first === undefined
    ? (name ?? '')
    : serverName({ name, origin: first.origin }, OWN_PORTS[first.product]);
}

/** What was seen at one address. */
interface Path {
  readonly findings: readonly Finding[];
  /** null: no API that vsi could use. */
  readonly api: AnsweringApi | null;
}

/** The address where an API answers; of several, none may be chosen without being told. */
function choosePath(paths: readonly Path[], origins: readonly string[]): Path {
  const answering = paths.filter(({ api }) => api !== null);
  const chosen = answering[0] ?? paths[0] ?? { findings: [], api: null };
  if (answering.length < 2) return chosen;
  const failure = new VsiError('USAGE', 'both products answer there', {
    where: origins.join(', '),
    hint: 'say which one is meant: --product vb365 or --product vbr',
  });
  const tls = chosen.findings.filter(({ check }) => check.startsWith('tls'));
  return { findings: [...tls, failed('product', failure)], api: null };
}

async function inspectLogin(
  access: ServerAccess,
  { candidate }: AnsweringApi,
  environment: ServerEnvironment,
): Promise<readonly Finding[]> {
  const { credentials, wasFound } = watched(access.credentials);
  let server: BackupServer | null = null;
  try {
    server = await openServer({ ...access, candidates: [candidate], credentials }, environment);
    const store = access.storeFor(candidate.origin);
    const login = await checkLogin(server, { store, wasFound, now: environment.now });
    return isFailed(login) ? [login] : [login, await checkRights(server)];
  } catch (error) {
    return [failed('login', expected(error))];
  } finally {
    await server?.close();
  }
}

/** The credentials, and whether a password was found once it was asked for. */
function watched(credentials: Credentials | null): {
  readonly credentials: Credentials | null;
  readonly wasFound: () => boolean;
} {
  let found = false;
  if (credentials === null) return { credentials, wasFound: () => false };
  const password = async (): Promise<string> => {
    const text = await credentials.password();
    found = true;
    return text;
  };
  return { credentials: { ...credentials, password }, wasFound: () => found };
}

interface LoginTools {
  readonly store: TokenStore;
  readonly wasFound: () => boolean;
  readonly now: () => number;
}

/**
 * Logs in anew, so that a password that was changed does not hide behind a kept login. Where no
 * password is to be had, a kept login serves until it ends, and the commands with it.
 */
async function checkLogin(
  server: BackupServer,
  { store, wasFound, now }: LoginTools,
): Promise<Finding> {
  try {
    const { username, expiresAt, cached } = await server.login();
    const kept = cached ? '' : ', not kept for later commands';
    return ok('login', `as ${username}, until ${formatInstant(expiresAt)}${kept}`);
  } catch (error) {
    const failure = expected(error);
    const kept = wasFound() ? null : await store.read();
    if (kept === null || kept.expiresAt <= now()) return failed('login', failure);
    const until = formatInstant(kept.expiresAt);
    const detail = `only by a kept login, until ${until}: ${failure.message}`;
    return warned('login', detail, failure.hint ?? 'set VSI_PASSWORD_FILE');
  }
}

/** The two lists that everything else begins with: their first page each. */
async function checkRights(server: BackupServer): Promise<Finding> {
  try {
    const [jobs, sessions] = await Promise.all([
      firstPage(server.jobs()),
      firstPage(server.sessions(ALL_SESSIONS)),
    ]);
    const detail = 'jobs and sessions can be read';
    if (jobs.length > 0 || sessions.length > 0) return ok('rights', detail);
    return warned(
      'rights',
      `${detail}, but there are none`,
      'nothing has been set up yet, or this account is shown nothing of it',
    );
  } catch (error) {
    return failed('rights', expected(error));
  }
}

async function firstPage<T>(pages: AsyncIterable<readonly T[]>): Promise<readonly T[]> {
  for await (const page of pages) return page;
  return [];
}

/** @throws the error itself where it is no finding: an interruption, a mistake of our own */
function expected(error: unknown): VsiError {
  if (isVsiError(error) && error.code !== 'INTERRUPTED') return error;
  throw error;
}
