import { chmod, mkdtemp, readFile, readdir, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import {
  createRefusedSecrets,
  REFUSAL_MEMORY,
  type RefusedSecrets,
} from '../../../src/config/refused-secrets.ts';
import type { RefusalMemory } from '../../../src/servers/environment.ts';

const ORIGIN = 'https://vbo.example.com:4443';

let directory: string;
let now: number;

beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'vsi-refused-'));
  now = 1_800_000_000_000;
});

afterEach(async () => {
  await rm(directory, { recursive: true, force: true });
});

const memory = (username = 'admin'): RefusedSecrets =>
  createRefusedSecrets({ directory }, { username, now: () => now });

async function onlyFile(): Promise<string> {
  const names = await readdir(join(directory, 'refused'));
  expect(names).toHaveLength(1);
  return join(directory, 'refused', names[0] ?? '');
}

test('a refused password is known for ten minutes, to the next command too', async () => {
  const first: RefusalMemory = memory();
  expect(await first.until(ORIGIN, 'stale')).toBeNull();
  await first.add(ORIGIN, 'stale');
  expect(await memory().until('https://VBO.example.com:4443', 'stale')).toBe(now + REFUSAL_MEMORY);
  now += REFUSAL_MEMORY - 1;
  expect(await memory().until(ORIGIN, 'stale')).not.toBeNull();
  now += 1;
  expect(await memory().until(ORIGIN, 'stale')).toBeNull();
});

test('no more than five are kept, the newest first', async () => {
  await memory().add(ORIGIN, 'stale');
  const file = await onlyFile();
  const old = [1, 2, 3, 4, 5].map((n) => ({ salt: `c2F${n}`, hash: 'aGFzaA==', until: now + n }));
  await writeFile(file, JSON.stringify({ format: 1, entries: old }));
  await memory().add(ORIGIN, 'stale');
  const { entries } = JSON.parse(await readFile(file, 'utf8')) as { readonly entries: typeof old };
  expect(entries.slice(1)).toEqual(old.slice(0, 4));
  expect(entries[0]?.until).toBe(now + REFUSAL_MEMORY);
});

test('any other password, user or server may be tried', async () => {
  await memory().add(ORIGIN, 'stale');
  expect(await memory().until(ORIGIN, 'Stale')).toBeNull();
  expect(await memory('Admin').until(ORIGIN, 'stale')).toBeNull();
  expect(await memory().until('https://vbo.example.com:9419', 'stale')).toBeNull();
});

test('several are known; a login that worked makes room for all of them', async () => {
  for (const password of ['a', 'b', 'c', 'a']) await memory().add(ORIGIN, password);
  for (const password of ['a', 'b', 'c']) {
    expect(await memory().until(ORIGIN, password)).not.toBeNull();
  }
  await memory().clear(ORIGIN);
  expect(await memory().until(ORIGIN, 'a')).toBeNull();
  await memory().clear(ORIGIN);
});

test('the file holds neither the password nor the same hash twice, and is its owner’s alone', async () => {
  await memory().add(ORIGIN, 'Geheim-1234');
  const path = await onlyFile();
  const text = await readFile(path, 'utf8');
  for (const plain of [
    'Geheim-1234',
    Buffer.from('Geheim-1234').toString('base64'),
    'admin',
    'vbo',
  ]) {
    expect(text).not.toContain(plain);
  }
  expect((await stat(path)).mode & 0o777).toBe(0o600);
  await memory().clear(ORIGIN);
  await memory().add(ORIGIN, 'Geheim-1234');
  expect(await readFile(path, 'utf8')).not.toBe(text);
});

test.each(['', '{', 'null', '{"format":2}', '{"format":1,"entries":[{"salt":1}]}'])(
  'a damaged file (%s) forbids nothing and is replaced',
  async (text) => {
    await memory().add(ORIGIN, 'stale');
    await writeFile(await onlyFile(), text);
    expect(await memory().until(ORIGIN, 'stale')).toBeNull();
    await memory().add(ORIGIN, 'stale');
    expect(await memory().until(ORIGIN, 'stale')).not.toBeNull();
  },
);

test('a file that others could have written forbids nothing; nor does a clock that was wrong', async () => {
  await memory().add(ORIGIN, 'stale');
  await chmod(await onlyFile(), 0o666);
  expect(await memory().until(ORIGIN, 'stale')).toBeNull();
  await memory().add(ORIGIN, 'stale');
  now -= 86_400_000;
  expect(await memory().until(ORIGIN, 'stale')).toBeNull();
});

test('where nothing can be kept, nothing is remembered and nothing fails', async () => {
  await writeFile(join(directory, 'file'), '');
  const admin = { username: 'admin', now: () => now };
  const nowhere = createRefusedSecrets({ directory: join(directory, 'file') }, admin);
  await nowhere.add(ORIGIN, 'stale');
  expect(await nowhere.until(ORIGIN, 'stale')).toBeNull();
  const home = join(directory, 'home');
  const homeless = createRefusedSecrets({ directory: join(home, 'state'), within: home }, admin);
  await homeless.add(ORIGIN, 'stale');
  expect(await readdir(directory)).toEqual(['file']);
});
