import {
  chmod,
  chown,
  lchown,
  lstat,
  mkdir,
  mkdtemp,
  readdir,
  readFile,
  rm,
  stat,
  symlink,
  writeFile,
} from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { writeWholeFile } from '../../../src/output/whole-file.ts';

let home: string;
const at = (name: string): string => join(home, name);

beforeEach(async () => {
  home = await mkdtemp(join(tmpdir(), 'vsi-whole-'));
});

afterEach(async () => {
  await rm(home, { recursive: true, force: true });
});

test('a file is new or replaced as a whole, and keeps its mode', async () => {
  await writeWholeFile(at('new'), 'text');
  expect(await readFile(at('new'), 'utf8')).toBe('text');
  await chmod(at('new'), 0o640);
  await writeWholeFile(at('new'), 'more');
  expect((await stat(at('new'))).mode & 0o777).toBe(0o640);
  await writeWholeFile(at('new'), 'more', 0o644);
  expect((await stat(at('new'))).mode & 0o777).toBe(0o644);
  expect(await readdir(home)).toEqual(['new']);
});

test('what cannot be written is said, and leaves nothing behind', async () => {
  await mkdir(at('folder'));
  for (const [path, reason] of [
    ['folder', /it is a directory|EISDIR|EEXIST|ENOTEMPTY|permission/],
    ['none/file', /its folder does not exist/],
  ] as const) {
    await expect(writeWholeFile(at(path), 'text')).rejects.toMatchObject({
      code: 'CONFIGURATION',
      where: at(path),
      message: expect.stringMatching(reason),
    });
  }
  expect(await readdir(home)).toEqual(['folder']);
});

describe('links', () => {
  test('are followed, over several and to what is not there yet, and stay links', async () => {
    await mkdir(at('real'));
    await symlink('real/file', at('first'));
    await symlink(at('first'), at('second'));
    for (const text of ['one', 'two']) {
      await writeWholeFile(at('second'), text);
      expect(await readFile(at('real/file'), 'utf8')).toBe(text);
    }
    expect((await lstat(at('second'))).isSymbolicLink()).toBe(true);
    expect(await readdir(at('real'))).toEqual(['file']);
  });

  test('a circle is an error', async () => {
    await symlink('b', at('a'));
    await symlink('a', at('b'));
    await expect(writeWholeFile(at('a'), 'text')).rejects.toMatchObject({ code: 'CONFIGURATION' });
  });

  test('our own are followed in a shared folder, too', async () => {
    await mkdir(at('shared'));
    await chmod(at('shared'), 0o1777);
    await symlink('../file', at('shared/link'));
    await writeWholeFile(at('shared/link'), 'text');
    expect(await readFile(at('file'), 'utf8')).toBe('text');
  });

  test('another user’s are not (only root can make one for this test)', async () => {
    if ((await stat(home)).uid !== 0) return;
    await mkdir(at('shared'));
    await writeFile(at('precious'), 'old');
    await symlink('../precious', at('shared/link'));
    await lchown(at('shared/link'), 12_345, 12_345);
    // In a folder that is not shared it is the owner's business who writes to it.
    await writeWholeFile(at('shared/link'), 'new');
    await chmod(at('shared'), 0o1777);
    await expect(writeWholeFile(at('shared/link'), 'evil')).rejects.toMatchObject({
      message: "the file is another user's link in a shared folder",
      hint: expect.stringContaining('a folder that only you can write to'),
    });
    expect(await readFile(at('precious'), 'utf8')).toBe('new');
    // The folder's owner may do what he likes in it anyway.
    await chown(at('shared'), 12_345, 12_345);
    await writeWholeFile(at('shared/link'), 'newer');
    expect(await readFile(at('precious'), 'utf8')).toBe('newer');
  });
});
