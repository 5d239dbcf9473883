// How results look: the table on the screen, the comparison of two result files, and the guard's verdict.

/** @param result what bench.mjs makes of a row */
export function lineOf({ title, skipped, ours, others, against, ...result }) {
  if (skipped !== undefined) return `${title.padEnd(42)} skipped: ${skipped}`;
  const figures = Object.entries(others).map(([name, figure]) => `${name} ${figureText(figure)}`);
  const { ratio, cpuRatio, budget, limits } = result;
  const parts = [`vsi ${figureText(ours)}`, ...figures];
  if (ratio !== null) parts.push(`= ${ratio.toFixed(2)} x ${against} (budget ${budget})`);
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
