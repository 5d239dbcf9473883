import { VsiError } from '../model/errors.ts';
import { safeText } from '../output/safe-text.ts';
import type { ReportDocument } from './model.ts';
import { counted, STATUS_WORDS, timeText, type Clock } from './wording.ts';

const PLACES = ['status', 'problems', 'runs', 'servers', 'title', 'date'] as const;

type Place = (typeof PLACES)[number];

/** Finds out whether a template has only places that there are. @throws USAGE */
export function checkSubject(template: string): void {
  const unknown = [...template.matchAll(/\{(\w*)\}/g)].find(([, name]) => !isPlace(name));
  if (unknown === undefined) return;
  throw new VsiError('USAGE', `--mail-subject does not know “${unknown[0]}”`, {
    hint: `it knows ${PLACES.map((place) => `{${place}}`).join(', ')}`,
  });
}

function isPlace(name: string | undefined): name is Place {
  return PLACES.some((place) => place === name);
}

/**
 * The mail's subject, one line: `[Failed] 2 of 31 runs, 3 servers`.
 *
 * @param template null: the usual one
 */
export function subjectOf(report: ReportDocument, template: string | null, clock: Clock): string {
  const texts: Readonly<Record<Place, string>> = {
    status: STATUS_WORDS[report.status],
    problems: counted(report.counts.problems, 'problem'),
    runs: runsText(report),
    servers: serversText(report),
    title: report.title,
    date: timeText(report.generatedAt, clock).slice(0, 10),
  };
  const subject = (template ?? usualTemplate(report)).replaceAll(
    /\{(\w+)\}/g,
    (whole: string, name: string) => (isPlace(name) ? texts[name] : whole),
  );
  return safeText(subject).trim();
}

/** What is wrong may be no run's: a job that never ran, a server that is not reached. */
function usualTemplate(report: ReportDocument): string {
  return report.counts.problems > 0 && badRuns(report) === 0
    ? '[{status}] {problems}, {runs}, {servers}'
    : '[{status}] {runs}, {servers}';
}

function badRuns({ status, counts }: ReportDocument): number {
  if (status === 'success') return 0;
  return status === 'failed' && counts.failed > 0 ? counts.failed : counts.warning + counts.stopped;
}

/** `2 of 31 runs`: those that are as bad as the status says. */
function runsText(report: ReportDocument): string {
  const all = counted(report.counts.runs, 'run');
  const bad = badRuns(report);
  return bad === 0 ? all : `${bad} of ${all}`;
}

function serversText({ counts: { servers, unreachableServers: dead } }: ReportDocument): string {
  const all = counted(servers, 'server');
  return dead === 0 ? all : `${all}, ${dead} not reached`;
}
