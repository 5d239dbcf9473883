import { existsSync } from 'node:fs';
import { mkdtemp, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, sep } from 'node:path';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { makeFolder } from '../../../src/config/make-folder.ts';

let root: string;

beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), 'vsi-folder-'));
});

afterAll(async () => {
  await rm(root, { recursive: true, force: true });
});

test('makes what is missing, and leaves what is there', async () => {
  const folder = join(root, 'a', 'b', 'c');
  await makeFolder(folder, 0o700);
  await makeFolder(folder, 0o700);
  for (const made of [folder, join(root, 'a')]) {
    const { mode } = await stat(made);
    expect(sep === '/' ? mode & 0o777 : 0o700).toBe(0o700);
  }
});

test('several at once are no matter', async () => {
  const folder = join(root, 'x', 'y', 'z');
  await Promise.all(Array.from({ length: 8 }, () => makeFolder(folder, 0o700)));
  expect(existsSync(folder)).toBe(true);
});

test('below a file there are no folders, and a file is none', async () => {
  const file = join(root, 'file');
  await writeFile(file, '');
  await expect(makeFolder(join(file, 'folder'), 0o700)).rejects.toHaveProperty('code');
  await expect(makeFolder(file, 0o700)).rejects.toMatchObject({ code: 'EEXIST' });
});

(existsSync('/proc/self') ? test : test.skip)(
  'ends where nothing can be made although the parent is there (/proc)',
  async () => {
    await expect(makeFolder('/proc/vsi/state', 0o700)).rejects.toHaveProperty('code');
  },
);
