import { VsiError } from '../model/errors.ts';

/** How a mail server is reached. */
export interface SmtpTarget {
  readonly host: string;
  readonly port: number;
  /** `tls`: from the first byte (smtps); `starttls`: nothing is said before it; `off`: told so. */
  readonly security: 'tls' | 'starttls' | 'off';
  /** null: no login. */
  readonly username: string | null;
  /** A PEM file whose certificates are trusted; null: those of the system. */
  readonly caFile: string | null;
}

const FORMS = 'smtp://user@host:587, smtps://user@host, smtp://localhost?tls=off';

/** The ports of submission (RFC 6409), of submission over TLS (RFC 8314), and of relays. */
const PORTS = { submission: 587, submissions: 465, relay: 25 } as const;

const OPTIONS: ReadonlyMap<string, readonly string[] | null> = new Map([
  ['tls', ['required', 'off']],
  ['login', ['clear']],
  ['ca', null],
]);

/**
 * Reads `smtp://user@host:587?tls=off&ca=FILE`. STARTTLS is demanded unless `tls=off` says otherwise. A
 * login without it would show the password to everybody on the way: as msmtp does, it is refused unless
 * the mail server is this machine, or `login=clear` says that it is meant.
 *
 * @throws USAGE; its text never repeats the URL, for somebody may have put a password in
 */
export function parseSmtpUrl(text: string): SmtpTarget {
  const url = urlOf(text.trim());
  if (url === null || url.hostname === '' || !['', '/'].includes(url.pathname)) {
    throw new VsiError('USAGE', '--smtp is no address of a mail server', {
      hint: `for example ${FORMS}`,
    });
  }
  if (url.password !== '') {
    throw new VsiError('USAGE', '--smtp takes no password: every user can list the process', {
      hint: 'set VSI_SMTP_PASSWORD_FILE (or VSI_SMTP_PASSWORD, VSI_SMTP_PASSWORD_COMMAND)',
    });
  }
  const options = new Map(url.searchParams);
  if (![...options].every(([name, value]) => isOption(name, value))) {
    throw new VsiError('USAGE', '--smtp has an option that is not known', {
      hint: 'tls=required, tls=off, login=clear, ca=FILE',
    });
  }
  const tls = options.get('tls') ?? 'required';
  const isTls = url.protocol === 'smtps:';
  if (isTls && tls === 'off') {
    throw new VsiError('USAGE', '--smtp: smtps is always TLS', {
      hint: 'use smtp:// with tls=off',
    });
  }
  const username = url.username === '' ? null : decodeURIComponent(url.username);
  const security = isTls ? 'tls' : tls === 'off' ? 'off' : 'starttls';
  const plainPort = username === null ? PORTS.relay : PORTS.submission;
  const target: SmtpTarget = {
    host: url.hostname.replace(/^\[|\]$/g, ''),
    port: url.port === '' ? (isTls ? PORTS.submissions : plainPort) : Number(url.port),
    security,
    username,
    caFile: options.get('ca') ?? null,
  };
  if (saysPasswordInClear(target) && !options.has('login')) {
    throw new VsiError('USAGE', '--smtp: with tls=off the password would be sent unencrypted', {
      hint: 'leave tls=off out, or leave the user out where the relay asks for no login; login=clear sends it all the same',
    });
  }
  return target;
}

/** Whether somebody between here and the mail server could read the password. */
export function saysPasswordInClear({ host, security, username }: SmtpTarget): boolean {
  return security === 'off' && username !== null && !isThisMachine(host);
}

/** RFC 6761 keeps `localhost` and what is below it for the loopback interface. */
function isThisMachine(host: string): boolean {
  return /^(?:(?:.+\.)?localhost\.?|127(?:\.\d{1,3}){3}|::1)$/i.test(host);
}

function isOption(name: string, value: string): boolean {
  const values = OPTIONS.get(name);
  return values === null || values?.includes(value) === true;
}

function urlOf(text: string): URL | null {
  try {
    const url = new URL(text);
    if (url.protocol !== 'smtp:' && url.protocol !== 'smtps:') return null;
    decodeURIComponent(url.username);
    return url;
  } catch {
    return null;
  }
}

/** For messages: `mail.example:587`. */
export function smtpPlace({ host, port }: SmtpTarget): string {
  return `${host.includes(':') ? `[${host}]` : host}:${port}`;
}
