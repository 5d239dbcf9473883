import { createRunCollector, jobKey, type Run } from '../../analysis/runs.ts';
import { VsiError } from '../../model/errors.ts';
import type { Session } from '../../model/session.ts';
import type { Status } from '../../model/status.ts';
import type { Pages } from '../../servers/backup-server.ts';
import { FLAGS } from '../flags.ts';
import type { Invocation } from '../invocation.ts';
import { statusesOf } from './selection-options.ts';

/** Which runs of the selected sessions are meant. */
export interface RunSelection {
  /** By the run's final result; null = all. */
  readonly statuses: readonly Status[] | null;
  /** The newest so many of each job (`--last`). */
  readonly last: number;
  /** Every session is a run of its own (`--attempts`). */
  readonly singly: boolean;
}

/** What --status, --last and --attempts say. @throws USAGE */
export function runSelectionOf(invocation: Invocation): RunSelection {
  const { flags } = invocation;
  const text = flags.text(FLAGS.last);
  if (text !== undefined && !/^[1-9]\d*$/.test(text)) {
    throw new VsiError('USAGE', `--last “${text}” is no number of runs`, {
      hint: 'write a whole number from 1 on',
    });
  }
  return {
    statuses: statusesOf(invocation),
    last: text === undefined ? Infinity : Number(text),
    singly: flags.isOn(FLAGS.attempts),
  };
}

/** The runs of the sessions as these come in, newest first but for those whose original is missing. */
export async function* runsOf(
  pages: Pages<Session>,
  { statuses, last, singly }: RunSelection,
): AsyncGenerator<readonly Run[]> {
  const collector = createRunCollector(singly);
  const seen = new Map<string, number>();
  const isMeant = (run: Run): boolean => {
    if (last !== Infinity) {
      const key = jobKey(run.attempts[0]);
      const count = (seen.get(key) ?? 0) + 1;
      seen.set(key, count);
      if (count > last) return false;
    }
    return statuses === null || statuses.includes(run.status);
  };
  for await (const page of pages) {
    yield page.flatMap((session) => collector.add(session)).filter(isMeant);
  }
  yield collector.end().filter(isMeant);
}
