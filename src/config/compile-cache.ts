import {
  existsSync,
  lstatSync,
  mkdirSync,
  readdirSync,
  realpathSync,
  rmSync,
  statSync,
} from 'node:fs';
import { dirname, join } from 'node:path';
import { isAnothers } from './own-user.ts';
import { stateDirectory, type PathContext } from './paths.ts';

declare const VSI_VERSION: string;

/** Whose cache it is, and of which program. */
export interface CompileCacheOptions extends PathContext {
  /** Whose files are ours; null: Windows. */
  readonly user: number | null;
  /** Node's version: each has a folder of its own, and so has each version of vsi. */
  readonly node: string;
  /** vsi's own version, but for tests. */
  readonly version?: string;
}

const MODE = 0o700;
const OTHERS_WRITE = 0o022;
const ALL_WRITE = 0o002;
const STICKY = 0o1000;
/** Node adds to a cache and takes nothing away: what older versions left goes when a new one comes. */
const KEPT = 2;

/**
 * The folder for the code that Node has compiled, made where it is missing; null: Node shall keep none.
 *
 * Node runs what lies in it without asking whose it is, and its own choice, a folder in the one for
 * temporary files, can be made by another user beforehand. So it is `compile-cache` in the state folder,
 * which must be ours and nobody else's to write, as the folders above it must be ours or root's. On Windows
 * only the user's own `%LOCALAPPDATA%` is known to be private. Never throws.
 */
export function compileCacheFolder(options: CompileCacheOptions): string | null {
  const { variables, platform, homeDirectory, user, node } = options;
  // Node heeds both by itself.
  if (isSet(variables['NODE_COMPILE_CACHE']) || isSet(variables['NODE_DISABLE_COMPILE_CACHE'])) {
    return null;
  }
  const state = stateDirectory(options);
  if (state === null || (platform === 'win32' && isSet(variables['VSI_CONFIG_DIR']))) return null;
  const folder = join(state, 'compile-cache');
  const name = `${options.version ?? VSI_VERSION}-${node}`;
  const own = join(folder, name);
  try {
    // A home folder that does not exist (a service's account may have none) is not made by vsi.
    if (homeDirectory !== null && state.startsWith(homeDirectory) && !existsSync(homeDirectory)) {
      return null;
    }
    const isNew = makeWithin(own, user);
    if (!isPrivate(statSync(state), user) || !isPrivate(lstatSync(folder), user)) return null;
    if (isNew) removeOlder(folder, name);
    return own;
  } catch {
    return null;
  }
}

/** Whether it was missing. @throws the system's errors, and where others may change a folder above */
function makeWithin(path: string, user: number | null): boolean {
  const missing: string[] = [];
  let known = path;
  while (!existsSync(known)) {
    missing.unshift(known);
    known = dirname(known);
  }
  if (!isSafe(realpathSync.native(known), user)) throw new Error('others may change it');
  for (const each of missing) mkdirSync(each, { mode: MODE });
  return missing.length > 0;
}

/** Whether nobody but us and root can put another folder in the place of this one. */
function isSafe(path: string, user: number | null): boolean {
  const { uid, mode } = statSync(path);
  if (isAnothers(uid, user)) return false;
  if (user !== null && (mode & ALL_WRITE) !== 0 && (mode & STICKY) === 0) return false;
  const parent = dirname(path);
  return parent === path || isSafe(parent, user);
}

function isPrivate(
  found: { readonly uid: number; readonly mode: number; readonly isDirectory: () => boolean },
  user: number | null,
): boolean {
  if (!found.isDirectory()) return false;
  return user === null || (found.uid === user && (found.mode & OTHERS_WRITE) === 0);
}

/** What other versions have kept, but for the newest ones: they may still be in use. */
function removeOlder(folder: string, current: string): void {
  const others = readdirSync(folder)
    .filter((name) => name !== current)
    .map((name) => ({ path: join(folder, name), changed: lstatSync(join(folder, name)).mtimeMs }))
    .sort((one, other) => other.changed - one.changed);
  for (const { path } of others.slice(KEPT)) rmSync(path, { recursive: true, force: true });
}

function isSet(value: string | undefined): boolean {
  return value !== undefined && value !== '';
}
