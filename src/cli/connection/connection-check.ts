import type { SavedServer } from '../../config/saved-server.ts';
import { isVsiError, VsiError } from '../../model/errors.ts';
import { formatFingerprint } from '../../model/fingerprint.ts';
import { formatInstant } from '../../model/instant.ts';
import { PRODUCT_NAMES, type Product } from '../../model/product.ts';
import type { UntrustedCertificate } from '../../servers/http/certificate-check.ts';
import type { ServerAccess } from '../../servers/open-server.ts';
import type { Invocation } from '../invocation.ts';
import { planServer } from './access.ts';
import type { Surroundings } from './surroundings.ts';

/** What trying a server out has told about it. */
export interface ConnectionCheck {
  /** What to save beside what is known already: a fingerprint that the person trusts, the product. */
  readonly learned: { readonly fingerprint?: string; readonly product?: Product };
  /** In a few words, what answers there. */
  readonly summary: string | null;
  /** null: it was reached and the login worked, or there was nobody to log in. */
  readonly failure: VsiError | null;
  /** A password that a person gave and the server did not refuse; null: none. */
  readonly given: string | null;
  /** Whether standard input has been read for it. */
  readonly stdinRead: boolean;
}

/**
 * Tries a server that is about to be saved: its certificate, then its product, then the login.
 *
 * @throws TLS_UNTRUSTED for a certificate that neither an authority nor the person vouches for,
 *   INTERRUPTED, and what is wrong with the settings themselves (USAGE, CONFIGURATION)
 */
export async function checkConnection(
  invocation: Invocation,
  draft: SavedServer,
  surroundings: Surroundings,
): Promise<ConnectionCheck> {
  const plan = (server: SavedServer) =>
    planServer(invocation, { kind: 'saved', server }, surroundings);
  const pin = await trustedPin((await plan(draft)).access(), surroundings);
  const pinned = pin === null ? draft : { ...draft, fingerprint: pin };
  const { access, found } = await plan(pinned);
  const outcome = await tryLogin(access(), surroundings);
  const { failure, product, summary } = outcome;
  const password = found();
  const wasGiven = password?.from === 'stdin' || password?.from === 'prompt';
  return {
    learned: {
      ...(pin === null ? {} : { fingerprint: pin }),
      ...(product === null ? {} : { product }),
    },
    summary,
    failure,
    given: wasGiven && failure?.code !== 'LOGIN_REFUSED' ? password.password : null,
    stdinRead: password?.from === 'stdin',
  };
}

/**
 * The fingerprint that the person accepts for a certificate that full verification refuses; null
 * where there is nothing to accept.
 *
 * @throws TLS_UNTRUSTED where nobody can be asked, or says no
 */
async function trustedPin(
  access: ServerAccess,
  { environment, prompts, voice }: Surroundings,
): Promise<string | null> {
  const { untrustedCertificate } = await import('../../servers/http/certificate-check.ts');
  voice.progress('Looking at the certificate');
  const look = await untrustedCertificate(access, environment());
  if (look === null) return null;
  if (prompts === null) throw notSaved(look.failure);
  for (const line of describe(look)) voice.notice(line);
  if (!(await prompts.confirm('Is it the one on the server? Trust and pin it?'))) {
    throw notSaved(look.failure);
  }
  return formatFingerprint(look.certificate.fingerprint);
}

function describe({ certificate, failure }: UntrustedCertificate): readonly string[] {
  const { subject, issuer, validTo, fingerprint } = certificate;
  const [reason = ''] = failure.message.split('; ');
  return [
    `${failure.where ?? 'The server'}: ${reason}.`,
    `  made for     ${subject}`,
    `  signed by    ${issuer}`,
    `  valid until  ${formatInstant(validTo)}`,
    `  SHA-256      ${formatFingerprint(fingerprint)}`,
  ];
}

function notSaved({ message, where, hint }: VsiError): VsiError {
  return new VsiError('TLS_UNTRUSTED', `not saved: ${message}`, {
    where,
    hint,
  });
}

interface Outcome {
  /** null: not found out. */
  readonly product: Product | null;
  readonly summary: string | null;
  readonly failure: VsiError | null;
}

async function tryLogin(access: ServerAccess, surroundings: Surroundings): Promise<Outcome> {
  const { environment, voice } = surroundings;
  let reached: Outcome = { product: null, summary: null, failure: null };
  try {
    const { openServer } = await import('../../servers/open-server.ts');
    voice.progress('Asking the server');
    const server = await openServer(access, environment());
    const { product, apiVersion } = server;
    reached = { product, summary: `${PRODUCT_NAMES[product]}, API ${apiVersion}`, failure: null };
    try {
      if (access.credentials === null) return reached;
      const { username } = await server.login();
      return { ...reached, summary: `${reached.summary ?? ''}, logged in as ${username}` };
    } finally {
      await server.close();
    }
  } catch (error) {
    if (!isVsiError(error) || error.code === 'INTERRUPTED') throw error;
    return { ...reached, failure: error };
  } finally {
    voice.hush();
  }
}
