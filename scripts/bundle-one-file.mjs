// The whole program as one CommonJS file, which is what Node takes into a single executable.
import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

const root = fileURLToPath(new URL('..', import.meta.url));
const { version } = JSON.parse(await readFile(new URL('../package.json', import.meta.url), 'utf8'));

/** @param outfile where to write it; null: nowhere, only esbuild's account of it is wanted */
export function bundleOneFile(outfile) {
  return build({
    absWorkingDir: root,
    stdin: {
      contents: "import { run } from './src/entry.ts';\nvoid run();\n",
      resolveDir: root,
      sourcefile: 'executable.ts',
      loader: 'ts',
    },
    outfile: outfile ?? 'unwritten.cjs',
    write: outfile !== null,
    metafile: true,
    bundle: true,
    format: 'cjs',
    platform: 'node',
    target: 'node20.19',
    legalComments: 'none',
    define: { VSI_VERSION: JSON.stringify(version) },
    // Inside an executable only require() finds Node's own modules.
    supported: { 'dynamic-import': false },
    logLevel: 'warning',
  });
}
