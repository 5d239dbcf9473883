/** What VBR's clock was ahead of UTC, and when (api/vbr.md section 5.10). */
import { HOUR } from '../../model/duration.ts';
import { offsetOf, type Instant } from '../../model/instant.ts';

/**
 * Remembers the offsets that the server's times carried. Task sessions carry none: theirs is that of
 * the session they belong to. Clocks change on the hour, so one entry an hour of history is exact.
 */
export interface ServerOffsets {
  /** Takes note of a time stamp with its offset. */
  readonly learn: (text: string, instant: Instant) => void;
  /** The offset in minutes at that moment; null where no time stamp of that hour was seen. */
  readonly at: (instant: Instant) => number | null;
}

/** Nothing learnt yet. */
export function createServerOffsets(): ServerOffsets {
  const byHour = new Map<number, number>();
  return {
    learn: (text, instant) => {
      const hour = Math.floor(instant / HOUR);
      if (byHour.has(hour)) return;
      const offset = offsetOf(text);
      if (offset !== null) byHour.set(hour, offset);
    },
    at: (instant) => byHour.get(Math.floor(instant / HOUR)) ?? null,
  };
}
