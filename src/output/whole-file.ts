import { randomUUID } from 'node:crypto';
import { open, realpath, rename, rm, stat } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { reasonOf, VsiError } from '../model/errors.ts';

/**
 * Writes a file as a whole or not at all: whoever reads it meanwhile sees the old content or the new
 * one. A link is followed, and a file that was there keeps its mode.
 *
 * @param mode permissions that it has in any case, whatever the umask is and whatever it had; null: none
 * @throws CONFIGURATION where it cannot be written
 */
export async function writeWholeFile(
  path: string,
  text: string,
  mode: number | null = null,
): Promise<void> {
  const target = await realpath(path).catch(() => path);
  const temporary = join(dirname(target), `.${basename(target)}.${randomUUID()}.tmp`);
  try {
    const known = await stat(target).catch(() => null);
    // A pipe or a device cannot be replaced, and is written as it is.
    if (known !== null && !known.isFile() && !known.isDirectory()) {
      await writeTo(target, 'w', text);
      return;
    }
    await writeTo(temporary, 'wx', text, mode ?? (known === null ? null : known.mode & 0o777));
    await rename(temporary, target);
  } catch (error) {
    await rm(temporary, { force: true });
    throw new VsiError('CONFIGURATION', `the file cannot be written: ${reasonOf(error)}`, {
      where: path,
      hint: 'the folder must be there, and the user of the command must be allowed to write to it',
    });
  }
}

async function writeTo(
  path: string,
  flags: 'w' | 'wx',
  text: string,
  mode: number | null = null,
): Promise<void> {
  const file = await open(path, flags);
  try {
    await file.writeFile(text, 'utf8');
    if (mode !== null) await file.chmod(mode);
    if (flags === 'wx') await file.sync();
  } finally {
    await file.close();
  }
}
