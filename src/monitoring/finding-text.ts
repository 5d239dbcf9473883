import type { JobHealth } from '../analysis/health.ts';
import type { Finding } from '../analysis/health-limits.ts';
import type { Instant } from '../model/instant.ts';
import { formatDateTime, formatDuration, formatPercent } from '../output/units.ts';

/** What an admin is told of a finding, in a few words. */
export function findingText({ concern, value, since }: Finding): string {
  const length = value === null ? null : formatDuration(value / 1000);
  switch (concern) {
    case 'failed':
      return value === null || value <= 1 ? 'last run failed' : `${value} runs failed in a row`;
    case 'warning':
      return value === null || value <= 1
        ? 'last run ended with a warning'
        : `${value} runs in a row ended with a warning`;
    case 'stopped':
      return 'last run was stopped';
    case 'overdue':
      return `no success for ${length ?? 'a time not known'}`;
    case 'missed':
      return `missed its schedule, due ${length ?? 'some time'} ago`;
    case 'never-run':
      return 'never ran';
    case 'disabled':
      return length === null || since === null
        ? 'disabled, no run known'
        : `disabled, last run ${length} ago`;
    case 'running-long':
      return `running for ${length ?? 'a time not known'}`;
    case 'slow':
      return `last run took ${formatPercent(value === null ? null : Math.round(value))} of its usual time`;
  }
}

/** Concerns whose words tell since when already. */
const TELLS_WHEN = new Set<Finding['concern']>(['missed', 'disabled', 'running-long', 'never-run']);

/** The same with since when and, for a failure, why. */
function fullFindingText(finding: Finding, timeZone: string): string {
  const { concern, since } = finding;
  const parts = [findingText(finding)];
  if (since !== null && !TELLS_WHEN.has(concern)) parts.push(`since ${minute(since, timeZone)}`);
  const reason = reasonOf(finding);
  return `${parts.join(' ')}${reason === null ? '' : `: ${reason}`}`;
}

/** What the last attempt said of its end; null where the server says nothing with the session. */
export function reasonOf({ concern, run }: Finding): string | null {
  if (concern !== 'failed' && concern !== 'warning') return null;
  const last = run?.attempts.at(-1);
  // VB365's words for a session with a warning are what it transferred.
  if (concern === 'warning' && last?.product === 'vb365') return null;
  const message = last?.message?.trim() ?? '';
  return message === '' ? null : message;
}

/** All that is wrong with a job; what is said of one without a finding. */
export function jobText({ findings, severity }: JobHealth, timeZone: string): string {
  if (findings.length > 0) {
    return findings.map((finding) => fullFindingText(finding, timeZone)).join('; ');
  }
  return severity === 'unknown' ? 'nothing tells how its last run went' : 'well';
}

function minute(instant: Instant, timeZone: string): string {
  return formatDateTime(instant, timeZone).slice(0, 16);
}
