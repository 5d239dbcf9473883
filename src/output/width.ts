import { stripVTControlCharacters } from 'node:util';
import stringWidth from 'string-width';

// Loaded with tables and screens only: building the segmenter costs some 10 ms.
const graphemes = new Intl.Segmenter();

/** Widths that were measured before: tables ask for the same words, signs and characters again and again. */
const known = new Map<string, number>();
/** A width is kept of so many texts, none of them longer than this. */
const KEPT = { texts: 2048, characters: 64 } as const;

/** Columns that a text takes on a terminal; colour codes take none, East Asian characters two. */
export function widthOf(text: string): number {
  if (/^[ -~]*$/.test(text)) return text.length;
  const found = known.get(text);
  if (found !== undefined) return found;
  const width = stringWidth(text);
  if (text.length <= KEPT.characters) {
    if (known.size >= KEPT.texts) known.clear();
    known.set(text, width);
  }
  return width;
}

/**
 * The text, cut to so many columns with the ellipsis at its end where it was too long. A text that
 * must be cut loses its colours.
 */
export function truncate(text: string, width: number, ellipsis: string): string {
  if (widthOf(text) <= width) return text;
  const room = width - widthOf(ellipsis);
  if (room < 0) return takeColumns(ellipsis, width);
  return takeColumns(stripVTControlCharacters(text), room) + ellipsis;
}

/** As much of the text's beginning as fits so many columns, whole characters only. */
function takeColumns(text: string, width: number): string {
  let taken = '';
  let used = 0;
  for (const { segment } of graphemes.segment(text)) {
    used += widthOf(segment);
    if (used > width) break;
    taken += segment;
  }
  return taken;
}

/** Fills a text up with blanks; a longer one stays as it is. */
export function pad(text: string, width: number, align: 'left' | 'right' = 'left'): string {
  const blanks = ' '.repeat(Math.max(0, width - widthOf(text)));
  return align === 'left' ? text + blanks : blanks + text;
}

/**
 * One line of plain text as lines of so many columns, broken between words; a word that is longer
 * than a line is broken inside, behind a sign that joins its parts (a fingerprint, a path, an address) where
 * there is one in the second half of the line. At least one line.
 */
export function wrap(text: string, width: number): readonly string[] {
  const lines: string[] = [];
  let line = '';
  for (const word of text.split(' ').filter((part) => part !== '')) {
    const longer = line === '' ? word : `${line} ${word}`;
    if (widthOf(longer) <= width) {
      line = longer;
      continue;
    }
    if (line !== '') lines.push(line);
    const pieces = widthOf(word) <= width ? [word] : breakWord(word, width);
    lines.push(...pieces.slice(0, -1));
    line = pieces.at(-1) ?? '';
  }
  return [...lines, line];
}

/** Signs behind which a word may go on in the next line, with what follows them there. */
const JOINT = /[:/\\,;&?](?=[^:/\\,;&?]*$)/;

function breakWord(word: string, width: number): readonly string[] {
  const pieces: string[] = [];
  let piece = '';
  let used = 0;
  for (const { segment } of graphemes.segment(word)) {
    const columns = widthOf(segment);
    if (piece !== '' && used + columns > width) {
      const joint = JOINT.exec(piece)?.index ?? -1;
      const end = joint >= piece.length / 2 ? joint + 1 : piece.length;
      pieces.push(piece.slice(0, end));
      piece = piece.slice(end);
      used = widthOf(piece);
    }
    piece += segment;
    used += columns;
  }
  return [...pieces, piece];
}
