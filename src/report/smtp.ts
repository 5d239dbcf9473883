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

/**
 * Reads `smtp://user@host:587?tls=off&ca=FILE`. STARTTLS is demanded unless `tls=off` says otherwise.
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
  const tls = options.get('tls') ?? 'required';
  const unknown = [...options.keys()].find((name) => name !== 'tls' && name !== 'ca');
  if (unknown !== undefined || !['required', 'off'].includes(tls)) {
    throw new VsiError('USAGE', '--smtp has an option that is not known', {
      hint: 'tls=required, tls=off, ca=FILE',
    });
  }
  const isTls = url.protocol === 'smtps:';
  if (isTls && tls === 'off') {
    throw new VsiError('USAGE', '--smtp: smtps is always TLS', {
      hint: 'use smtp:// with tls=off',
    });
  }
  const username = url.username === '' ? null : decodeURIComponent(url.username);
  const security = isTls ? 'tls' : tls === 'off' ? 'off' : 'starttls';
  const plainPort = username === null ? PORTS.relay : PORTS.submission;
  return {
    host: url.hostname.replace(/^\[|\]$/g, ''),
    port: url.port === '' ? (isTls ? PORTS.submissions : plainPort) : Number(url.port),
    security,
    username,
    caFile: options.get('ca') ?? null,
  };
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
