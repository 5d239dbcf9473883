import type { CheckLimit } from '../model/check-limits.ts';
import type { Levels } from '../model/levels.ts';
import { formatDuration, formatPercent } from '../output/units.ts';
import { failuresInOrder, jobMeasures, measuresOf, stateOf } from './check-result.ts';
import { summaryOf } from './check-summary.ts';
import type { CheckResult, JudgedJob } from './check-result.ts';
import { listedJobs, type CheckView, type ListedJobs } from './check-view.ts';
import { jobText } from './finding-text.ts';
import { checkmkMetrics, perfdata } from './perfdata.ts';
import { PLUGIN_CODES } from './plugin-state.ts';
import { pluginText } from './plugin-text.ts';

/** What a plugin prints: `VSI OK - <text> | <perfdata>`, below it a line for each problem. */
export function nagiosOutput(result: CheckResult, view: CheckView): string {
  const state = stateOf(result).toUpperCase();
  const first = `VSI ${state} - ${pluginText(summaryOf(result))} | ${perfdata(measuresOf(result))}`;
  return `${[first, ...details(result, view).map(pluginText)].join('\n')}\n`;
}

/** The line of a plugin that could not do its work; the hint below it. */
export function failedNagiosOutput(text: string, hint: string | null): string {
  const lines = [`VSI UNKNOWN - ${text}`, ...(hint === null ? [] : [`hint: ${hint}`])];
  return `${lines.map(pluginText).join('\n')}\n`;
}

/** The lines of a Checkmk local check: one service for all, or one for each job and one for the servers. */
export function checkmkOutput(
  result: CheckResult,
  { perJob, ...view }: CheckView & { readonly perJob: boolean },
): string {
  const all = checkmkLine({
    code: PLUGIN_CODES[stateOf(result)],
    service: SERVICE,
    metrics: checkmkMetrics(measuresOf(result)),
    text: [summaryOf(result), ...details(result, view)],
  });
  if (!perJob) return all;
  const isFailing = result.failures.length > 0 || result.jobs.length === 0;
  return [
    // Each job has a service of its own; this one tells whether vsi sees them.
    checkmkLine({
      code: isFailing ? PLUGIN_CODES.unknown : PLUGIN_CODES.ok,
      service: SERVICE,
      metrics: checkmkMetrics(measuresOf(result)),
      text: [summaryOf(result), ...failureLines(result)],
    }),
    ...listedJobs(result.jobs, view, result.moment).jobs.map((judged) => jobLine(judged, result)),
  ].join('');
}

/** The line of a local check that could not do its work. */
export function failedCheckmkOutput(text: string, hint: string | null): string {
  const lines = hint === null ? [text] : [text, `hint: ${hint}`];
  return checkmkLine({
    code: PLUGIN_CODES.unknown,
    service: SERVICE,
    metrics: '-',
    text: lines,
  });
}

/** What the summary is called in Checkmk. */
const SERVICE = 'VSI';

function jobLine(judged: JudgedJob, result: CheckResult): string {
  const { job, severity } = judged.health;
  return checkmkLine({
    code: PLUGIN_CODES[severity],
    // The name must stay the same when a second server is added.
    service: `${SERVICE} ${job.server} ${job.name}`,
    metrics: checkmkMetrics(jobMeasures(judged, result.moment)),
    text: [jobText(judged.health, result.timeZone)],
  });
}

interface CheckmkParts {
  readonly code: number;
  readonly service: string;
  readonly metrics: string;
  /** The first one is shown in lists. */
  readonly text: readonly string[];
}

/** A local check is one line: its lines of text are joined by a backslash and an n. */
function checkmkLine({ code, service, metrics, text }: CheckmkParts): string {
  const lines = text.map((line) => pluginText(line).replaceAll(/\\(?=n)/g, '∖'));
  const name = pluginText(service).replaceAll(/["'\\]/g, '_');
  return `${code} "${name}" ${metrics} ${lines.join('\\n')}\n`;
}

/** What does not answer first, as in the first line. */
function details(result: CheckResult, view: CheckView): readonly string[] {
  const { jobs, moment, notices, timeZone } = result;
  const bad = jobs.filter(({ health }) => health.severity !== 'ok');
  const listed = listedJobs(bad, view, moment);
  const problems = listed.jobs.map(
    ({ health }) =>
      `${health.severity.toUpperCase()}: ${titleOf(health.job)}: ${jobText(health, timeZone)}`,
  );
  return [
    ...failureLines(result),
    ...problems,
    ...leftLine(listed),
    ...notices,
    ...(view.explain ? explanation(result, view) : []),
  ];
}

/** Nothing is left out in silence. */
function leftLine({ left }: ListedJobs): readonly string[] {
  return left === 0 ? [] : [`and ${left} more: --limit 0 lists all`];
}

function failureLines({ failures }: CheckResult): readonly string[] {
  return failuresInOrder(failures).flatMap(({ server, text, hint }) => [
    `UNKNOWN: ${server === null ? '' : `${server}: `}${text}`,
    ...(hint === null ? [] : [`hint: ${hint}`]),
  ]);
}

function titleOf({ name, server }: { readonly name: string; readonly server: string }): string {
  return `“${name}” on ${server}`;
}

/** Of each job by which limits it is judged, who set them, and what came of it. */
function explanation(result: CheckResult, view: CheckView): readonly string[] {
  const { ignored, moment, timeZone } = result;
  const listed = listedJobs(result.jobs, view, moment);
  return [
    ...listed.jobs.flatMap(({ health, applied, history }) => [
      `${titleOf(health.job)}: ${health.severity.toUpperCase()}, ${jobText(health, timeZone)}`,
      `  judged by ${history === null ? 'what the server lists of it' : `its sessions (${history})`}`,
      ...applied.applied.map(
        ({ limit, levels, origin }) => `  ${limit}: ${levelsText(limit, levels)} (${origin})`,
      ),
    ]),
    ...leftLine(listed),
    ...ignored.map(
      ({ health, applied }) => `${titleOf(health.job)}: not judged (${applied.ignoredBy ?? ''})`,
    ),
  ];
}

const NUMBERED: ReadonlySet<CheckLimit> = new Set(['failures', 'warnings']);
const GRAVE: ReadonlySet<CheckLimit> = new Set(['neverRun', 'stopped']);

function levelsText(limit: CheckLimit, { warning, critical }: Levels): string {
  if (GRAVE.has(limit)) {
    if (critical !== null) return 'critical';
    return warning === null ? 'ok' : 'warning';
  }
  const valueText = (value: number): string => {
    if (NUMBERED.has(limit)) return `${value} in a row`;
    return limit === 'slow' ? formatPercent(value) : formatDuration(value / 1000);
  };
  const parts = [
    ...(warning === null ? [] : [`warning from ${valueText(warning)}`]),
    ...(critical === null ? [] : [`critical from ${valueText(critical)}`]),
  ];
  return parts.length === 0 ? 'off' : parts.join(', ');
}
