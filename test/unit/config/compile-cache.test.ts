import { chmod, chown, mkdir, mkdtemp, readdir, rm, stat, symlink, utimes } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { compileCacheFolder } from '../../../src/config/compile-cache.ts';
import { ownUser } from '../../../src/config/own-user.ts';

const POSIX = process.platform === 'win32' ? describe.skip : describe;
let home: string;
let state: string;

beforeEach(async () => {
  home = await mkdtemp(join(tmpdir(), 'vsi-cache-'));
  state = join(home, '.local', 'state', 'vsi');
});

afterEach(async () => {
  await rm(home, { recursive: true, force: true });
});

function folderOf(
  variables: Readonly<Record<string, string>> = {},
  changes: Partial<Parameters<typeof compileCacheFolder>[0]> = {},
): string | null {
  return compileCacheFolder({
    variables,
    platform: 'linux',
    homeDirectory: home,
    user: ownUser(),
    node: 'v22.1.0',
    version: '1.2.3',
    ...changes,
  });
}

const modeOf = async (path: string): Promise<number> => (await stat(path)).mode & 0o777;

POSIX('where compiled code is kept', () => {
  test('in the state folder, for nobody else to enter', async () => {
    const folder = join(state, 'compile-cache');
    expect(folderOf()).toBe(join(folder, '1.2.3-v22.1.0'));
    expect([await modeOf(state), await modeOf(folder)]).toEqual([0o700, 0o700]);
    // A second time it is there.
    expect(folderOf()).toBe(join(folder, '1.2.3-v22.1.0'));
  });

  test('with everything else where VSI_CONFIG_DIR or XDG_STATE_HOME say so', () => {
    const own = join('compile-cache', '1.2.3-v22.1.0');
    const elsewhere = join(home, 'elsewhere');
    expect(folderOf({ VSI_CONFIG_DIR: elsewhere })).toBe(join(elsewhere, 'state', own));
    expect(folderOf({ XDG_STATE_HOME: elsewhere })).toBe(join(elsewhere, 'vsi', own));
  });

  test('where another version has left one, the newest two of the others stay', async () => {
    const folder = join(state, 'compile-cache');
    const others = ['1.0.0-v20', '1.1.0-v20', '1.1.0-v22', '1.2.0-v22'];
    for (const [age, name] of [...others].reverse().entries()) {
      await mkdir(join(folder, name, 'below'), { recursive: true, mode: 0o700 });
      await utimes(join(folder, name), 0, 1_000_000 - age);
    }
    expect(folderOf()).not.toBeNull();
    expect((await readdir(folder)).sort()).toEqual(['1.1.0-v22', '1.2.0-v22', '1.2.3-v22.1.0']);
    await mkdir(join(folder, '0.9.0-v18'));
    expect(folderOf()).not.toBeNull();
    expect(await readdir(folder)).toHaveLength(4);
  });
});

POSIX('there is none', () => {
  const nothingMade = async (): Promise<void> => {
    expect(await readdir(home)).toEqual([]);
  };

  test.each(['NODE_COMPILE_CACHE', 'NODE_DISABLE_COMPILE_CACHE'])(
    'with %s: Node sees to it',
    async (name) => {
      expect(folderOf({ [name]: '1' })).toBeNull();
      await nothingMade();
      expect(folderOf({ [name]: '' })).not.toBeNull();
    },
  );

  test('without a home, or with one that does not exist or is a file', async () => {
    expect(folderOf({}, { homeDirectory: null })).toBeNull();
    expect(folderOf({}, { homeDirectory: join(home, 'gone') })).toBeNull();
    expect(folderOf({}, { homeDirectory: '/dev/null' })).toBeNull();
    expect(folderOf({}, { homeDirectory: '/proc' })).toBeNull();
    await nothingMade();
  });

  test("in another user's home, as sudo leaves it to root", async () => {
    if (ownUser() === 0) await chown(home, 1, 1);
    expect(folderOf({}, { user: 0 })).toBeNull();
    await nothingMade();
  });

  test('where everybody may put other folders in its place, but for a sticky folder', async () => {
    await chmod(home, 0o777);
    expect(folderOf()).toBeNull();
    await nothingMade();
    await chmod(home, 0o1777);
    expect(folderOf()).not.toBeNull();
  });

  test.each(['770', '702', '777'])(
    'where it has the mode %s, nor where its parent has',
    async (digits) => {
      const mode = parseInt(digits, 8);
      const folder = join(state, 'compile-cache');
      expect(folderOf()).not.toBeNull();
      await chmod(folder, mode);
      expect(folderOf()).toBeNull();
      await chmod(folder, 0o755);
      expect(folderOf()).not.toBeNull();
      await chmod(state, mode);
      expect(folderOf()).toBeNull();
    },
  );

  test("where it is another user's, made beforehand", async () => {
    await mkdir(join(state, 'compile-cache'), { recursive: true, mode: 0o700 });
    // A user that the folder of the test is not owned by; root's would be fine above it.
    expect(folderOf({}, { user: (ownUser() ?? 0) + 1 })).toBeNull();
  });

  test('where it is a link or a file', async () => {
    const folder = join(state, 'compile-cache');
    await mkdir(state, { recursive: true, mode: 0o700 });
    await mkdir(join(home, 'target'), { mode: 0o700 });
    await symlink(join(home, 'target'), folder);
    expect(folderOf()).toBeNull();
    await rm(folder);
    await symlink(join(home, 'gone'), folder);
    expect(folderOf()).toBeNull();
  });
});

test('on Windows it is in the own folder of the user, never in a chosen one', () => {
  const windows = { platform: 'win32', user: null, homeDirectory: null };
  expect(folderOf({ VSI_CONFIG_DIR: home }, windows)).toBeNull();
});
