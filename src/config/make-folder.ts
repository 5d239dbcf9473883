import { mkdir, stat } from 'node:fs/promises';
import { dirname } from 'node:path';
import { codeOf } from '../model/errors.ts';

/**
 * Makes a folder and the folders above it, as far as they are missing, each with this mode.
 *
 * Node's own recursive mkdir never ends where the system answers ENOENT although the parent is there,
 * as it does below /proc (seen with Node 20 and HOME=/proc): here each folder is tried twice at most.
 *
 * @throws the system's error (`ENOENT`, `EACCES`, `ENOTDIR`, `EROFS` …)
 */
export async function makeFolder(path: string, mode: number): Promise<void> {
  try {
    await makeOne(path, mode);
  } catch (error) {
    const parent = dirname(path);
    if (codeOf(error) !== 'ENOENT' || parent === path) throw error;
    await makeFolder(parent, mode);
    await makeOne(path, mode);
  }
}

async function makeOne(path: string, mode: number): Promise<void> {
  try {
    await mkdir(path, { mode });
  } catch (error) {
    // EEXIST, but below a file or on a read-only file system other codes, too.
    const isThere = await stat(path).then(
      (known) => known.isDirectory(),
      () => false,
    );
    if (!isThere) throw error;
  }
}
