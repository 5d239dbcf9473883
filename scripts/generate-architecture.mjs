// The diagram in docs/architecture.md: which folder of the source imports which, types included. What the
// folders are for is said here, so that a new folder cannot come without a word.
import { readdir, readFile } from 'node:fs/promises';
import { dirname, posix } from 'node:path';
import typescript from 'typescript';

const DOCUMENT = 'docs/architecture.md';
const SOURCE = new URL('../src/', import.meta.url);

/** From the top floor down; a folder that is not listed is part of the one that it lies in. */
const PARTS = {
  entry: 'main.ts, entry.ts<br>the process, exit codes',
  cli: 'cli<br>command tree, flags, commands',
  report: 'report<br>the cron report and mail',
  monitoring: 'monitoring<br>plugin lines, metrics',
  output: 'output<br>formats, tables, screens, safe text',
  analysis: 'analysis<br>runs, statistics, baseline',
  config: 'config<br>saved servers, secrets, tokens',
  servers: 'servers<br>HTTP, TLS, login, paging, fleet',
  'servers/vb365': 'servers/vb365<br>Veeam Backup for Microsoft 365',
  'servers/vbr': 'servers/vbr<br>Veeam Backup and Replication',
  demo: 'demo<br>simulated servers',
  model: 'model<br>sessions, jobs, statuses, time',
};

/** For scripts/generate.mjs. */
export const architectureGenerator = {
  folder: null,
  files: async () => {
    const text = await readFile(new URL(`../${DOCUMENT}`, import.meta.url), 'utf8');
    const block = /(```mermaid\n)[^]*?(```)/;
    if (!block.test(text)) throw new Error(`${DOCUMENT} has no diagram`);
    const diagram = drawn(await edges());
    return [{ path: DOCUMENT, text: text.replace(block, (_, a, b) => `${a}${diagram}${b}`) }];
  },
};

function drawn(found) {
  const parts = Object.keys(PARTS).filter((part) => found.some((edge) => edge.includes(part)));
  const nodes = parts.map((part) => `  ${idOf(part)}["${PARTS[part]}"]`);
  const arrows = found.map(([from, to]) => `  ${idOf(from)} --> ${idOf(to)}`);
  return `${['flowchart TD', ...nodes, ...arrows].join('\n')}\n`;
}

/** Pairs of parts, in the order of PARTS. */
async function edges() {
  const files = (await readdir(SOURCE, { recursive: true }))
    .map((file) => file.replaceAll('\\', '/'))
    .filter((file) => file.endsWith('.ts'));
  const found = new Map();
  for (const file of files) {
    const text = await readFile(new URL(file, SOURCE), 'utf8');
    for (const { fileName } of typescript.preProcessFile(text, true, true).importedFiles) {
      if (!fileName.startsWith('.')) continue;
      const edge = [partOf(file), partOf(posix.join(posix.dirname(file), fileName))];
      if (edge[0] !== edge[1]) found.set(edge.join(' '), edge);
    }
  }
  const place = (part) => Object.keys(PARTS).indexOf(part);
  return [...found.values()].sort((a, b) => place(a[0]) - place(b[0]) || place(a[1]) - place(b[1]));
}

function partOf(file) {
  for (let folder = dirname(file); folder !== '.'; folder = dirname(folder)) {
    if (PARTS[folder] !== undefined) return folder;
  }
  if (!file.includes('/')) return 'entry';
  throw new Error(`say in scripts/generate-architecture.mjs what src/${dirname(file)} is for`);
}

function idOf(part) {
  return part.replace('/', '_');
}
