import type { Theme } from '../theme.ts';

const EIGHTHS = ['', '▏', '▎', '▍', '▌', '▋', '▊', '▉'] as const;

/**
 * A bar of so many columns, filled up to a share of 0 to 1; its value must stand beside it in words.
 * Anything above nothing shows, and only the whole fills it up.
 */
export function shareBar(share: number, width: number, { ascii, dim }: Theme): string {
  if (width <= 0) return '';
  const steps = ascii ? 1 : EIGHTHS.length;
  const whole = width * steps;
  const exact = Math.min(1, Math.max(0, share)) * whole;
  const most = share >= 1 ? whole : whole - 1;
  const filled = share <= 0 ? 0 : Math.min(most, Math.max(1, Math.round(exact)));
  if (ascii) return '#'.repeat(filled) + '.'.repeat(width - filled);
  const blocks = '█'.repeat(Math.floor(filled / steps)) + (EIGHTHS[filled % steps] ?? '');
  return blocks + dim('·'.repeat(width - Math.ceil(filled / steps)));
}

const LEVELS = ['▁', '▂', '▃', '▄', '▅', '▆', '▇', '█'] as const;
const ASCII_LEVELS = ['_', '.', ':', '-', '=', '+', '*', '#'] as const;

/**
 * A line of small columns, one for each value, or for the mean of neighbours where there are more
 * values than room. The lowest stands for 0, the highest for the greatest value.
 */
export function sparkline(values: readonly number[], width: number, { ascii }: Theme): string {
  const levels = ascii ? ASCII_LEVELS : LEVELS;
  const points = condensed(values, width);
  const highest = points.reduce((most, value) => Math.max(most, value), 0);
  return points
    .map((value) => {
      const level = highest <= 0 ? 0 : Math.ceil((value / highest) * levels.length) - 1;
      return levels[Math.max(0, level)] ?? '';
    })
    .join('');
}

/** At most so many values: the means of neighbours, in their order. */
export function condensed(values: readonly number[], most: number): readonly number[] {
  if (values.length <= most) return values;
  return Array.from({ length: most }, (_, index) => {
    const from = Math.floor((index * values.length) / most);
    const to = Math.floor(((index + 1) * values.length) / most);
    const part = values.slice(from, to);
    return part.reduce((sum, value) => sum + value, 0) / part.length;
  });
}
