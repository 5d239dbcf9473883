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

// Commander loads it for subcommands that are programs of their own. vsi has none, and it takes longer
// to load than Commander itself.
const noSubprograms = {
  name: 'no-subprograms',
  setup({ onResolve, onLoad }) {
    onResolve({ filter: /^node:child_process$/ }, ({ importer, path }) =>
      /[\\/]node_modules[\\/]commander[\\/]/.test(importer)
        ? { path, namespace: 'no-subprograms' }
        : undefined,
    );
    onLoad({ filter: /./, namespace: 'no-subprograms' }, () => ({
      contents: 'module.exports = {};',
    }));
  },
};

await rm(new URL('../dist', import.meta.url), { recursive: true, force: true });
// Help and completion load one file, commands that ask a server two more.
const plugins = [
  noSubprograms,
  await keepTogether({ ...options, plugins: [noSubprograms] }, [
    ['src/main.ts'],
    ['src/cli/connection/connect.ts', 'src/servers/open-server.ts'],
  ]),
];
await build({ ...options, plugins });
