import { readFile } from 'node:fs/promises';
import { parseDuration } from '../model/duration.ts';
import { codeOf, VsiError } from '../model/errors.ts';
import { PRODUCTS, type Product } from '../model/product.ts';

/** Ports on which the products' REST services listen unless told otherwise (api documents, section 1). */
export const DEFAULT_PORTS: Readonly<Record<Product, number>> = { vb365: 4443, vbr: 9419 };

/** What flags and environment say about the connection; undefined where they say nothing. */
export interface ConnectionInput {
  readonly server: string | undefined;
  readonly product: string | undefined;
  readonly username: string | undefined;
  readonly apiVersion: string | undefined;
  readonly caFile: string | undefined;
  readonly fingerprint: string | undefined;
  readonly insecure: boolean;
  readonly timeout: string | undefined;
  readonly retries: string | undefined;
  readonly concurrency: string | undefined;
}

/** Where to connect and how, before anything was asked. */
export interface ServerTarget {
  /** `https://host:port`, lower case, one entry a port to try; more than one while the product is open. */
  readonly origins: readonly string[];
  /** null = to be found out. */
  readonly product: Product | null;
  readonly username: string | null;
  readonly apiVersion: string | null;
  readonly ca: string | null;
  readonly fingerprint: string | null;
  readonly insecure: boolean;
  /** Milliseconds. */
  readonly timeout: number;
  readonly retries: number;
  readonly concurrency: number;
}

const DEFAULT_TIMEOUT = 60_000;
const DEFAULT_RETRIES = 2;
const DEFAULT_CONCURRENCY = 4;
const MAX_CONCURRENCY = 64;

/** Flags first, then the environment (contract section 5). */
export function withEnvironment(
  flags: Partial<ConnectionInput>,
  variables: Readonly<Record<string, string | undefined>>,
): ConnectionInput {
  const from = (name: string): string | undefined => {
    const value = variables[name]?.trim();
    return value === '' ? undefined : value;
  };
  return {
    server: flags.server ?? from('VSI_SERVER'),
    product: flags.product ?? from('VSI_PRODUCT'),
    username: flags.username ?? from('VSI_USERNAME'),
    apiVersion: flags.apiVersion ?? from('VSI_API_VERSION'),
    caFile: flags.caFile ?? from('VSI_CA_FILE'),
    fingerprint: flags.fingerprint ?? from('VSI_FINGERPRINT'),
    insecure: flags.insecure ?? isOn(from('VSI_INSECURE')),
    timeout: flags.timeout ?? from('VSI_TIMEOUT'),
    retries: flags.retries,
    concurrency: flags.concurrency,
  };
}

function isOn(value: string | undefined): boolean {
  return value !== undefined && !['0', 'false', 'no', 'off'].includes(value.toLowerCase());
}

/**
 * Checks what was said and fills in the defaults.
 *
 * @throws USAGE or CONFIGURATION naming the flag and the variable
 */
export async function resolveTarget(input: ConnectionInput): Promise<ServerTarget> {
  if (input.server === undefined) {
    throw new VsiError('USAGE', 'no server named', {
      hint: 'set VSI_SERVER or give --server https://host:4443; or try --demo',
    });
  }
  const product = productOf(input.product);
  const origins = originsOf(input.server, product);
  return {
    origins,
    product: product ?? productOfPort(origins),
    username: input.username ?? null,
    apiVersion: input.apiVersion ?? null,
    ca: input.caFile === undefined ? null : await readCertificates(input.caFile),
    fingerprint: fingerprintOf(input.fingerprint),
    insecure: input.insecure,
    timeout: timeoutOf(input.timeout),
    retries: countOf('--retries', input.retries, { least: 0, most: 10 }) ?? DEFAULT_RETRIES,
    concurrency:
      countOf('--concurrency', input.concurrency, { least: 1, most: MAX_CONCURRENCY }) ??
      DEFAULT_CONCURRENCY,
  };
}

function productOf(text: string | undefined): Product | null {
  if (text === undefined) return null;
  const product = PRODUCTS.find((known) => known === text.toLowerCase());
  if (product !== undefined) return product;
  throw new VsiError('USAGE', `unknown product “${text}”`, {
    where: '--product / VSI_PRODUCT',
    hint: `one of ${PRODUCTS.join(', ')}`,
  });
}

function originsOf(server: string, product: Product | null): readonly string[] {
  const hasScheme = /^[a-z][a-z0-9+.-]*:\/\//i.test(server);
  const url = parseUrl(hasScheme ? server : `https://${server}`);
  const where = '--server / VSI_SERVER';
  if (url === null || url.hostname === '') {
    throw new VsiError('USAGE', 'the server is no host name and no https URL', {
      where,
      hint: 'write host, host:port or https://host:port',
    });
  }
  if (url.protocol !== 'https:') {
    throw new VsiError('USAGE', `${url.protocol}// is not spoken, only https://`, { where });
  }
  if (url.username !== '' || url.password !== '') {
    throw new VsiError('USAGE', 'user and password do not belong into the URL', {
      where,
      hint: 'use VSI_USERNAME and VSI_PASSWORD_FILE',
    });
  }
  if (url.port !== '' || /:443(?:\/|$)/.test(server)) return [portOrigin(url, url.port || '443')];
  const products = product === null ? PRODUCTS : [product];
  return products.map((name) => portOrigin(url, String(DEFAULT_PORTS[name])));
}

function portOrigin(url: URL, port: string): string {
  return `https://${url.hostname}:${port}`;
}

function parseUrl(text: string): URL | null {
  return URL.canParse(text) ? new URL(text) : null;
}

/** The product that a single, well-known port stands for. */
function productOfPort(origins: readonly string[]): Product | null {
  const [only, ...others] = origins;
  if (only === undefined || others.length > 0) return null;
  return PRODUCTS.find((product) => only.endsWith(`:${String(DEFAULT_PORTS[product])}`)) ?? null;
}

async function readCertificates(file: string): Promise<string> {
  let text: string;
  try {
    text = await readFile(file, 'utf8');
  } catch (error) {
    throw new VsiError(
      'CONFIGURATION',
      `the CA file cannot be read: ${codeOf(error) ?? 'no reason given'}`,
      {
        where: `--ca-file ${file}`,
      },
    );
  }
  if (text.includes('-----BEGIN CERTIFICATE-----')) return text;
  throw new VsiError('CONFIGURATION', 'the CA file holds no PEM certificate', {
    where: `--ca-file ${file}`,
    hint: 'convert a DER file with: openssl x509 -inform der -in FILE -out FILE.pem',
  });
}

/** 64 lower-case hex digits; case, colons, blanks and a `sha256:` in front do not matter. */
export function normaliseFingerprint(text: string): string | null {
  const digits = text
    .trim()
    .toLowerCase()
    .replace(/^sha-?256[:=]\s*/, '')
    .replace(/[:\s]/g, '');
  return /^[0-9a-f]{64}$/.test(digits) ? digits : null;
}

function fingerprintOf(text: string | undefined): string | null {
  if (text === undefined) return null;
  const fingerprint = normaliseFingerprint(text);
  if (fingerprint !== null) return fingerprint;
  throw new VsiError('USAGE', 'the fingerprint is no SHA-256 (64 hex digits)', {
    where: '--fingerprint / VSI_FINGERPRINT',
    hint: 'the error about an untrusted certificate shows the right one',
  });
}

function timeoutOf(text: string | undefined): number {
  if (text === undefined) return DEFAULT_TIMEOUT;
  const timeout = parseDuration(/^\d+$/.test(text) ? `${text}s` : text);
  if (timeout !== null && timeout > 0) return timeout;
  throw new VsiError('USAGE', `“${text}” is no length of time`, {
    where: '--timeout / VSI_TIMEOUT',
    hint: 'write 30s, 2m or a number of seconds',
  });
}

function countOf(
  where: string,
  text: string | undefined,
  { least, most }: { readonly least: number; readonly most: number },
): number | null {
  if (text === undefined) return null;
  const count = /^\d+$/.test(text) ? Number(text) : NaN;
  if (count >= least && count <= most) return count;
  throw new VsiError('USAGE', `“${text}” is no whole number from ${least} to ${most}`, { where });
}
