// Keeps what is loaded together in one file. esbuild makes a chunk of its own for each set of entry
// points that share a module: some fifty small files for one command, and each costs Node half a
// millisecond to a millisecond to find, read and link (measured). A group's modules that are all
// reached from the same entry points come into one chunk, so every entry point that needs one of them
// gets an import of them all.
import { readFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { build } from 'esbuild';

/**
 * @param options how esbuild is called
 * @param groups roots of each group: what they import statically, and no group before has, belongs
 *   to it
 * @returns a plugin for the same call
 */
export async function keepTogether(options, groups) {
  const { metafile } = await build({ ...options, write: false, metafile: true });
  const importsOf = (file, isWanted) =>
    (metafile.inputs[file]?.imports ?? [])
      .filter(({ kind, external }) => external !== true && isWanted(kind === 'dynamic-import'))
      .map(({ path }) => path);
  const entries = new Set(Object.values(options.entryPoints));
  for (const file of Object.keys(metafile.inputs)) {
    for (const path of importsOf(file, (isDynamic) => isDynamic)) entries.add(path);
  }
  const taken = new Set();
  /** What each entry point imports besides what it says. */
  const additions = new Map();
  for (const roots of groups) {
    const members = new Set([...closureOf(roots)].filter((file) => !taken.has(file)));
    for (const file of members) taken.add(file);
    for (const entry of entries) {
      if (![...closureOf([entry])].some((file) => members.has(file))) continue;
      additions.set(entry, [...(additions.get(entry) ?? []), ...roots]);
    }
  }
  return { name: 'keep-together', setup };

  function closureOf(roots) {
    const found = new Set();
    const waiting = [...roots];
    for (let file = waiting.pop(); file !== undefined; file = waiting.pop()) {
      if (found.has(file)) continue;
      found.add(file);
      waiting.push(...importsOf(file, (isDynamic) => !isDynamic));
    }
    return found;
  }

  function setup({ onLoad }) {
    onLoad({ filter: /\.ts$/ }, async ({ path }) => {
      const entry = [...additions.keys()].find(
        (file) => resolve(options.absWorkingDir, file) === path,
      );
      if (entry === undefined) return undefined;
      const lines = additions
        .get(entry)
        .filter((file) => file !== entry)
        .map((file) => `import ${JSON.stringify(resolve(options.absWorkingDir, file))};`);
      return { contents: `${await readFile(path, 'utf8')}\n${lines.join('\n')}\n`, loader: 'ts' };
    });
  }
}
