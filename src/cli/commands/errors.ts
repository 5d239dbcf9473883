import { append } from '../../model/append.ts';
import { REASON_GROUPINGS, type ReasonGrouping } from '../../analysis/groupings.ts';
import { createReasons, isUnsuccessful } from '../../analysis/reasons.ts';
import { VsiError } from '../../model/errors.ts';
import type { Session } from '../../model/session.ts';
import { ERROR_RECORD } from '../../output/records/error.ts';
import { EXIT } from '../exit-codes.ts';
import { FLAGS } from '../flags.ts';
import { fold, printFolded } from '../printing/fold.ts';
import { unknownWord, type Invocation } from '../invocation.ts';
import {
  checkOutput,
  isDrawn,
  printKeys,
  stdoutSink,
  writerFor,
} from '../printing/output-options.ts';
import { limitOf, sortOf } from '../sessions/selection-options.ts';
import { readReasons } from '../sessions/session-reasons.ts';
import { runSelectionOf, runsOf, withSessions } from '../sessions/session-source.ts';

const DEFAULT_DAYS = 7;

/** `errors` */
export async function run(invocation: Invocation): Promise<number> {
  if (printKeys(invocation, ERROR_RECORD)) return EXIT.done;
  const options = await checkOutput(invocation, ERROR_RECORD);
  const sort = sortOf(invocation, ERROR_RECORD);
  const limit = limitOf(invocation, Infinity);
  const by = groupingOf(invocation);
  const runSelection = runSelectionOf(invocation);
  return withSessions(invocation, { days: DEFAULT_DAYS, statistics: false }, async (sessions) => {
    const { voice, fleet, missing } = sessions;
    const unsuccessful: Session[] = [];
    const { failure } = await fold(runsOf(sessions.pages, runSelection), ({ attempts }) => {
      append(
        unsuccessful,
        attempts.filter(({ status }) => isUnsuccessful(status)),
      );
    });
    const reasons = createReasons(by);
    await readReasons(unsuccessful, {
      fleet,
      reasons,
      missing,
      onProgress: (done, total) => {
        voice.progress(`Reading the logs of ${done} of ${total} sessions`);
      },
    });
    const rows = reasons.rows();
    const writer = await writerFor(invocation, {
      spec: ERROR_RECORD,
      options,
      sink: stdoutSink(invocation, voice),
      showServer: by !== 'reason' && sessions.severalServers,
    });
    await printFolded({ rows, sort, limit, writer, failure });
    if (isDrawn(options) && rows.length === 0) voice.notice('No warning and no error.');
    await sessions.sayWhereHistoryBegins();
    return EXIT.done;
  });
}

/** @throws USAGE */
function groupingOf({ flags }: Invocation): ReasonGrouping {
  const words = flags.words(FLAGS.errorsBy, true) ?? ['reason'];
  const [word = '', ...others] = [...new Set(words)];
  if (others.length > 0) {
    throw new VsiError('USAGE', '--by groups errors by one thing', {
      hint: `one of ${REASON_GROUPINGS.join(', ')}`,
    });
  }
  const grouping = REASON_GROUPINGS.find((known) => known === word);
  if (grouping === undefined) throw unknownWord(FLAGS.errorsBy, word);
  return grouping;
}
