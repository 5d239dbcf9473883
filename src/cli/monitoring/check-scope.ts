/** Which runs `check` judges, and how many jobs it lists in which order. */
import { ALL_RUNS, type RunChoice } from '../../analysis/run-choice.ts';
import { VsiError } from '../../model/errors.ts';
import type { Instant } from '../../model/instant.ts';
import type { CheckLimits } from '../../model/check-limits.ts';
import { windowOn, type TimeWindow } from '../../model/selection.ts';
import { CHECK_JOB_KEYS, type CheckJobRow } from '../../monitoring/check-row.ts';
import type { CheckView } from '../../monitoring/check-view.ts';
import { FLAGS } from '../flags.ts';
import type { Invocation } from '../invocation.ts';
import { windowOf } from '../printing/time-zone.ts';
import { checkLasts, comparison, limitOf, sortOf } from '../sessions/selection-options.ts';
import { runSelectionOf } from '../sessions/run-selection.ts';

/** What a check is about. */
export interface CheckScope {
  /** When the jobs are judged: now, or the end of a window in the past. */
  readonly moment: Instant;
  /** Whether that is not now: what a server lists of its jobs may be newer. */
  readonly isPast: boolean;
  /** On any clock; `choice` knows the exact one. */
  readonly window: TimeWindow;
  readonly choice: RunChoice;
}

/**
 * What --since, --until, --last, --status and --attempts say.
 *
 * @param limits as typed: a row that is longer than --last could never be seen
 * @throws USAGE
 */
export function checkScopeOf(invocation: Invocation, limits: CheckLimits): CheckScope {
  const bounds = windowOf(invocation);
  const { last, statuses, singly } = runSelectionOf(invocation);
  checkLasts(bounds);
  checkReach(limits, last);
  const now = invocation.host.now();
  const { since, until } = bounds;
  const isNarrowed =
    since !== null || until !== null || last !== Infinity || statuses !== null || singly;
  return {
    moment: Math.min(now, until ?? Infinity),
    isPast: until !== null && until < now,
    window: { since, until },
    choice: isNarrowed
      ? { windowAt: (offset) => windowOn(bounds, offset), last, statuses, singly }
      : ALL_RUNS,
  };
}

/** A limit that no row can reach would be an alarm that never comes. @throws USAGE */
function checkReach(limits: CheckLimits, last: number): void {
  for (const limit of ['failures', 'warnings'] as const) {
    const { warning = null, critical = null } = limits[limit] ?? {};
    const highest = Math.max(warning ?? 0, critical ?? 0);
    if (highest <= last) continue;
    throw new VsiError('USAGE', `--last ${last} is too few for --${limit}`, {
      hint: `${highest} runs in a row are looked for: --last ${highest} or more`,
    });
  }
}

/** What --explain, --sort and --limit say. @throws USAGE */
export function checkViewOf(invocation: Invocation): CheckView {
  const { flags } = invocation;
  const fields = CHECK_JOB_KEYS.map((key) => ({ key }));
  const sort = sortOf<CheckJobRow>(invocation, { fields });
  const limit = limitOf(invocation, Infinity);
  if (limit !== Infinity && flags.isOn(FLAGS.perJob)) {
    throw new VsiError('USAGE', '--limit would take services away that --per-job makes', {
      hint: 'choose the jobs with --job, --exclude or --kind',
    });
  }
  return {
    explain: flags.isOn(FLAGS.explain),
    compare: sort === null ? null : comparison(sort),
    limit,
  };
}
