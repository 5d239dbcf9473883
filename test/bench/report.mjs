// How results look: the table on the screen, the comparison of two result files, and the guard's verdict.

/** @param result what bench.mjs makes of a row */
export function lineOf({ title, skipped, ours, others, against, ...result }) {
  if (skipped !== undefined) return `${title.padEnd(42)} skipped: ${skipped}`;
  const figures = Object.entries(others).map(([name, figure]) => `${name} ${figureText(figure)}`);
  const { ratio, cpuRatio, budget, limits } = result;
  const parts = [`vsi ${figureText(ours)}`, ...figures];
  if (ratio !== null)
    parts.push(`= ${ratio.toFixed(2)} x ${against}${budget === null ? '' : ` (budget ${budget})`}`);
  if (cpuRatio !== null) parts.push(`CPU ${cpuRatio.toFixed(2)} x`);
  for (const { what, value, most, unit } of limits) {
    parts.push(`${what} ${shown(value, unit)} (budget ${most} ${unit})`);
  }
  return `${title.padEnd(42)} ${parts.join(' · ')}`;
}

function figureText({ ms, cpuMs, peakBytes }) {
  const cpu = cpuMs === null ? '' : `, CPU ${Math.round(cpuMs)} ms`;
  return `${Math.round(ms)} ms${cpu}, ${shown(mebibytes(peakBytes), 'MiB')}`;
}

function shown(value, unit) {
  if (value === null) return 'n/a';
  return `${unit === 's' ? value.toFixed(2) : Math.round(value)} ${unit}`;
}

export function mebibytes(bytes) {
  return bytes === null ? null : bytes / 2 ** 20;
}

/**
 * What goes beyond what the guard allows; one sentence each. Processor time is judged where the system
 * tells it, for it is the same on a busy machine; elsewhere the time that passed, with more slack.
 */
export function excesses({ skipped, ours, against, guard, ...result }) {
  if (skipped !== undefined) return [];
  const { ratio, cpuRatio, limits } = result;
  const { ratio: most, cpuSeconds, slack } = guard;
  const found = [];
  const judge = (what, value, limit) => {
    if (value !== null && limit !== undefined && value > limit) {
      found.push(`${what}: ${value.toFixed(2)}, more than ${limit.toFixed(2)}`);
    }
  };
  if (cpuRatio === null) judge(`x ${against}`, ratio, most === undefined ? most : most * slack);
  else judge(`CPU x ${against}`, cpuRatio, most);
  judge('CPU seconds', ours.cpuMs === null ? null : ours.cpuMs / 1000, cpuSeconds);
  const memory = limits.find(({ what }) => what === 'memory');
  if (memory !== undefined) judge('MiB', memory.value, memory.most * 1.1);
  return found;
}

/** Two result files side by side, row by row: times, memory and ratios. */
export function comparison(before, after) {
  const lines = [`before: ${nameOf(before)}`, `after:  ${nameOf(after)}`, ''];
  for (const row of after.rows) {
    const old = before.rows.find(({ id }) => id === row.id);
    if (row.skipped !== undefined || old === undefined || old.skipped !== undefined) {
      lines.push(`${row.title.padEnd(42)} not in both`);
      continue;
    }
    const parts = [change('time', old.ours.ms, row.ours.ms, 'ms')];
    if (row.ratio !== null && old.ratio !== null) {
      parts.push(`${old.ratio.toFixed(2)} -> ${row.ratio.toFixed(2)} x ${row.against}`);
    }
    const [was, is] = [old, row].map(({ ours }) => mebibytes(ours.peakBytes));
    if (was !== null && is !== null) parts.push(change('memory', was, is, 'MiB'));
    lines.push(`${row.title.padEnd(42)} ${parts.join(' · ')}`);
  }
  return lines.join('\n');
}

function nameOf({ commit, date, node, processor }) {
  return `${commit ?? 'no commit'}, ${date}, Node ${node}, ${processor}`;
}

function change(what, before, after, unit) {
  const percent = Math.round((after / before - 1) * 100);
  const sign = percent > 0 ? '+' : '';
  return `${what} ${Math.round(before)} -> ${Math.round(after)} ${unit} (${sign}${percent} %)`;
}

const BEGIN = '<!-- results: npm run bench -- --docs -->';
const END = '<!-- end of results -->';

/** The document with these results between its two marks. */
export function withTable(document, results) {
  const [begin, end] = [BEGIN, END].map((mark) => document.indexOf(mark));
  if (begin === -1 || end < begin) throw new Error('the document has no place for the results');
  return `${document.slice(0, begin)}${BEGIN}\n\n${tableOf(results)}\n\n${document.slice(end)}`;
}

function tableOf({ version, date, node, processor, load, rows }) {
  const head = ['path', 'time', 'CPU', 'peak memory', 'ratio', 'CPU ratio', 'budget'];
  const body = rows.map((row) => [row.title, ...(row.skipped === undefined ? cells(row) : [])]);
  const widths = head.map((_, column) =>
    Math.max(3, ...[head, ...body].map((line) => (line[column] ?? '').length)),
  );
  const lineText = (line) =>
    `| ${widths.map((width, column) => (line[column] ?? '').padEnd(width)).join(' | ')} |`;
  const rule = `| ${widths.map((width) => '-'.repeat(width)).join(' | ')} |`;
  const where = `vsi ${version}, ${date.slice(0, 10)}, Node ${node}, ${processor}, load ${load.toFixed(1)} at the end.`;
  return [where, '', lineText(head), rule, ...body.map(lineText)].join('\n');
}

function cells({ ours, ratio, cpuRatio, against, budget, limits }) {
  const opponent = against === null ? '' : against.replaceAll('|', '\\|');
  return [
    `${Math.round(ours.ms)} ms`,
    ours.cpuMs === null ? 'n/a' : `${Math.round(ours.cpuMs)} ms`,
    shown(mebibytes(ours.peakBytes), 'MiB'),
    ratio === null ? '' : `${ratio.toFixed(2)} x ${opponent}`,
    cpuRatio === null ? '' : cpuRatio.toFixed(2),
    [
      ...(ratio === null ? [] : [`${budget} x`]),
      ...limits.map(({ what, most, unit }) => `${what} ${most} ${unit}`),
    ].join(', '),
  ];
}
