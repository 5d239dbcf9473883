import { realpath } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { VsiError } from '../model/errors.ts';
import { withFileLock } from './file-lock.ts';
import {
  guardByMode,
  readPrivateFile,
  writePrivateFile,
  type FolderGuard,
  type PrivateRead,
} from './private-file.ts';
import type { ServerBook } from './saved-server.ts';
import type { ServerEdit } from './server-file-edits.ts';

/** The file with the saved servers. */
export interface ServerFile {
  /** null: there is no folder to keep it in. */
  readonly path: string | null;
  /** @throws CONFIGURATION naming the line that is wrong */
  readonly read: () => Promise<ServerBook>;
  /**
   * Makes the changes that the plan makes of what is saved at that moment, keeping what people wrote;
   * what another vsi changes at the same time is not lost.
   *
   * @throws CONFIGURATION; what the plan throws, and then nothing is changed
   */
  readonly edit: (plan: EditPlan) => Promise<EditedServers>;
}

/** What is to be changed, given what is saved. */
export type EditPlan = (book: ServerBook) => readonly ServerEdit[];

/** The saved servers before and after a change. */
export interface EditedServers {
  readonly before: ServerBook;
  readonly after: ServerBook;
}

const FILE_NAME = 'servers.yaml';
const NO_SERVERS: ServerBook = { servers: [], defaultName: null, checks: [] };

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
  const read = async (): Promise<ServerBook> => {
    if (path === null) return NO_SERVERS;
    const text = trusted(path, await readPrivateFile(path));
    if (text === null) return NO_SERVERS;
    const { parseServers } = await import('./server-file-text.ts');
    return parseServers({ path, text });
  };
  return {
    path,
    read,
    edit: async (plan) => {
      if (path === null) {
        throw new VsiError('CONFIGURATION', 'there is no folder to save servers in', {
          hint: 'set VSI_CONFIG_DIR to a folder of yours',
        });
      }
      // What the plan objects to leaves nothing behind, not even a folder.
      plan(await read());
      return withFileLock(path, () => editFile(path, plan, guard));
    },
  };
}

async function editFile(path: string, plan: EditPlan, guard: FolderGuard): Promise<EditedServers> {
  const { parseServers } = await import('./server-file-text.ts');
  const { EMPTY_FILE, editServers } = await import('./server-file-edits.ts');
  const known = trusted(path, await readPrivateFile(path));
  // What is there must be sound before and after: a file is never made worse.
  const before = known === null ? NO_SERVERS : parseServers({ path, text: known });
  const edits = plan(before);
  if (edits.length === 0) return { before, after: before };
  const text = editServers({ path, text: known ?? EMPTY_FILE }, edits);
  const after = parseServers({ path, text });
  // Who keeps settings elsewhere and links to them goes on doing so; only our own folder is closed.
  const written = await writePrivateFile(await linkedFile(path), text, () => guard(dirname(path)));
  if (written.kind === 'done') return { before, after };
  throw new VsiError('CONFIGURATION', `the saved servers cannot be written: ${written.reason}`, {
    where: path,
  });
}

/** Where a link leads; the path itself where there is none. */
async function linkedFile(path: string): Promise<string> {
  try {
    return await realpath(path);
  } catch {
    return path;
  }
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
  if (file.foreign === null) return file.text;
  if (file.foreign === 'owner') {
    throw new VsiError('CONFIGURATION', "the saved servers are another user's file", {
      where: path,
      hint: `look at what it says, then: chown $(id -u) ${path}`,
    });
  }
  throw new VsiError('CONFIGURATION', 'others may change the saved servers', {
    where: path,
    hint: `look at what it says, then: chmod 600 ${path}`,
  });
}
