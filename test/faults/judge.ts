import type { Command } from '../../src/cli/command.ts';
import { EXIT_CODE_MEANINGS } from '../../src/cli/exit-codes.ts';
import type { FaultyServer } from '../support/faulty-server.ts';
import type { Expectation } from './faults.ts';
import { rowsOf, type Run } from './matrix.ts';

const DOCUMENTED: ReadonlySet<number> = new Set(EXIT_CODE_MEANINGS.map(([code]) => code));

/** Commands that say on stdout what fails: that is their answer. */
const TELLS_ON_STDOUT: ReadonlySet<string> = new Set(['doctor', 'check', 'metrics', 'report']);

/** Commands that make a document of what they know, also where a server told nothing. */
const PRINTS_ANYWAY: ReadonlySet<string> = new Set(['metrics', 'report']);

/** Commands whose rows are the server's own records: no other row may ever come. */
const PLAIN_LISTS: ReadonlySet<string> = new Set([
  'session list',
  'jobs sessions',
  'session log',
  'session tasks',
]);

/** What is wrong with how a run ended, whatever the fault was; empty where nothing is. */
export function breachesOf(run: Run, server: FaultyServer): readonly string[] {
  const { code, stdout, stderr, took } = run;
  const output = `${stdout}\n${stderr}`;
  if (code === null) return [`hangs: still at work after ${Math.round(took)} ms`];
  return [
    ...(DOCUMENTED.has(code) ? [] : [`ends with ${code}, which no document knows`]),
    ...(/internal error|^ +at .+:\d+/m.test(stderr) ? [`crashes: ${stderr.slice(0, 300)}`] : []),
    ...(/\bundefined\b|\bNaN\b|\[object |\bInfinity\b/.test(output) ? ['shows no value'] : []),
    ...(leaks(output, server) ? ['leaks a secret'] : []),
    ...(hasControls(stderr) ? ['lets control characters through to stderr'] : []),
  ];
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

/** What is wrong with what a command made of a fault, measured by what it says without the fault. */
export function problemsOf(
  run: Run,
  honest: Run,
  { command, expected }: { readonly command: Command; readonly expected: Expectation },
): readonly string[] {
  const { code, stdout, stderr } = run;
  const path = command.path.join(' ');
  const { codes, says, answers } = expected;
  if (code === null || !rightCodes(path, honest, expected).includes(code)) {
    return [`exit code ${code ?? 'none'}`, stderr];
  }
  if (code === honest.code && answers === 'differ') return [];
  const problems: string[] = [];
  if (path === 'check' && answers === 'differ') return [];
  if (path === 'check' && code === 2 && says?.test(stdout) === true) return [];
  if (code === honest.code && codes.includes(0)) {
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

/**
 * The exit codes that are right for a command (contract section 6): the report and the metrics tell of a
 * server that fails and end with 3; a plugin says UNKNOWN, unless it knows something critical.
 */
function rightCodes(
  path: string,
  honest: Run,
  { codes, answers }: Expectation,
): readonly (number | null)[] {
  if (PRINTS_ANYWAY.has(path)) return codes.flatMap((each) => (each === 0 ? [0] : [3]));
  if (path !== 'check') return codes;
  if (answers === 'differ') return [0, 1, 2, 3];
  return codes.flatMap((each) => (each === 0 ? [honest.code] : [2, 3]));
}

/** Without the times that doctor measures. */
function steady(text: string): string {
  return text.replace(/\b\d+ ms\b/g, 'some ms').replace(/\bin \d+(?:\.\d+)? s\b/g, 'in some s');
}

function firstDifference(run: Run, honest: Run): string {
  const lines = honest.stdout.split('\n');
  const differing = run.stdout.split('\n').findIndex((line, index) => line !== lines[index]);
  const line = run.stdout.split('\n')[differing];
  return `another answer: ${line?.slice(0, 400) ?? 'less'} instead of ${lines[differing]?.slice(0, 400) ?? 'nothing'}`;
}

/** Rows that the server does not have; a value that is missing (null) makes no strange row. */
export function strangeRows(run: Run, honest: Run): readonly string[] {
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
