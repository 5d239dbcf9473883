/** `progress` of sessions, job states and task sessions (api/vbr.md section 3, SessionProgress). */
import type { Int64 } from '../../model/int64.ts';
import { readBottleneck } from '../bottleneck.ts';
import { isFields, readInteger, readNumber, readText } from '../reading/reading.ts';

/** What was measured so far. Sizes in bytes, null = not measured. */
export interface Progress {
  readonly percent: number | null;
  readonly durationSeconds: number | null;
  readonly rateBytesPerSecond: Int64 | null;
  readonly processedBytes: Int64 | null;
  readonly readBytes: Int64 | null;
  readonly transferredBytes: Int64 | null;
  readonly bottleneck: string | null;
}

/**
 * Reads a progress object. Both spellings of transferredSize are known. Before anything is measured
 * servers send NotDefined, `N/A` and zeros together: those zeros mean null (api/vbr.md section 3).
 *
 * @returns null where there is no progress object
 */
export function readProgress(value: unknown): Progress | null {
  if (!isFields(value)) return null;
  const progress = {
    percent: readNumber(value['progressPercent']),
    durationSeconds: parseTimeSpan(readText(value['duration'])),
    rateBytesPerSecond: parseRate(readText(value['processingRate'])),
    processedBytes: readInteger(value['processedSize']),
    readBytes: readInteger(value['readSize']),
    transferredBytes: readInteger(value['transferredSize'] ?? value['transferedSize']),
    bottleneck: readBottleneck(value['bottleneck']),
  };
  return isMeasured(progress)
    ? progress
    : { ...progress, processedBytes: null, readBytes: null, transferredBytes: null };
}

/** Whether it says more than that nothing was measured. */
function isMeasured(progress: Progress): boolean {
  const { bottleneck, rateBytesPerSecond, processedBytes, readBytes, transferredBytes } = progress;
  return (
    bottleneck !== null ||
    rateBytesPerSecond !== null ||
    [processedBytes, readBytes, transferredBytes].some((size) => size !== null && size !== 0)
  );
}

const UNITS: Readonly<Record<string, number>> = { B: 0, K: 1, M: 2, G: 3, T: 4, P: 5, E: 6 };
const RATE = /^(\d[\d.,'’\s]{0,20}?)\s?(B|bytes?|([KMGTPE])i?B)\s*(?:\/\s*s(?:ec)?|ps)?\s*\.?$/i;

/**
 * A rate as VBR displays it, in bytes per second: `85 MB`, `18.3 MB/s`, with a decimal comma
 * `131,9 MB`. Units are binary, `/s` may be missing (api/vbr.md section 3).
 *
 * @returns null for `N/A`, for a number without a unit, and for anything else
 */
export function parseRate(text: string | null): number | null {
  const [, digits, unit, prefix] = RATE.exec(text?.trim() ?? '') ?? [];
  if (digits === undefined || unit === undefined) return null;
  const value = parseLocalNumber(digits);
  const power = UNITS[(prefix ?? 'B').toUpperCase()];
  return value === null || power === undefined ? null : Math.round(value * 1024 ** power);
}

/**
 * A number in whatever way the server's language writes it. Of two kinds of separators the last is
 * the decimal one; one kind is the decimal one unless it groups three digits (Veeam shows one or two
 * decimals, never three).
 */
function parseLocalNumber(text: string): number | null {
  const compact = text.replace(/['’\s]/g, '');
  const last = Math.max(compact.lastIndexOf('.'), compact.lastIndexOf(','));
  if (last < 0) return Number(compact);
  const mark = compact.charAt(last);
  const isAlone = compact.indexOf(mark) === last;
  const isOnlyKind = !compact.includes(mark === '.' ? ',' : '.');
  const isGroup = !isAlone || (isOnlyKind && compact.length - last === 4);
  const whole = (isGroup ? compact : compact.slice(0, last)).replace(/[.,]/g, '');
  const value = Number(isGroup ? whole : `${whole}.${compact.slice(last + 1)}`);
  return Number.isFinite(value) ? value : null;
}

const TIME_SPAN = /^(?:(\d+)\.)?(\d{1,2}):(\d{2}):(\d{2})(?:[.,](\d{1,9}))?$/;

/** A .NET time span, `[d.]hh:mm:ss[.f]`, in seconds to the millisecond; null for anything else. */
export function parseTimeSpan(text: string | null): number | null {
  const match = TIME_SPAN.exec(text?.trim() ?? '');
  if (match === null) return null;
  const [, days = '0', hours = '0', minutes = '0', seconds = '0', fraction = '0'] = match;
  const whole = ((Number(days) * 24 + Number(hours)) * 60 + Number(minutes)) * 60 + Number(seconds);
  return Math.round((whole + Number(`0.${fraction}`)) * 1000) / 1000;
}
