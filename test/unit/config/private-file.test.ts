import {
  chmod,
  chown,
  mkdir,
  mkdtemp,
  readFile,
  readdir,
  rm,
  stat,
  symlink,
  writeFile,
} from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import {
  readPrivateFile,
  removePrivateFile,
  writePrivateFile,
} from '../../../src/config/private-file.ts';

let home: string;

beforeEach(async () => {
  home = await mkdtemp(join(tmpdir(), 'vsi-private-'));
});

afterEach(async () => {
  await rm(home, { recursive: true, force: true });
});

const modeOf = async (path: string) => (await stat(path)).mode & 0o777;

describe('writing', () => {
  test('makes the folders, and only the owner may read', async () => {
    const path = join(home, 'a', 'b', 'token.json');
    expect(await writePrivateFile(path, 'secret')).toEqual({ kind: 'done' });
    expect(await readFile(path, 'utf8')).toBe('secret');
    expect([await modeOf(path), await modeOf(join(home, 'a', 'b'))]).toEqual([0o600, 0o700]);
  });

  test('takes rights away that were given meanwhile, and leaves nothing else behind', async () => {
    const path = join(home, 'state', 'token.json');
    await writePrivateFile(path, 'old');
    await chmod(path, 0o644);
    await chmod(join(home, 'state'), 0o755);
    await writePrivateFile(path, 'new');
    expect([await modeOf(path), await modeOf(join(home, 'state'))]).toEqual([0o600, 0o700]);
    expect(await readdir(join(home, 'state'))).toEqual(['token.json']);
  });

  test('replaces a link instead of writing through it', async () => {
    const elsewhere = join(home, 'elsewhere');
    await writeFile(elsewhere, 'untouched');
    await mkdir(join(home, 'state'));
    await symlink(elsewhere, join(home, 'state', 'token.json'));
    expect(await writePrivateFile(join(home, 'state', 'token.json'), 'secret')).toEqual({
      kind: 'done',
    });
    expect(await readFile(elsewhere, 'utf8')).toBe('untouched');
  });

  test('by many at once ends with one of them whole', async () => {
    const path = join(home, 'token.json');
    const texts = Array.from({ length: 20 }, (_, index) => String(index).repeat(5000));
    const results = await Promise.all(texts.map((text) => writePrivateFile(path, text)));
    expect(results).toEqual(texts.map(() => ({ kind: 'done' })));
    expect(texts).toContain(await readFile(path, 'utf8'));
    expect(await readdir(home)).toEqual(['token.json']);
  });

  test('that cannot be done is told, not thrown', async () => {
    await writeFile(join(home, 'file'), '');
    expect(await writePrivateFile(join(home, 'file', 'token.json'), 'x')).toEqual({
      kind: 'failed',
      reason: 'EEXIST',
    });
    await mkdir(join(home, 'taken'));
    const taken = await writePrivateFile(join(home, 'taken'), 'x');
    expect(taken.kind).toBe('failed');
    expect((await readdir(home)).sort()).toEqual(['file', 'taken']);
  });
});

test('a folder that cannot be protected gets no file', async () => {
  const guard = () => Promise.reject(Object.assign(new Error('no'), { code: 'EACCES' }));
  const path = join(home, 'state', 'token.json');
  expect(await writePrivateFile(path, 'secret', guard)).toEqual({
    kind: 'failed',
    reason: 'EACCES',
  });
  expect(await readdir(join(home, 'state'))).toEqual([]);
});

describe('reading', () => {
  test('tells whether others could have read or written it', async () => {
    const path = join(home, 'token.json');
    await writePrivateFile(path, 'text');
    expect(await readPrivateFile(path)).toEqual({
      kind: 'content',
      text: 'text',
      exposed: false,
      foreign: null,
    });
    for (const mode of [0o640, 0o604, 0o602]) {
      await chmod(path, mode);
      expect(await readPrivateFile(path)).toMatchObject({
        exposed: true,
        foreign: mode === 0o602 ? 'mode' : null,
      });
    }
  });

  test('tells whether it is another user’s; root’s is as good as ours', async () => {
    const path = join(home, 'token.json');
    await writePrivateFile(path, 'text');
    const { uid } = await stat(path);
    // Only root can give a file away; its own are nobody else's either.
    if (uid === 0) {
      expect(await readPrivateFile(path, 54_321)).toMatchObject({ foreign: null });
      await chown(path, 12_345, 12_345);
    }
    expect(await readPrivateFile(path, 54_321)).toMatchObject({ foreign: 'owner' });
    expect(await readPrivateFile(path, null)).toMatchObject({ foreign: null });
  });

  test('of what is not there, or is no file', async () => {
    await writeFile(join(home, 'file'), '');
    expect(await readPrivateFile(join(home, 'none'))).toEqual({ kind: 'missing' });
    expect(await readPrivateFile(join(home, 'file', 'below'))).toEqual({ kind: 'missing' });
    expect(await readPrivateFile(home)).toEqual({ kind: 'failed', reason: 'EISDIR' });
  });
});

test('removing', async () => {
  const path = join(home, 'token.json');
  await writePrivateFile(path, 'text');
  expect(await removePrivateFile(path)).toEqual({ kind: 'done' });
  expect(await readPrivateFile(path)).toEqual({ kind: 'missing' });
  expect(await removePrivateFile(path)).toEqual({ kind: 'done' });
  expect((await removePrivateFile(home)).kind).toBe('failed');
});
