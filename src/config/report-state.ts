import { join } from 'node:path';
import {
  guardByMode,
  nameOfFile,
  isFolder,
  readPrivateFile,
  writePrivateFile,
  type FolderGuard,
} from './private-file.ts';

/** A problem that a report named. */
export interface RememberedProblem {
  readonly server: string;
  /** null: the server itself. */
  readonly jobId: string | null;
  readonly jobName: string | null;
  readonly concern: string;
}

/** What a report said. */
export interface RememberedReport {
  /** When it was made, in milliseconds since 1970. */
  readonly at: number;
  readonly problems: readonly RememberedProblem[];
}

/** Keeps what the last report with the same question said. Nothing here throws. */
export interface ReportState {
  /** null: there was none, or it cannot be read. */
  readonly read: () => Promise<RememberedReport | null>;
  /** null: it is kept; else why it is not, in the system's code (`EACCES`). */
  readonly write: (report: RememberedReport) => Promise<string | null>;
}

/** Where it is kept. */
export interface ReportStateOptions {
  /** The state directory. */
  readonly directory: string;
  /** What was asked of whom: reports with other questions have other files. */
  readonly question: string;
  /** A folder that must be there already, as a home folder is; null: none. */
  readonly within?: string | null;
  readonly guard?: FolderGuard;
}

const FORMAT = 1;

/** One file for each question, private: names of jobs are nobody else's business. */
export function createReportState({
  directory,
  question,
  within = null,
  guard = guardByMode,
}: ReportStateOptions): ReportState {
  const path = join(directory, 'reports', nameOfFile(question));
  return {
    read: async () => {
      const file = await readPrivateFile(path);
      // What others may have written, or another user's file, is not trusted to say what is new.
      return file.kind === 'content' && file.foreign === null ? parse(file.text) : null;
    },
    write: async ({ at, problems }) => {
      if (within !== null && !(await isFolder(within))) return 'ENOENT';
      const text = `${JSON.stringify({ format: FORMAT, at, problems })}\n`;
      const result = await writePrivateFile(path, text, guard);
      return result.kind === 'done' ? null : result.reason;
    },
  };
}

function parse(text: string): RememberedReport | null {
  try {
    const content: unknown = JSON.parse(text);
    if (typeof content !== 'object' || content === null) return null;
    if (!('format' in content) || content.format !== FORMAT) return null;
    if (!('at' in content) || typeof content.at !== 'number') return null;
    if (!('problems' in content) || !Array.isArray(content.problems)) return null;
    const problems: readonly unknown[] = content.problems;
    return { at: content.at, problems: problems.filter(isProblem) };
  } catch {
    return null;
  }
}

function isProblem(value: unknown): value is RememberedProblem {
  if (typeof value !== 'object' || value === null) return false;
  const isText = (key: 'server' | 'concern'): boolean =>
    key in value && typeof Reflect.get(value, key) === 'string';
  const isTextOrNull = (key: 'jobId' | 'jobName'): boolean => {
    const item: unknown = Reflect.get(value, key);
    return item === null || typeof item === 'string';
  };
  return isText('server') && isText('concern') && isTextOrNull('jobId') && isTextOrNull('jobName');
}
