// npm run bench: how fast vsi is and how much memory it takes, as ratios to what else does the same work
// on the same machine at the same time. Build first (`npm run build`); `npm run bench` does it.
//   --only id,id       these rows only
//   --json FILE        writes the results
//   --docs             writes them into docs/benchmarks.md
//   --compare A B      compares two such files and measures nothing
//   --guard            the quick form for CI: fails where a row needs far more processor time or memory
//                      than it did when its limit was set (`guard` in rows.mjs), three times in a row
import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { cpus, loadavg, tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { interleaved, peakMemory, run } from './measure.mjs';
import { comparison, excesses, lineOf, mebibytes, withTable } from './report.mjs';
import { LISTENERS, rowsOf } from './rows.mjs';

/** How often the guard may measure a row anew. */
const TRIES = 3;
const GUARDED = ['version', 'help', 'page', 'long', 'screen'];
const PAGE = fileURLToPath(new URL('../../docs/benchmarks.md', import.meta.url));

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    only: { type: 'string' },
    json: { type: 'string' },
    docs: { type: 'boolean' },
    compare: { type: 'boolean' },
    guard: { type: 'boolean' },
  },
});

if (values.compare === true) {
  if (positionals.length !== 2) throw new Error('--compare takes two result files');
  const [before, after] = positionals.map((file) => JSON.parse(readFileSync(file, 'utf8')));
  console.log(comparison(before, after));
} else {
  const wanted = values.only?.split(',') ?? (values.guard === true ? GUARDED : null);
  await withStage(wanted, values.guard === true ? guard : measureAll);
}

async function measureAll(rows) {
  const results = [];
  for (const row of rows) {
    const result = await measured(row, row.rounds);
    results.push(result);
    console.log(lineOf(result));
  }
  const all = { ...surroundings(), rows: results };
  if (values.json !== undefined) writeFileSync(values.json, `${JSON.stringify(all, null, 2)}\n`);
  if (values.docs === true) writeFileSync(PAGE, withTable(readFileSync(PAGE, 'utf8'), all));
}

async function guard(rows) {
  for (const row of rows.filter(({ guard: limits }) => limits !== undefined)) {
    for (let tries = 1; ; tries += 1) {
      const result = await measured(onlyAgainst(row), row.guard.rounds);
      console.log(lineOf(result));
      const found = excesses({ ...result, guard: row.guard });
      if (found.length === 0) break;
      console.log(`  ${found.join('; ')}${tries < TRIES ? ': once more' : ''}`);
      if (tries < TRIES) continue;
      process.exitCode = 1;
      break;
    }
  }
}

/** The row with no other contender than the one it is judged by. */
function onlyAgainst(row) {
  const { others, against, guard } = row;
  const judge = guard.against ?? against;
  if (!(judge in others)) return row;
  const budget = judge === against ? row.budget : null;
  return { ...row, against: judge, budget, others: { [judge]: others[judge] } };
}

/** A row's medians and peaks. */
async function measured({ prepare, ...row }, rounds) {
  const { id, title, skipped, against = null, budget = null } = row;
  if (skipped !== undefined) return { id, title, skipped };
  prepare?.();
  const contenders = { vsi: row.ours, ...installed(row.others) };
  // Once before it counts: caches of the system, of Node, and the login that vsi keeps.
  for (const contender of Object.values(contenders)) await run(contender);
  const figures = await interleaved(contenders, rounds);
  for (const [name, contender] of Object.entries(contenders)) {
    // The guard has no use for what the others need.
    const isWanted = values.guard !== true || name === 'vsi';
    figures[name].peakBytes = isWanted ? await peakMemory(contender) : null;
  }
  const { vsi: ours, ...others } = figures;
  const opponent = others[against];
  return {
    id,
    title,
    ours,
    others,
    against,
    budget,
    ratio: opponent === undefined ? null : ours.ms / opponent.ms,
    cpuRatio: cpuRatioOf(ours, opponent),
    limits: limitsOf(row, ours),
  };
}

function cpuRatioOf(ours, opponent) {
  if (opponent === undefined || ours.cpuMs === null || opponent.cpuMs === 0) return null;
  return ours.cpuMs / opponent.cpuMs;
}

function limitsOf({ seconds, firstSeconds, mebibytes: most }, { ms, firstMs, peakBytes }) {
  const limits = [
    { what: 'time', value: ms / 1000, most: seconds, unit: 's' },
    { what: 'first rows', value: firstMs / 1000, most: firstSeconds, unit: 's' },
    { what: 'memory', value: mebibytes(peakBytes), most, unit: 'MiB' },
  ];
  return limits.filter((limit) => limit.most !== undefined);
}

/** Without curl or jq their figures are left out. */
function installed(contenders) {
  const needs = (name) => ['curl', 'jq'].filter((tool) => name.includes(tool));
  const isThere = (tool) => spawnSync(tool, ['--version']).status === 0;
  return Object.fromEntries(
    Object.entries(contenders).filter(([name]) => needs(name).every(isThere)),
  );
}

function surroundings() {
  const { status, stdout } = spawnSync('git', ['rev-parse', '--short', 'HEAD'], {
    encoding: 'utf8',
  });
  return {
    commit: status === 0 ? stdout.trim() : null,
    version: JSON.parse(readFileSync(new URL('../../package.json', import.meta.url), 'utf8'))
      .version,
    date: new Date().toISOString(),
    node: process.versions.node,
    processor: `${cpus().length} x ${cpus()[0]?.model ?? 'unknown'}`,
    load: loadavg()[2],
  };
}

/** Making 300,000 sessions takes longer than most rows. */
function listenersFor(wanted) {
  if (wanted === null || wanted.includes('longer')) return LISTENERS;
  return LISTENERS.map((listener) => ({
    ...listener,
    sessions: Math.min(listener.sessions, 100_000),
  }));
}

/** Starts the server, gives the rows to `work`, and takes everything down again. */
async function withStage(wanted, work) {
  const folder = mkdtempSync(join(tmpdir(), 'vsi-bench-'));
  const file = fileURLToPath(new URL('server.mjs', import.meta.url));
  const server = spawn(process.execPath, [file, JSON.stringify(listenersFor(wanted))], {
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  try {
    const { certificate, ports } = JSON.parse(await firstLine(server));
    const caFile = join(folder, 'ca.pem');
    writeFileSync(caFile, certificate);
    const rows = rowsOf({ ports, caFile, folder });
    const unknown = wanted?.filter((id) => rows.every((row) => row.id !== id)) ?? [];
    if (unknown.length > 0) {
      throw new Error(
        `no row ${unknown.join(', ')}; there are ${rows.map(({ id }) => id).join(', ')}`,
      );
    }
    await work(rows.filter(({ id }) => wanted === null || wanted.includes(id)));
  } finally {
    server.kill();
    rmSync(folder, { recursive: true, force: true });
  }
}

async function firstLine(child) {
  let text = '';
  child.stdout.setEncoding('utf8').on('data', (chunk) => (text += chunk));
  while (!text.includes('\n')) await once(child.stdout, 'data');
  return text;
}
