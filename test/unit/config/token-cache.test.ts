import { chmod, copyFile, mkdtemp, readFile, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { createTokenCache, type TokenCache } from '../../../src/config/token-cache.ts';
import type { TokenStore } from '../../../src/servers/environment.ts';
import { runs } from '../../support/runs.ts';

const TOKEN = {
  accessToken: 'access',
  refreshToken: 'refresh',
  expiresAt: 1_800_000_000_000,
  apiVersion: 'v8',
};

let directory: string;

beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'vsi-tokens-'));
});

afterEach(async () => {
  await rm(directory, { recursive: true, force: true });
});

const storeOf = (origin = 'https://backup.example.com:4443', username = 'admin'): TokenCache =>
  createTokenCache({ directory }, { origin, username });

async function onlyFile(): Promise<string> {
  const names = await readdir(join(directory, 'tokens'));
  expect(names).toHaveLength(1);
  return join(directory, 'tokens', names[0] ?? '');
}

describe('a kept login', () => {
  test('makes no home folder: where that is missing, nothing is kept', async () => {
    const home = join(directory, 'home');
    const state = join(home, 'state');
    const owner = { origin: 'https://x:4443', username: 'admin' };
    expect(await createTokenCache({ directory: state, within: home }, owner).write(TOKEN)).toBe(
      false,
    );
    expect(await readdir(directory)).toEqual([]);
    expect(
      await createTokenCache({ directory: state, within: directory }, owner).write(TOKEN),
    ).toBe(true);
  });

  test('is found again by the next command, until it is removed', async () => {
    const store: TokenStore = storeOf();
    expect(await store.read()).toBeNull();
    expect(await store.write(TOKEN)).toBe(true);
    expect(await storeOf('https://BACKUP.example.com:4443').read()).toEqual(TOKEN);
    expect(await store.write({ ...TOKEN, refreshToken: null })).toBe(true);
    expect(await store.read()).toEqual({ ...TOKEN, refreshToken: null });
    await store.remove();
    expect(await store.read()).toBeNull();
    await store.remove();
  });

  test('belongs to one server and one user', async () => {
    await storeOf().write(TOKEN);
    expect(await storeOf('https://backup.example.com:9419').read()).toBeNull();
    expect(await storeOf('https://other.example.com:4443').read()).toBeNull();
    expect(await storeOf(undefined, 'Admin').read()).toBeNull();
    expect(await storeOf(undefined, 'someone').read()).toBeNull();
  });

  test('is not handed out for another server when its file was copied or renamed', async () => {
    await storeOf().write(TOKEN);
    const file = await onlyFile();
    const other = storeOf('https://evil.example.com:4443');
    await other.write(TOKEN);
    const names = await readdir(join(directory, 'tokens'));
    const otherFile = names
      .map((name) => join(directory, 'tokens', name))
      .find((path) => path !== file);
    await copyFile(file, otherFile ?? '');
    expect(await other.read()).toBeNull();
  });

  test('nor for another user of the same one', async () => {
    await storeOf().write(TOKEN);
    const file = await onlyFile();
    const text = await readFile(file, 'utf8');
    await storeOf().remove();
    const other = storeOf(undefined, 'someone');
    await other.write(TOKEN);
    await writeFile(await onlyFile(), text);
    expect(await other.read()).toBeNull();
  });

  test('that others could read is not trusted, and private again after the next login', async () => {
    const store = storeOf();
    await store.write(TOKEN);
    await chmod(await onlyFile(), 0o644);
    expect(await store.read()).toBeNull();
    await store.write(TOKEN);
    expect(await store.read()).toEqual(TOKEN);
  });

  test('tells neither server nor user by its file name', async () => {
    await storeOf().write(TOKEN);
    expect(await onlyFile()).toMatch(/\/[0-9a-f]{32}\.json$/);
  });
});

describe('a damaged file', () => {
  test.each([
    ['empty', ''],
    ['no JSON', '{"format":1'],
    ['null', 'null'],
    ['a list', '[]'],
    ['another form', '{"format":2}'],
  ])('that is %s holds no token', async (_name, text) => {
    await storeOf().write(TOKEN);
    await writeFile(await onlyFile(), text);
    expect(await storeOf().read()).toBeNull();
  });

  test('with fields of other types holds no token, or one that is fit to use', async () => {
    await storeOf().write(TOKEN);
    const file = await onlyFile();
    const content = JSON.parse(await readFile(file, 'utf8')) as Record<string, unknown>;
    await fc.assert(
      fc.asyncProperty(
        fc.constantFrom(...Object.keys(content)),
        fc.jsonValue(),
        async (key, value) => {
          await writeFile(file, JSON.stringify({ ...content, [key]: value }));
          const token = await storeOf().read();
          if (token === null) return;
          expect(typeof token.accessToken).toBe('string');
          expect(token.accessToken).not.toBe('');
          expect(Number.isFinite(token.expiresAt)).toBe(true);
        },
      ),
      { numRuns: runs(50) },
    );
  });
});

test('a folder that cannot be made is no obstacle', async () => {
  await writeFile(join(directory, 'file'), '');
  const store = createTokenCache(
    { directory: join(directory, 'file') },
    { origin: 'https://backup.example.com:4443', username: 'admin' },
  );
  expect(await store.write(TOKEN)).toBe(false);
  expect(await store.read()).toBeNull();
  await store.remove();
});
