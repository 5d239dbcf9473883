import { FORMATS } from '../../output/format-names.ts';
import { TIME_FORMS } from '../../model/time-window.ts';
import { EXIT_CODE_MEANINGS } from '../exit-codes.ts';
import { FLAGS, type Flag } from '../flags.ts';

/** A name and what it means. */
export type Pair = readonly [name: string, meaning: string];

/** A part of a topic: a paragraph, a list of names with their meanings, or lines as they are. */
export type Block =
  | { readonly text: string }
  | { readonly title: string; readonly pairs: readonly Pair[] }
  | { readonly title: string; readonly lines: readonly string[] };

/** A page of `vsi help <topic>`, as data: help, man page and README are made from it. */
export interface Topic {
  readonly name: string;
  readonly summary: string;
  readonly blocks: readonly Block[];
}

/** Variables that have no flag. */
const OWN_VARIABLES: readonly Pair[] = [
  [
    'VSI_PASSWORD_FILE',
    'a file that holds the password, and nothing else, for its owner alone (chmod 600); the best way for cron and services',
  ],
  [
    'VSI_PASSWORD_COMMAND',
    'a command line that prints the password; run by /bin/sh, on Windows by cmd.exe',
  ],
  [
    'VSI_PASSWORD',
    'the password itself; never stored. Other processes of the same user can read it',
  ],
  [
    'VSI_CONFIG_DIR',
    'one folder for everything that vsi keeps: saved servers, and in the folder state in it logins, what the last report said, and from Node 22 on compiled code (state/compile-cache)',
  ],
  ['VSI_SMTP_PASSWORD_FILE', 'a file that holds the password of the user in --smtp'],
  ['VSI_SMTP_PASSWORD_COMMAND', 'a command line that prints it'],
  ['VSI_SMTP_PASSWORD', 'the password itself'],
  ['VSI_PAGER', 'the pager for long answers, instead of PAGER; empty or cat switches it off'],
  [
    'VSI_FORCE_TTY',
    'a number of columns: write as to a terminal of that width, also into a pipe; for tests',
  ],
];

/** Variables that other programs know as well. */
const COMMON_VARIABLES: readonly Pair[] = [
  ['HTTPS_PROXY, ALL_PROXY, HTTP_PROXY', 'the HTTP proxy to go through, in this order'],
  ['NO_PROXY', 'hosts, domains, networks to go to directly, separated by commas; * for all'],
  ['NO_COLOR', 'not empty: no colours'],
  ['FORCE_COLOR, CLICOLOR_FORCE', 'colours also into a pipe'],
  ['CLICOLOR, TERM', 'CLICOLOR=0 or TERM=dumb: no colours; TERM=dumb also no progress line'],
  ['COLUMNS', 'how many columns a table may take'],
  ['CI', 'set: no progress line and no prompt'],
  ['PAGER', 'the pager for long answers on a terminal; less where it is not set'],
  ['LESS, LV', 'options of the pager; FRX and -c where they are not set'],
  ['TZ', 'the local time zone, in which days begin and tables show times'],
  ['XDG_CONFIG_HOME, XDG_STATE_HOME', 'where ~/.config and ~/.local/state are (not on Windows)'],
  ['APPDATA, LOCALAPPDATA', 'where vsi keeps its files on Windows'],
];

const FORMAT_MEANINGS: ReadonlyMap<string, string> = new Map([
  ['table', 'aligned columns that fit the terminal; what is left out is in wide and json'],
  ['wide', 'the same with every column and full times'],
  ['json', 'an array of records, from the show commands one record; every key is always there'],
  ['ndjson', 'one JSON record a line, printed as pages arrive'],
  ['csv', 'with a header, for spreadsheets: formulas in texts are disarmed'],
  ['tsv', 'raw values between tabs; the default in a pipe, there without a header'],
  ['yaml', 'what json prints, as YAML; streams record by record'],
  ['markdown', 'a table for tickets and wikis; markup in names stays text'],
]);

/** A variable of vsi's own. */
export interface Variable {
  readonly name: string;
  /** The flag that says the same, or null. */
  readonly flag: string | null;
  readonly meaning: string;
}

/** The variables that vsi itself knows. */
export function ownVariables(): readonly Variable[] {
  const flags: readonly Flag[] = Object.values(FLAGS);
  const ofFlags = flags.flatMap(({ name, variable, description }) =>
    variable === undefined
      ? []
      : [{ name: variable, flag: `--${name}`, meaning: description } satisfies Variable],
  );
  return [...ofFlags, ...OWN_VARIABLES.map(([name, meaning]) => ({ name, flag: null, meaning }))];
}

/** Each format with what it is. */
export function formatMeanings(): readonly Pair[] {
  return FORMATS.map((format) => [format, FORMAT_MEANINGS.get(format) ?? '']);
}

/** What `vsi help <topic>` knows besides the commands. */
export const TOPICS: readonly Topic[] = [
  {
    name: 'environment',
    summary: 'Environment variables that vsi reads',
    blocks: [
      {
        text: 'A flag says more than its variable, and a variable with an empty value says nothing. There is no flag that takes a password, for every user of a machine can list the flags of its processes.',
      },
      {
        title: 'Variables of vsi',
        pairs: ownVariables().map(({ name, flag, meaning }) => [
          name,
          flag === null ? meaning : `${flag}: ${meaning}`,
        ]),
      },
      {
        text: 'VSI_SERVER names the server where no --server does: a saved one by its name, or any by its URL. The other variables describe a server that is not saved, for a saved one has its own settings; but VSI_TIMEOUT serves where it has no time limit, and the password variables where it has no password of its own.',
      },
      { title: 'Variables that other programs share', pairs: COMMON_VARIABLES },
    ],
  },
  {
    name: 'exit-codes',
    summary: 'What the exit code of a command means',
    blocks: [
      {
        title: 'Exit codes',
        pairs: EXIT_CODE_MEANINGS.map(([code, meaning]) => [String(code), meaning]),
      },
      {
        text: 'When several hold, a signal comes first, then 2, then the code of a command that nobody answered, then 3, 8, 11 and 10.',
      },
      {
        text: 'check alone speaks the protocol of monitoring plugins: 0 OK, 1 WARNING, 2 CRITICAL, 3 UNKNOWN, CRITICAL over UNKNOWN over WARNING. Whatever goes wrong, wrong flags and signals included, is UNKNOWN with its line on standard output. With --format checkmk it exits 0: there the lines tell the state, and an agent that keeps them for a while drops those of a command that failed.',
      },
      {
        title: 'In a script',
        lines: [
          'vsi jobs list --demo --exit-status --quiet >/dev/null',
          'case $? in 0) ;; 10) echo warnings ;; 11) echo failures ;; *) echo "not known" ;; esac',
        ],
      },
    ],
  },
  {
    name: 'formatting',
    summary: 'How answers are printed, and how to pick from them',
    blocks: [
      {
        text: 'Data goes to standard output, everything else to standard error. Without -o it is a table on a terminal and TSV in a pipe, there without header, colours or cut texts.',
      },
      { title: 'Formats of --output (-o)', pairs: formatMeanings() },
      {
        text: '--json with a comma list prints just these keys as JSON; without a value it prints the keys there are. --raw prints the objects of the server with their numbers unchanged. --columns chooses the columns of table, wide, csv, tsv and markdown, and --no-header leaves their names out. --query prints what a JMESPath expression (jmespath.org) makes of the whole list, as JSON or yaml; --json then chooses the keys that it sees. Times are ISO 8601 in UTC, sizes are bytes, rates bytes or items a second. What is not known is null in JSON and empty in csv and tsv, never 0. Whole numbers beyond 2^53 are strings in JSON.',
      },
      {
        title: 'Examples',
        lines: [
          'vsi jobs list --demo --json name,lastStatus',
          'vsi session list --demo --status failed -o csv > failed.csv',
          'vsi session list --demo --json',
          'vsi jobs list --demo --query "[?lastStatus==\'failed\'].name"',
          'vsi session list --demo --columns jobName,status,message -o markdown',
        ],
      },
      {
        text: 'PowerShell 5.1 reads what a program prints in the code page of the console. For names with letters beyond ASCII say first: [Console]::OutputEncoding = [Text.Encoding]::UTF8. Text that PowerShell 5.1 redirects with > is UTF-16: use | Out-File -Encoding utf8.',
      },
      {
        text: 'On a terminal, help, jobs show, session show and session log go through a pager: VSI_PAGER, else PAGER, else less. An empty value or cat switches it off.',
      },
    ],
  },
  {
    name: 'time',
    summary: 'How points in time are written, and what a window holds',
    blocks: [
      {
        title: 'What --since and --until take',
        pairs: [
          ['24h, 90m, 7d, 2w', 'so long ago'],
          ['today, yesterday', 'the day: its start for --since, its end for --until'],
          ['2026-11-01', 'the same with a date'],
          ['2026-11-01T22:00', 'a time of the zone of --time-zone'],
          ['2026-11-01T22:00:00+01:00', 'a time with its offset; Z means UTC'],
        ],
      },
      {
        text: `For example ${TIME_FORMS}. Days begin in the local time zone, in a pipe as on a terminal; --time-zone chooses another one, for them and for the times that tables, panes and logs show: utc, a name like Europe/Berlin, or server, which takes the clock of each VBR server as its records tell it. JSON, csv and tsv are UTC always.`,
      },
      {
        text: 'A session belongs to a window that it overlaps: it began before --until, and it has not ended or ended after --since. So a session over midnight is in both days, and one that still runs is never left out. Without --until there is no upper bound, for the clocks of servers may run ahead. A window that ends before it begins is refused; in lists and analyses it may be one moment, and then holds what ran at it.',
      },
      {
        text: 'Where --since is not given, lists begin with the oldest session there is, and the rest so long before --until, or before now where that is not given or still to come: stats and bottlenecks 30 days, errors 7 days, timeline, report and metrics 24 hours.',
      },
      {
        text: 'Lengths of time (--timeout, --deadline) are written 30s, 2m, 1h, or as a number of seconds.',
      },
    ],
  },
];
