import type { Command, Noun } from './command.ts';
import { SHELLS } from './shells.ts';
import {
  ANALYSIS_FLAGS,
  CONNECTION_FLAGS,
  FLAGS,
  MADE_RECORD_FLAGS,
  MARK_FLAGS,
  RECORD_FLAGS,
  SELECTION_FLAGS,
  VOICE_FLAGS,
  type Flag,
} from './flags.ts';

/** The nouns, singular and plural. */
export const NOUNS: readonly Noun[] = [
  { name: 'jobs', aliases: ['job'], summary: 'jobs and their sessions' },
  { name: 'session', aliases: ['sessions'], summary: 'sessions: lists, details, logs, objects' },
  { name: 'server', aliases: ['servers'], summary: 'saved servers, by a name of their own' },
  { name: 'demo', aliases: [], summary: 'a simulated backup server', lone: true },
];

const JOB_ARGUMENT = {
  name: 'job',
  description: 'id, name, or the beginning of an id (4 characters or more)',
};

const SESSION_ARGUMENT = {
  name: 'session',
  description: 'id, the beginning of one of the newest 1,000 ids, or latest with --job',
};

const SHOW_FLAGS = [...RECORD_FLAGS, FLAGS.exitStatus, ...CONNECTION_FLAGS];

const SERVER_ARGUMENT = { name: 'server', description: 'name of a saved server' };

/** Settings of a saved server that few need to change. */
const RARE_SETTING_FLAGS = [
  FLAGS.apiVersion,
  FLAGS.passwordFile,
  FLAGS.passwordCommand,
  FLAGS.timeout,
  FLAGS.retries,
  FLAGS.concurrency,
].map(savedSetting);

/** The variables describe servers that are not saved, so they change none that is. */
function savedSetting(flag: Flag): Flag {
  const { variable, ...others } = flag;
  return variable === undefined ? flag : others;
}

/** What is saved here has no server's own form and no times. */
const SETTINGS_RECORD_FLAGS = RECORD_FLAGS.filter(
  (flag) => flag !== FLAGS.raw && flag !== FLAGS.timeZone,
);

/** Every command of the program, in the order of the help. */
export const COMMANDS: readonly Command[] = [
  {
    path: ['jobs', 'list'],
    record: 'job',
    summary: 'List all jobs with their last result and next run',
    description:
      'Shows every job of the server: kind, last result, last run and its duration, next run, age of the last success, and the last runs as a strip. The sessions of the last 30 days are read for it.',
    flags: [FLAGS.kind, FLAGS.sort, ...RECORD_FLAGS, FLAGS.exitStatus, ...CONNECTION_FLAGS],
    examples: [
      { words: 'jobs list --demo', purpose: 'all jobs of the simulated server' },
      {
        words: 'jobs list --demo --json name,lastStatus,lastSuccessAt',
        purpose: 'three keys as JSON',
      },
    ],
    load: () => import('./commands/jobs-list.ts'),
  },
  {
    path: ['jobs', 'show'],
    record: 'job',
    summary: 'Show one job in full',
    description:
      'Shows all that is known of a job: its last runs, since when it fails, what is usual of its runs, and how durations and data went over the last 30 of them. With -o json it prints the job record alone.',
    argument: JOB_ARGUMENT,
    flags: [...MARK_FLAGS, ...SHOW_FLAGS],
    examples: [{ words: 'jobs show Teams --demo', purpose: 'a job by its name' }],
    load: () => import('./commands/jobs-show.ts'),
  },
  {
    path: ['jobs', 'sessions'],
    record: 'session',
    summary: "List one job's sessions, newest first",
    description:
      'Shows status, start, duration, rates, sizes, objects and bottleneck of each session of a job. The 30 newest are shown unless --limit says otherwise. A table marks durations and amounts of data that are far from the median of the 14 good runs of the same kind before it (full with full, incremental with incremental; at least 5).',
    argument: JOB_ARGUMENT,
    flags: [
      ...SELECTION_FLAGS.filter((flag) => flag !== FLAGS.job),
      ...MARK_FLAGS,
      ...RECORD_FLAGS,
      FLAGS.exitStatus,
      ...CONNECTION_FLAGS,
    ],
    examples: [
      { words: 'jobs sessions Teams --demo', purpose: 'the 30 newest sessions' },
      {
        words: 'jobs sessions Teams --demo --since 7d --status failed,warning -o csv',
        purpose: "the week's problems for a spreadsheet",
      },
    ],
    load: () => import('./commands/jobs-sessions.ts'),
  },
  {
    path: ['session', 'list'],
    record: 'session',
    summary: 'List sessions over all jobs, newest first',
    description:
      'Shows the sessions of all jobs. Restore, retrieval, repository-sync and owner-change sessions come with --kind; the 30 newest are shown unless --limit says otherwise.',
    flags: [...SELECTION_FLAGS, FLAGS.with, ...RECORD_FLAGS, FLAGS.exitStatus, ...CONNECTION_FLAGS],
    examples: [
      { words: 'session list --demo --since 24h --limit 0', purpose: 'everything since yesterday' },
      {
        words: 'session list --demo --status failed -o ndjson',
        purpose: 'failed ones, one JSON a line',
      },
      { words: 'session list --demo --kind restore', purpose: 'who restored what' },
    ],
    load: () => import('./commands/session-list.ts'),
  },
  {
    path: ['session', 'show'],
    record: 'session',
    summary: 'Show one session with the reasons of its problems',
    description:
      "Shows a session in Veeam's own three panes, then the warnings and errors of its log. With -o json it prints the session record alone.",
    argument: SESSION_ARGUMENT,
    flags: [FLAGS.ofJob, ...MARK_FLAGS, ...SHOW_FLAGS],
    examples: [
      {
        words: 'session show latest --job Teams --demo',
        purpose: "a job's newest session",
      },
    ],
    load: () => import('./commands/session-show.ts'),
  },
  {
    path: ['session', 'log'],
    record: 'log record',
    summary: "Print a session's log",
    description:
      'Prints the log of a session in the order in which it was written. With --follow it goes on until the session ends or idles.',
    argument: SESSION_ARGUMENT,
    flags: [FLAGS.level, FLAGS.follow, FLAGS.ofJob, ...RECORD_FLAGS, ...CONNECTION_FLAGS],
    examples: [
      {
        words: 'session log latest --job Teams --demo --level warning,failed',
        purpose: 'only what went wrong',
      },
    ],
    load: () => import('./commands/session-log.ts'),
  },
  {
    path: ['session', 'tasks'],
    record: 'task',
    summary: "List a session's objects",
    description:
      'Shows the objects that a session processed and what became of each. Veeam Backup for Microsoft 365 offers them from API v7 on, without names: the reasons are in the log.',
    argument: SESSION_ARGUMENT,
    flags: [
      FLAGS.status,
      FLAGS.ofJob,
      FLAGS.sort,
      ...RECORD_FLAGS,
      FLAGS.exitStatus,
      ...CONNECTION_FLAGS,
    ],
    examples: [
      {
        words: 'session tasks latest --job Teams --demo --status failed,warning',
        purpose: 'the objects with problems',
      },
    ],
    load: () => import('./commands/session-tasks.ts'),
  },
  {
    path: ['stats'],
    record: 'stats row',
    summary: 'Count runs: results, durations, bytes, bottlenecks',
    description:
      'Counts the runs of the last 30 days, a session together with its retries as one: results and success rate, median, 95th percentile and maximum of the durations, bytes, rates, and in how many runs each stage was the slowest. Counted are backup, copy, replica and archive unless --kind says otherwise; stopped, running and queued runs count neither way in the success rate. Days and weeks are those of --time-zone.',
    flags: [FLAGS.groupBy, ...ANALYSIS_FLAGS, ...MADE_RECORD_FLAGS, ...CONNECTION_FLAGS],
    examples: [
      { words: 'stats --demo', purpose: 'the last 30 days in one row' },
      { words: 'stats --by job --demo --sort successRate', purpose: 'every job, the worst first' },
      {
        words: 'stats --by week,kind --since 90d --demo -o csv',
        purpose: 'a quarter by weeks and kinds, for a spreadsheet',
      },
    ],
    load: () => import('./commands/stats.ts'),
  },
  {
    path: ['server', 'add'],
    summary: 'Save a server under a name',
    description:
      'Tries the connection and saves the server, so that --server NAME is all it takes from then on. A certificate that no authority vouches for is saved only with --fingerprint or, on a terminal, after you have compared it; anything else that goes wrong is a warning. The password that you type, or give with --password-stdin, is kept in the keychain of the system or, where there is none, in a file that only you can read.',
    argument: { name: 'name', description: 'what to call it: letters, digits, dots, dashes' },
    secondArgument: { name: 'url', description: 'https://host:port, host:port or host' },
    flags: [
      FLAGS.product,
      FLAGS.username,
      FLAGS.passwordStdin,
      FLAGS.caFile,
      FLAGS.fingerprint,
      FLAGS.group,
      FLAGS.makeDefault,
      FLAGS.noTest,
      ...RARE_SETTING_FLAGS,
      ...VOICE_FLAGS,
    ],
    examples: [
      {
        words:
          'server add vienna https://vbo.example.com:4443 --username reader@example.com --group customers --no-test',
        purpose: 'without trying the connection',
      },
    ],
    load: () => import('./commands/server-add.ts'),
  },
  {
    path: ['server', 'set'],
    summary: 'Change settings of a saved server',
    description:
      "Changes what the flags name and tells what it was before; an empty value takes a setting out. A password is one user's at one address: with another address or user it is forgotten.",
    argument: SERVER_ARGUMENT,
    flags: [
      FLAGS.url,
      ...[FLAGS.product, FLAGS.username, FLAGS.caFile, FLAGS.fingerprint].map(savedSetting),
      FLAGS.passwordStdin,
      FLAGS.group,
      FLAGS.makeDefault,
      ...RARE_SETTING_FLAGS,
      ...VOICE_FLAGS,
    ],
    examples: [
      { words: 'server set vienna --timeout 2m', purpose: 'give a slow server more time' },
      {
        words: `server set vienna --fingerprint ${'AB:'.repeat(31)}AB`,
        purpose: 'a renewed certificate',
      },
    ],
    load: () => import('./commands/server-set.ts'),
  },
  {
    path: ['server', 'default'],
    summary: 'Choose the server that is asked where none is named',
    description:
      'Chooses the server that is asked without --server and VSI_SERVER. Without a name it prints the one that is.',
    argument: { ...SERVER_ARGUMENT, optional: true },
    flags: [...VOICE_FLAGS],
    examples: [{ words: 'server default vienna', purpose: 'ask this one from now on' }],
    load: () => import('./commands/server-default.ts'),
  },
  {
    path: ['server', 'list'],
    summary: 'List the saved servers',
    description:
      'Shows the saved servers in the order of the file, which may be edited by hand. Passwords are never in it.',
    flags: [...SETTINGS_RECORD_FLAGS],
    record: 'server',
    examples: [
      { words: 'server list', purpose: 'all of them' },
      { words: 'server list --json name,url,groups', purpose: 'three keys as JSON' },
    ],
    load: () => import('./commands/server-list.ts'),
  },
  {
    path: ['server', 'show'],
    summary: 'Show one saved server',
    description:
      'Shows the settings of a saved server, and where its password comes from. With -o json it prints the server record alone.',
    argument: SERVER_ARGUMENT,
    flags: [...SETTINGS_RECORD_FLAGS],
    record: 'server',
    examples: [{ words: 'server show vienna', purpose: 'its settings' }],
    load: () => import('./commands/server-show.ts'),
  },
  {
    path: ['server', 'test'],
    summary: 'Connect to a server and log in',
    description:
      'Connects to the server, finds out its product and logs in with the password, whether a login is kept or not. It takes a name, a @group or a URL; with --all-servers every saved server is tried.',
    argument: { ...SERVER_ARGUMENT, optional: true },
    flags: [FLAGS.force, ...VOICE_FLAGS, ...CONNECTION_FLAGS],
    examples: [{ words: 'server test --demo', purpose: 'try the simulated servers' }],
    load: () => import('./commands/server-test.ts'),
  },
  {
    path: ['server', 'remove'],
    summary: 'Forget a saved server, its password and its logins',
    description:
      'Takes the server out of the file and removes its password and its kept logins from this machine. The server itself notices nothing.',
    argument: SERVER_ARGUMENT,
    flags: [...VOICE_FLAGS],
    examples: [{ words: 'server remove vienna', purpose: 'forget it' }],
    load: () => import('./commands/server-remove.ts'),
  },
  {
    path: ['bottlenecks'],
    record: 'bottleneck row',
    summary: 'Show what holds each job back, the worst first',
    description:
      "Shows for each job in how many runs of the last 30 days each stage was the slowest, the mean loads of the stages, and what to look at. Jobs whose main bottleneck is 90 percent busy or more come first, then those from 70 percent on, then those without a known load. Where a server's list tells no loads (VBR from 1.2 on), they are read from the logs of the 3 newest such runs of each row, 60 logs in all; VB365 knows none.",
    flags: [...ANALYSIS_FLAGS, ...MADE_RECORD_FLAGS, ...CONNECTION_FLAGS],
    examples: [
      { words: 'bottlenecks --demo', purpose: 'every job over the last 30 days' },
      {
        words: 'bottlenecks --job SQL* --since 7d --demo -o json',
        purpose: "some jobs' last week as JSON",
      },
    ],
    load: () => import('./commands/bottlenecks.ts'),
  },
  {
    path: ['timeline'],
    record: 'timeline row',
    summary: 'Draw which jobs ran when, and how many at once',
    description:
      'Draws the runs of the last 24 hours as bars on a time axis, a line for each job, with midnight marked and below it how many ran at once. A bar ends with the sign of its result; what still runs goes on to the right edge. In a pipe, and in every format but table, it prints one row a run, oldest first.',
    flags: [...ANALYSIS_FLAGS, ...MADE_RECORD_FLAGS, ...CONNECTION_FLAGS],
    examples: [
      { words: 'timeline --demo -o table', purpose: 'the last 24 hours as a picture' },
      {
        words: 'timeline --since yesterday --until yesterday --demo -o csv',
        purpose: "yesterday's runs for a spreadsheet",
      },
    ],
    load: () => import('./commands/timeline.ts'),
  },
  {
    path: ['login'],
    summary: 'Log in and keep the token',
    description:
      'Logs in once and keeps the token for the next commands, in a file that only you can read. Every other command does the same by itself when it has to.',
    flags: [FLAGS.force, ...VOICE_FLAGS, ...CONNECTION_FLAGS],
    examples: [{ words: 'login --demo', purpose: 'see what a login tells' }],
    load: () => import('./commands/login.ts'),
  },
  {
    path: ['logout'],
    summary: 'Log out and forget the token',
    description: 'Ends the login on the server, where its API can, and removes the kept token.',
    flags: [...VOICE_FLAGS, ...CONNECTION_FLAGS],
    examples: [{ words: 'logout --demo', purpose: 'there is nothing to end on a fresh server' }],
    load: () => import('./commands/logout.ts'),
  },
  {
    path: ['api'],
    summary: 'Send one raw GET and print the body',
    description:
      "Sends one GET with vsi's login and prints the body as served. A path without a leading slash is meant below the API version in use; nothing but GET is ever sent.",
    argument: { name: 'path', description: 'Jobs?limit=5, or from the root: /v8/Jobs' },
    flags: [FLAGS.paginate, ...VOICE_FLAGS, ...CONNECTION_FLAGS],
    examples: [
      { words: 'api ServiceInstance --demo --product vb365', purpose: 'the build of the server' },
      {
        words: 'api JobSessions?limit=500 --paginate --demo --product vb365',
        purpose: 'every page in turn',
      },
    ],
    load: () => import('./commands/api.ts'),
  },
  {
    path: ['demo', 'serve'],
    summary: 'Run a simulated server to try vsi on',
    description:
      'Starts a simulated backup server on the loopback interface, with HTTPS, login and some weeks of sessions, and prints how to connect. It runs until Ctrl-C.',
    flags: [FLAGS.product, FLAGS.port, ...VOICE_FLAGS],
    examples: [{ words: 'demo serve --port 4443', purpose: 'on the real port of the product' }],
    load: () => import('./commands/demo-serve.ts'),
  },
  {
    path: ['doctor'],
    record: 'doctor line',
    summary: 'Check the way to each server, from its name to the rights',
    description:
      'Looks at name resolution, TCP, the certificate (chain, name, SHA-256 fingerprint, expiry), product, API versions, clock, login and rights, and says what to do about what is wrong. A failed check ends the looking where nothing further is possible; the exit code is that of the first failure, warnings do not count.',
    flags: [...RECORD_FLAGS.filter((flag) => flag !== FLAGS.raw), ...CONNECTION_FLAGS],
    examples: [
      { words: 'doctor --demo', purpose: 'what a healthy pair of servers looks like' },
      { words: 'doctor --demo --product vbr -o json', purpose: 'for a program' },
    ],
    load: () => import('./commands/doctor.ts'),
  },
  {
    path: ['completion'],
    summary: 'Print the completion script of a shell',
    description:
      'Prints a script that lets the shell complete commands, flags, their values, fields of records, saved servers, jobs and sessions. For bash: eval "$(vsi completion bash)" in ~/.bashrc. For zsh: eval "$(vsi completion zsh)" in ~/.zshrc, behind compinit. For fish: vsi completion fish > ~/.config/fish/completions/vsi.fish. For PowerShell: vsi completion powershell | Out-String | Invoke-Expression, in $PROFILE. Jobs and sessions are asked for with a login that an earlier command kept, for a second at the most.',
    argument: { name: 'shell', description: SHELLS.join(', '), choices: SHELLS },
    flags: [],
    examples: [{ words: 'completion bash', purpose: 'the script for bash' }],
    load: () => import('./commands/completion.ts'),
  },
];
