import { describe, expect, test } from '@jest/globals';
import { build } from 'esbuild';

/** The libraries that only a table, a screen, a colour, a spinner or a query needs. */
const DRAWING = ['chalk', 'cli-table3', 'string-width', 'ora', 'jmespath'];

/** Every file that is loaded with an entry file before anything is asked for, libraries included. */
async function loadedWith(entry: string): Promise<string[]> {
  const { metafile } = await build({
    entryPoints: [entry],
    bundle: true,
    write: false,
    metafile: true,
    format: 'esm',
    platform: 'node',
    logLevel: 'silent',
  });
  const loaded = new Set<string>();
  const waiting = [entry];
  for (let path = waiting.pop(); path !== undefined; path = waiting.pop()) {
    if (loaded.has(path)) continue;
    loaded.add(path);
    for (const { path: next, kind } of metafile.inputs[path]?.imports ?? []) {
      if (kind !== 'dynamic-import') waiting.push(next);
    }
  }
  return [...loaded];
}

function libraries(paths: readonly string[]): string[] {
  return DRAWING.filter((name) => paths.some((path) => path.includes(`node_modules/${name}/`)));
}

describe('a pipe does not pay for drawing', () => {
  test.each([
    'src/output/formats.ts',
    'src/output/formats/json.ts',
    'src/output/formats/delimited.ts',
    'src/output/formats/yaml.ts',
    'src/cli/printing/output-options.ts',
    'src/output/screens.ts',
    'src/output/theme.ts',
    'src/output/progress.ts',
    'src/output/records/session.ts',
    'src/output/records/job.ts',
    'src/output/records/task.ts',
    'src/output/records/log.ts',
  ])('%s loads none of the drawing libraries', async (entry) => {
    expect(libraries(await loadedWith(entry))).toEqual([]);
  });

  test('while the table does (so that the check above can fail)', async () => {
    expect(libraries(await loadedWith('src/output/table.ts'))).toEqual([
      'cli-table3',
      'string-width',
    ]);
    expect(libraries(await loadedWith('src/output/query.ts'))).toEqual(['jmespath']);
  });
});

describe('help and completion load the tree of commands and nothing of what commands do', () => {
  test.each(['src/main.ts', 'src/cli/commands/complete.ts', 'src/cli/commands/completion.ts'])(
    '%s',
    async (entry) => {
      const loaded = await loadedWith(entry);
      expect(loaded).toContain('src/cli/completion/shells.ts');
      expect(loaded.filter((path) => path.startsWith('node_modules/'))).toEqual([]);
      // Of output only the names of its choices, the sink and what makes text safe.
      expect(
        loaded
          .filter((path) => /^src\/(?:servers|config|demo|analysis|output)\//.test(path))
          .sort(),
      ).toEqual(
        [
          'src/analysis/groupings.ts',
          'src/output/color.ts',
          'src/output/format-names.ts',
          'src/output/safe-text.ts',
          'src/output/sink.ts',
        ].filter((path) => loaded.includes(path)),
      );
    },
  );
});
