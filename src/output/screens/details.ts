import type { Instant } from '../../model/instant.ts';
import { formatDateTime, formatRelative, NOT_AVAILABLE } from '../units.ts';
import type { Screen } from '../screen.ts';
import { pad, truncate, widthOf, wrap } from '../width.ts';

/** A label and what it says; text is safe, and may be coloured as long as it fits the line. */
export interface Detail {
  readonly label: string;
  /** null = the server does not say. */
  readonly text: string | null;
  /** Never broken, whatever the width: a person copies it as a whole. The terminal itself may wrap it. */
  readonly whole?: boolean;
}

/** `Label:  text` lines, the texts below each other; long texts are wrapped there. */
export function drawDetails(details: readonly Detail[], screen: Screen): readonly string[] {
  const labelWidth = Math.max(0, ...details.map(({ label }) => widthOf(label) + 3));
  return details.flatMap(({ label, text, whole = false }) => {
    const head = pad(`${label}:`, labelWidth);
    const value = text ?? screen.theme.dim(NOT_AVAILABLE);
    const room = screen.width - labelWidth;
    if (widthOf(value) <= room) return [head + value];
    if (whole) return [truncate(`${label}:`, screen.width, screen.theme.ellipsis), value];
    if (room < MIN_TEXT_WIDTH || isOneWord(value)) return hangingBelow(`${label}:`, value, screen);
    return isPlain(value)
      ? wrap(value, room).map((line, index) => (index === 0 ? head : ' '.repeat(labelWidth)) + line)
      : [head + truncate(value, room, screen.theme.ellipsis)];
  });
}

/** Below this, texts begin on a line of their own. */
const MIN_TEXT_WIDTH = 20;

/** An id is copied by people: rather a line of its own than broken in two. */
function isOneWord(text: string): boolean {
  return !text.includes(' ');
}

function hangingBelow(head: string, value: string, { width, theme }: Screen): readonly string[] {
  const lines = isPlain(value) ? wrap(value, width) : [truncate(value, width, theme.ellipsis)];
  return [truncate(head, width, theme.ellipsis), ...lines];
}

function isPlain(text: string): boolean {
  return !text.includes('\u001b');
}

/** `2026-11-22 03:00:00 (5h ago)`; null where the moment is not known. */
export function showMoment(
  instant: Instant | null,
  { timeZone, now }: Pick<Screen, 'timeZone' | 'now'>,
): string | null {
  if (instant === null) return null;
  return `${formatDateTime(instant, timeZone)} (${formatRelative(instant, now)})`;
}

/** Cuts every line to the screen, for lines that cannot be wrapped. */
export function fitLines(lines: readonly string[], { width, theme }: Screen): readonly string[] {
  return lines.map((line) => truncate(line, width, theme.ellipsis).trimEnd());
}
