/** Looking at a server's certificate before anything is said to the server. */
import type { VsiError } from '../../model/errors.ts';
import type { ServerEnvironment } from '../environment.ts';
import type { ServerAccess } from '../open-server.ts';
import { untrustedReason } from './faults.ts';
import { routeTo } from './http-client.ts';
import { readServerCertificate, untrusted, type ServerCertificate } from './tls.ts';

/** A certificate that full verification refuses. */
export interface UntrustedCertificate {
  readonly certificate: ServerCertificate;
  /** TLS_UNTRUSTED, with the fingerprint and what to do. */
  readonly failure: VsiError;
}

/**
 * The certificate that would be refused where the server may be, or null: it is trusted, pinned, not
 * to be checked, or there is no TLS connection at all. Nothing is sent.
 */
export async function untrustedCertificate(
  access: Pick<ServerAccess, 'candidates' | 'tls'>,
  environment: ServerEnvironment,
): Promise<UntrustedCertificate | null> {
  const { candidates, tls } = access;
  if (tls.fingerprint !== null || tls.insecure) return null;
  const looks = await Promise.all(
    [...new Set(candidates.map(({ origin }) => origin))].map(async (origin) => {
      const route = routeTo({ origin, tls }, environment);
      const certificate = await readServerCertificate(route, environment.signal).catch(() => null);
      const problem = certificate?.problem ?? null;
      if (certificate === null || problem === null) return null;
      const reason = untrustedReason(problem) ?? 'the certificate is not trusted';
      return { certificate, failure: untrusted(route, reason, certificate) };
    }),
  );
  return looks.find((look) => look !== null) ?? null;
}
