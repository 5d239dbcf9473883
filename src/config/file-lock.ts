import { randomUUID } from 'node:crypto';
import { open, rm } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { codeOf, VsiError } from '../model/errors.ts';
import { makeFolder } from './make-folder.ts';

/** How to wait for a lock. */
export interface LockOptions {
  /** Waits so many milliseconds; tests pass one that does not. */
  readonly sleep?: (milliseconds: number) => Promise<unknown>;
  /** After so many looks at the same lock it was left behind. */
  readonly mostLooks?: number;
}

const DIRECTORY_MODE = 0o700;
const FILE_MODE = 0o600;
/** Milliseconds between two looks at a lock that is taken. */
const PAUSE = 25;
/**
 * A lock that is the same for so many looks, 5 seconds, was left behind: what is done under one takes
 * milliseconds. Looks are counted and no times compared, since the clock of a file server is not ours.
 */
const MOST_LOOKS = 200;
/** So many different holders in a row are more than any number of people or scripts. */
const MOST_HOLDERS = 50;
/** How often to try again where Windows says so of a lock that is just being removed. */
const MOST_DENIALS = 10;
const DENIED = ['EPERM', 'EACCES', 'EBUSY'];

/**
 * Does the work while nobody else who asks for the same lock does theirs: what is read, changed and
 * written again must not lose what another process writes in between.
 *
 * The lock is a file beside the one in question, made so that only one process can (`wx`: also on
 * Windows and on NFS). One that a killed process left behind is taken away after 5 seconds. Where no
 * file can be made the work is done without a lock: it says itself what cannot be written.
 *
 * @throws CONFIGURATION where others hold it all the time; what the work throws
 */
export async function withFileLock<T>(
  path: string,
  work: () => Promise<T>,
  options: LockOptions = {},
): Promise<T> {
  const lock = join(dirname(path), `.${basename(path)}.lock`);
  const token = randomUUID();
  const isOurs = await acquire(lock, token, options);
  try {
    return await work();
  } finally {
    if (isOurs && (await holderOf(lock))?.token === token) await rm(lock, { force: true });
  }
}

/** False: no lock can be made here. */
async function acquire(
  lock: string,
  token: string,
  { sleep = delay, mostLooks = MOST_LOOKS }: LockOptions,
): Promise<boolean> {
  const canBeMade = await makeFolder(dirname(lock), DIRECTORY_MODE).then(
    () => true,
    () => false,
  );
  const seen = { holder: null as Holder | null, looks: 0, holders: 0, denials: 0 };
  while (canBeMade) {
    const made = await make(lock, token);
    if (made === 'made') return true;
    if (made === 'impossible' || seen.denials > MOST_DENIALS) return false;
    if (made === 'denied') seen.denials += 1;
    const holder = await holderOf(lock);
    if (!isSame(holder, seen.holder))
      Object.assign(seen, { holder, looks: 0, holders: seen.holders + 1 });
    seen.looks += 1;
    if (seen.holders > MOST_HOLDERS) throw busy(lock);
    if (seen.looks > 2 * mostLooks) {
      await rm(removalOf(lock), { force: true });
      throw busy(lock);
    }
    if (seen.looks === mostLooks) await takeAway(lock, holder);
    await sleep(PAUSE);
  }
  return false;
}

async function make(
  lock: string,
  token: string,
): Promise<'made' | 'taken' | 'denied' | 'impossible'> {
  try {
    const file = await open(lock, 'wx', FILE_MODE);
    try {
      await file.writeFile(token, 'utf8');
    } finally {
      await file.close();
    }
    return 'made';
  } catch (error) {
    const code = codeOf(error) ?? '';
    if (code === 'EEXIST') return 'taken';
    return DENIED.includes(code) ? 'denied' : 'impossible';
  }
}

/** Who has a lock: the file's time tells apart two who have not written their token yet. */
interface Holder {
  readonly token: string;
  readonly since: number;
}

function isSame(one: Holder | null, other: Holder | null): boolean {
  return one?.token === other?.token && one?.since === other?.since;
}

/** null: there is none, or it cannot be read. */
async function holderOf(lock: string): Promise<Holder | null> {
  try {
    const file = await open(lock, 'r');
    try {
      return { since: (await file.stat()).mtimeMs, token: await file.readFile('utf8') };
    } finally {
      await file.close();
    }
  } catch {
    return null;
  }
}

/** The file whose maker alone may take the lock away. */
function removalOf(lock: string): string {
  return `${lock}.removal`;
}

/**
 * Removes a lock that was left behind. Between the look and the removal another process may have
 * removed it and a third have made its own, so one at a time looks again and removes: who comes
 * second sees somebody else's lock and leaves it.
 */
async function takeAway(lock: string, holder: Holder | null): Promise<void> {
  const removal = removalOf(lock);
  if ((await make(removal, '')) !== 'made') return;
  try {
    if (isSame(await holderOf(lock), holder)) await rm(lock, { force: true });
  } catch {
    // It cannot be removed: the next looks will tell.
  } finally {
    await rm(removal, { force: true });
  }
}

function busy(lock: string): VsiError {
  return new VsiError('CONFIGURATION', 'others are changing what is saved all the time', {
    where: lock,
    hint: 'try again; if nothing else runs vsi, remove that file',
  });
}
