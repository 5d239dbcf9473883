import {
  baselineOf,
  comparableRuns,
  FEWEST_COMPARED_RUNS,
  type Comparison,
  type Usual,
  type Verdict,
} from '../../analysis/baseline.ts';
import { collectRuns, type Run } from '../../analysis/runs.ts';
import { toNumber } from '../../model/int64.ts';
import { MODES, type Mode } from '../../model/kind.ts';
import type { Session } from '../../model/session.ts';
import type { Column, RecordSpec } from '../records/field.ts';
import type { Screen } from '../screen.ts';
import type { Theme } from '../theme.ts';
import { formatBytes, formatDuration } from '../units.ts';
import { sparkline } from './bars.ts';
import type { Detail } from './details.ts';

/** `↑210%`, `↓65%`: how a value stands to the usual one, coloured; empty where it is as usual. */
function markText(comparison: Comparison | null, { ascii, inStatusColor }: Theme): string {
  if (comparison === null || comparison.mark === 'usual') return '';
  const { percent, mark } = comparison;
  const [up, down] = ascii ? ['^', 'v'] : ['↑', '↓'];
  return inStatusColor(mark, `${percent > 100 ? up : down}${String(Math.round(percent))}%`);
}

/** The same table, marks before the durations and amounts that are far from the usual ones. */
export function markedSessions(
  spec: RecordSpec<Session>,
  verdictOf: (session: Session) => Verdict | null,
): RecordSpec<Session> {
  const marked = (
    column: Column<Session>,
    choose: (verdict: Verdict) => Comparison | null,
  ): Column<Session> => ({
    ...column,
    cell: (session, screen, wide) => {
      const verdict = verdictOf(session);
      const mark = verdict === null ? '' : markText(choose(verdict), screen.theme);
      const value =
        session.status === 'running' && mark !== '' && column.key === 'durationSeconds'
          ? 'so far'
          : column.cell(session, screen, wide);
      return mark === '' ? value : `${mark} ${value}`;
    },
  });
  return {
    ...spec,
    columns: spec.columns.map((column) => {
      if (column.key === 'durationSeconds') return marked(column, ({ duration }) => duration);
      if (column.key === 'transferredBytes') {
        return marked(column, ({ transferred }) => transferred);
      }
      return column;
    }),
  };
}

/** `Usual duration: 29:12, p95 40:00 (14 runs): this one 210%` and the same of the amount of data. */
export function verdictDetails(
  { duration, transferred }: Verdict,
  { theme }: Screen,
): readonly Detail[] {
  const lines = [
    { label: 'Usual duration', comparison: duration, format: formatDuration },
    { label: 'Usually transferred', comparison: transferred, format: formatBytes },
  ];
  return lines.flatMap(({ label, comparison, format }) => {
    if (comparison === null) return [];
    const { percent, mark, usual } = comparison;
    const words = `this one ${String(Math.round(percent))}%`;
    const own = mark === 'usual' ? words : theme.inStatusColor(mark, words);
    return [{ label, text: `${usualText(usual, format)}, ${own}` }];
  });
}

function usualText({ median, p95, runs }: Usual, format: (value: number) => string): string {
  return `${format(median)} (p95 ${format(p95)}, ${String(runs)} runs)`;
}

/** Columns of a trend, and what else a line of an 80-column screen has to say. */
const TREND_WIDTH = 30;
const BESIDE_TREND = 60;

/**
 * What is usual of a job, and how its durations and amounts of data went: full and incremental runs each by
 * themselves, since beside a full one every increment looks like nothing.
 */
export function jobTrend(
  sessions: readonly Session[],
  { theme, width }: Pick<Screen, 'theme' | 'width'>,
): readonly Detail[] {
  const runs = collectRuns(sessions).toReversed();
  const columns = Math.max(8, Math.min(TREND_WIDTH, width - BESIDE_TREND));
  const style = { theme, columns };
  return [
    ...usualDetails(sessions),
    ...trendLines('Duration trend', runs, {
      ...style,
      format: formatDuration,
      valueOf: durationOf,
    }),
    ...trendLines('Transfer trend', runs, { ...style, format: formatBytes, valueOf: amountOf }),
  ];
}

function durationOf({ durationSeconds }: Run): number | null {
  return durationSeconds;
}

function amountOf({ attempts }: Run): number | null {
  const known = attempts.map(({ transferredBytes }) => transferredBytes);
  const values = known.filter((bytes) => bytes !== null).map(toNumber);
  return values.length === 0 ? null : values.reduce((sum, value) => sum + value, 0);
}

/** In the order in which they are told; null where the server tells none. */
const ALL_MODES: readonly (Mode | null)[] = [...MODES, null];

function usualDetails(sessions: readonly Session[]): readonly Detail[] {
  const known = ALL_MODES.flatMap((mode) => {
    const { durationSeconds, transferredBytes } = baselineOf(comparableRuns(sessions, mode));
    if (durationSeconds === null) return [];
    const amount = transferredBytes === null ? '' : `, ${formatBytes(transferredBytes.median)}`;
    const what = mode === null ? '' : `${mode}: `;
    return [`${what}${usualText(durationSeconds, formatDuration)}${amount}`];
  });
  const [first = `not known with fewer than ${String(FEWEST_COMPARED_RUNS)} good runs`, ...others] =
    known;
  return [
    { label: 'Usual duration', text: first },
    ...others.map((text) => ({ label: 'Usual duration', text })),
  ];
}

interface TrendStyle {
  readonly theme: Theme;
  readonly columns: number;
  readonly format: (value: number) => string;
  /** null = not known of this run. */
  readonly valueOf: (run: Run) => number | null;
}

/** @param runs oldest first */
function trendLines(
  label: string,
  runs: readonly Run[],
  { theme, columns, format, valueOf }: TrendStyle,
): readonly Detail[] {
  return ALL_MODES.flatMap((mode) => {
    const own = runs.filter(({ attempts: [first] }) => first.mode === mode);
    const known = own.map(valueOf).filter((value) => value !== null);
    if (known.length < 2) return [];
    const [least, most] = [Math.min(...known), Math.max(...known)];
    const range = `${format(least)} to ${format(most)} (${String(known.length)} runs)`;
    const what = mode === null ? '' : `${mode}: `;
    return [{ label, text: `${what}${sparkline(known, columns, theme)}  ${range}` }];
  });
}
