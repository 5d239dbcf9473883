import type { Command } from '../../src/cli/command.ts';
import { EXIT_CODE_MEANINGS } from '../../src/cli/exit-codes.ts';
import type { FaultyServer } from '../support/faulty-server.ts';
import type { Expectation } from './faults.ts';
import { rowsOf, type Run } from './matrix.ts';

const DOCUMENTED: ReadonlySet<number> = new Set(EXIT_CODE_MEANINGS.map(([code]) => code));

/** Commands that say on stdout what fails: that is their answer. */
const TELLS_ON_STDOUT: ReadonlySet<string> = new Set(['doctor', 'check', 'metrics', 'report']);

/** Commands whose rows are the server's own records: no other row may ever come. */
const PLAIN_LISTS: ReadonlySet<string> = new Set([
  'session list',
  'jobs sessions',
  'session log',
  'session tasks',
]);

/** What no record may say, whatever a server tells. */
const SENSELESS: readonly (readonly [string, RegExp])[] = [
  ['a negative duration', /[dD]uration\w*":-|\bduration=-/],
  ['a share beyond one', /"(?:successRate|successOrWarningRate|share)":(?:-|[2-9]|1\.\d*[1-9])/],
  ['a time that stands for none', /"\w+(?:At|Until)":"(?:0001|9999)-|Invalid Date/],
];

/** What is wrong with how a run ended, whatever the fault was; empty where nothing is. */
export function breachesOf(run: Run, server: FaultyServer): readonly string[] {
  const { code, stdout, stderr, took } = run;
  const output = `${stdout}\n${stderr}`;
  if (code === null) return [`hangs: still at work after ${Math.round(took)} ms`];
  return [
    ...(DOCUMENTED.has(code) ? [] : [`ends with ${code}, which no document knows`]),
    ...(/internal error|^ +at .+:\d+/m.test(stderr) ? [`crashes: ${stderr.slice(0, 300)}`] : []),
    ...(/\bundefined\b|\bNaN\b|\[object |\bInfinity\b/.test(output) ? ['shows no value'] : []),
    ...SENSELESS.filter(([, pattern]) => pattern.test(stdout)).map(([what]) => what),
    ...(leaks(output, server) ? ['leaks a secret'] : []),
    ...(hasControls(stderr) ? ['lets control characters through to stderr'] : []),
  ];
}

/** The words of a plugin, by its exit code. */
const PLUGIN_WORDS = ['OK', 'WARNING', 'CRITICAL', 'UNKNOWN'];

/** Commands that print what they have to say of a dead server, and end with 3: "the rest was printed". */
const PRINTS_DEAD_SERVERS: ReadonlySet<string> = new Set(['metrics', 'report']);

/** The codes of a server as a whole: nothing was answered. */
const NOTHING_ANSWERED: ReadonlySet<number> = new Set([1, 4, 6]);

/** The codes that are right for a command: some have a word of their own for a failure. */
function codesOf(path: string, { codes, answers }: Expectation, honest: Run): readonly number[] {
  // A plugin's honest answer may be bad news; other data may be other news.
  if (path === 'check' && answers === 'differ') return [0, 1, 2, 3];
  if (path === 'check') return codes.map((each) => (each === 0 ? (honest.code ?? 0) : 3));
  if (PRINTS_DEAD_SERVERS.has(path)) {
    return codes.map((each) => (NOTHING_ANSWERED.has(each) ? 3 : each));
  }
  return codes;
}

/** Whether a text holds the password or any token, as it is or encoded. */
export function leaks(text: string, { password, tokens }: FaultyServer): boolean {
  const secrets = [password, encodeURIComponent(password), ...tokens];
  return secrets.some((secret) => text.includes(secret));
}

/** Control characters besides line breaks and tabs, and what turns the direction of text. */
export function hasControls(text: string): boolean {
  return /[^\P{Cc}\n\t]|[\u200e\u200f\u202a-\u202e\u2066-\u2069]/u.test(text);
}

/** What `session watch` itself writes to draw its picture; anything else in it is the server's. */
const OWN_SEQUENCES = ['?1049h', '?1049l', '?25l', '?25h', 'H', 'K', 'J'].map(
  (end) => `\u001b[${end}`,
);

/** What is on a screen that is drawn over and over, without what moves the cursor there. */
export function withoutOwnSequences(text: string): string {
  return OWN_SEQUENCES.reduce((rest, own) => rest.replaceAll(own, ''), text).replaceAll(
    '\r\n',
    '\n',
  );
}

/** What is wrong with what a command made of a fault, measured by what it says without the fault. */
export function problemsOf(
  run: Run,
  honest: Run,
  { command, expected }: { readonly command: Command; readonly expected: Expectation },
): readonly string[] {
  const { code, stdout, stderr } = run;
  const path = command.path.join(' ');
  const { codes, says, answers } = expected;
  const right = codesOf(path, expected, honest);
  if (code === null || !right.includes(code)) return [`exit code ${code ?? 'none'}`, stderr];
  if (path === 'check' && !stdout.startsWith(`VSI ${PLUGIN_WORDS[code] ?? ''} - `))
    return [`a plugin that ends with ${code} says: ${stdout}`];
  if (path === 'check' && answers === 'differ') return [];
  if (code === honest.code && answers === 'differ') return [];
  const problems: string[] = [];
  // A check that is critical already stays so where a part is missing, and says what is.
  const isTold =
    path === 'check' && says?.test(stdout) === true && !codes.every((each) => each === 0);
  if (code === honest.code && codes.includes(0) && !isTold) {
    if (steady(stdout) !== steady(honest.stdout)) problems.push(firstDifference(run, honest));
    return problems;
  }
  const told = TELLS_ON_STDOUT.has(path) ? `${stdout}${stderr}` : stderr;
  if (!TELLS_ON_STDOUT.has(path) && !/^vsi: .+/m.test(stderr))
    problems.push('fails without a word');
  if (says !== undefined && !says.test(told)) problems.push(`does not say why: ${told}`);
  if (answers !== 'differ' && PLAIN_LISTS.has(path)) problems.push(...strangeRows(run, honest));
  return problems;
}

/** Without the times that doctor measures, and what a check says below its line of having waited. */
function steady(text: string): string {
  return text
    .replace(/^\S+ admits only a few logins a minute, waiting \d+ s\n/gm, '')
    .replace(/\b\d+ ms\b/g, 'some ms')
    .replace(/\bin \d+(?:\.\d+)? s\b/g, 'in some s');
}

function firstDifference(run: Run, honest: Run): string {
  const lines = honest.stdout.split('\n');
  const differing = run.stdout.split('\n').findIndex((line, index) => line !== lines[index]);
  const line = run.stdout.split('\n')[differing];
  return `another answer: ${line?.slice(0, 400) ?? 'less'} instead of ${lines[differing]?.slice(0, 400) ?? 'nothing'}`;
}

/** Rows that the server does not have; a value that is missing (null) makes no strange row. */
function strangeRows(run: Run, honest: Run): readonly string[] {
  const known = new Set(honest.stdout.split('\n'));
  const records = new Map(rowsOf(honest).map((row) => [row['id'], row]));
  return rowsOf({
    stdout: run.stdout
      .split('\n')
      .filter((line) => !known.has(line))
      .join('\n'),
  })
    .filter((row) => {
      const record = records.get(row['id']);
      return !Object.entries(row).every(
        ([key, value]) => value === null || JSON.stringify(value) === JSON.stringify(record?.[key]),
      );
    })
    .map((row) => `a row that is none: ${JSON.stringify(row).slice(0, 300)}`);
}

/** What a run came to, in a few words, for the summary. */
export function outcomeOf({ code, stderr, stdout }: Run, honest: Run): string {
  if (code === honest.code) {
    return steady(stdout) === steady(honest.stdout) ? 'right answer' : 'what the data says';
  }
  const [line = ''] = /^vsi: .*/m.exec(stderr) ?? [];
  const part = stdout === '' ? '' : ', the rest printed';
  return `exit ${code ?? 'never'}${part}${line === '' ? '' : `: ${line.slice(5)}`}`;
}
