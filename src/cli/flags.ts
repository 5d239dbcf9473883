import { GROUPINGS } from '../analysis/statistics.ts';
import { KINDS } from '../model/kind.ts';
import { LOG_LEVELS } from '../model/log-record.ts';
import { PRODUCTS } from '../model/product.ts';
import { STATUSES } from '../model/status.ts';
import { COLOR_CHOICES } from '../output/color.ts';
import { FORMATS } from '../output/formats.ts';

/** Under which heading help shows a flag. */
export type FlagGroup = 'Selection' | 'Output' | 'Connection' | 'General';

/** A flag as data: parsing, help and completion are made from it. */
export interface Flag {
  /** Long name without dashes. */
  readonly name: string;
  readonly short?: string;
  /** Placeholder of the value; a flag without one is a switch. */
  readonly value?: string;
  readonly description: string;
  readonly group: FlagGroup;
  /** The words that the value, or each word of its comma list, may be. */
  readonly choices?: readonly string[];
  /** May be given several times. */
  readonly repeatable?: boolean;
  /** The environment variable that says the same. */
  readonly variable?: string;
}

const selection = (flag: Omit<Flag, 'group'>): Flag => ({ ...flag, group: 'Selection' });
const output = (flag: Omit<Flag, 'group'>): Flag => ({ ...flag, group: 'Output' });
const connection = (flag: Omit<Flag, 'group'>): Flag => ({ ...flag, group: 'Connection' });
const general = (flag: Omit<Flag, 'group'>): Flag => ({ ...flag, group: 'General' });

/** Which rows of a list. */
export const FLAGS = {
  job: selection({
    name: 'job',
    value: '<job>',
    repeatable: true,
    description: 'only this job: id, name, or a name with *; may be repeated',
  }),
  ofJob: selection({
    name: 'job',
    value: '<job>',
    repeatable: true,
    description: 'with latest: the job whose newest session is meant',
  }),
  since: selection({
    name: 'since',
    value: '<time>',
    description: 'overlapping the time from here on: 24h, 7d, today, 2026-11-01, ISO 8601',
  }),
  until: selection({
    name: 'until',
    value: '<time>',
    description: 'begun before this time; a date means its end',
  }),
  status: selection({
    name: 'status',
    value: '<list>',
    choices: STATUSES,
    description: 'only these statuses, separated by commas',
  }),
  kind: selection({
    name: 'kind',
    value: '<list>',
    choices: [...KINDS, 'all'],
    description: "only these kinds, or a server's own type (backup-copy-job), or all",
  }),
  with: selection({
    name: 'with',
    value: '<list>',
    choices: ['statistics'],
    description: 'statistics: ask also for what takes further requests (rates, sizes, bottleneck)',
  }),
  markDuration: output({
    name: 'mark-duration',
    value: '<percents>',
    description: 'mark durations from so much of the usual on, yellow and red (default 150,200)',
  }),
  markTransferred: output({
    name: 'mark-transferred',
    value: '<percents>',
    description:
      'mark amounts of data from so much of the usual on, and down to so little (default 150,200,80,70)',
  }),
  groupBy: selection({
    name: 'by',
    value: '<list>',
    choices: GROUPINGS,
    description: 'one row for each of these, separated by commas; without it one row for all',
  }),
  last: selection({
    name: 'last',
    value: '<n>',
    description: 'only the newest so many runs of each job, within the window',
  }),
  attempts: selection({
    name: 'attempts',
    description: 'count every session by itself, not a session and its retries as one run',
  }),
  allRows: selection({
    name: 'limit',
    value: '<n>',
    description: 'how many rows at the most (default: all)',
  }),
  limit: selection({
    name: 'limit',
    value: '<n>',
    description: 'how many rows at the most, 0 = all (default 30)',
  }),
  sort: selection({
    name: 'sort',
    value: '<field[:asc|desc]>',
    description: 'order by a field of the record; values not known come last',
  }),
  level: selection({
    name: 'level',
    value: '<list>',
    choices: LOG_LEVELS,
    description: 'only these levels, separated by commas',
  }),
  follow: selection({
    name: 'follow',
    short: 'f',
    description: 'go on printing new records until the session ends or idles',
  }),
  output: output({
    name: 'output',
    short: 'o',
    value: '<format>',
    choices: FORMATS,
    description: `${FORMATS.slice(0, -1).join(', ')} or markdown (default: table on a terminal, else tsv)`,
  }),
  json: output({
    name: 'json',
    value: '<fields>',
    description: 'JSON with just these keys, separated by commas; without a value: list the keys',
  }),
  columns: output({
    name: 'columns',
    value: '<keys>',
    description: 'just these columns, by the keys of the record (table, wide, csv, tsv, markdown)',
  }),
  noHeader: output({ name: 'no-header', description: 'no line of column names' }),
  query: output({
    name: 'query',
    value: '<jmespath>',
    description: 'print what this JMESPath expression makes of the whole list, as JSON or yaml',
  }),
  timeZone: output({
    name: 'time-zone',
    value: '<zone>',
    choices: ['local', 'utc', 'server'],
    description:
      'zone of drawn times and of days in --since and --until: local, utc, server (VBR), Europe/Berlin',
  }),
  ascii: output({ name: 'ascii', description: 'draw with ASCII characters only' }),
  raw: output({
    name: 'raw',
    description: "the server's own objects as JSON, number literals unchanged",
  }),
  color: output({
    name: 'color',
    value: '<when>',
    choices: COLOR_CHOICES,
    description: 'auto, always or never (default auto; NO_COLOR is honoured)',
  }),
  quiet: output({ name: 'quiet', short: 'q', description: 'no notices, only errors' }),
  verbose: output({ name: 'verbose', description: 'say on stderr what is asked of the server' }),
  debug: output({ name: 'debug', description: 'the same, and stack traces of errors' }),
  exitStatus: output({
    name: 'exit-status',
    description: 'exit 10 or 11 when the worst status shown is a warning or a failure',
  }),
  server: connection({
    name: 'server',
    value: '<server>',
    variable: 'VSI_SERVER',
    repeatable: true,
    description: 'a saved name, https://host:port or @group; may be repeated',
  }),
  allServers: connection({ name: 'all-servers', description: 'ask every saved server' }),
  url: connection({
    name: 'url',
    value: '<url>',
    description: 'where the server is: https://host:port, host:port or host',
  }),
  group: connection({
    name: 'group',
    value: '<list>',
    repeatable: true,
    description: 'put it into these groups, separated by commas; may be repeated',
  }),
  makeDefault: connection({
    name: 'default',
    description: 'ask this server where no other is named',
  }),
  noTest: connection({ name: 'no-test', description: 'save it without trying to connect' }),
  passwordFile: connection({
    name: 'password-file',
    value: '<file>',
    description: 'a file that holds the password of this server',
  }),
  passwordCommand: connection({
    name: 'password-command',
    value: '<command>',
    description: 'what prints the password of this server',
  }),
  force: connection({
    name: 'force',
    description: 'try the password even if the server refused it a moment ago',
  }),
  product: connection({
    name: 'product',
    value: '<name>',
    choices: PRODUCTS,
    variable: 'VSI_PRODUCT',
    description: 'which product answers there, where the port does not say it',
  }),
  username: connection({
    name: 'username',
    value: '<name>',
    variable: 'VSI_USERNAME',
    description: 'who logs in',
  }),
  passwordStdin: connection({
    name: 'password-stdin',
    description: 'read the password from standard input',
  }),
  apiVersion: connection({
    name: 'api-version',
    value: '<version>',
    variable: 'VSI_API_VERSION',
    description: 'speak this API version instead of the newest common one',
  }),
  caFile: connection({
    name: 'ca-file',
    value: '<file>',
    variable: 'VSI_CA_FILE',
    description: 'trust the certificates in this PEM file',
  }),
  fingerprint: connection({
    name: 'fingerprint',
    value: '<sha256>',
    variable: 'VSI_FINGERPRINT',
    description: 'accept just the certificate with this SHA-256 fingerprint',
  }),
  insecure: connection({
    name: 'insecure',
    variable: 'VSI_INSECURE',
    description: 'do not verify the certificate at all (warns every time)',
  }),
  timeout: connection({
    name: 'timeout',
    value: '<time>',
    variable: 'VSI_TIMEOUT',
    description: 'how long one exchange may take (default 60s)',
  }),
  retries: connection({
    name: 'retries',
    value: '<n>',
    description: 'how often to repeat what failed in passing (default 2)',
  }),
  deadline: connection({
    name: 'deadline',
    value: '<time>',
    description: 'how long the whole command may take; prints what there is',
  }),
  concurrency: connection({
    name: 'concurrency',
    value: '<n>',
    description: 'requests under way at once (default 4)',
  }),
  demo: connection({
    name: 'demo',
    description: 'ask a simulated server, started for this command alone',
  }),
  paginate: general({
    name: 'paginate',
    description: 'ask for all pages, one body after the other',
  }),
  port: general({
    name: 'port',
    value: '<n>',
    description: 'port to listen on (default: any free one)',
  }),
} as const satisfies Record<string, Flag>;

/** Flags by their purpose, for the commands' lists. */
export const SELECTION_FLAGS = [
  FLAGS.since,
  FLAGS.until,
  FLAGS.status,
  FLAGS.kind,
  FLAGS.job,
  FLAGS.limit,
  FLAGS.sort,
] as const;

/** What commands that analyse sessions take: their --limit cuts nothing by itself. */
export const ANALYSIS_FLAGS = [
  FLAGS.since,
  FLAGS.until,
  FLAGS.status,
  FLAGS.kind,
  FLAGS.job,
  FLAGS.last,
  FLAGS.attempts,
  FLAGS.allRows,
  FLAGS.sort,
] as const;

/** What tables with a job's sessions take. */
export const MARK_FLAGS = [FLAGS.markDuration, FLAGS.markTransferred] as const;

export const VOICE_FLAGS = [FLAGS.color, FLAGS.quiet, FLAGS.verbose, FLAGS.debug] as const;

export const RECORD_FLAGS = [
  FLAGS.output,
  FLAGS.json,
  FLAGS.columns,
  FLAGS.noHeader,
  FLAGS.query,
  FLAGS.raw,
  FLAGS.timeZone,
  FLAGS.ascii,
  ...VOICE_FLAGS,
] as const;

/** The same for records that vsi makes itself: there is no object of a server to print. */
export const MADE_RECORD_FLAGS = RECORD_FLAGS.filter((flag) => flag !== FLAGS.raw);

export const CONNECTION_FLAGS = [
  FLAGS.server,
  FLAGS.allServers,
  FLAGS.product,
  FLAGS.username,
  FLAGS.passwordStdin,
  FLAGS.apiVersion,
  FLAGS.caFile,
  FLAGS.fingerprint,
  FLAGS.insecure,
  FLAGS.timeout,
  FLAGS.retries,
  FLAGS.deadline,
  FLAGS.concurrency,
  FLAGS.demo,
] as const;
