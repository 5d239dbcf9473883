// Bundles src into dist: split ESM, runtime libraries included, so that an installed vsi needs no
// other package. Not minified: stack traces stay readable and start-up is not slower (measured).
import { readFile, rm } from 'node:fs/promises';
import { build } from 'esbuild';
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
  sourcemap: 'external',
  legalComments: 'none',
  chunkNames: 'chunks/[name]-[hash]',
  define: { VSI_VERSION: JSON.stringify(version) },
  // CommonJS libraries inside the ESM bundle call require() for Node's own modules, and for no others.
  banner: { js: 'const require = process.getBuiltinModule;' },
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

await rm(new URL('../dist', import.meta.url), { recursive: true, force: true });
// Help and completion load one file, commands that ask a server two more.
const plugins = [
  withoutUnused,
  await keepTogether({ ...options, plugins: [withoutUnused] }, [
    ['src/main.ts'],
    ['src/cli/connection/connect.ts', 'src/servers/open-server.ts'],
  ]),
];
await build({ ...options, plugins });
