/** What is new, what is solved and what is to be remembered between two reports with the same question. */
import type { KnownProblem, LastReport } from '../model/known-problem.ts';
import type { Problem, ReportDocument, Solved } from './model.ts';

/** What makes a server that is not reached a problem that can be remembered. */
export const UNREACHABLE = 'unreachable';

/** Whether the last report did not have a problem; null where there was none. */
export function isNewSince(
  last: LastReport | null,
  problem: Omit<KnownProblem, 'jobName'>,
): boolean | null {
  return last === null ? null : !last.problems.some((known) => isSame(known, problem));
}

function isSame(a: Omit<KnownProblem, 'jobName'>, b: Omit<KnownProblem, 'jobName'>): boolean {
  return a.server === b.server && a.jobId === b.jobId && a.concern === b.concern;
}

/**
 * The problems of the last report that are there no more.
 *
 * @param answered servers that answered to the end: of the others nobody knows what has been solved
 */
export function solvedSince(
  last: LastReport | null,
  problems: readonly Problem[],
  answered: ReadonlySet<string>,
): readonly Solved[] {
  return (last?.problems ?? [])
    .filter(({ server }) => answered.has(server))
    .filter((known) => !problems.some((problem) => isSame(known, problem)))
    .map(({ server, jobName, concern }) => ({ server, jobName, concern }));
}

/** What is to be remembered until the next report: of servers that did not answer, what was known. */
export function rememberedProblems(
  { problems, unreachable }: ReportDocument,
  last: LastReport | null,
): readonly KnownProblem[] {
  const silent = new Set(unreachable.map(({ server }) => server));
  const kept = (last?.problems ?? []).filter(
    ({ server, concern }) => silent.has(server) && concern !== UNREACHABLE,
  );
  const present = problems.map(({ server, jobId, jobName, concern }) => {
    return { server, jobId, jobName, concern };
  });
  const known = kept.filter((old) => !present.some((problem) => isSame(old, problem)));
  const dead = unreachable.map(({ server }) => {
    return { server, jobId: null, jobName: null, concern: UNREACHABLE };
  });
  return [...present, ...known, ...dead];
}
