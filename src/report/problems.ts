import type { Finding } from '../analysis/health-limits.ts';
import type { LastReport } from '../model/known-problem.ts';
import { compareText } from '../model/order.ts';
import type { CollectedJob } from './collect.ts';
import { isNewSince, UNREACHABLE } from './last-report.ts';
import type { Problem, Unreachable } from './model.ts';
import type { CollectedServer, ReportParts } from './parts.ts';
import { NO_REASONS } from './reasons.ts';
import { CONCERN_ORDER } from './wording.ts';

/** By what is wrong, the gravest first; equal ones by server and job. */
export function problemsOf(parts: ReportParts): readonly Problem[] {
  return parts.servers
    .flatMap((server) =>
      server.jobs.flatMap(({ health }) =>
        health.findings.map((finding) => problemOf(finding, { health, server, last: parts.last })),
      ),
    )
    .sort(
      (a, b) =>
        CONCERN_ORDER.indexOf(a.concern) - CONCERN_ORDER.indexOf(b.concern) ||
        compareText(a.severity, b.severity) ||
        compareText(a.server, b.server) ||
        compareText(a.jobName, b.jobName),
    );
}

interface ProblemPlace {
  readonly health: CollectedJob['health'];
  readonly server: CollectedServer;
  readonly last: LastReport | null;
}

function problemOf(finding: Finding, { health, server, last }: ProblemPlace): Problem {
  const { concern, value, run } = finding;
  const { job } = health;
  const inRow = concern === 'failed' || concern === 'warning';
  const isPercent = concern === 'slow';
  const isTime = !inRow && !isPercent && concern !== 'stopped';
  const hasReasons = inRow || concern === 'stopped';
  const found = hasReasons ? (server.reasons.get(run?.id ?? '') ?? NO_REASONS) : NO_REASONS;
  return {
    server: job.server,
    jobId: job.id,
    jobName: job.name,
    kind: job.kind,
    concern,
    severity: finding.severity,
    since: finding.since,
    runsInRow: inRow ? value : null,
    seconds: isTime && value !== null ? Math.round(value / 1000) : null,
    percent: isPercent && value !== null ? Math.round(value) : null,
    isNew: isNewSince(last, { server: job.server, jobId: job.id, concern }),
    runId: run?.id ?? null,
    reasons: found.reasons,
    moreReasons: found.more,
    utcOffsetMinutes: run?.attempts[0].utcOffsetMinutes ?? job.utcOffsetMinutes ?? null,
  };
}

/** Every server that did not answer, or not to the end. */
export function unreachableOf({ failures, last }: ReportParts): readonly Unreachable[] {
  return failures.map(({ server, error }) => ({
    server,
    code: error.code,
    message: error.message,
    where: error.where,
    hint: error.hint,
    isNew: isNewSince(last, { server, jobId: null, concern: UNREACHABLE }),
  }));
}
