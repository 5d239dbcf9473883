import { readFile } from 'node:fs/promises';
import { LONGEST_TIMER, parseDuration } from '../model/duration.ts';
import { reasonOf, VsiError } from '../model/errors.ts';
import { oneOf } from '../model/near-words.ts';
import { normaliseFingerprint } from '../model/fingerprint.ts';
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

/** A product and where it would answer. */
export interface Candidate {
  /** `https://host:port`, lower case. */
  readonly origin: string;
  readonly product: Product;
}

/** Where to connect and how, before anything was asked. */
export interface ServerTarget {
  /** What may answer where; more than one while the product is to be found out. */
  readonly candidates: readonly Candidate[];
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

/** From the least to the most that a number may be. */
export interface Range {
  readonly least: number;
  readonly most: number;
}

/** What may be asked for. */
export const RETRIES: Range = { least: 0, most: 10 };
export const CONCURRENCY: Range = { least: 1, most: 64 };

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
  return {
    candidates: candidatesOf(input.server, {
      product: productOf(input.product),
      apiVersion: input.apiVersion ?? null,
    }),
    username: input.username ?? null,
    apiVersion: input.apiVersion ?? null,
    ca: input.caFile === undefined ? null : await readCertificates(input.caFile),
    fingerprint: fingerprintOf(input.fingerprint),
    insecure: input.insecure,
    timeout: timeoutOf(input.timeout),
    retries: countOf('--retries', input.retries, RETRIES) ?? DEFAULT_RETRIES,
    concurrency: countOf('--concurrency', input.concurrency, CONCURRENCY) ?? DEFAULT_CONCURRENCY,
  };
}

/** The product that somebody named, in any case; null: none was named. @throws USAGE */
export function productOf(text: string | undefined): Product | null {
  if (text === undefined) return null;
  const product = PRODUCTS.find((known) => known === text.toLowerCase());
  if (product !== undefined) return product;
  throw new VsiError('USAGE', `unknown product “${text}”`, {
    where: '--product / VSI_PRODUCT',
    hint: oneOf(text, PRODUCTS),
  });
}

/** The versions of the products' APIs are written differently: `v8` and `1.3-rev2`. */
export function productOfVersion(apiVersion: string | undefined): Product | null {
  if (apiVersion === undefined) return null;
  if (/^v\d+$/i.test(apiVersion)) return 'vb365';
  return /^v?\d+\.\d+-rev\d+$/i.test(apiVersion) ? 'vbr' : null;
}

/**
 * What may answer at an address: the person's word about the product counts first, then a well-known
 * port, then what the API version suggests.
 *
 * @throws USAGE for what is no server of ours
 */
export function candidatesOf(
  server: string,
  known: { readonly product: Product | null; readonly apiVersion: string | null },
): readonly Candidate[] {
  const url = serverUrl(server);
  const port = portOf(url, server);
  const wellKnown = PRODUCTS.find((product) => String(DEFAULT_PORTS[product]) === port);
  const product = known.product ?? wellKnown ?? productOfVersion(known.apiVersion ?? undefined);
  return (product === null ? PRODUCTS : [product]).map((each) => ({
    origin: `https://${url.hostname}:${port ?? String(DEFAULT_PORTS[each])}`,
    product: each,
  }));
}

/**
 * How a server's address is written down: `https://host`, with the port where one was named.
 *
 * @throws USAGE for what is no server of ours
 */
export function addressOf(server: string): string {
  const url = serverUrl(server);
  const port = portOf(url, server);
  return `https://${url.hostname}${port === null ? '' : `:${port}`}`;
}

function serverUrl(server: string): URL {
  const hasScheme = /^[a-z][a-z0-9+.-]*:\/\//i.test(server);
  const text = hasScheme ? server : `https://${server}`;
  const where = '--server / VSI_SERVER';
  const url = URL.canParse(text) ? new URL(text) : null;
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
  return url;
}

/** The port as written, or null; URLs drop 443, which nobody means who writes none. */
function portOf(url: URL, written: string): string | null {
  if (url.port !== '') return url.port;
  return /:443(?:\/|$)/.test(written) ? '443' : null;
}

/** The text of a PEM file with certificates. @throws CONFIGURATION */
export async function readCertificates(file: string): Promise<string> {
  let text: string;
  try {
    text = await readFile(file, 'utf8');
  } catch (error) {
    throw new VsiError('CONFIGURATION', `the CA file cannot be read: ${reasonOf(error)}`, {
      where: `--ca-file ${file}`,
      hint: 'give a PEM file with the certificate of the authority that signed the server’s',
    });
  }
  if (text.includes('-----BEGIN CERTIFICATE-----')) return text;
  throw new VsiError('CONFIGURATION', 'the CA file holds no PEM certificate', {
    where: `--ca-file ${file}`,
    hint: 'convert a DER file with: openssl x509 -inform der -in FILE -out FILE.pem',
  });
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

/** `30s`, `2m` or a number of seconds, in milliseconds; null for anything else and for nothing at all. */
export function parseTimeout(text: string): number | null {
  const timeout = parseDuration(/^\d+$/.test(text) ? `${text}s` : text);
  return timeout !== null && timeout > 0 && timeout <= LONGEST_TIMER ? timeout : null;
}

function timeoutOf(text: string | undefined): number {
  if (text === undefined) return DEFAULT_TIMEOUT;
  const timeout = parseTimeout(text);
  if (timeout !== null) return timeout;
  throw new VsiError('USAGE', `“${text}” is no length of time`, {
    where: '--timeout / VSI_TIMEOUT',
    hint: 'write 30s, 2m or a number of seconds, up to 24 days',
  });
}

/** A whole number within the range, or null. */
export function parseCount(text: string, { least, most }: Range): number | null {
  const count = /^\d+$/.test(text) ? Number(text) : NaN;
  return count >= least && count <= most ? count : null;
}

function countOf(where: string, text: string | undefined, range: Range): number | null {
  if (text === undefined) return null;
  const count = parseCount(text, range);
  if (count !== null) return count;
  const { least, most } = range;
  throw new VsiError('USAGE', `“${text}” is no whole number from ${least} to ${most}`, { where });
}
