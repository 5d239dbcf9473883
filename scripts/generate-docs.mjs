// The completion scripts, the manual page, a page for each command, and the tables of the documents, from the command tree and its
// flags, exit codes and topics.
import { readFile } from 'node:fs/promises';

const project = (path) => readFile(new URL(`../${path}`, import.meta.url), 'utf8');

/** For scripts/generate.mjs. */
export const completionGenerator = {
  folder: 'completions',
  files: async (load) => {
    const { COMPLETION_SCRIPTS } = await load('src/cli/completion/completion-scripts.ts');
    return Object.values(COMPLETION_SCRIPTS).map(({ file, text }) => ({
      path: `completions/${file}`,
      text,
    }));
  },
};

export const manGenerator = {
  folder: 'man',
  files: async (load) => {
    const { version } = JSON.parse(await project('package.json'));
    const { manPage } = await load('src/cli/help/man-page.ts');
    return [{ path: 'man/vsi.1', text: manPage(version) }];
  },
};

export const commandPagesGenerator = {
  folder: 'docs/commands',
  files: async (load) => {
    const { commandPages } = await load('src/cli/help/command-pages.ts');
    return commandPages().map(({ file, text }) => ({ path: `docs/commands/${file}`, text }));
  },
};

export const tablesGenerator = {
  folder: null,
  files: async (load) => {
    const { withTables } = await load('src/cli/help/reference.ts');
    const paths = ['README.md', 'docs/environment.md'];
    return Promise.all(
      paths.map(async (path) => ({ path, text: withTables(await project(path)) })),
    );
  },
};
