import { X509Certificate } from 'node:crypto';
import selfsigned from 'selfsigned';

const DAY = 86_400_000;

/** A certificate with its key, as PEM text. */
export interface TestCertificate {
  readonly cert: string;
  readonly key: string;
  /** SHA-256, 64 lower-case hex digits. */
  readonly fingerprint: string;
}

/** What a test wants of a certificate; without an issuer it is self-signed. */
export interface CertificateWish {
  readonly hosts?: readonly string[];
  readonly issuer?: TestCertificate;
  readonly validFrom?: Date;
  readonly validTo?: Date;
}

/** An authority that signs the certificates of other servers. */
export async function createAuthority(): Promise<TestCertificate> {
  const pems = await selfsigned.generate([{ name: 'commonName', value: 'vsi test authority' }], {
    keyType: 'ec',
    algorithm: 'sha256',
    extensions: [
      { name: 'basicConstraints', cA: true, critical: true },
      { name: 'keyUsage', keyCertSign: true, critical: true },
    ],
  });
  return finish(pems);
}

/** A server's certificate, for the loopback names unless the test wishes otherwise. */
export async function createCertificate(wish: CertificateWish = {}): Promise<TestCertificate> {
  const { hosts = ['localhost', '127.0.0.1'], issuer } = wish;
  const pems = await selfsigned.generate([{ name: 'commonName', value: hosts[0] ?? 'none' }], {
    keyType: 'ec',
    algorithm: 'sha256',
    notBeforeDate: wish.validFrom ?? new Date(Date.now() - DAY),
    notAfterDate: wish.validTo ?? new Date(Date.now() + 30 * DAY),
    extensions: [
      { name: 'basicConstraints', cA: false },
      { name: 'keyUsage', digitalSignature: true },
      { name: 'extKeyUsage', serverAuth: true },
      { name: 'subjectAltName', altNames: hosts.map(altName) },
    ],
    ...(issuer === undefined ? {} : { ca: { key: issuer.key, cert: issuer.cert } }),
  });
  return finish(pems);
}

function finish(pems: { readonly cert: string; readonly private: string }): TestCertificate {
  const fingerprint = new X509Certificate(pems.cert).fingerprint256.replaceAll(':', '');
  return { cert: pems.cert, key: pems.private, fingerprint: fingerprint.toLowerCase() };
}

function altName(host: string): { type: 2; value: string } | { type: 7; ip: string } {
  return /^[\d.]+$/.test(host) ? { type: 7, ip: host } : { type: 2, value: host };
}
