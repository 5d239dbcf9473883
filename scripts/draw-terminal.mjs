// Draws lines of a terminal as SVG: one text element a run of equal style, each put on its column, so that
// columns stand in line whatever font the viewer has.
import { stripVTControlCharacters } from 'node:util';
import stringWidth from 'string-width';

const CELL = { width: 8.4, height: 19, font: 14 };
const MARGIN = 18;
const TITLE_BAR = 34;
const BACKGROUND = '#14181f';
const FOREGROUND = '#d7dce4';
const COLORS = {
  30: '#5c6773',
  31: '#ff6b68',
  32: '#7fd962',
  33: '#f2c14e',
  34: '#6cb6ff',
  35: '#d2a6ff',
  36: '#5ccfe6',
  37: '#d7dce4',
  90: '#7d8796',
};

/**
 * @param lines with SGR sequences as chalk writes them in 16 colours
 * @param options `columns` of the terminal, `title` for those who cannot see the picture
 */
export function drawTerminal(lines, { columns, title }) {
  const width = number(2 * MARGIN + columns * CELL.width);
  const height = TITLE_BAR + lines.length * CELL.height + MARGIN;
  const texts = lines.flatMap((line, row) => runsOf(line).map((run) => drawRun(run, row)));
  const dots = ['#ff5f57', '#febc2e', '#28c840'].map(
    (color, index) => `<circle cx="${MARGIN + 20 * index}" cy="17" r="6" fill="${color}"/>`,
  );
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" width="${width}" height="${height}" role="img" aria-label="${escape(title)}">`,
    `<title>${escape(title)}</title>`,
    `<rect width="${width}" height="${height}" rx="10" fill="${BACKGROUND}"/>`,
    ...dots,
    `<g font-family="ui-monospace, SFMono-Regular, Menlo, Consolas, 'DejaVu Sans Mono', monospace" font-size="${CELL.font}" fill="${FOREGROUND}" xml:space="preserve">`,
    ...texts,
    '</g>',
    '</svg>',
    '',
  ].join('\n');
}

function drawRun({ text, column, style }, row) {
  const x = number(MARGIN + column * CELL.width);
  const y = number(TITLE_BAR + (row + 0.75) * CELL.height);
  const length = number(stringWidth(text) * CELL.width);
  const looks = [
    style.color === null ? '' : ` fill="${style.color}"`,
    style.bold ? ' font-weight="bold"' : '',
    style.dim ? ' opacity="0.6"' : '',
  ].join('');
  return `<text x="${x}" y="${y}" textLength="${length}" lengthAdjust="spacingAndGlyphs"${looks}>${escape(text)}</text>`;
}

/** Words of one style with their column; blanks are left out, they draw nothing. */
function runsOf(line) {
  const runs = [];
  let style = { color: null, bold: false, dim: false };
  let column = 0;
  for (const [index, part] of line.split('\u001b[').entries()) {
    const [codes, text] = index === 0 ? ['', part] : part.split(/m(.*)/s);
    if (codes !== '') for (const code of codes.split(';')) style = styled(style, Number(code));
    for (const [word] of text.matchAll(/ +|\S+(?: \S+)*/g)) {
      if (word.trim() !== '') runs.push({ text: word, column, style });
      column += stringWidth(word);
    }
  }
  return runs;
}

function styled(style, code) {
  if (code === 0) return { color: null, bold: false, dim: false };
  if (code === 1) return { ...style, bold: true };
  if (code === 2) return { ...style, dim: true };
  if (code === 22) return { ...style, bold: false, dim: false };
  if (code === 39) return { ...style, color: null };
  if (COLORS[code] !== undefined) return { ...style, color: COLORS[code] };
  throw new Error(`the picture knows no style ${code}`);
}

function escape(text) {
  return stripVTControlCharacters(text)
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;');
}

function number(value) {
  return Number(value.toFixed(2));
}
