import {
  FAILURE_KINDS,
  type CheckFailure,
  type CheckResult,
  type FailureKind,
  type JudgedJob,
} from './check-result.ts';
import { findingText } from './finding-text.ts';

/** How many jobs, or servers of a kind, the first line names; the lines below it name all. */
const NAMED = 3;

/**
 * The text of the first line: servers that do not answer first, all of them by their number, for behind
 * one of them any number of jobs may have failed; then the jobs, the gravest first.
 */
export function summaryOf(result: CheckResult): string {
  const { jobs, failures, servers } = result;
  const blind = blindness(failures);
  if (jobs.length === 0 && failures.length > 0) return blind;
  const seen = jobsText(result, servers > 1 ? ` on ${servers} servers` : '');
  return blind === '' ? seen : `${blind}; ${seen}`;
}

function jobsText({ jobs, failures }: CheckResult, where: string): string {
  const bad = jobs.filter(({ health }) => health.severity !== 'ok');
  const [only] = jobs;
  if (only === undefined) return `no job to check${where}`;
  const named = atMost(bad.map(nameOf));
  if (jobs.length === 1 && failures.length === 0) {
    return bad.length > 0 ? named : `“${only.health.job.name}” is well`;
  }
  const all = `${jobs.length} ${jobs.length === 1 ? 'job' : 'jobs'}${where}`;
  if (bad.length > 0) return `${bad.length} of ${all}: ${named}`;
  return jobs.length === 1 ? `${all} is well` : `all of ${all} are well`;
}

/** What is not known because somebody does not answer; empty where everybody does. */
function blindness(failures: readonly CheckFailure[]): string {
  const [only, ...others] = failures;
  if (only !== undefined && others.length === 0) {
    return only.server === null ? only.text : `${only.server}: ${only.text}`;
  }
  const parts = FAILURE_KINDS.flatMap((kind) => {
    const names = new Set(
      failures.flatMap((failure) => (failure.kind === kind ? (failure.server ?? []) : [])),
    );
    return names.size === 0 ? [] : [serversText(kind, [...names])];
  });
  const unplaced = failures.flatMap(({ server, text }) => (server === null ? [text] : []));
  return [...parts, ...(unplaced.length === 0 ? [] : [atMost(unplaced)])].join(', ');
}

const WORDS: Readonly<Record<FailureKind, string>> = {
  unreachable: 'unreachable',
  refused: 'without login or rights',
  failed: 'failed',
};

function serversText(kind: FailureKind, names: readonly string[]): string {
  const count = names.length === 1 ? '1 server' : `${names.length} servers`;
  return `${count} ${WORDS[kind]} (${atMost(names)})`;
}

function atMost(texts: readonly string[]): string {
  const more = texts.length > NAMED ? ` and ${texts.length - NAMED} more` : '';
  return `${texts.slice(0, NAMED).join(', ')}${more}`;
}

function nameOf({ health: { job, findings } }: JudgedJob): string {
  const [gravest] = findings;
  return `“${job.name}” ${gravest === undefined ? 'is not known' : findingText(gravest)}`;
}
