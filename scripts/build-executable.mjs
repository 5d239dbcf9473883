// One executable file with Node inside, for machines that have none: npm run build:executable. It takes
// the Node that runs this script (20.19 or newer) and writes build/vsi, for the same system and processor.
import { spawnSync } from 'node:child_process';
import { chmod, copyFile, mkdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { inject } from 'postject';
import { bundleOneFile } from './bundle-one-file.mjs';

/** What Node's documentation says about single executable applications. */
const FUSE = 'NODE_SEA_FUSE_fce680ab2cc467b6e072b8b5df1996b2';
const RESOURCE = 'NODE_SEA_BLOB';

const windows = process.platform === 'win32';
const mac = process.platform === 'darwin';
const folder = fileURLToPath(new URL('../build/', import.meta.url));
const [main, config, blob] = ['vsi.cjs', 'sea.json', 'sea.blob'].map((name) => folder + name);
const executable = `${folder}vsi${windows ? '.exe' : ''}`;

await rm(folder, { recursive: true, force: true });
await mkdir(folder);
await bundleOneFile(main);
await writeFile(
  config,
  JSON.stringify({ main, output: blob, disableExperimentalSEAWarning: true, useCodeCache: true }),
);
run(process.execPath, ['--experimental-sea-config', config]);
await copyFile(process.execPath, executable);
await chmod(executable, 0o755);
if (mac) run('codesign', ['--remove-signature', executable]);
await inject(executable, RESOURCE, await readFile(blob), {
  sentinelFuse: FUSE,
  ...(mac ? { machoSegmentName: 'NODE_SEA' } : {}),
});
if (mac) run('codesign', ['--sign', '-', executable]);
for (const file of [main, config, blob]) await rm(file);
const { size } = await stat(executable);
console.log(`${executable}: ${Math.round(size / 2 ** 20)} MiB, Node ${process.versions.node}`);

function run(command, words) {
  const { status, stderr, error } = spawnSync(command, words, { encoding: 'utf8' });
  if (error !== undefined) throw error;
  if (status !== 0) throw new Error(`${command} ${words.join(' ')}: exit ${status}\n${stderr}`);
}
