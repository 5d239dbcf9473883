/** What the name of a session tells besides the job's (api/vbr.md section 5.6). */
import type { Mode } from '../../model/kind.ts';
import { readMode } from './words.ts';

/** A session's name taken apart. */
export interface SessionName {
  /** The job's name: without `(Full)`, `(Incremental)` and `(Retry n)` at the end. */
  readonly jobName: string;
  readonly mode: Mode | null;
  /** null: the name says nothing of a retry. */
  readonly retryNumber: number | null;
  /** Whether there was a suffix at all: then the server is one that adds them to every run. */
  readonly hasSuffix: boolean;
}

const SUFFIXES = /(?:\s\((Full|Incremental)\))?(?:\s\(Retry (\d{1,4})\))?$/i;

/**
 * Servers from 13 on write `<job> (Incremental)`, `<job> (Retry 2)`; older ones the job's name alone.
 *
 * @param listedName the job's own name where it is known: it may itself end in `(Full)`
 */
export function parseSessionName(name: string, listedName: string | null): SessionName {
  const plain: SessionName = { jobName: name, mode: null, retryNumber: null, hasSuffix: false };
  if (!name.endsWith(')') || name === listedName) return plain;
  const own = listedName !== null && name.startsWith(listedName) ? listedName.length : 0;
  // Whatever is behind the job's name, its beginning is never taken for a suffix.
  const match = SUFFIXES.exec(name.slice(own));
  const [suffix = '', mode, retry] = match ?? [];
  const jobName = name.slice(0, name.length - suffix.length);
  if (suffix === '' || jobName.trim() === '') return plain;
  return {
    jobName,
    mode: readMode(mode),
    retryNumber: retry === undefined ? null : Number(retry),
    hasSuffix: true,
  };
}
