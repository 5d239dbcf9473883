import { VsiError, codeOf } from '../../model/errors.ts';

/**
 * What to make of an exchange that came to no answer: `passing` may go away by itself, `timeout` is
 * tried again once at most, `final` will be the same next time.
 */
export type FaultKind = 'passing' | 'timeout' | 'final';

/** An exchange that came to no usable answer, with the failure that the person should see. */
export class Fault extends Error {
  override readonly name = 'Fault';
  readonly kind: FaultKind;
  readonly failure: VsiError;
  /** Whether the server had begun to answer: then a POST must not be repeated. */
  readonly answered: boolean;

  constructor(kind: FaultKind, failure: VsiError, answered = false) {
    super(failure.message);
    this.kind = kind;
    this.failure = failure;
    this.answered = answered;
  }
}

/** Whether a caught value is a `Fault` (works across module realms). */
export function isFault(value: unknown): value is Fault {
  return hasText(value, 'name') && value.name === 'Fault' && 'failure' in value;
}

/** Where an exchange went, for messages. */
export interface Whereabouts {
  readonly host: string;
  readonly port: number;
  /** `GET /v8/Jobs on backup.example.com`: without the query, which may be long. */
  readonly exchange: string;
  /** The time limit of one exchange, in milliseconds. */
  readonly timeout: number;
}

/** Certificates that fail verification in full; what OpenSSL and Node call it, in words. */
const UNTRUSTED: ReadonlyMap<string, string> = new Map([
  ['DEPTH_ZERO_SELF_SIGNED_CERT', 'the certificate is self-signed'],
  ['SELF_SIGNED_CERT_IN_CHAIN', 'the certificate comes from an authority that is not trusted'],
  ['UNABLE_TO_VERIFY_LEAF_SIGNATURE', 'the certificate comes from an authority that is not known'],
  [
    'UNABLE_TO_GET_ISSUER_CERT_LOCALLY',
    'the certificate comes from an authority that is not known',
  ],
  ['UNABLE_TO_GET_ISSUER_CERT', 'the certificate comes from an authority that is not known'],
  ['ERR_TLS_CERT_ALTNAME_INVALID', 'the certificate was made for another host name'],
  ['CERT_HAS_EXPIRED', 'the certificate has expired'],
  ['CERT_NOT_YET_VALID', 'the certificate is not valid yet'],
  ['CERT_REVOKED', 'the certificate was revoked'],
  ['CERT_UNTRUSTED', 'the certificate is not trusted'],
  ['CERT_REJECTED', 'the certificate is not good for a server'],
  ['CERT_SIGNATURE_FAILURE', 'the signature of the certificate is wrong'],
  ['CERT_CHAIN_TOO_LONG', 'the certificate chain is too long'],
  ['PATH_LENGTH_EXCEEDED', 'the certificate chain is too long'],
  ['INVALID_CA', 'an authority in the certificate chain is no authority'],
  ['INVALID_PURPOSE', 'the certificate is not good for a server'],
  ['HOSTNAME_MISMATCH', 'the certificate was made for another host name'],
  ['EE_KEY_TOO_SMALL', 'the key of the certificate is too weak'],
  ['CA_MD_TOO_WEAK', 'the certificate is signed with a broken digest'],
  ['CA_KEY_TOO_SMALL', 'the key of an authority in the certificate chain is too weak'],
]);

/** Something answers there, but in another language than TLS. */
const NO_TLS: ReadonlySet<string> = new Set([
  'EPROTO',
  'ERR_SSL_WRONG_VERSION_NUMBER',
  'ERR_SSL_PACKET_LENGTH_TOO_LONG',
  'ERR_SSL_HTTP_REQUEST',
]);

const REFUSED_HINT =
  'check host and port, and whether the REST API service runs: on a VB365 server it is off until it is enabled (General Options, REST API; port 4443), on a VBR server it is the service "Veeam Backup Server RESTful API" (port 9419)';

/** Why the certificate was refused, in words; null when the code means something else. */
export function untrustedReason(code: string): string | null {
  return UNTRUSTED.get(code) ?? null;
}

/**
 * What a low-level error of the exchange means. Certificates that were refused are the business of
 * the client, which adds the fingerprint; here they are plain.
 */
export function explainFault(error: unknown, at: Whereabouts): Fault {
  for (const layer of layers(error)) if (isFault(layer)) return layer;
  const code = codeOf(error) ?? '';
  if (isTimeout(error)) return timedOut(at, error);
  const answered = isReadError(error);
  const refused = untrustedReason(code);
  if (refused !== null) {
    return new Fault(
      'final',
      new VsiError('TLS_UNTRUSTED', refused, { where: address(at), cause: redacted(error) }),
    );
  }
  return connectionFault(code, error, at) ?? exchangeFault(code, error, { at, answered });
}

function connectionFault(code: string, error: unknown, at: Whereabouts): Fault | null {
  const unreachable = (kind: FaultKind, message: string, hint: string | null = null): Fault =>
    new Fault(
      kind,
      new VsiError('UNREACHABLE', message, {
        where: address(at),
        hint,
        cause: redacted(error),
      }),
    );
  if (code === 'ENOTFOUND') {
    return unreachable(
      'final',
      `host ${at.host} is unknown`,
      'check the spelling of the host name',
    );
  }
  if (code === 'EAI_AGAIN') {
    return unreachable(
      'passing',
      `host ${at.host} is unknown: the name service does not answer`,
      'check the network and the name server of this machine',
    );
  }
  if (code === 'ECONNREFUSED') return unreachable('passing', 'connection refused', REFUSED_HINT);
  if (['EHOSTUNREACH', 'ENETUNREACH', 'EHOSTDOWN', 'ENETDOWN', 'EADDRNOTAVAIL'].includes(code)) {
    return unreachable(
      'passing',
      'there is no route to the host',
      'check the network, the VPN and the firewalls',
    );
  }
  if (NO_TLS.has(code) && !/alert/i.test(messageOf(error))) {
    return unreachable(
      'final',
      'what answers there speaks no TLS',
      'check the port: the REST API is HTTPS on 4443 (VB365) or 9419 (VBR)',
    );
  }
  if (code === 'EPROTO' || code.startsWith('ERR_SSL_') || code.startsWith('ERR_TLS_')) {
    return unreachable(
      'final',
      `the TLS handshake failed: ${code}`,
      'server and vsi have no TLS version or cipher in common, or the server asks for a client certificate',
    );
  }
  return null;
}

function exchangeFault(
  code: string,
  error: unknown,
  { at, answered }: { readonly at: Whereabouts; readonly answered: boolean },
): Fault {
  const details = { where: at.exchange, cause: redacted(error) };
  if (code.startsWith('HPE_')) {
    return new Fault(
      'final',
      new VsiError('ANSWER_UNREADABLE', 'what answers there speaks no HTTP', {
        ...details,
        hint: 'check host and port',
      }),
    );
  }
  if (code.startsWith('Z_') || code.startsWith('ERR__ERROR_FORMAT')) {
    return new Fault(
      'passing',
      new VsiError('ANSWER_UNREADABLE', 'the compressed answer is damaged', details),
      true,
    );
  }
  if (answered) {
    return new Fault(
      'passing',
      new VsiError('ANSWER_UNREADABLE', 'the connection broke off in the middle of the answer', {
        ...details,
        hint: 'try again; if it stays so, look at the network and at proxies in between',
      }),
      true,
    );
  }
  if (['ECONNRESET', 'EPIPE', 'ECONNABORTED'].includes(code)) {
    return new Fault(
      'passing',
      new VsiError('UNREACHABLE', 'the server closed the connection without an answer', {
        ...details,
        hint: 'check the port and the firewalls in between; the REST API service may be restarting',
      }),
    );
  }
  return new Fault(
    'passing',
    new VsiError(
      'UNREACHABLE',
      `the exchange failed: ${code === '' ? messageOf(error) : code}`,
      details,
    ),
  );
}

function timedOut(at: Whereabouts, error: unknown): Fault {
  if (nameOf(error) === 'TimeoutError') return noAnswerInTime(at);
  // The operating system gave up connecting, before our own limit.
  return new Fault(
    'timeout',
    new VsiError('TIMEOUT', 'the connection timed out', {
      where: address(at),
      hint: 'check host and port, the network and the firewalls in between',
      cause: redacted(error),
    }),
  );
}

/** The server took longer than `--timeout` allows. */
export function noAnswerInTime(at: Whereabouts, answered = false): Fault {
  const seconds = at.timeout / 1000;
  return new Fault(
    'timeout',
    new VsiError(
      'TIMEOUT',
      answered
        ? `the answer was not complete within ${seconds} s`
        : `the server did not answer within ${seconds} s`,
      {
        where: at.exchange,
        hint: 'give it more time with --timeout, or look at the server’s load',
      },
    ),
    answered,
  );
}

/** `backup.example.com:4443`. */
export function address({ host, port }: { readonly host: string; readonly port: number }): string {
  return `${host.includes(':') ? `[${host}]` : host}:${port}`;
}

/**
 * An error that can be shown and inspected: the name, code and message of the original, nothing of
 * its request, which holds tokens and passwords.
 */
export function redacted(error: unknown): Error {
  const code = codeOf(error);
  const message = messageOf(error).replace(/\/\/[^/\s@]*@/g, '//');
  const copy = new Error(code === null || message.includes(code) ? message : `${code}: ${message}`);
  copy.name = nameOf(error);
  return copy;
}

function nameOf(error: unknown): string {
  return hasText(error, 'name') ? error.name : 'Error';
}

function messageOf(error: unknown): string {
  return hasText(error, 'message') ? error.message : 'unknown error';
}

function isTimeout(error: unknown): boolean {
  return (
    nameOf(error) === 'TimeoutError' ||
    ['ETIMEDOUT', 'ESOCKETTIMEDOUT'].includes(codeOf(error) ?? '')
  );
}

function isReadError(error: unknown): boolean {
  return nameOf(error) === 'ReadError';
}

/** The error and what caused it, a few layers deep. */
function* layers(error: unknown): Generator {
  let layer = error;
  for (let depth = 0; depth < 4 && layer !== undefined && layer !== null; depth += 1) {
    yield layer;
    layer = typeof layer === 'object' && 'cause' in layer ? layer.cause : undefined;
  }
}

function hasText<K extends string>(value: unknown, key: K): value is Record<K, string> {
  return (
    typeof value === 'object' &&
    value !== null &&
    key in value &&
    typeof Reflect.get(value, key) === 'string'
  );
}
