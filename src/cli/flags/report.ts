import type { Flag } from './flag.ts';

/** What `--format` of `report` takes. */
export const REPORT_FORMATS = ['text', 'markdown', 'html', 'json', 'csv', 'eml'] as const;

export type ReportFormat = (typeof REPORT_FORMATS)[number];

const output = (flag: Omit<Flag, 'group'>): Flag => ({ ...flag, group: 'Output' });
const mail = (flag: Omit<Flag, 'group'>): Flag => ({ ...flag, group: 'Mail' });

/** How a report looks, and where it goes. */
export const REPORT = {
  reportFormat: output({
    name: 'format',
    value: '<format>',
    choices: REPORT_FORMATS,
    description: 'text, markdown, html, json, csv (one row a run) or eml (a mail; default text)',
  }),
  out: output({
    name: 'out',
    value: '<file>',
    description: 'write to this file, as a whole or not at all; - is standard output',
  }),
  title: output({
    name: 'title',
    value: '<text>',
    description: 'what stands above it (default: Backup report)',
  }),
  onlyProblems: output({
    name: 'only-problems',
    description: 'leave out what is well; with --quiet say nothing at all where all is',
  }),
  mailTo: mail({
    name: 'mail-to',
    value: '<address>',
    repeatable: true,
    description: 'send it as a mail to this address; may be repeated',
  }),
  mailFrom: mail({
    name: 'mail-from',
    value: '<address>',
    variable: 'VSI_MAIL_FROM',
    description: 'who the mail is from',
  }),
  mailSubject: mail({
    name: 'mail-subject',
    value: '<template>',
    description:
      'subject of the mail, with {status}, {problems}, {runs}, {servers}, {title}, {date}',
  }),
  smtp: mail({
    name: 'smtp',
    value: '<url>',
    variable: 'VSI_SMTP',
    description:
      'mail server: smtp://user@host:587 (STARTTLS; ?tls=off without, for a relay without login) or smtps://user@host',
  }),
} as const satisfies Record<string, Flag>;
