import { readFile } from 'node:fs/promises';
import { environmentPassword } from '../../config/secret.ts';
import { reasonOf, VsiError } from '../../model/errors.ts';
import { parseDuration } from '../../model/duration.ts';
import { parseAddress, type MailAddress } from '../../report/address.ts';
import type { Delivery, ReportMail } from '../../report/mail.ts';
import type { ReportDocument } from '../../report/model.ts';
import { renderReport, type RenderPlace } from '../../report/render.ts';
import {
  parseSmtpUrl,
  saysPasswordInClear,
  smtpPlace,
  type SmtpTarget,
} from '../../report/smtp.ts';
import { checkSubject, subjectOf } from '../../report/subject.ts';
import { FLAGS } from '../flags.ts';
import type { Connection } from '../connection/connect.ts';
import type { Invocation } from '../invocation.ts';
import { runInShell } from '../terminal/programs.ts';

/** Who gets the report as a mail, and how. */
export interface MailPlan {
  readonly from: MailAddress;
  readonly to: readonly MailAddress[];
  /** null: the usual subject. */
  readonly template: string | null;
  /** null: it is only written (`--format eml`). */
  readonly target: SmtpTarget | null;
}

/**
 * What the flags say of a mail; null: there is none.
 *
 * @param isWritten whether the message is what is printed (`--format eml`)
 * @throws USAGE
 */
export function mailPlanOf({ flags, host }: Invocation, isWritten: boolean): MailPlan | null {
  const to = flags.all(FLAGS.mailTo).map((text) => parseAddress(text, FLAGS.mailTo.name));
  const template = flags.text(FLAGS.mailSubject) ?? null;
  if (template !== null) checkSubject(template);
  if (to.length === 0) {
    if (!isWritten && template === null) return null;
    throw new VsiError('USAGE', 'a mail needs somebody to go to', {
      hint: 'name them with --mail-to ops@example.com',
    });
  }
  const smtp = flags.text(FLAGS.smtp) ?? valueOf(host.variables['VSI_SMTP']);
  const target = smtp === undefined ? null : parseSmtpUrl(smtp);
  if (target === null && !isWritten) {
    throw new VsiError('USAGE', 'no mail server to send it with', {
      hint: 'name one with --smtp smtp://user@mail.example.com or VSI_SMTP, or print the mail with --format eml for sendmail -t',
    });
  }
  const from = flags.text(FLAGS.mailFrom) ?? valueOf(host.variables['VSI_MAIL_FROM']);
  const sender = from ?? addressIn(target?.username);
  if (sender === null) {
    throw new VsiError('USAGE', 'a mail needs a sender', {
      hint: 'name it with --mail-from vsi@example.com or VSI_MAIL_FROM',
    });
  }
  return {
    from: parseAddress(sender, FLAGS.mailFrom.name),
    to,
    template,
    target: isWritten ? null : target,
  };
}

function valueOf(text: string | undefined): string | undefined {
  return text === undefined || text.trim() === '' ? undefined : text;
}

/** A login that is an address is one to send from. */
function addressIn(username: string | null | undefined): string | null {
  return username?.includes('@') === true ? username : null;
}

/** The report as a mail: HTML, and the same as plain text. */
export async function composeMail(
  report: ReportDocument,
  { from, to, template }: MailPlan,
  place: RenderPlace & { readonly random: () => number },
): Promise<ReportMail> {
  const { renderMailHtml } = await import('../../report/html/page.ts');
  const { version, screen } = place;
  return {
    ...renderMailHtml(report, { version, timeZone: screen.timeZone }),
    from,
    to,
    subject: subjectOf(report, template, place.screen),
    text: await renderReport(report, 'text', place),
    date: report.generatedAt,
    random: place.random,
  };
}

/** @throws CONFIGURATION where the password or the certificates cannot be read */
export async function deliveryOf(
  { flags, host }: Invocation,
  target: SmtpTarget,
  { voice, readSecretFile }: Pick<Connection, 'voice' | 'readSecretFile'>,
): Promise<Delivery> {
  if (saysPasswordInClear(target)) {
    voice.notice(
      `warning: login=clear: the password of ${target.username ?? ''} goes to ${smtpPlace(target)} unencrypted, anybody may be listening.`,
    );
  }
  const password =
    target.username === null
      ? null
      : await environmentPassword(
          {
            variables: host.variables,
            readFile: readSecretFile,
            runCommand: (commandLine) => runInShell(commandLine, host),
          },
          'VSI_SMTP_PASSWORD',
        );
  if (target.username !== null && password === null) {
    throw new VsiError('LOGIN_REFUSED', 'no password given', {
      where: `${target.username} at the mail server ${smtpPlace(target)}`,
      hint: 'set VSI_SMTP_PASSWORD_FILE (or VSI_SMTP_PASSWORD, VSI_SMTP_PASSWORD_COMMAND)',
    });
  }
  const timeout = parseDuration(flags.text(FLAGS.timeout) ?? '') ?? 60_000;
  return { target, password, ca: await certificatesOf(target), timeout };
}

async function certificatesOf({ caFile }: SmtpTarget): Promise<string | null> {
  if (caFile === null) return null;
  try {
    return await readFile(caFile, 'utf8');
  } catch (error) {
    throw new VsiError('CONFIGURATION', `the file cannot be read: ${reasonOf(error)}`, {
      where: `ca of --smtp ${caFile}`,
    });
  }
}
