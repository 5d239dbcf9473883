import {
  chmod,
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
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { openServerFile } from '../../../src/config/server-file.ts';
import type { ServerEdit } from '../../../src/config/server-file-edits.ts';

const ADD: ServerEdit = { kind: 'set', server: 'a', setting: 'url', value: 'https://a' };
const NONE = { servers: [], defaultName: null, checks: [] };

let home: string;

beforeEach(async () => {
  home = await mkdtemp(join(tmpdir(), 'vsi-servers-'));
});

afterEach(async () => {
  await rm(home, { recursive: true, force: true });
});

test('without a file there is no server; the first one makes it, for its owner alone', async () => {
  const directory = join(home, 'vsi');
  const file = openServerFile(directory);
  expect(await file.read()).toEqual(NONE);
  const objecting = file.edit(() => {
    throw new Error('no');
  });
  await expect(objecting).rejects.toThrow('no');
  expect(await readdir(home)).toEqual([]);
  expect((await file.edit(() => [ADD])).after.servers).toHaveLength(1);
  expect((await file.read()).servers).toMatchObject([{ name: 'a', url: 'https://a' }]);
  expect(file.path).toBe(join(directory, 'servers.yaml'));
  const modes = [directory, join(directory, 'servers.yaml')].map(
    async (path) => (await stat(path)).mode & 0o777,
  );
  expect(await Promise.all(modes)).toEqual([0o700, 0o600]);
});

test('a file that others can write is not believed, one that they can read is', async () => {
  const file = openServerFile(home);
  const path = join(home, 'servers.yaml');
  await writeFile(path, 'servers:\n  a:\n    url: a\n');
  await chmod(path, 0o644);
  expect((await file.read()).servers).toHaveLength(1);
  await chmod(path, 0o664);
  const refused = {
    code: 'CONFIGURATION',
    where: path,
    hint: expect.stringContaining('chmod 600'),
  };
  await expect(file.read()).rejects.toMatchObject(refused);
  await expect(file.edit(() => [ADD])).rejects.toMatchObject(refused);
});

test('a change that would make the file unsound, or a file that is so already, stays as it is', async () => {
  const file = openServerFile(home);
  const path = join(home, 'servers.yaml');
  await file.edit(() => [ADD]);
  const before = await readFile(path, 'utf8');
  await expect(file.edit(() => [{ kind: 'default', server: 'b' }])).rejects.toMatchObject({
    code: 'CONFIGURATION',
  });
  expect(await readFile(path, 'utf8')).toBe(before);
  await writeFile(path, 'server: {}\n');
  await expect(file.edit(() => [ADD])).rejects.toMatchObject({ where: `${path}:1` });
  expect(await readFile(path, 'utf8')).toBe('server: {}\n');
});

test('a link to a file kept elsewhere stays a link, and its folder as open as it was', async () => {
  const elsewhere = join(home, 'dotfiles');
  await mkdir(elsewhere, { mode: 0o755 });
  await writeFile(join(elsewhere, 'vsi.yaml'), '# mine\n', { mode: 0o600 });
  const own = join(home, 'vsi');
  await mkdir(own);
  await symlink(join(elsewhere, 'vsi.yaml'), join(own, 'servers.yaml'));
  await openServerFile(own).edit(() => [ADD]);
  expect((await lstat(join(own, 'servers.yaml'))).isSymbolicLink()).toBe(true);
  const text = await readFile(join(elsewhere, 'vsi.yaml'), 'utf8');
  expect(text).toContain('# mine');
  expect(text).toContain('url: https://a');
  expect((await stat(elsewhere)).mode & 0o777).toBe(0o755);
});

test('what cannot be read or written is told', async () => {
  await writeFile(join(home, 'file'), '');
  await expect(openServerFile(join(home, 'file')).edit(() => [ADD])).rejects.toMatchObject({
    code: 'CONFIGURATION',
    message: expect.stringContaining('cannot be written'),
  });
  await mkdir(join(home, 'servers.yaml'));
  await expect(openServerFile(home).read()).rejects.toMatchObject({
    code: 'CONFIGURATION',
    message: expect.stringContaining('cannot be read'),
  });
});

test('nowhere to save: nothing is saved, and saving says what to do', async () => {
  const file = openServerFile(null);
  expect(await file.read()).toEqual(NONE);
  await expect(file.edit(() => [ADD])).rejects.toMatchObject({
    code: 'CONFIGURATION',
    hint: expect.stringContaining('VSI_CONFIG_DIR'),
  });
});

test('two changes at the same time are both made, and a plan that objects changes nothing', async () => {
  const names = Array.from({ length: 12 }, (_, index) => `server-${index}`);
  await Promise.all(
    names.map((server) =>
      // Each as a process of its own would: nothing is shared but the folder.
      openServerFile(home).edit(() => [{ ...ADD, server }]),
    ),
  );
  const book = await openServerFile(home).read();
  expect(book.servers.map(({ name }) => name).sort()).toEqual([...names].sort());
  const path = join(home, 'servers.yaml');
  const before = await readFile(path, 'utf8');
  const objecting = openServerFile(home).edit(({ servers }) => {
    throw new Error(`there are ${servers.length}`);
  });
  await expect(objecting).rejects.toThrow('there are 12');
  await writeFile(path, `${before}# as a person wrote it:   so\n`);
  const { after } = await openServerFile(home).edit(() => []);
  expect(after.servers).toHaveLength(12);
  expect(await readFile(path, 'utf8')).toBe(`${before}# as a person wrote it:   so\n`);
  expect(await readdir(home)).toEqual(['servers.yaml']);
  await writeFile(path, before);
  expect(await readFile(path, 'utf8')).toBe(before);
});
