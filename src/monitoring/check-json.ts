import { formatInstant, type Instant } from '../model/instant.ts';
import type { Int64 } from '../model/int64.ts';
import { stateOf, summaryOf, type CheckResult, type JudgedJob } from './check-result.ts';
import { findingText, reasonOf } from './finding-text.ts';
import { PLUGIN_CODES } from './plugin-state.ts';

/** A check as one JSON object, for systems that pick values out of it (Zabbix, scripts). */
export function checkJson(result: CheckResult, explain: boolean): string {
  const { jobs, ignored, failures, servers, notices, now, secondsTaken } = result;
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
    jobs: jobs.map((judged) => jobObject(judged, now, explain)),
  });
}

/** The object of a check that could not do its work. */
export function failedCheckJson(text: string, hint: string | null): string {
  return write({
    state: 'UNKNOWN',
    code: PLUGIN_CODES.unknown,
    text,
    failures: [{ server: null, text, hint }],
    jobs: [],
  });
}

function jobObject(
  { health, applied, history, transferredBytes }: JudgedJob,
  now: Instant,
  explain: boolean,
) {
  const { job, lastRun, findings, severity } = health;
  return {
    server: job.server,
    jobId: job.id,
    jobName: job.name,
    kind: job.kind,
    state: severity.toUpperCase(),
    code: PLUGIN_CODES[severity],
    lastStatus: lastRun?.status ?? job.lastStatus,
    lastRunAt: timeOf(lastRun?.startedAt ?? job.lastRunAt),
    lastDurationSeconds: lastRun?.durationSeconds ?? job.lastDurationSeconds,
    lastSuccessAt: timeOf(job.lastSuccessAt),
    ageSeconds: job.lastSuccessAt === null ? null : Math.round((now - job.lastSuccessAt) / 1000),
    transferredBytes: numberOf(transferredBytes),
    failuresInRow: job.failuresInRow,
    findings: findings.map((finding) => ({
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
