import type { Screen } from '../screen.ts';
import { pad, widthOf } from '../width.ts';

/** One line of a pane: `Transferred: 204.9 MB (3.7x)`. */
export interface PaneRow {
  readonly label: string;
  /** Safe, may be coloured. */
  readonly value: string;
  /** What Veeam puts in brackets behind the value. */
  readonly detail?: string | null;
  /** The same, shorter, for a line of its own; `detail` where there is none. */
  readonly shortDetail?: string | null;
}

/** One of the panes that Veeam shows side by side. */
export interface Pane {
  readonly title: string;
  readonly rows: readonly PaneRow[];
}

/** Terminals from this width on get the panes side by side. */
const SIDE_BY_SIDE_WIDTH = 80;
const GAP = 2;

/**
 * Panes side by side where they fit. Where they fit only without the brackets, these go to lines of
 * their own below their value; on narrower terminals the panes are stacked.
 */
export function drawPanes(panes: readonly Pane[], screen: Screen): readonly string[] {
  const spacious = panes.map((pane) => paneLines(pane, screen, true));
  if (screen.width >= SIDE_BY_SIDE_WIDTH) {
    const compact = panes.map((pane) => paneLines(pane, screen, false));
    const fitting = [spacious, compact].find((blocks) => blockWidth(blocks) <= screen.width);
    if (fitting !== undefined) return sideBySide(fitting);
  }
  return spacious.flatMap((lines, index) => (index === 0 ? lines : ['', ...lines]));
}

function paneLines({ title, rows }: Pane, { theme }: Screen, inBrackets: boolean): string[] {
  const labelWidth = Math.max(...rows.map(({ label }) => widthOf(label) + 2));
  const lines = rows.flatMap(({ label, value, detail, shortDetail }) => {
    const line = pad(`${label}:`, labelWidth) + value;
    if (detail === undefined || detail === null) return [line];
    if (inBrackets) return [`${line} (${detail})`];
    return [line, ' '.repeat(labelWidth) + (shortDetail ?? detail)];
  });
  return [theme.heading(title), ...lines];
}

function blockWidth(blocks: readonly (readonly string[])[]): number {
  const widths = blocks.map((lines) => Math.max(...lines.map(widthOf)));
  return widths.reduce((sum, width) => sum + width, GAP * (blocks.length - 1));
}

function sideBySide(blocks: readonly (readonly string[])[]): readonly string[] {
  const height = Math.max(...blocks.map((lines) => lines.length));
  const widths = blocks.map((lines) => Math.max(...lines.map(widthOf)) + GAP);
  return Array.from({ length: height }, (_, line) =>
    blocks
      .map((lines, index) => pad(lines[line] ?? '', widths[index] ?? 0))
      .join('')
      .trimEnd(),
  );
}
