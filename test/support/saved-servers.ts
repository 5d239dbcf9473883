import { mkdir, mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { DemoServer } from '../../src/demo/demo-server.ts';
import { vsi, vsiHere, type Finished, type RunOptions } from './vsi.ts';

/** A home of its own with saved servers in it, and no variable that names a server. */
export interface SavedHome {
  readonly home: string;
  /** Where the saved servers and their secrets lie. */
  readonly config: string;
  /** Runs the real program. */
  readonly run: (words: readonly string[], more?: RunOptions) => Promise<Finished>;
  /** Runs the same code in this process: a tenth of the time, for all that needs no process of its own. */
  readonly runHere: (words: readonly string[], more?: RunOptions) => Promise<Finished>;
  /** Writes the file of saved servers as a person would. */
  readonly write: (text: string) => Promise<void>;
  /** The file's text; empty where there is none. */
  readonly read: () => Promise<string>;
  /** Every file below the home with its permissions in octal and its text. */
  readonly files: () => Promise<readonly SavedFile[]>;
  readonly close: () => Promise<void>;
}

/** A file that vsi has written. */
export interface SavedFile {
  readonly path: string;
  readonly mode: string;
  readonly text: string;
}

export async function makeSavedHome(): Promise<SavedHome> {
  const home = await mkdtemp(join(tmpdir(), 'vsi-saved-'));
  const config = join(home, '.config', 'vsi');
  const file = join(config, 'servers.yaml');
  return {
    home,
    config,
    run: (words, more = {}) =>
      vsi(words, { ...more, variables: { HOME: home, ...more.variables } }),
    runHere: (words, more = {}) =>
      vsiHere(words, { ...more, variables: { HOME: home, ...more.variables } }),
    write: async (text) => {
      await mkdir(config, { recursive: true });
      await writeFile(file, text, { mode: 0o600 });
    },
    read: () => readFile(file, 'utf8').catch(() => ''),
    files: async () => {
      const entries = await readdir(home, { recursive: true, withFileTypes: true });
      const paths = entries
        .filter((entry) => entry.isFile())
        .map((entry) => join(entry.parentPath, entry.name));
      return Promise.all(
        paths.map(async (path) => ({
          path: path.slice(home.length + 1),
          mode: ((await stat(path)).mode & 0o777).toString(8),
          text: await readFile(path, 'utf8'),
        })),
      );
    },
    close: () => rm(home, { recursive: true, force: true }),
  };
}

/** A demo server as an entry of the file; its password comes from a file beside it. */
export async function savedEntry(
  { home }: SavedHome,
  name: string,
  server: Pick<DemoServer, 'url' | 'product' | 'username' | 'password' | 'fingerprint'>,
): Promise<string> {
  const passwordFile = join(home, `password-of-${name}`);
  await writeFile(passwordFile, `${server.password}\n`, { mode: 0o600 });
  return `  ${name}:
    url: ${server.url}
    product: ${server.product}
    username: ${server.username}
    fingerprint: ${server.fingerprint}
    passwordFile: ${passwordFile}
`;
}
