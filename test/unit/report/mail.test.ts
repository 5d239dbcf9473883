import { afterEach, describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import type { AddressInfo } from 'node:net';
import { SMTPServer, type SMTPServerOptions } from 'smtp-server';
import { parseAddress } from '../../../src/report/address.ts';
import { mailText, sendMail, type Delivery, type ReportMail } from '../../../src/report/mail.ts';
import { parseSmtpUrl, saysPasswordInClear } from '../../../src/report/smtp.ts';
import { checkSubject, subjectOf } from '../../../src/report/subject.ts';
import { createCertificate, type TestCertificate } from '../../support/certificates.ts';
import { failureOf } from '../../support/failures.ts';
import { goodReport, NOW, smallReport } from './support.ts';
import { runs } from '../../support/runs.ts';
import { anyText } from '../../support/any-text.ts';

const PASSWORD = 'open sesame';

const MAIL: ReportMail = {
  from: parseAddress('Backup <vsi@example.com>', 'mail-from'),
  to: [parseAddress('ops@example.com', 'mail-to'), parseAddress('b@example.com', 'mail-to')],
  subject: '[Failed] 2 of 31 runs, 3 servers',
  html: '<p>Hello</p>',
  text: 'Hello\n',
  isShort: false,
  date: NOW,
  random: () => 0.25,
};

interface Mailbox {
  readonly port: number;
  readonly messages: string[];
  readonly recipients: string[];
  readonly wasSecure: boolean[];
}

const servers: SMTPServer[] = [];

afterEach(async () => {
  for (const server of servers.splice(0)) {
    await new Promise<void>((resolve) => {
      server.close(() => {
        resolve();
      });
    });
  }
});

/** A real SMTP server on the loopback interface. */
async function startMailbox(options: SMTPServerOptions = {}): Promise<Mailbox> {
  const mailbox: Omit<Mailbox, 'port'> = { messages: [], recipients: [], wasSecure: [] };
  const server = new SMTPServer({
    disableReverseLookup: true,
    onAuth: ({ username, password }, _session, done) => {
      if (username === 'robot' && password === PASSWORD) done(null, { user: username });
      else done(new Error('Invalid username or password'));
    },
    onData: (stream, session, done) => {
      let message = '';
      stream.on('data', (chunk: Buffer) => (message += chunk.toString('utf8')));
      stream.on('end', () => {
        mailbox.messages.push(message);
        mailbox.recipients.push(...session.envelope.rcptTo.map(({ address }) => address));
        mailbox.wasSecure.push(session.secure);
        done();
      });
    },
    ...options,
  });
  server.on('error', () => undefined);
  servers.push(server);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.server.address() as AddressInfo;
  return { ...mailbox, port };
}

function delivery(url: string, changes: Partial<Delivery> = {}): Delivery {
  return { target: parseSmtpUrl(url), password: null, ca: null, timeout: 5000, ...changes };
}

let certificate: TestCertificate | null = null;

async function ownCertificate(): Promise<TestCertificate> {
  certificate ??= await createCertificate();
  return certificate;
}

describe('to a real SMTP server', () => {
  test('with STARTTLS and a login', async () => {
    const { cert, key } = await ownCertificate();
    const mailbox = await startMailbox({ cert, key });
    await sendMail(
      MAIL,
      delivery(`smtp://robot@localhost:${mailbox.port}`, { password: PASSWORD, ca: cert }),
    );
    expect(mailbox.recipients).toEqual(['ops@example.com', 'b@example.com']);
    expect(mailbox.wasSecure).toEqual([true]);
    const [message = ''] = mailbox.messages;
    expect(message).toContain('Subject: [Failed] 2 of 31 runs, 3 servers');
    expect(message).toContain('Auto-Submitted: auto-generated');
    expect(message).toContain('Date: Tue, 24 Nov 2026 06:00:00 +0000');
    expect(message).toMatch(/^Message-ID: <\S+@example\.com>\r$/m);
    expect(message).toMatch(/multipart\/alternative[^]*text\/plain[^]*Hello[^]*text\/html[^]*<p>/);
    expect(message).not.toContain(PASSWORD);
  });

  test('with TLS from the first byte', async () => {
    const { cert, key } = await ownCertificate();
    const mailbox = await startMailbox({ cert, key, secure: true });
    const url = `smtps://robot@localhost:${mailbox.port}`;
    await sendMail(MAIL, delivery(url, { password: PASSWORD, ca: cert }));
    expect(mailbox.messages).toHaveLength(1);
  });

  test('without encryption only where that was said', async () => {
    const mailbox = await startMailbox({ hideSTARTTLS: true, authOptional: true });
    const url = `smtp://localhost:${mailbox.port}`;
    const error = await failureOf(() => sendMail(MAIL, delivery(url)));
    expect(error).toMatchObject({
      code: 'TLS_UNTRUSTED',
      where: `mail server localhost:${mailbox.port}`,
    });
    expect(mailbox.messages).toEqual([]);
    await sendMail(MAIL, delivery(`${url}?tls=off`));
    expect(mailbox.wasSecure).toEqual([false]);
  });

  test('a server that knows no STARTTLS at all says so', async () => {
    const mailbox = await startMailbox({ disabledCommands: ['STARTTLS'], authOptional: true });
    const error = await failureOf(() =>
      sendMail(MAIL, delivery(`smtp://localhost:${mailbox.port}`)),
    );
    expect(error.message).toContain('offers no encryption (STARTTLS)');
  });

  test('a wrong password, a certificate of nobody, nobody there, a silent one', async () => {
    const { cert, key } = await ownCertificate();
    const mailbox = await startMailbox({ cert, key });
    const url = `smtp://robot@localhost:${mailbox.port}`;
    const wrong = await failureOf(() =>
      sendMail(MAIL, delivery(url, { password: 'guess', ca: cert })),
    );
    expect(wrong).toMatchObject({ code: 'LOGIN_REFUSED' });
    expect(`${wrong.message} ${wrong.where} ${wrong.hint}`).not.toContain('guess');
    const unknown = await failureOf(() => sendMail(MAIL, delivery(url, { password: PASSWORD })));
    expect(unknown).toMatchObject({
      code: 'TLS_UNTRUSTED',
      message: expect.stringContaining('not trusted'),
    });
    const dead = await failureOf(() => sendMail(MAIL, delivery('smtp://127.0.0.1:1?tls=off')));
    expect(dead).toMatchObject({
      code: 'UNREACHABLE',
      message: expect.stringContaining('connection refused'),
    });
    expect(mailbox.messages).toEqual([]);
  });

  test('a refused recipient is no success', async () => {
    const mailbox = await startMailbox({
      hideSTARTTLS: true,
      authOptional: true,
      onRcptTo: ({ address }, _session, done) => {
        if (address.startsWith('b@')) done(new Error('no such user'));
        else done();
      },
    });
    const url = `smtp://localhost:${mailbox.port}?tls=off`;
    const error = await failureOf(() => sendMail(MAIL, delivery(url)));
    expect(error).toMatchObject({
      code: 'REQUEST_FAILED',
      message: expect.stringContaining('b@example.com'),
    });
    expect(mailbox.recipients).toEqual(['ops@example.com']);
  });
});

describe('the address of a mail server', () => {
  test('what it means', () => {
    expect(parseSmtpUrl('smtp://robot%40example.com@mail.example.com')).toEqual({
      host: 'mail.example.com',
      port: 587,
      security: 'starttls',
      username: 'robot@example.com',
      caFile: null,
    });
    expect(parseSmtpUrl('smtps://a@[::1]?ca=/etc/ca.pem')).toMatchObject({
      host: '::1',
      port: 465,
      security: 'tls',
      caFile: '/etc/ca.pem',
    });
    expect(parseSmtpUrl('smtp://relay?tls=off')).toMatchObject({ port: 25, security: 'off' });
  });

  test('a login in the clear is refused, but to this machine or where it is asked for', async () => {
    for (const host of ['mail.example', 'localhost.example', '10.0.0.1', '127.example', '[::2]']) {
      const error = await failureOf(() => parseSmtpUrl(`smtp://robot@${host}?tls=off`));
      expect([error.code, error.message]).toEqual([
        'USAGE',
        '--smtp: with tls=off the password would be sent unencrypted',
      ]);
      const asked = parseSmtpUrl(`smtp://robot@${host}?tls=off&login=clear`);
      expect([asked.security, saysPasswordInClear(asked)]).toEqual(['off', true]);
    }
    for (const host of ['localhost', 'LOCALHOST.', 'mail.localhost', '127.0.0.2', '[::1]']) {
      expect(saysPasswordInClear(parseSmtpUrl(`smtp://robot@${host}?tls=off`))).toBe(false);
    }
    for (const url of ['smtp://mail?tls=off', 'smtp://robot@mail', 'smtps://robot@mail']) {
      expect(saysPasswordInClear(parseSmtpUrl(url))).toBe(false);
    }
  });

  test('a password in it is refused and not repeated', async () => {
    const error = await failureOf(() => parseSmtpUrl('smtp://robot:s3cret@mail'));
    expect(error.code).toBe('USAGE');
    expect(`${error.message} ${error.hint}`).not.toContain('s3cret');
  });

  test.each([
    'mail',
    'https://mail',
    'smtp://',
    'smtp://m/x',
    'smtp://m?tls=maybe',
    'smtps://m?tls=off',
    'smtp://m?tls=off&login=plain',
    'smtp://m?login',
  ])('%s is none', async (text) => {
    expect((await failureOf(() => parseSmtpUrl(text))).code).toBe('USAGE');
  });
});

describe('headers', () => {
  test('nothing that is typed or sent makes a header of its own', async () => {
    const [plain] = (await mailText(MAIL)).split('\n\n');
    const names = (head = ''): readonly string[] =>
      [...head.matchAll(/^([A-Za-z-]+):/gm)].map(([, name]) => name ?? '');
    await fc.assert(
      fc.asyncProperty(anyText({ maxLength: 60 }), async (text) => {
        const report = smallReport({ title: `x\r\nBcc: evil@example.com\n${text}` });
        const subject = subjectOf(report, '{title}', { timeZone: 'UTC' });
        expect(subject).not.toMatch(/[\r\n]/);
        const [head] = (await mailText({ ...MAIL, subject })).split('\n\n');
        expect(names(head)).toEqual(names(plain));
      }),
      { numRuns: runs(25) },
    );
  });

  test.each([
    'ops@example.com\r\nBcc: evil@example.com',
    'Name\n <a@example.com>',
    'a@b, c@d',
    'a',
    '<a@b> <c@d>',
    'a b@c',
  ])('%j is no address', async (text) => {
    expect((await failureOf(() => parseAddress(text, 'mail-to'))).code).toBe('USAGE');
  });

  test('a name may stand before an address', () => {
    expect(parseAddress('"Ops, Night" <ops@example.com>', 'mail-to')).toEqual({
      name: 'Ops, Night',
      address: 'ops@example.com',
    });
  });
});

describe('the subject', () => {
  const clock = { timeZone: 'UTC' };

  test('says what is wrong, of how much', () => {
    expect(subjectOf(smallReport(), null, clock)).toBe(
      '[Failed] 1 of 2 runs, 2 servers, 1 not reached',
    );
    expect(subjectOf(goodReport(), null, clock)).toBe('[Success] 2 runs, 2 servers');
    const { counts } = goodReport();
    const missed = {
      ...goodReport(),
      status: 'warning' as const,
      counts: { ...counts, problems: 1 },
    };
    expect(subjectOf(missed, null, clock)).toBe('[Warning] 1 problem, 2 runs, 2 servers');
  });

  test('a template has its places filled', async () => {
    const template = '{title} {date}: {status}, {problems}, {runs}, {servers}';
    checkSubject(template);
    expect(subjectOf(smallReport(), template, clock)).toBe(
      'Nightly 2026-11-24: Failed, 3 problems, 1 of 2 runs, 2 servers, 1 not reached',
    );
    const error = await failureOf(() => {
      checkSubject('{jobs}');
    });
    expect(error).toMatchObject({ code: 'USAGE', hint: expect.stringContaining('{status}') });
  });
});
