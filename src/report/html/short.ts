import type { ReportDocument, ReportJob } from '../model.ts';

/**
 * How much of a report a mail leaves out: 0 nothing; 1 jobs that are well have one line each; 2 neither
 * is drawn when they ran; 3 no runs at all, and only so many problems.
 */
export type Shortness = 0 | 1 | 2 | 3;

export const SHORTNESSES: readonly Shortness[] = [0, 1, 2, 3];

/**
 * Gmail cuts what is beyond 102 kB, and with it what a reader was to see; the rest is left to what the
 * mail's transport adds.
 */
export const MOST_MAIL_BYTES = 95_000;

/** Of so many problems the shortest mail tells. */
const MOST_PROBLEMS = 40;

/** The report as far as the shortest mail tells it. */
export function shortened(report: ReportDocument, shortness: Shortness): ReportDocument {
  if (shortness < 3) return report;
  const problems = report.problems
    .slice(0, MOST_PROBLEMS)
    .map((problem) => ({ ...problem, reasons: problem.reasons.slice(0, 1), moreReasons: 0 }));
  return {
    ...report,
    problems,
    unreachable: report.unreachable.slice(0, MOST_PROBLEMS),
    missing: report.missing.slice(0, MOST_PROBLEMS),
    solved: report.solved.slice(0, MOST_PROBLEMS),
    notes: report.notes.slice(0, MOST_PROBLEMS),
    madeGood: [],
    servers: [],
  };
}

/** What a reader must know of it; null: nothing is left out. */
export function shortnessText(shortness: Shortness): string | null {
  const left = LEFT_OUT[shortness];
  if (left === null) return null;
  return `This mail is short, since mail programs cut long ones: ${left}. The attached text has all of it.`;
}

const LEFT_OUT: Readonly<Record<Shortness, string | null>> = {
  0: null,
  1: 'a job that is well has one line',
  2: 'a job that is well has one line, and the picture of when they ran is left out',
  3: `the runs are left out, and of each list all but the first ${MOST_PROBLEMS}`,
};

/** Whether one line is enough for a job. */
export function isWell({ judgement, runs }: ReportJob): boolean {
  return judgement === 'ok' && runs.every(({ status }) => status === 'success');
}
