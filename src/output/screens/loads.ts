import type { StageLoad } from '../../model/session.ts';
import { bottleneckLabel } from '../labels.ts';
import type { Screen } from '../screen.ts';
import { formatPercent } from '../units.ts';

const BARS = ['', '▁', '▂', '▃', '▄', '▅', '▆', '▇'] as const;

function barOf(percent: number): string {
  const share = Math.min(100, Math.max(0, percent)) / 100;
  return BARS[Math.ceil(share * (BARS.length - 1))] ?? '';
}

/** `Source 99% ▇`, `Proxy 35% ▃`, `Target 0%`: each stage coloured by its load; bars where there is colour. */
export function showLoads(loads: readonly StageLoad[], { theme }: Screen): readonly string[] {
  return loads.map(({ stage, percent }) => {
    const words = `${bottleneckLabel(stage)} ${formatPercent(percent)}`;
    const bar = theme.colored && !theme.ascii ? barOf(percent) : '';
    return theme.load(percent, bar === '' ? words : `${words} ${bar}`);
  });
}

/** The same for a narrow column: `S▇99 P▃35 N▁4 T0`, `SW` being the source's WAN accelerator. */
export function showLoadsShort(loads: readonly StageLoad[], { theme }: Screen): readonly string[] {
  return loads.map(({ stage, percent }) => {
    const words = bottleneckLabel(stage).split(' ');
    const initials = words.map((word) => word.slice(0, 1).toUpperCase()).join('');
    const bar = theme.ascii ? '' : barOf(percent);
    return theme.load(percent, `${initials}${bar}${String(Math.round(percent))}`);
  });
}
