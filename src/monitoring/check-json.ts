import { formatInstant, type Instant } from '../model/instant.ts';
import type { Int64 } from '../model/int64.ts';
import { stateOf, type CheckFailure, type CheckResult, type JudgedJob } from './check-result.ts';
import { checkRow } from './check-row.ts';
import { summaryOf } from './check-summary.ts';
import { listedJobs, type CheckView } from './check-view.ts';
import { findingText, reasonOf } from './finding-text.ts';
import { PLUGIN_CODES } from './plugin-state.ts';

/** A check as one JSON object, for systems that pick values out of it (Zabbix, scripts). */
export function checkJson(result: CheckResult, view: CheckView): string {
  const { jobs, ignored, failures, servers, notices, now, secondsTaken, moment, window } = result;
  const state = stateOf(result);
  const count = (wanted: typeof state): number =>
    jobs.filter(({ health }) => health.severity === wanted).length;
  return write({
    state: state.toUpperCase(),
    code: PLUGIN_CODES[state],
    text: summaryOf(result),
    checkedAt: formatInstant(now),
    secondsTaken: Number(secondsTaken.toFixed(3)),
    counts: {
      jobs: jobs.length,
      ok: count('ok'),
      warning: count('warning'),
      critical: count('critical'),
      unknown: count('unknown'),
      ignored: ignored.length,
      servers,
    },
    failures,
    notices,
    jobs: listedJobs(jobs, view, moment).jobs.map((judged) =>
      jobObject(judged, moment, view.explain),
    ),
    since: timeOf(window.since),
    until: timeOf(window.until),
  });
}

/** The object of a check that could not do its work. */
export function failedCheckJson({ text, hint, kind }: Omit<CheckFailure, 'server'>): string {
  return write({
    state: 'UNKNOWN',
    code: PLUGIN_CODES.unknown,
    text,
    failures: [{ server: null, text, hint, kind }],
    jobs: [],
  });
}

function jobObject(judged: JudgedJob, moment: Instant, explain: boolean) {
  const { health, applied, history } = judged;
  const row = checkRow(judged, moment);
  return {
    ...row,
    lastRunAt: timeOf(row.lastRunAt),
    lastSuccessAt: timeOf(row.lastSuccessAt),
    transferredBytes: numberOf(row.transferredBytes),
    findings: health.findings.map((finding) => ({
      concern: finding.concern,
      state: finding.severity.toUpperCase(),
      text: findingText(finding),
      since: timeOf(finding.since),
      reason: reasonOf(finding),
    })),
    ...(explain
      ? {
          judgedBy: history ?? 'listing',
          limits: Object.fromEntries(
            applied.applied.map(({ limit, levels, origin }) => [limit, { ...levels, origin }]),
          ),
        }
      : {}),
  };
}

function timeOf(instant: Instant | null): string | null {
  return instant === null ? null : formatInstant(instant);
}

/** Beyond 2^53 as digits in quotes, like everywhere (contract section 3). */
function numberOf(value: Int64 | null): number | string | null {
  return typeof value === 'bigint' ? value.toString() : value;
}

function write(value: object): string {
  return `${JSON.stringify(value, null, 2)}\n`;
}
