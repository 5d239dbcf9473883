import { text as readText } from 'node:stream/consumers';
import { createTransport } from 'nodemailer';
import { codeOf, VsiError, type ErrorCode } from '../model/errors.ts';
import type { Instant } from '../model/instant.ts';
import { safeText } from '../output/safe-text.ts';
import type { MailAddress } from './address.ts';
import { smtpPlace, type SmtpTarget } from './smtp.ts';

/** A report as a mail. */
export interface ReportMail {
  readonly from: MailAddress;
  readonly to: readonly MailAddress[];
  readonly subject: string;
  readonly html: string;
  /** For readers without HTML; says the same. */
  readonly text: string;
  /** Whether the HTML leaves something out: then the text is attached, too. */
  readonly isShort: boolean;
  readonly date: Instant;
  /** 0 to 1, for the Message-ID and the boundary between the parts. */
  readonly random: () => number;
}

/** The whole message as text, lines ending with LF, for `sendmail -t`. */
export async function mailText(mail: ReportMail): Promise<string> {
  const transport = createTransport({ streamTransport: true, buffer: true, newline: 'unix' });
  const { message } = await transport.sendMail(messageOf(mail));
  return Buffer.isBuffer(message) ? message.toString('utf8') : readText(message);
}

function messageOf({ from, to, subject, html, text, isShort, date, random }: ReportMail) {
  const domain = from.address.slice(from.address.lastIndexOf('@') + 1);
  return {
    from: { ...from },
    to: to.map((address) => ({ ...address })),
    subject,
    html,
    text,
    ...(isShort
      ? {
          attachments: [
            { filename: 'report.txt', contentType: 'text/plain; charset=utf-8', content: text },
          ],
        }
      : {}),
    date: new Date(date),
    messageId: `<${Math.floor(date).toString(36)}.${token(random)}.vsi@${domain}>`,
    baseBoundary: token(random),
    // RFC 3834: no answering machine should answer; Exchange listens to the second one.
    headers: { 'Auto-Submitted': 'auto-generated', 'X-Auto-Response-Suppress': 'All' },
    // Nothing in it comes from a file or an address.
    disableFileAccess: true,
    disableUrlAccess: true,
  };
}

function token(random: () => number): string {
  return Array.from({ length: 4 }, () => Math.floor(random() * 36 ** 5).toString(36)).join('');
}

/** How to get a mail to its server. */
export interface Delivery {
  readonly target: SmtpTarget;
  /** null: no login. */
  readonly password: string | null;
  /** PEM of certificates to trust; null: those of the system. */
  readonly ca: string | null;
  /** Milliseconds for each step. */
  readonly timeout: number;
}

/**
 * Sends it.
 *
 * @throws LOGIN_REFUSED, TLS_UNTRUSTED, TIMEOUT, UNREACHABLE, REQUEST_FAILED
 */
export async function sendMail(mail: ReportMail, delivery: Delivery): Promise<void> {
  const { target, password, ca, timeout } = delivery;
  const { host, port, security, username } = target;
  const transport = createTransport({
    host,
    port,
    secure: security === 'tls',
    requireTLS: security === 'starttls',
    ignoreTLS: security === 'off',
    connectionTimeout: Math.min(timeout, 10_000),
    greetingTimeout: timeout,
    socketTimeout: timeout,
    dnsTimeout: Math.min(timeout, 10_000),
    tls: { minVersion: 'TLSv1.2', ...(ca === null ? {} : { ca }) },
    ...(username === null || password === null ? {} : { auth: { user: username, pass: password } }),
    disableFileAccess: true,
    disableUrlAccess: true,
  });
  try {
    const { rejected } = await transport.sendMail(messageOf(mail));
    if (rejected.length > 0) {
      throw new VsiError('REQUEST_FAILED', `the mail server refused ${rejected.join(', ')}`, {
        where: smtpPlace(target),
      });
    }
  } catch (error) {
    throw failureOf(error, target);
  } finally {
    transport.close();
  }
}

interface Complaint {
  readonly code: ErrorCode;
  readonly message: string;
  readonly hint?: string;
}

/** What went wrong in our words, with the server's answer where it gave one; never what was sent. */
function failureOf(error: unknown, target: SmtpTarget): unknown {
  if (error instanceof VsiError) return error;
  const { code, message, hint } = complaintOf(error, target);
  const answer = responseOf(error);
  return new VsiError(code, answer === null ? message : `${message}: ${answer}`, {
    where: `mail server ${smtpPlace(target)}`,
    ...(hint === undefined ? {} : { hint }),
  });
}

const CERTIFICATE_CODES =
  /^(?:DEPTH_ZERO_SELF_SIGNED_CERT|SELF_SIGNED_CERT_IN_CHAIN|UNABLE_TO_|CERT_|ERR_TLS_CERT)/;

const NETWORK_WORDS: ReadonlyMap<string, string> = new Map([
  ['ECONNREFUSED', 'connection refused'],
  ['ENOTFOUND', 'its name is not known'],
  ['EAI_AGAIN', 'its name cannot be looked up'],
  ['EDNS', 'its name cannot be looked up'],
  ['EHOSTUNREACH', 'no route to it'],
  ['ENETUNREACH', 'no route to it'],
  ['ECONNRESET', 'it closed the connection'],
]);

function complaintOf(error: unknown, { username }: SmtpTarget): Complaint {
  const code = codeOf(error) ?? '';
  const system = originalCodeOf(error) ?? code;
  if (code === 'EAUTH' || code === 'ENOAUTH') {
    return {
      code: 'LOGIN_REFUSED',
      message: `the mail server refused the login of ${username ?? 'nobody'}`,
      hint: 'look at the user in --smtp and at VSI_SMTP_PASSWORD_FILE',
    };
  }
  if (CERTIFICATE_CODES.test(system) || /certificate|self.signed/i.test(messageOfError(error))) {
    return {
      code: 'TLS_UNTRUSTED',
      message: "the mail server's certificate is not trusted",
      hint: 'trust its issuer with ?ca=FILE behind the address in --smtp',
    };
  }
  if (code === 'ETLS') {
    return {
      code: 'TLS_UNTRUSTED',
      message: 'the mail server offers no encryption (STARTTLS)',
      hint: 'use smtps://, or ?tls=off behind the address in --smtp if the way there is safe (with a login &login=clear, too)',
    };
  }
  if (code === 'ETIMEDOUT' || system === 'ETIMEDOUT') {
    return { code: 'TIMEOUT', message: 'the mail server does not answer' };
  }
  const words = NETWORK_WORDS.get(system);
  if (words !== undefined || code === 'ECONNECTION' || code === 'ESOCKET') {
    return {
      code: 'UNREACHABLE',
      message: `the mail server is not reached: ${words ?? 'it closed the connection'}`,
      hint: 'look at host and port in --smtp',
    };
  }
  return { code: 'REQUEST_FAILED', message: 'the mail server did not take the mail' };
}

/** The system's own code, which the library keeps beside its own. */
function originalCodeOf(error: unknown): string | null {
  if (typeof error !== 'object' || error === null || !('originalCode' in error)) return null;
  return typeof error.originalCode === 'string' ? error.originalCode : null;
}

function messageOfError(error: unknown): string {
  return error instanceof Error ? error.message : '';
}

function responseOf(error: unknown): string | null {
  if (typeof error !== 'object' || error === null || !('response' in error)) return null;
  return typeof error.response === 'string' ? safeText(error.response).slice(0, 300) : null;
}
