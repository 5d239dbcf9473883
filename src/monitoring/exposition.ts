import { safeText } from '../output/safe-text.ts';

/** One value with what tells it apart. */
export interface Sample {
  readonly labels: readonly (readonly [name: string, value: string])[];
  /** null: not known, there is no sample then. */
  readonly value: number | bigint | null;
}

/** All values of one name. */
export interface MetricFamily {
  /** As the samples are called. */
  readonly name: string;
  readonly help: string;
  /** `info`: the value is 1, the labels tell; a gauge where the format knows no such type. */
  readonly type: 'gauge' | 'info';
  /** The unit that the name ends with; null: none. */
  readonly unit: string | null;
  readonly samples: readonly Sample[];
}

export const EXPOSITIONS = ['prometheus', 'openmetrics'] as const;

export type Exposition = (typeof EXPOSITIONS)[number];

/**
 * The families as text, one by one, in the text format of Prometheus (0.0.4) or as OpenMetrics 1.0. A
 * family without a sample is left out; of two samples with the same labels the first one stands, since
 * a second one would make the whole text invalid.
 */
export function* exposition(
  families: Iterable<MetricFamily>,
  format: Exposition,
): Generator<string> {
  for (const family of families) {
    const lines = new Map<string, string>();
    for (const { labels, value } of family.samples) {
      if (value === null || Number.isNaN(Number(value))) continue;
      const series = `${family.name}${labelText(labels)}`;
      if (!lines.has(series)) lines.set(series, `${series} ${numberText(value)}\n`);
    }
    if (lines.size === 0) continue;
    yield header(family, format);
    yield* lines.values();
  }
  if (format === 'openmetrics') yield '# EOF\n';
}

function header({ name, help, type, unit }: MetricFamily, format: Exposition): string {
  if (format === 'prometheus') {
    return `# HELP ${name} ${escaped(help, /[\\\n]/g)}\n# TYPE ${name} gauge\n`;
  }
  // There an info is called without the ending that its samples have.
  const family = type === 'info' ? name.replace(/_info$/, '') : name;
  const unitLine = unit === null ? '' : `# UNIT ${family} ${unit}\n`;
  return `# TYPE ${family} ${type}\n${unitLine}# HELP ${family} ${escaped(help, /[\\\n"]/g)}\n`;
}

function labelText(labels: Sample['labels']): string {
  if (labels.length === 0) return '';
  const pairs = labels.map(([name, value]) => `${name}="${escaped(safeText(value), /[\\\n"]/g)}"`);
  return `{${pairs.join(',')}}`;
}

function escaped(text: string, signs: RegExp): string {
  return text.replace(signs, (sign) => (sign === '\n' ? '\\n' : `\\${sign}`));
}

function numberText(value: number | bigint): string {
  if (value === Infinity) return '+Inf';
  return value === -Infinity ? '-Inf' : String(value);
}
