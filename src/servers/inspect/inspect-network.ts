/** The way to a server, for `doctor`: name resolution, TCP, TLS and its certificate. */
import { lookup } from 'node:dns/promises';
import { connect, isIP } from 'node:net';
import { DAY } from '../../model/duration.ts';
import { isVsiError, VsiError } from '../../model/errors.ts';
import { formatFingerprint } from '../../model/fingerprint.ts';
import type { ServerEnvironment } from '../environment.ts';
import { address, explainFault, untrustedReason } from '../http/faults.ts';
import { linkSignals } from '../http/linked-signal.ts';
import { openTunnel, proxyName } from '../http/proxy.ts';
import {
  readServerCertificate,
  untrusted,
  wrongPin,
  type Route,
  type ServerCertificate,
} from '../http/tls.ts';
import { failed, isFailed, ok, warned, type Finding } from './inspect-finding.ts';

/** What is asked of the operating system; tests pass their own. */
export interface Network {
  /** The addresses of a host name. @throws the system's error */
  readonly resolve: (host: string) => Promise<readonly string[]>;
  /** Connects and lets go again. @throws the system's error */
  readonly connect: (host: string, port: number, signal: AbortSignal) => Promise<void>;
}

/** A route and the origin that it leads to. */
export type OriginRoute = Route & { readonly origin: string };

/** A certificate that ends within so many days should be renewed now. */
const EXPIRY_NOTICE = 30;

export const SYSTEM_NETWORK: Network = {
  resolve: async (host) => (await lookup(host, { all: true })).map((each) => each.address),
  connect: (host, port, signal) =>
    new Promise((resolve, reject) => {
      const socket = connect({ host, port, signal, autoSelectFamily: true });
      socket.on('error', reject);
      socket.once('connect', () => {
        socket.destroy();
        resolve();
      });
    }),
};

/**
 * Looks the host up and connects to each of its ports that may be meant. Behind a proxy it is the
 * proxy's host that is looked up here, and a tunnel that is opened.
 */
export async function reach(
  routes: readonly OriginRoute[],
  environment: ServerEnvironment,
  network: Network,
): Promise<{ readonly findings: readonly Finding[]; readonly open: readonly OriginRoute[] }> {
  const [first] = routes;
  if (first === undefined) return { findings: [], open: [] };
  const name = await checkName(first, environment, network);
  if (isFailed(name)) return { findings: [name], open: [] };
  const attempts = await Promise.all(
    routes.map(async (route) => ({ route, failure: await tryTcp(route, environment, network) })),
  );
  const open = attempts.filter(({ failure }) => failure === null).map(({ route }) => route);
  return { findings: [name, tcpFinding(attempts, open)], open };
}

async function checkName(
  route: OriginRoute,
  environment: ServerEnvironment,
  network: Network,
): Promise<Finding> {
  const { proxy } = route;
  const host = proxy === null ? route.host : proxy.hostname.replace(/^\[|\]$/g, '');
  const via = proxy === null ? '' : `proxy ${proxyName(proxy)}: `;
  if (isIP(host) !== 0) return ok('name', `${via}${host} is an address`);
  try {
    const addresses = await within(route, environment, () => network.resolve(host));
    return ok('name', `${via}${host} is ${addresses.slice(0, 4).join(', ')}`);
  } catch (error) {
    return failed('name', failureOf(error, { ...route, host }));
  }
}

/** null: the port is open. */
async function tryTcp(
  route: OriginRoute,
  environment: ServerEnvironment,
  network: Network,
): Promise<VsiError | null> {
  try {
    await within(route, environment, async (signal) => {
      if (route.proxy === null) await network.connect(route.host, route.port, signal);
      else (await openTunnel(route.proxy, route, signal)).destroy();
    });
    return null;
  } catch (error) {
    return failureOf(error, route);
  }
}

interface Attempt {
  readonly route: OriginRoute;
  readonly failure: VsiError | null;
}

function tcpFinding(attempts: readonly Attempt[], open: readonly OriginRoute[]): Finding {
  if (open.length > 0) return ok('tcp', `${open.map(address).join(' and ')} is open`);
  const failures = attempts.flatMap(({ failure }) => (failure === null ? [] : [failure]));
  const [first] = failures;
  if (first === undefined || failures.length === 1) {
    return failed('tcp', first ?? new VsiError('UNREACHABLE', 'there is nothing to connect to'));
  }
  return failed(
    'tcp',
    new VsiError(first.code, first.message, {
      where: attempts.map(({ route }) => address(route)).join(', '),
      hint: 'give host:port if the REST service listens on another port; it may also be off',
      cause: first,
    }),
  );
}

/** The certificate from every side that a command would look at, and when it ends. */
export async function inspectTls(
  route: OriginRoute,
  environment: ServerEnvironment,
): Promise<readonly Finding[]> {
  let certificate: ServerCertificate;
  try {
    certificate = await readServerCertificate(route, environment.signal);
  } catch (error) {
    const { signal } = environment;
    return [failed('tls', failureOf(signal.aborted ? interruption(signal) : error, route))];
  }
  const { subject, issuer, protocol } = certificate;
  const from = subject === issuer ? 'self-signed' : `issued by ${issuer}`;
  return [
    ok('tls', `${protocol ?? 'TLS'}; the certificate is ${subject}, ${from}`),
    chainFinding(route, certificate),
    nameFinding(route, certificate),
    fingerprintFinding(route, certificate),
    expiryFinding(route, certificate, environment.now()),
  ];
}

/** What Node objects to that is no business of the chain: there are checks of their own for it. */
const NOT_THE_CHAIN: ReadonlySet<string> = new Set([
  'ERR_TLS_CERT_ALTNAME_INVALID',
  'HOSTNAME_MISMATCH',
]);

function chainFinding(route: OriginRoute, certificate: ServerCertificate): Finding {
  const { problem, fingerprint } = certificate;
  if (route.tls.fingerprint !== null) {
    return ok('tls-chain', 'not looked at: the pinned fingerprint says it all');
  }
  if (route.tls.insecure) {
    const pin = `pin the certificate instead: --fingerprint ${formatFingerprint(fingerprint)}`;
    return warned('tls-chain', 'not verified: --insecure', pin);
  }
  const isDateOfItsOwn = problem === 'CERT_HAS_EXPIRED' || problem === 'CERT_NOT_YET_VALID';
  if (problem === null || NOT_THE_CHAIN.has(problem) || isDateOfItsOwn) {
    const by = route.tls.ca === null ? 'the authorities that Node knows' : '--ca-file';
    return ok('tls-chain', `trusted by ${by}`);
  }
  const reason = untrustedReason(problem) ?? `the certificate is refused: ${problem}`;
  return failed('tls-chain', untrusted(route, reason, certificate));
}

function nameFinding(route: OriginRoute, certificate: ServerCertificate): Finding {
  const { host, tls } = route;
  const made = certificate.names ?? 'no host name';
  if (certificate.matchesHost) return ok('tls-name', `made for ${host}`);
  if (tls.fingerprint !== null) {
    return ok('tls-name', `made for ${made}, not for ${host}: the pinned fingerprint replaces it`);
  }
  const problem = 'ERR_TLS_CERT_ALTNAME_INVALID';
  const failure = untrusted(route, `made for ${made}, not for ${host}`, {
    ...certificate,
    problem,
  });
  if (!tls.insecure) return failed('tls-name', failure);
  return warned('tls-name', `made for ${made}, not for ${host}`, failure.hint ?? '');
}

function fingerprintFinding(route: OriginRoute, { fingerprint }: ServerCertificate): Finding {
  const pin = route.tls.fingerprint;
  const shown = formatFingerprint(fingerprint);
  if (pin === null) return ok('tls-fingerprint', `SHA-256 ${shown}`);
  if (pin === fingerprint) return ok('tls-fingerprint', `SHA-256 ${shown} is the pinned one`);
  return failed('tls-fingerprint', wrongPin(route, pin, fingerprint));
}

function expiryFinding(
  route: OriginRoute,
  { validFrom, validTo }: ServerCertificate,
  now: number,
): Finding {
  const { fingerprint, insecure } = route.tls;
  const from = new Date(validFrom).toISOString().slice(0, 10);
  const until = new Date(validTo).toISOString().slice(0, 10);
  const days = Math.floor((validTo - now) / DAY);
  const renew = 'renew the certificate on the server, and then the pin where there is one';
  if (now >= validFrom && now < validTo) {
    const detail = `ends on ${until}, in ${days} ${days === 1 ? 'day' : 'days'}`;
    return days < EXPIRY_NOTICE ? warned('tls-expiry', detail, renew) : ok('tls-expiry', detail);
  }
  const [detail, hint] =
    now < validFrom
      ? [`not valid before ${from}`, 'set the clocks of the server and of this machine right']
      : [`expired on ${until}`, renew];
  if (fingerprint !== null || insecure) return warned('tls-expiry', detail, hint);
  return failed(
    'tls-expiry',
    new VsiError('TLS_UNTRUSTED', `the certificate ${verb(detail)}`, { hint }),
  );
}

function verb(detail: string): string {
  return detail.startsWith('expired') ? detail : `is ${detail}`;
}

/** Bounds a step by the time that connecting may take. */
async function within<T>(
  { connectTimeout, host, port }: OriginRoute,
  { signal }: ServerEnvironment,
  work: (signal: AbortSignal) => Promise<T>,
): Promise<T> {
  const limit = linkSignals([signal], connectTimeout);
  const ended = new Promise<never>((_resolve, reject) => {
    const end = (): void => {
      reject(
        new VsiError('TIMEOUT', `no connection within ${connectTimeout / 1000} s`, {
          where: address({ host, port }),
          hint: 'check host and port, the network and the firewalls in between',
        }),
      );
    };
    if (limit.signal.aborted) end();
    else limit.signal.addEventListener('abort', end);
  });
  try {
    return await Promise.race([work(limit.signal), ended]);
  } catch (error) {
    if (signal.aborted) throw interruption(signal);
    throw error;
  } finally {
    limit.release();
  }
}

function interruption({ reason }: AbortSignal): VsiError {
  return isVsiError(reason) ? reason : new VsiError('INTERRUPTED', 'interrupted');
}

/** @throws the interruption: it is no finding */
function failureOf(
  error: unknown,
  { host, port, connectTimeout }: Omit<Route, 'origin'>,
): VsiError {
  if (isVsiError(error)) {
    if (error.code === 'INTERRUPTED') throw error;
    return error;
  }
  const at = { host, port, exchange: address({ host, port }), timeout: connectTimeout };
  return explainFault(error, at).failure;
}
