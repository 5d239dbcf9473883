import { chmod, mkdtemp, readFile, readdir, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import type { Keychain, SecretOwner } from '../../../src/config/keychain.ts';
import { guardByMode } from '../../../src/config/private-file.ts';
import { createSecretStore, type SecretStore } from '../../../src/config/secret-store.ts';

const VIENNA = { url: 'https://vbo.example.com:4443', username: 'EXAMPLE\\reader' };
const BOSTON = { url: 'https://vbr.example.com:9419', username: 'EXAMPLE\\reader' };

let directory: string;
let path: string;

beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'vsi-secrets-'));
  path = join(directory, 'credentials.json');
});

afterEach(async () => {
  await rm(directory, { recursive: true, force: true });
});

const storeWith = (keychain: Keychain | null): SecretStore =>
  createSecretStore({ directory, platform: { guardFolder: guardByMode, keychain } });

/** A keychain that can be locked. */
function memoryKeychain() {
  const items = new Map<string, string>();
  const key = ({ url, username }: SecretOwner): string => `${username}@${url}`;
  const state = { locked: false };
  const keychain: Keychain = {
    read: async (owner) => (state.locked ? null : (items.get(key(owner)) ?? null)),
    write: async (owner, secret) => {
      if (!state.locked) items.set(key(owner), secret);
      return !state.locked;
    },
    remove: async (owner) => !state.locked && items.delete(key(owner)),
  };
  return { keychain, items, state };
}

describe('without a keychain', () => {
  test('secrets lie in a file of their owner alone, each for one user at one address', async () => {
    const store = storeWith(null);
    expect(await store.read(VIENNA)).toBeNull();
    expect(await store.find(VIENNA)).toBeNull();
    expect(await store.write(VIENNA, 'one')).toEqual({ kind: 'file', path });
    await store.write(BOSTON, 'two');
    await store.write(VIENNA, 'three');
    expect([await store.read(VIENNA), await store.read(BOSTON)]).toEqual(['three', 'two']);
    expect(await store.read({ ...VIENNA, username: 'other' })).toBeNull();
    expect(await store.find(VIENNA)).toEqual({ kind: 'file', path });
    expect((await stat(path)).mode & 0o777).toBe(0o600);
    expect(await readFile(path, 'utf8')).not.toContain('one');
    expect([await store.remove(VIENNA), await store.remove(VIENNA)]).toEqual([true, false]);
    expect(await store.read(BOSTON)).toBe('two');
    await store.remove(BOSTON);
    expect(await readdir(directory)).toEqual([]);
  });

  test('secrets that are kept at the same time are all kept', async () => {
    const owners = Array.from({ length: 12 }, (_, index) => ({ ...VIENNA, username: `u${index}` }));
    // Each as a process of its own would: nothing is shared but the folder.
    await Promise.all(owners.map((owner) => storeWith(null).write(owner, `of ${owner.username}`)));
    const kept = await Promise.all(owners.map((owner) => storeWith(null).read(owner)));
    expect(kept).toEqual(owners.map(({ username }) => `of ${username}`));
    await Promise.all(owners.map((owner) => storeWith(null).remove(owner)));
    expect(await readdir(directory)).toEqual([]);
  });

  test('a file that others can read is an error, never an empty store', async () => {
    const store = storeWith(null);
    await store.write(VIENNA, 'one');
    await chmod(path, 0o640);
    const failure = { code: 'CONFIGURATION', where: path, hint: expect.stringContaining('chmod') };
    await expect(store.read(VIENNA)).rejects.toMatchObject(failure);
    await expect(store.write(BOSTON, 'two')).rejects.toMatchObject(failure);
    await expect(store.remove(VIENNA)).rejects.toMatchObject(failure);
  });

  test.each([
    '',
    '{',
    '[]',
    '{"format":2,"credentials":[]}',
    '{"format":1,"credentials":[{"url":1}]}',
  ])('a damaged one (%s) is told and not overwritten', async (text) => {
    await writeFile(path, text, { mode: 0o600 });
    const store = storeWith(null);
    for (const attempt of [store.read(VIENNA), store.write(VIENNA, 'x')]) {
      await expect(attempt).rejects.toMatchObject({
        code: 'CONFIGURATION',
        message: expect.stringContaining('damaged'),
      });
    }
    expect(await readFile(path, 'utf8')).toBe(text);
  });

  test('nowhere to keep it', async () => {
    const store = createSecretStore({
      directory: null,
      platform: { guardFolder: guardByMode, keychain: null },
    });
    expect(await store.read(VIENNA)).toBeNull();
    await expect(store.write(VIENNA, 'x')).rejects.toMatchObject({ code: 'CONFIGURATION' });
    await writeFile(join(directory, 'file'), '');
    const blocked = createSecretStore({
      directory: join(directory, 'file'),
      platform: { guardFolder: guardByMode, keychain: null },
    });
    await expect(blocked.write(VIENNA, 'x')).rejects.toMatchObject({
      code: 'CONFIGURATION',
      message: expect.stringContaining('cannot be kept'),
    });
  });
});

describe('with a keychain', () => {
  test('no file is made', async () => {
    const { keychain, items } = memoryKeychain();
    const store = storeWith(keychain);
    expect(await store.write(VIENNA, 'one')).toEqual({ kind: 'keychain' });
    expect([await store.read(VIENNA), [...items.values()]]).toEqual(['one', ['one']]);
    expect(await store.find(VIENNA)).toEqual({ kind: 'keychain' });
    expect(await readdir(directory)).toEqual([]);
    expect(await store.remove(VIENNA)).toBe(true);
    expect(items.size).toBe(0);
  });

  test('that is locked, the newer secret in the file counts until the keychain takes one again', async () => {
    const { keychain, state } = memoryKeychain();
    const store = storeWith(keychain);
    await store.write(VIENNA, 'old');
    state.locked = true;
    expect(await store.write(VIENNA, 'new')).toEqual({ kind: 'file', path });
    state.locked = false;
    expect(await store.read(VIENNA)).toBe('new');
    expect(await store.write(VIENNA, 'newest')).toEqual({ kind: 'keychain' });
    expect(await readdir(directory)).toEqual([]);
    expect(await store.read(VIENNA)).toBe('newest');
  });
});
