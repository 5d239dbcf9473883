import type { KnownProblem, LastReport } from '../model/known-problem.ts';
import { stateFile, type Content, type StateFolder } from './state-file.ts';

/** Keeps what the last report with the same question said. Nothing here throws. */
export interface ReportState {
  /** null: there was none, or it cannot be read. */
  readonly read: () => Promise<LastReport | null>;
  /** null: it is kept; else why it is not, in the system's code (`EACCES`). */
  readonly write: (report: LastReport) => Promise<string | null>;
}

/**
 * One file for each question, private: names of jobs are nobody else's business.
 *
 * @param question what was asked of whom: reports with other questions have other files
 */
export function createReportState(folder: StateFolder, question: string): ReportState {
  // What others may have written is not trusted to say what is new.
  const file = stateFile(folder, { folder: 'reports', about: question, mayBeRead: true });
  return {
    read: async () => reportOf(await file.read()),
    write: ({ at, problems }) => file.write({ at, problems }),
  };
}

function reportOf({ at, problems }: Content): LastReport | null {
  if (typeof at !== 'number' || !Array.isArray(problems)) return null;
  return { at, problems: problems.filter(isProblem) };
}

function isProblem(value: unknown): value is KnownProblem {
  if (typeof value !== 'object' || value === null) return false;
  const isText = (key: 'server' | 'concern'): boolean =>
    key in value && typeof Reflect.get(value, key) === 'string';
  const isTextOrNull = (key: 'jobId' | 'jobName'): boolean => {
    const item: unknown = Reflect.get(value, key);
    return item === null || typeof item === 'string';
  };
  return isText('server') && isText('concern') && isTextOrNull('jobId') && isTextOrNull('jobName');
}
