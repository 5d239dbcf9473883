import { safeText } from '../output/safe-text.ts';

/** One figure for the graphs of a monitoring system. */
export interface Measure {
  /** Lower-case words with underscores; what else stands in it is replaced. */
  readonly name: string;
  /** null: not known, the figure is left out. */
  readonly value: number | bigint | null;
  /** Seconds, bytes, percent; empty for a count. */
  readonly unit: '' | 's' | 'B' | '%';
  readonly warning?: number | null;
  readonly critical?: number | null;
  readonly minimum?: number | null;
  readonly maximum?: number | null;
}

/**
 * Performance data in the standard syntax: `'label'=value[unit];warning;critical;minimum;maximum`, blanks
 * between the figures. A threshold is the highest value that is still well, as the standard's ranges
 * mean it.
 */
export function perfdata(measures: readonly Measure[]): string {
  return known(measures)
    .map(({ name, unit, ...figures }) => `${quotedLabel(name)}=${values(figures, unit)}`)
    .join(' ');
}

/** Metrics of a Checkmk local check: names without quotes, no units, `|` between them; `-` for none. */
export function checkmkMetrics(measures: readonly Measure[]): string {
  const texts = known(measures).map(
    ({ name, ...figures }) => `${metricName(name)}=${values(figures, '')}`,
  );
  return texts.length === 0 ? '-' : texts.join('|');
}

function known(measures: readonly Measure[]): readonly Measure[] {
  return measures.filter(
    ({ value }) => typeof value === 'bigint' || (value !== null && Number.isFinite(value)),
  );
}

function values(
  { value, warning, critical, minimum, maximum }: Omit<Measure, 'name' | 'unit'>,
  unit: string,
): string {
  const rest = [warning, critical, minimum, maximum].map((each) =>
    each === null || each === undefined ? '' : plainNumber(each),
  );
  return [`${plainNumber(value ?? 0)}${unit}`, ...rest].join(';').replace(/;+$/, '');
}

/** Digits with a point, never an exponent: that is no number in the standard. */
function plainNumber(value: number | bigint): string {
  if (typeof value === 'bigint' || Number.isInteger(value)) return BigInt(value).toString();
  return value.toFixed(3).replace(/\.?0+$/, '');
}

/** `=` and `'` may not stand in a label, but for a doubled quote, which not every parser knows. */
function quotedLabel(name: string): string {
  const label = safeText(name)
    .replaceAll(/['=|\\]/g, '_')
    .trim();
  return `'${label === '' ? '_' : label}'`;
}

function metricName(name: string): string {
  return name.replaceAll(/[^A-Za-z0-9_]/g, '_');
}
