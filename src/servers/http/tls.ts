import type { X509Certificate } from 'node:crypto';
import { isIP } from 'node:net';
import { connect, type ConnectionOptions, type TLSSocket } from 'node:tls';
import { formatFingerprint, normaliseFingerprint } from '../../model/fingerprint.ts';
import { VsiError, codeOf } from '../../model/errors.ts';
import type { TlsSettings } from '../environment.ts';
import { excerpt } from '../reading/json.ts';
import { Fault, address } from './faults.ts';
import { linkSignals } from './linked-signal.ts';
import { openTunnel } from './proxy.ts';

/** The way to a server: where it is, how it is recognised, what lies in between. */
export interface Route {
  readonly host: string;
  readonly port: number;
  readonly tls: TlsSettings;
  /** The proxy to go through; null = straight. */
  readonly proxy: URL | null;
  /** Bounds name resolution, TCP, tunnel and TLS together; milliseconds. */
  readonly connectTimeout: number;
}

/** A server's certificate as it presents it, verified or not. */
export interface ServerCertificate {
  /** SHA-256, 64 lower-case hex digits. */
  readonly fingerprint: string;
  /** On one line: `CN=backup.example.com, O=Example`. */
  readonly subject: string;
  readonly issuer: string;
  /** What it was made for: `DNS:backup.example.com, IP Address:192.0.2.1`; null: it names none. */
  readonly names: string | null;
  /** Whether it was made for the host that was asked for. */
  readonly matchesHost: boolean;
  /** Milliseconds since 1970. */
  readonly validFrom: number;
  readonly validTo: number;
  /** `TLSv1.3`; null when the connection does not tell. */
  readonly protocol: string | null;
  /** Node's code of what a full verification objects to (`CERT_HAS_EXPIRED`); null: nothing. */
  readonly problem: string | null;
}

/** Host and port of an origin; the host of an IPv6 address without its brackets. */
export function hostAndPort(origin: string): { readonly host: string; readonly port: number } {
  const url = new URL(origin);
  return {
    host: url.hostname.replace(/^\[|\]$/g, ''),
    port: url.port === '' ? 443 : Number(url.port),
  };
}

/**
 * Connects and checks the server's certificate as the settings say. Nothing has been written to the
 * socket behind the TLS handshake when it is handed over, so no token or password can have reached a
 * server that does not hold the pinned certificate.
 *
 * @throws Fault for a wrong pin, a time limit and the proxy; Node's own errors for the rest
 */
export async function openTls(route: Route, signal: AbortSignal): Promise<TLSSocket> {
  const socket = await secureConnection(route, verification(route.tls), signal);
  const pin = route.tls.fingerprint;
  if (pin === null) return socket;
  const seen = fingerprintOf(socket.getPeerX509Certificate());
  if (seen === pin) return socket;
  socket.destroy();
  throw new Fault('final', wrongPin(route, pin, seen));
}

/**
 * Reads the certificate that a server presents, whether it is trusted or not, and lets go of the
 * server without sending it anything.
 *
 * @throws Fault or Node's own errors when there is no TLS connection at all
 */
export async function readServerCertificate(
  route: Route,
  signal: AbortSignal,
): Promise<ServerCertificate> {
  const socket = await secureConnection(
    route,
    { ...authority(route.tls), rejectUnauthorized: false },
    signal,
  );
  try {
    // Asked once: Node 20 gives the certificate away on the first call and has none for the second.
    const certificate = socket.getPeerX509Certificate();
    if (certificate === undefined) throw new Error('the server presents no certificate');
    return {
      fingerprint: fingerprintOf(certificate),
      subject: oneLine(certificate.subject),
      issuer: oneLine(certificate.issuer),
      names: certificate.subjectAltName === undefined ? null : oneLine(certificate.subjectAltName),
      matchesHost: isMadeFor(certificate, route.host),
      validFrom: Date.parse(certificate.validFrom),
      validTo: Date.parse(certificate.validTo),
      protocol: socket.getProtocol(),
      problem: socket.authorized ? null : problemOf(socket),
    };
  } finally {
    socket.destroy();
  }
}

/** The failure of a certificate that full verification refuses, with the way to trust it. */
export function untrusted(
  route: Route,
  reason: string,
  certificate: Pick<ServerCertificate, 'fingerprint' | 'subject' | 'names' | 'problem'> | null,
): VsiError {
  if (certificate === null) {
    return new VsiError('TLS_UNTRUSTED', reason, {
      where: address(route),
      hint: 'give the authority that signed it with --ca-file',
    });
  }
  const shown = formatFingerprint(certificate.fingerprint);
  return new VsiError('TLS_UNTRUSTED', `${reason}; its SHA-256 fingerprint is ${shown}`, {
    where: address(route),
    hint:
      `compare the fingerprint with the certificate on the server (${certificate.subject}); if it is the same, ` +
      `pin it with --fingerprint ${shown}, or ${otherWay(certificate)}`,
  });
}

/** What there is to do besides pinning; a trusted authority mends neither a date nor a name. */
function otherWay({ problem, names }: Pick<ServerCertificate, 'problem' | 'names'>): string {
  if (problem === 'CERT_HAS_EXPIRED') return 'renew it there';
  if (problem === 'CERT_NOT_YET_VALID') return 'set the clocks right';
  if (problem === 'ERR_TLS_CERT_ALTNAME_INVALID' || problem === 'HOSTNAME_MISMATCH') {
    return `call the server by the name in it (${names ?? 'it has none'})`;
  }
  return 'give the authority that signed it with --ca-file';
}

/** The failure of a server that presents another certificate than the pinned one. */
export function wrongPin(route: Route, pin: string, seen: string): VsiError {
  return new VsiError(
    'TLS_UNTRUSTED',
    `the server’s certificate is not the pinned one: expected ${formatFingerprint(pin)}, seen ${formatFingerprint(seen)}`,
    {
      where: address(route),
      hint:
        'if the certificate was renewed, compare the new fingerprint on the server and pin it with ' +
        `--fingerprint ${formatFingerprint(seen)} (of a saved server: vsi server set NAME --fingerprint …); ` +
        'otherwise someone may be in between',
    },
  );
}

/**
 * A pin replaces the checks of chain and name, since the pinned certificate may satisfy neither. No
 * authority is then asked, and to name none spares reading Node's own: 20 ms for some 150 certificates.
 */
function verification(tls: TlsSettings): ConnectionOptions {
  if (tls.fingerprint !== null || tls.insecure) return { ca: [], rejectUnauthorized: false };
  return { ...authority(tls), rejectUnauthorized: true };
}

function authority(tls: TlsSettings): ConnectionOptions {
  return tls.ca === null ? {} : { ca: tls.ca };
}

async function secureConnection(
  route: Route,
  options: ConnectionOptions,
  signal: AbortSignal,
): Promise<TLSSocket> {
  const limit = linkSignals([signal], route.connectTimeout);
  try {
    const tunnel = route.proxy === null ? null : await openTunnel(route.proxy, route, limit.signal);
    const socket = connect({
      ...options,
      host: route.host,
      port: route.port,
      ...(isIP(route.host) === 0 ? { servername: route.host } : {}),
      ...(tunnel === null ? {} : { socket: tunnel }),
    });
    await handshake(socket, limit.signal);
    return socket;
  } catch (error) {
    throw limit.timedOut() ? noConnection(route) : error;
  } finally {
    limit.release();
  }
}

/** Resolves when the handshake is done and the certificate was judged; else the socket is gone. */
function handshake(socket: TLSSocket, signal: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    const giveUp = (): void => {
      socket.destroy();
    };
    if (signal.aborted) giveUp();
    signal.addEventListener('abort', giveUp);
    socket.once('secureConnect', () => {
      signal.removeEventListener('abort', giveUp);
      resolve();
    });
    socket.once('close', () => {
      signal.removeEventListener('abort', giveUp);
      reject(Object.assign(new Error('the connection was closed'), { code: 'ECONNRESET' }));
    });
    // Stays for good: between two owners a broken socket must not bring the program down.
    socket.on('error', reject);
  });
}

function noConnection(route: Route): Fault {
  return new Fault(
    'timeout',
    new VsiError('TIMEOUT', `no connection within ${route.connectTimeout / 1000} s`, {
      where: address(route),
      hint: 'check host and port, the network and the firewalls in between',
    }),
  );
}

function isMadeFor(certificate: X509Certificate, host: string): boolean {
  const match = isIP(host) === 0 ? certificate.checkHost(host) : certificate.checkIP(host);
  return match !== undefined;
}

function fingerprintOf(certificate: X509Certificate | undefined): string {
  return certificate === undefined ? '' : (normaliseFingerprint(certificate.fingerprint256) ?? '');
}

/** Typed as an error, but in truth the code as text (Node's tls documentation and source differ). */
function problemOf(socket: TLSSocket): string {
  const problem: unknown = socket.authorizationError;
  if (typeof problem === 'string') return problem;
  return codeOf(problem) ?? 'UNTRUSTED';
}

function oneLine(text: string): string {
  return excerpt(text.trim().replace(/\n/g, ', '), 200);
}
