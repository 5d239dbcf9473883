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

const SUFFIXES = /^\s*(?:\((Full|Incremental)\))?\s*(?:\(Retry (\d{1,4})\))?\s*$/i;
const NAME_AND_SUFFIXES =
  /^(.*?)\s*((?:\s\((?:Full|Incremental)\))?(?:\s\(Retry \d{1,4}\))?)\s*$/is;

/**
 * Servers from 13 on write `<job> (Incremental)`, `<job> (Retry 2)`; older ones the job's name alone.
 *
 * @param listedName the job's own name where it is known: it may itself end in `(Full)`
 */
export function parseSessionName(name: string, listedName: string | null): SessionName {
  const [jobName, suffix] = split(name, listedName);
  const [, mode, retry] = SUFFIXES.exec(suffix) ?? [];
  return {
    jobName,
    mode: readMode(mode),
    retryNumber: retry === undefined ? null : Number(retry),
    hasSuffix: mode !== undefined || retry !== undefined,
  };
}

function split(name: string, listedName: string | null): readonly [string, string] {
  if (listedName !== null && listedName !== '' && name.startsWith(listedName)) {
    const rest = name.slice(listedName.length);
    if (SUFFIXES.test(rest)) return [listedName, rest];
  }
  const [, jobName = '', suffix = ''] = NAME_AND_SUFFIXES.exec(name) ?? [];
  // A name that is nothing but a suffix is a name.
  return jobName === '' ? [name, ''] : [jobName, suffix];
}
