import { hashText } from '../../random.ts';
import { since, type Revision } from '../revisions.ts';
import { renderSize } from '../sizes.ts';
import { formatSpan, type WallClock } from '../times.ts';
import type { Progress } from '../world/state.ts';

/** A JSON object as it goes out. */
export type Json = Record<string, unknown>;

/** In what to answer, and when. */
export interface Scene {
  readonly revision: Revision;
  readonly wall: WallClock;
  readonly now: number;
}

/** The id that stands for "none" where a revision must have one. */
export const ZERO_ID = '00000000-0000-0000-0000-000000000000';

/** A whole number that is always the same for an id, to vary what the field shows in several ways. */
export function variantOf(id: string): number {
  return hashText(id)[0];
}

/** What is not there: null up to 1.2, left out from 1.3 on (api/vbr.md section 5.9). */
export function withoutAbsent(json: Json, revision: Revision): Json {
  if (!since(revision, '1.3-rev0')) return json;
  const present: Json = {};
  for (const key of Object.keys(json)) {
    if (json[key] !== null) present[key] = json[key];
  }
  return present;
}

/** How a progress object is to be written. */
export interface ProgressStyle {
  /** Task sessions before 1.3-rev2 say `transferedSize` (api/vbr.md section 3). */
  readonly misspelled: boolean;
  readonly decimalComma: boolean;
  /** Picks one of the ways in which time spans are seen in the field. */
  readonly variant: number;
}

/** The numbers of a task or of a session. */
export function renderProgress(progress: Progress, style: ProgressStyle, scene: Scene): Json {
  const { revision } = scene;
  return {
    bottleneck: progress.bottleneck.replace(' WAN', 'Wan'),
    duration: renderDuration(progress.duration, style.variant, revision),
    processingRate: renderRate(progress.rate, style.decimalComma, revision),
    processedSize: progress.processed,
    readSize: progress.read,
    [style.misspelled ? 'transferedSize' : 'transferredSize']: progress.transferred,
    ...(since(revision, '1.3-rev0') ? { progressPercent: progress.percent } : {}),
  };
}

/** `53.7 MB` up to build 12, `53.7 MB/s` from 13 on; where nothing was measured `N/A`. */
function renderRate(rate: number | null, decimalComma: boolean, revision: Revision): string {
  if (rate === null) return 'N/A';
  const text = renderSize(rate) + (since(revision, '1.3-rev0') ? '/s' : '');
  return decimalComma ? text.replace('.', ',') : text;
}

/** Newer builds write some spans with days or a fraction, below a day too (api/vbr.md section 3). */
function renderDuration(duration: number, variant: number, revision: Revision): string {
  const plain = formatSpan(duration);
  if (!since(revision, '1.3-rev0')) return plain;
  if (variant % 8 === 1 && !plain.includes('.')) return `0.${plain}`;
  return variant % 8 === 2 ? formatSpan(duration, 7) : plain;
}

/** A result object; `message` and `isCanceled` as the documents' examples have them. */
export function renderResult(outcome: {
  readonly result: string;
  readonly message: string;
  readonly canceled: boolean;
}): Json {
  return { result: outcome.result, message: outcome.message, isCanceled: outcome.canceled };
}
