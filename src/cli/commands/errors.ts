import { REASON_GROUPINGS, type ReasonGrouping } from '../../analysis/groupings.ts';
import { createReasons, isUnsuccessful } from '../../analysis/reasons.ts';
import { append } from '../../model/append.ts';
import { VsiError } from '../../model/errors.ts';
import type { Session } from '../../model/session.ts';
import { ERROR_RECORD } from '../../output/records/error.ts';
import { FLAGS } from '../flags.ts';
import { unknownWord, type Invocation } from '../invocation.ts';
import { isDrawn } from '../printing/output-options.ts';
import { analyse } from '../sessions/analysis.ts';
import { readReasons } from '../sessions/session-reasons.ts';

const PLAN = { spec: ERROR_RECORD, days: 7, statistics: false };

/** `errors` */
export async function run(invocation: Invocation): Promise<number> {
  return analyse(invocation, PLAN, () => {
    const by = groupingOf(invocation);
    const reasons = createReasons(by);
    const unsuccessful: Session[] = [];
    return {
      add: ({ attempts }) => {
        append(
          unsuccessful,
          attempts.filter(({ status }) => isUnsuccessful(status)),
        );
      },
      print: async ({ sessions, options, printRows }) => {
        const { fleet, missing, voice, severalServers } = sessions;
        await readReasons(unsuccessful, {
          fleet,
          reasons,
          missing,
          onProgress: (done, total) => {
            voice.progress(`Reading the logs of ${done} of ${total} sessions`);
          },
        });
        const rows = reasons.rows();
        await printRows(rows, { showServer: by !== 'reason' && severalServers });
        if (isDrawn(options) && rows.length === 0) voice.notice('No warning and no error.');
      },
    };
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
