// Writes the committed files that are made from the source: `npm run generate`. With --check it writes
// nothing and fails where a file is stale (`npm run generate:check`, part of .ci/run).
//
// A generator is an object:
//   folder  the folder that it owns: other files in it are stale; null where it owns none
//   files   async (load) => [{ path, text }], paths from the project's root with slashes;
//           `load('src/cli/tree.ts')` gives the exports of a module of the source
import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { build } from 'esbuild';
import { architectureGenerator } from './generate-architecture.mjs';
import {
  commandPagesGenerator,
  completionGenerator,
  manGenerator,
  tablesGenerator,
} from './generate-docs.mjs';
import { licenceGenerator } from './generate-licences.mjs';
import { pictureGenerator } from './generate-picture.mjs';
import { schemaGenerator } from './generate-schema.mjs';

const GENERATORS = [
  schemaGenerator,
  completionGenerator,
  manGenerator,
  commandPagesGenerator,
  tablesGenerator,
  licenceGenerator,
  pictureGenerator,
  architectureGenerator,
];

const root = fileURLToPath(new URL('..', import.meta.url));
const checkOnly = process.argv.includes('--check');
const workshop = await mkdtemp(join(tmpdir(), 'vsi-generate-'));
try {
  const stale = [];
  for (const generator of GENERATORS) stale.push(...(await bringUpToDate(generator)));
  for (const { path, reason } of stale) console.log(`${path}: ${reason}`);
  if (checkOnly && stale.length > 0) {
    console.error('Generated files are stale: run npm run generate and commit them.');
    process.exitCode = 1;
  }
} finally {
  await rm(workshop, { recursive: true, force: true });
}

/** Writes what differs, removes what is left over; with --check only says so. */
async function bringUpToDate({ folder, files }) {
  const wanted = await files(load);
  const stale = [];
  for (const { path, text } of wanted) {
    const present = await read(path);
    if (present === text) continue;
    stale.push({ path, reason: present === null ? 'missing' : 'changed' });
    if (checkOnly) continue;
    await mkdir(dirname(join(root, path)), { recursive: true });
    await writeFile(join(root, path), text);
  }
  const known = new Set(wanted.map(({ path }) => path));
  for (const path of folder === null ? [] : await filesIn(folder)) {
    if (known.has(path)) continue;
    stale.push({ path, reason: 'left over' });
    if (!checkOnly) await rm(join(root, path));
  }
  return stale;
}

async function read(path) {
  try {
    return await readFile(join(root, path), 'utf8');
  } catch (error) {
    if (error.code === 'ENOENT') return null;
    throw error;
  }
}

async function filesIn(folder) {
  try {
    const entries = await readdir(join(root, folder), { withFileTypes: true });
    return entries.filter((entry) => entry.isFile()).map(({ name }) => `${folder}/${name}`);
  } catch (error) {
    if (error.code === 'ENOENT') return [];
    throw error;
  }
}

/** Bundles a module of the source with all that it imports, and imports the bundle. */
async function load(entry) {
  const outfile = join(workshop, `${entry.replaceAll(/\W/g, '-')}.mjs`);
  await build({
    absWorkingDir: root,
    entryPoints: [entry],
    outfile,
    bundle: true,
    format: 'esm',
    platform: 'node',
    target: 'node20.19',
    banner: {
      js: "import { createRequire as __vsiRequire } from 'node:module';\nconst require = __vsiRequire(import.meta.url);",
    },
    logLevel: 'warning',
  });
  return import(pathToFileURL(outfile).href);
}
