import { randomUUID } from 'node:crypto';
import { lstat, open, readlink, realpath, rename, rm, stat } from 'node:fs/promises';
import { basename, dirname, join, resolve } from 'node:path';
import system from 'node:process';
import { codeOf, isVsiError, reasonOf, VsiError } from '../model/errors.ts';

/** A folder in which everybody may put files, and nobody may remove those of others, as /tmp. */
const SHARED = 0o1002;

/** More links in a row are a circle (ELOOP). */
const MOST_LINKS = 40;

/**
 * Writes a file as a whole or not at all: whoever reads it meanwhile sees the old content or the new
 * one. A link is followed as other programs do, and a file that was there keeps its mode; only a link that
 * another user has put into a shared folder leads nowhere.
 *
 * @param mode permissions that it has in any case, whatever the umask is and whatever it had; null: none
 * @throws CONFIGURATION where it cannot be written
 */
export async function writeWholeFile(
  path: string,
  text: string,
  mode: number | null = null,
): Promise<void> {
  let temporary: string | null = null;
  try {
    const target = await followed(path);
    temporary = join(dirname(target), `.${basename(target)}.${randomUUID()}.tmp`);
    // A pipe or a device cannot be replaced, and is written as it is.
    if (await isPipeOrDevice(target)) {
      await writeTo(target, 'w', text);
      return;
    }
    const known = await stat(target).catch(() => null);
    await writeTo(temporary, 'wx', text, mode ?? (known === null ? null : known.mode & 0o777));
    await rename(temporary, target);
  } catch (error) {
    if (temporary !== null) await rm(temporary, { force: true });
    if (isVsiError(error)) throw error;
    const reason = codeOf(error) === 'ENOENT' ? 'its folder does not exist' : reasonOf(error);
    throw new VsiError('CONFIGURATION', `the file cannot be written: ${reason}`, {
      where: path,
      hint: 'the folder must be there, and the user of the command must be allowed to write to it',
    });
  }
}

async function isPipeOrDevice(path: string): Promise<boolean> {
  const known = await stat(path).catch(() => null);
  return known !== null && !known.isFile() && !known.isDirectory();
}

/**
 * Where a path leads. What Linux itself does where fs.protected_symlinks is on holds everywhere: else
 * whoever may write to /tmp could choose which file of ours is replaced.
 */
async function followed(path: string): Promise<string> {
  let place = path;
  for (let links = 0; links <= MOST_LINKS; links += 1) {
    const found = await lstat(place).catch(() => null);
    if (found?.isSymbolicLink() !== true) return realpath(place).catch(() => place);
    // What /dev/stdout leads to has no name of its own.
    if (await isPipeOrDevice(place)) return place;
    const folder = await realpath(dirname(place));
    const { mode, uid } = await stat(folder);
    const own = system.geteuid?.() ?? found.uid;
    if ((mode & SHARED) === SHARED && found.uid !== own && found.uid !== uid) {
      throw new VsiError('CONFIGURATION', "the file is another user's link in a shared folder", {
        where: path,
        hint: 'choose a folder that only you can write to',
      });
    }
    place = resolve(folder, await readlink(place));
  }
  throw Object.assign(new Error('too many links'), { code: 'ELOOP' });
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
