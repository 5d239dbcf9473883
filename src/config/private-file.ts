import { randomUUID } from 'node:crypto';
import { chmod, open, readFile, rename, rm, stat } from 'node:fs/promises';
import { basename, dirname, join, sep } from 'node:path';
import { codeOf } from '../model/errors.ts';
import { makeFolder } from './make-folder.ts';
import { isAnothers, ownUser } from './own-user.ts';

/** What became of reading a private file. */
export type PrivateRead =
  | {
      readonly kind: 'content';
      readonly text: string;
      /** Others may read or write it, so what it says may not be secret, or not ours. */
      readonly exposed: boolean;
      /**
       * Why what it says may not be ours: others may write it, or it is another user's (as ssh judges its
       * own files). null: it is ours.
       */
      readonly foreign: 'mode' | 'owner' | null;
    }
  | { readonly kind: 'missing' }
  /** `reason` is the system's code: `EACCES`. */
  | { readonly kind: 'failed'; readonly reason: string };

/** What became of writing or removing one. */
export type PrivateWrite =
  { readonly kind: 'done' } | { readonly kind: 'failed'; readonly reason: string };

const FILE_MODE = 0o600;
const DIRECTORY_MODE = 0o700;
const OTHERS = 0o077;
const OTHERS_WRITE = 0o022;
/** Windows has access lists instead of such mode bits (`platform.ts`). */
const HAS_MODES = sep === '/';

/**
 * Reads a file that only its owner should be able to read. Never throws.
 *
 * @param user whose files are ours
 */
export async function readPrivateFile(
  path: string,
  user: number | null = ownUser(),
): Promise<PrivateRead> {
  try {
    const { mode, uid } = await stat(path);
    const text = await readFile(path, 'utf8');
    const has = (bits: number): boolean => HAS_MODES && (mode & bits) !== 0;
    const byMode = has(OTHERS_WRITE) ? 'mode' : null;
    const foreign = isAnothers(uid, user) ? 'owner' : byMode;
    return { kind: 'content', text, exposed: has(OTHERS), foreign };
  } catch (error) {
    const code = codeOf(error);
    // ENOTDIR: a part of the path is a file, so there is nothing below it.
    if (code === 'ENOENT' || code === 'ENOTDIR') return { kind: 'missing' };
    return { kind: 'failed', reason: code ?? 'unknown' };
  }
}

/** Makes a folder one that only its owner can enter, and what will be made in it with it. */
export type FolderGuard = (directory: string) => Promise<void>;

/** Where a file's mode says who may read it: all systems but Windows. */
export const guardByMode: FolderGuard = (directory) => chmod(directory, DIRECTORY_MODE);

/**
 * Writes a file that only its owner can read, in a folder that only its owner can enter; both are
 * seen to on every write. Readers see the old content or the new one, never a part, and several
 * writers at once do no harm: the last one stands. Never throws.
 */
export async function writePrivateFile(
  path: string,
  text: string,
  guard: FolderGuard = guardByMode,
): Promise<PrivateWrite> {
  const directory = dirname(path);
  const temporary = join(directory, `.${basename(path)}.${randomUUID()}.tmp`);
  try {
    await makeFolder(directory, DIRECTORY_MODE);
    await guard(directory);
    await writeWhole(temporary, text);
    await rename(temporary, path);
    return { kind: 'done' };
  } catch (error) {
    await removePrivateFile(temporary);
    return { kind: 'failed', reason: codeOf(error) ?? 'unknown' };
  }
}

/** Removes the file; one that is not there counts as removed. Never throws. */
export async function removePrivateFile(path: string): Promise<PrivateWrite> {
  try {
    await rm(path, { force: true });
    return { kind: 'done' };
  } catch (error) {
    return { kind: 'failed', reason: codeOf(error) ?? 'unknown' };
  }
}

/** `wx`: whatever lies there already, a link to elsewhere included, is not written through. */
async function writeWhole(path: string, text: string): Promise<void> {
  const file = await open(path, 'wx', FILE_MODE);
  try {
    await file.writeFile(text, 'utf8');
    await file.chmod(FILE_MODE);
    await file.sync();
  } finally {
    await file.close();
  }
}
