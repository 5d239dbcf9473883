import type { BottleneckRow } from '../../analysis/bottlenecks.ts';
import { bottleneckLabel } from '../labels.ts';
import type { Screen } from '../screen.ts';
import { drawDetails } from './details.ts';

/** What to look at, once for every bottleneck that the rows name, in their order; empty where none is. */
export function renderAdvice(rows: readonly BottleneckRow[], screen: Screen): string {
  const texts = new Map<string, string>();
  for (const { bottleneck, advice } of rows) if (advice !== null) texts.set(advice, bottleneck);
  if (texts.size === 0) return '';
  const details = [...texts].map(([text, bottleneck]) => ({
    label: bottleneckLabel(bottleneck),
    text,
  }));
  return ['', ...drawDetails(details, screen)].map((line) => `${line}\n`).join('');
}
