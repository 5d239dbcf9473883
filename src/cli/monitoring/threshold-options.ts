import type { LimitSources } from '../../analysis/check-limits.ts';
import {
  allowedLimit,
  CHECK_LIMITS,
  readLimit,
  type CheckLimit,
  type CheckLimits,
} from '../../model/check-limits.ts';
import { VsiError } from '../../model/errors.ts';
import type { Levels } from '../../model/levels.ts';
import { THRESHOLD } from '../flags/threshold.ts';
import type { Invocation } from '../invocation.ts';

/** The limits as typed. @throws USAGE for one that cannot be read */
export function typedLimits({
  flags,
}: Pick<Invocation, 'flags'>): Pick<LimitSources, 'flags' | 'flagOf'> {
  const limits: Partial<Record<CheckLimit, Levels>> = {};
  for (const limit of CHECK_LIMITS) {
    const text = flags.text(THRESHOLD[limit]);
    if (text === undefined) continue;
    const levels = readLimit(limit, text);
    if (levels === null) {
      throw new VsiError('USAGE', `${flagOf(limit)} cannot be “${text}”`, {
        hint: allowedLimit(limit),
      });
    }
    limits[limit] = levels;
  }
  return { flags: limits satisfies CheckLimits, flagOf };
}

function flagOf(limit: CheckLimit): string {
  return `--${THRESHOLD[limit].name}`;
}
