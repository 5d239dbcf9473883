import type { Mode } from '../model/kind.ts';
import type { Session, StageLoad } from '../model/session.ts';
import { safeText } from './safe-text.ts';

/** A stage's word as Veeam writes it: `source-wan` → `Source WAN`, `target-disk` → `Target disk`. */
export function bottleneckLabel(bottleneck: string): string {
  const words = safeText(bottleneck)
    .replaceAll('-', ' ')
    .replaceAll(/\bwan\b/g, 'WAN');
  return words.slice(0, 1).toUpperCase() + words.slice(1);
}

/** How busy the bottleneck's own stage was; null where the server tells no loads. */
export function bottleneckPercent(
  session: Pick<Session, 'bottleneck' | 'stageLoads'>,
): number | null {
  const load = session.stageLoads?.find(({ stage }: StageLoad) => stage === session.bottleneck);
  return load?.percent ?? null;
}

/** What Veeam writes in brackets behind a job's name: `Full`, `Incremental`, `Retry 2`. */
export function runLabel(session: Pick<Session, 'mode' | 'retryNumber'>): string | null {
  if (session.retryNumber !== null && session.retryNumber > 0) {
    return `Retry ${String(session.retryNumber)}`;
  }
  return session.mode === null ? null : MODE_LABELS[session.mode];
}

const MODE_LABELS: Readonly<Record<Mode, string>> = {
  full: 'Full',
  incremental: 'Incremental',
  synthetic: 'Synthetic full',
};

/** How many characters of an id tables show: enough to be unique, and accepted as an id. */
const SHORT_ID_LENGTH = 8;

/** The beginning of an id, which commands accept in its place. */
export function shortId(id: string): string {
  return safeText(id).slice(0, SHORT_ID_LENGTH);
}

/** What is to be known of runs where `retriesKnown` is false. */
export const RETRIES_NOT_KNOWN =
  'A server does not tell which sessions are retries: those count as runs.';
