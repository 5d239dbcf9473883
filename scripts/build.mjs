// Bundles src into dist: split into chunks, runtime libraries included, so that an installed vsi needs no
// other package. Not minified: stack traces stay readable and start-up is not slower (measured).
import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { build, transform } from 'esbuild';
import { keepTogether } from './keep-together.mjs';

const { version } = JSON.parse(await readFile(new URL('../package.json', import.meta.url), 'utf8'));
const root = new URL('..', import.meta.url).pathname;

const options = {
  absWorkingDir: root,
  entryPoints: { main: 'src/entry.ts' },
  outdir: 'dist',
  bundle: true,
  splitting: true,
  format: 'esm',
  platform: 'node',
  target: 'node20.19',
  sourcemap: 'inline',
  legalComments: 'none',
  chunkNames: 'chunks/[name]-[hash]',
  define: { VSI_VERSION: JSON.stringify(version) },
  logLevel: 'warning',
};

// What libraries load and vsi never uses; loading it costs every command that asks a server. Commander
// starts subcommands that are programs of their own with child_process: vsi has none. Got speaks HTTP/2
// through http2-wrapper, where `http2: true` asks for it. vsi says false and opens its connections
// itself, and nothing else in got touches the wrapper; importing it loads Node's http2 and makes a TLS
// socket, 3 % of the CPU time that one page takes.
const UNUSED = [
  { filter: /^node:child_process$/, importer: 'commander' },
  { filter: /^http2-wrapper$/, importer: 'got' },
];

const withoutUnused = {
  name: 'without-unused',
  setup({ onResolve, onLoad }) {
    for (const { filter, importer: library } of UNUSED) {
      const inLibrary = new RegExp(`[\\\\/]node_modules[\\\\/]${library}[\\\\/]`);
      onResolve({ filter }, ({ importer, path }) =>
        inLibrary.test(importer) ? { path, namespace: 'unused' } : undefined,
      );
    }
    onLoad({ filter: /./, namespace: 'unused' }, () => ({ contents: 'module.exports = {};' }));
  },
};

/**
 * esbuild splits ES modules only, and Node 20 needs a third of its own start for its loader of them. So
 * each chunk is made a CommonJS module afterwards, with require() in the place of import().
 */
async function writeAsCommonJs({ path, text }) {
  const { code, map } = await transform(text, {
    format: 'cjs',
    platform: 'node',
    target: options.target,
    supported: { 'dynamic-import': false },
    // Else a module that forgets to be strict is, all at once, not.
    banner: "'use strict';",
    sourcemap: 'external',
    sourcefile: path,
  });
  await mkdir(dirname(path), { recursive: true });
  await Promise.all([writeFile(path, code), writeFile(`${path}.map`, map)]);
}

// Help and completion load one file, commands that ask a server two more.
const plugins = [
  withoutUnused,
  await keepTogether({ ...options, plugins: [withoutUnused] }, [
    ['src/main.ts'],
    ['src/cli/connection/connect.ts', 'src/servers/open-server.ts'],
  ]),
];
const { outputFiles } = await build({ ...options, plugins, write: false });
await rm(`${root}dist`, { recursive: true, force: true });
await Promise.all(outputFiles.map(writeAsCommonJs));
// By itself: bin/vsi.js asks it where code is kept before any of the code is loaded.
await build({
  absWorkingDir: root,
  entryPoints: ['src/config/compile-cache.ts'],
  outdir: 'dist',
  bundle: true,
  format: 'cjs',
  platform: 'node',
  target: options.target,
  minifySyntax: true,
  define: options.define,
  logLevel: options.logLevel,
});
await writeFile(`${root}dist/package.json`, `${JSON.stringify({ type: 'commonjs' })}\n`);
