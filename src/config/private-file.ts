import { randomBytes } from 'node:crypto';
import { chmod, mkdir, open, readFile, rename, rm, stat } from 'node:fs/promises';
import { dirname } from 'node:path';

/** Only the owner may read and write. */
const FILE_MODE = 0o600;
const DIRECTORY_MODE = 0o700;

/**
 * Writes a file that only its owner can read, as a whole or not at all: a reader, or a second process
 * that writes at the same time, never sees half of it. Its folder is made where it is missing.
 *
 * @returns false where it could not be written, for whatever reason
 */
export async function writePrivateFile(path: string, text: string): Promise<boolean> {
  const draft = `${path}.${randomBytes(6).toString('hex')}`;
  try {
    await mkdir(dirname(path), { recursive: true, mode: DIRECTORY_MODE });
    const file = await open(draft, 'wx', FILE_MODE);
    try {
      await file.writeFile(text);
      // The mode given to open() is cut by the umask and says nothing about a file that existed.
      await file.chmod(FILE_MODE);
      await file.sync();
    } finally {
      await file.close();
    }
    await rename(draft, path);
    return true;
  } catch {
    await rm(draft, { force: true }).catch(() => undefined);
    return false;
  }
}

/**
 * Reads a file of `writePrivateFile`. One that others can read is closed to them first: what it holds
 * may be known by now, but not to more people.
 *
 * @returns null where there is none or it cannot be read
 */
export async function readPrivateFile(path: string): Promise<string | null> {
  try {
    const { mode } = await stat(path);
    if ((mode & 0o077) !== 0) await chmod(path, FILE_MODE).catch(() => undefined);
    return await readFile(path, 'utf8');
  } catch {
    return null;
  }
}

/** Removes a file; none there is as good. */
export async function removeFile(path: string): Promise<void> {
  await rm(path, { force: true }).catch(() => undefined);
}
