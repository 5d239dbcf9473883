import { randomUUID } from 'node:crypto';
import { chmod, mkdir, open, readFile, rename, rm, stat } from 'node:fs/promises';
import { basename, dirname, join, sep } from 'node:path';
import { codeOf } from '../model/errors.ts';

/** What became of reading a private file. */
export type PrivateRead =
  | {
      readonly kind: 'content';
      readonly text: string;
      /** Others may read or write it, so what it says may not be secret, or not ours. */
      readonly exposed: boolean;
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
/** Windows protects a profile's files by inherited rights and has no such mode bits. */
const HAS_MODES = sep === '/';

/** Reads a file that only its owner should be able to read. Never throws. */
export async function readPrivateFile(path: string): Promise<PrivateRead> {
  try {
    const { mode } = await stat(path);
    const text = await readFile(path, 'utf8');
    return { kind: 'content', text, exposed: HAS_MODES && (mode & OTHERS) !== 0 };
  } catch (error) {
    const code = codeOf(error);
    // ENOTDIR: a part of the path is a file, so there is nothing below it.
    if (code === 'ENOENT' || code === 'ENOTDIR') return { kind: 'missing' };
    return { kind: 'failed', reason: code ?? 'unknown' };
  }
}

/**
 * Writes a file that only its owner can read, in a folder that only its owner can enter; both modes
 * are set on every write. Readers see the old content or the new one, never a part, and several
 * writers at once do no harm: the last one stands. Never throws.
 */
export async function writePrivateFile(path: string, text: string): Promise<PrivateWrite> {
  const directory = dirname(path);
  const temporary = join(directory, `.${basename(path)}.${randomUUID()}.tmp`);
  try {
    await mkdir(directory, { recursive: true, mode: DIRECTORY_MODE });
    await chmod(directory, DIRECTORY_MODE);
    await writeWhole(temporary, text);
    await rename(temporary, path);
    return { kind: 'done' };
  } catch (error) {
    await removePrivateFile(temporary);
    return { kind: 'failed', reason: codeOf(error) ?? 'unknown' };
  }
}

/** Whether there is a folder of that name. Never throws. */
export async function isFolder(path: string): Promise<boolean> {
  try {
    return (await stat(path)).isDirectory();
  } catch {
    return false;
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
