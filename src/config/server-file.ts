import { join } from 'node:path';
import { VsiError } from '../model/errors.ts';
import {
  guardByMode,
  readPrivateFile,
  writePrivateFile,
  type FolderGuard,
  type PrivateRead,
} from './private-file.ts';
import type { ServerBook } from './saved-server.ts';
import type { ServerEdit } from './server-file-text.ts';

/** The file with the saved servers. */
export interface ServerFile {
  /** null: there is no folder to keep it in. */
  readonly path: string | null;
  /** @throws CONFIGURATION naming the line that is wrong */
  readonly read: () => Promise<ServerBook>;
  /** Makes the changes, keeping what people wrote. @throws CONFIGURATION */
  readonly edit: (edits: readonly ServerEdit[]) => Promise<ServerBook>;
}

const FILE_NAME = 'servers.yaml';
const NO_SERVERS: ServerBook = { servers: [], defaultName: null };

/**
 * The saved servers in the config directory. The YAML library is loaded only where there is a file.
 *
 * @param directory null: there is none, nothing is saved and nothing can be
 */
export function openServerFile(
  directory: string | null,
  guard: FolderGuard = guardByMode,
): ServerFile {
  const path = directory === null ? null : join(directory, FILE_NAME);
  return {
    path,
    read: async () => {
      if (path === null) return NO_SERVERS;
      const text = trusted(path, await readPrivateFile(path));
      if (text === null) return NO_SERVERS;
      const { parseServers } = await import('./server-file-text.ts');
      return parseServers({ path, text });
    },
    edit: async (edits) => {
      if (path === null) {
        throw new VsiError('CONFIGURATION', 'there is no folder to save servers in', {
          hint: 'set VSI_CONFIG_DIR to a folder of yours',
        });
      }
      const { EMPTY_FILE, editServers, parseServers } = await import('./server-file-text.ts');
      const before = trusted(path, await readPrivateFile(path));
      // What is there must be sound before and after: a file is never made worse.
      if (before !== null) parseServers({ path, text: before });
      const text = editServers({ path, text: before ?? EMPTY_FILE }, edits);
      const book = parseServers({ path, text });
      const written = await writePrivateFile(path, text, guard);
      if (written.kind === 'done') return book;
      throw new VsiError(
        'CONFIGURATION',
        `the saved servers cannot be written: ${written.reason}`,
        {
          where: path,
        },
      );
    },
  };
}

/**
 * The text of a file that only we can have written: it says where passwords are sent, and which
 * commands are run. Null: there is none.
 */
function trusted(path: string, file: PrivateRead): string | null {
  if (file.kind === 'missing') return null;
  if (file.kind === 'failed') {
    throw new VsiError('CONFIGURATION', `the saved servers cannot be read: ${file.reason}`, {
      where: path,
    });
  }
  if (!file.foreign) return file.text;
  throw new VsiError('CONFIGURATION', 'others may change the saved servers', {
    where: path,
    hint: `look at what it says, then: chmod 600 ${path}`,
  });
}
