import { setMaxListeners } from 'node:events';
import { isVsiError, VsiError } from '../model/errors.ts';
import { PRODUCT_NAMES, type Product } from '../model/product.ts';
import type { BackupServer } from './backup-server.ts';
import type {
  ConnectionSettings,
  Credentials,
  ServerEnvironment,
  TokenStore,
} from './environment.ts';
import { linkSignals } from './http/linked-signal.ts';
import { keptApiVersion } from './login/login.ts';

/** A product and where it would answer. */
export interface Candidate {
  /** `https://host:port` */
  readonly origin: string;
  readonly product: Product;
}

/** All that is needed to open a server whose product may still be unknown. */
export interface ServerAccess extends Omit<ConnectionSettings, 'origin'> {
  /** More than one while the product is to be found out. */
  readonly candidates: readonly Candidate[];
  /** null: nobody was named. */
  readonly credentials: Credentials | null;
  /** Where the login at this origin is kept. */
  readonly storeFor: (origin: string) => TokenStore;
}

/** How long the others may still answer once one product has, in milliseconds. */
const GRACE = 1500;

/**
 * Opens the adapter of the product that answers. Nothing but anonymous requests are sent for finding
 * it out.
 *
 * @throws USAGE when both products answer, else what the probing of the likeliest one met
 */
export async function openServer(
  access: ServerAccess,
  environment: ServerEnvironment,
): Promise<BackupServer> {
  const [only, ...others] = access.candidates;
  if (only === undefined) throw new VsiError('USAGE', 'no server named');
  if (others.length === 0) return openAs(only, access, environment);
  const known = await knownByItsLogin(access, environment);
  return known === null ? openWhatAnswers(access, environment) : openAs(known, access, environment);
}

/** What the API versions of each product look like: `v8`, `1.3-rev2`. */
const VERSION_FORMS: Readonly<Record<Product, RegExp>> = {
  vb365: /^v\d+$/,
  vbr: /^\d+\.\d+-rev\d+$/,
};

/**
 * The candidate that a kept login was made with. Only of those at one and the same port: of two ports
 * both may answer, whoever logged in at one of them before.
 */
async function knownByItsLogin(
  { candidates, storeFor }: ServerAccess,
  environment: ServerEnvironment,
): Promise<Candidate | null> {
  const [origin, ...others] = new Set(candidates.map((candidate) => candidate.origin));
  if (origin === undefined || others.length > 0) return null;
  const version = await keptApiVersion({ store: storeFor(origin), environment });
  if (version === null) return null;
  return candidates.find(({ product }) => VERSION_FORMS[product].test(version)) ?? null;
}

/** One candidate, and a way to stop waiting for it. */
interface Attempt {
  readonly candidate: Candidate;
  readonly stop: AbortController;
  readonly opening: Promise<BackupServer>;
}

async function openWhatAnswers(
  access: ServerAccess,
  environment: ServerEnvironment,
): Promise<BackupServer> {
  const attempts = access.candidates.map((candidate): Attempt => {
    const stop = new AbortController();
    const signal = AbortSignal.any([environment.signal, stop.signal]);
    setMaxListeners(0, signal);
    return { candidate, stop, opening: openAs(candidate, access, { ...environment, signal }) };
  });
  const outcomes = Promise.allSettled(attempts.map(({ opening }) => opening));
  await stopStragglers(attempts, environment);
  const settled = await outcomes;
  const opened = settled.filter((outcome) => outcome.status === 'fulfilled');
  const [server, ...rest] = opened.map(({ value }) => value);
  if (server === undefined) {
    throw mostTelling(
      settled.flatMap((outcome) =>
        outcome.status === 'rejected' ? [outcome.reason as unknown] : [],
      ),
      access,
    );
  }
  if (rest.length === 0) return server;
  await Promise.all([server, ...rest].map((each) => each.close()));
  throw new VsiError('USAGE', 'both products answer there', {
    where: access.candidates.map(({ origin }) => origin).join(', '),
    hint: 'say which one is meant: --product vb365 or --product vbr',
  });
}

/**
 * Ends what has not answered a moment after the first product has: a filtered port would cost its
 * whole time-out. Resolves when all attempts have ended or been stopped.
 */
async function stopStragglers(
  attempts: readonly Attempt[],
  environment: ServerEnvironment,
): Promise<void> {
  const open = new Set(attempts);
  for (const attempt of attempts) {
    const done = (): unknown => open.delete(attempt);
    attempt.opening.then(done, done);
  }
  try {
    await Promise.any(attempts.map(({ opening }) => opening));
  } catch {
    // None of them opened: there is nobody to wait for.
    return;
  }
  const others = linkSignals([environment.signal]);
  void Promise.allSettled(attempts.map(({ opening }) => opening)).then(others.end);
  try {
    await environment.sleep(GRACE, others.signal);
  } catch (error) {
    // All have ended; or the whole command is to end, and with it the attempts.
    if (!others.signal.aborted) throw error;
  } finally {
    others.release();
  }
  for (const { stop } of open) stop.abort();
}

/** Opens one product's adapter at one place. */
async function openAs(
  { origin, product }: Candidate,
  access: ServerAccess,
  environment: ServerEnvironment,
): Promise<BackupServer> {
  const { createHttpClient } = await import('./http/http-client.ts');
  const settings = { ...access, origin };
  const http = createHttpClient(settings, environment);
  const { credentials } = access;
  const opened = { settings, environment, http, credentials, store: access.storeFor(origin) };
  try {
    switch (product) {
      case 'vb365':
        return await (await import('./vb365/server.ts')).openVb365Server(opened);
      case 'vbr':
        return await (await import('./vbr/server.ts')).openVbrServer(opened);
    }
  } catch (error) {
    http.close();
    throw error;
  }
}

/** Of several failures the one that says most: somebody was there, but did not answer as expected. */
export function mostTelling(
  failures: readonly unknown[],
  { candidates }: Pick<ServerAccess, 'candidates'>,
): unknown {
  const expected = failures.filter(isVsiError);
  const [unexpected] = failures.filter((failure) => !isVsiError(failure));
  if (unexpected !== undefined) return unexpected;
  const origins = new Set(candidates.map(({ origin }) => origin));
  if (expected.every(({ code }) => code === 'UNREACHABLE') && origins.size > 1) {
    return new VsiError('UNREACHABLE', 'no backup server answers there', {
      where: [...origins].join(', '),
      hint: 'give host:port if the REST service listens on another port; it may also be off',
      cause: expected[0],
    });
  }
  if (expected.every(({ code }) => code === 'NOT_VEEAM') && origins.size === 1) {
    const names = Object.values(PRODUCT_NAMES).join(' nor of ');
    return new VsiError('NOT_VEEAM', `a web server answers there, but no REST API of ${names}`, {
      where: [...origins].join(', '),
      hint:
        expected.find(explainsPort)?.hint ??
        'VB365 listens on 4443, VBR on 9419, unless they were moved',
    });
  }
  const answered = expected.filter(({ code }) => !['UNREACHABLE', 'NOT_VEEAM'].includes(code));
  const telling = answered.length > 0 ? answered : expected;
  return telling.find(explainsPort) ?? telling[0];
}

/** Whether a failure tells what else listens on this port (`vbr/ports.ts`). */
function explainsPort({ hint }: VsiError): boolean {
  return hint?.startsWith('port ') === true;
}
