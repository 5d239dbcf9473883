import type { Judgement } from '../analysis/health-limits.ts';

/** The states of the plugin protocol with their exit codes (Monitoring Plugins Development Guidelines). */
export const PLUGIN_CODES = {
  ok: 0,
  warning: 1,
  critical: 2,
  unknown: 3,
} as const satisfies Record<Judgement, number>;

/** Which state decides, the first one first (contract section 6). */
const PRECEDENCE: readonly Judgement[] = ['critical', 'unknown', 'warning', 'ok'];

/** The state of several taken together; `ok` for none. */
export function worstOf(states: Iterable<Judgement>): Judgement {
  const all = new Set(states);
  return PRECEDENCE.find((state) => all.has(state)) ?? 'ok';
}

/** The state in which a list shows what is worst at the top. */
export function byGravity(a: Judgement, b: Judgement): number {
  return PRECEDENCE.indexOf(a) - PRECEDENCE.indexOf(b);
}
