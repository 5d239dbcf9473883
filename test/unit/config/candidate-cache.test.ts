import { chmod, mkdtemp, readdir, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { createCandidateCache } from '../../../src/config/candidate-cache.ts';

const KEPT = { at: 1000, candidates: [{ value: 'Teams', description: 'backup' }] };

let directory: string;

beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'vsi-candidates-'));
});

afterEach(async () => {
  await rm(directory, { recursive: true, force: true });
});

/** The one file that was written. */
async function fileOf(): Promise<string> {
  const [name, ...others] = await readdir(join(directory, 'completion'));
  expect(others).toEqual([]);
  return join(directory, 'completion', name ?? '');
}

test('gives back what was written for the same question, for its owner alone', async () => {
  const cache = createCandidateCache({ directory });
  expect(await cache.read('jobs of a')).toBeNull();
  await cache.write('jobs of a', KEPT);
  expect(await cache.read('jobs of a')).toEqual(KEPT);
  expect(await cache.read('jobs of b')).toBeNull();
  expect((await stat(await fileOf())).mode & 0o077).toBe(0);
});

test.each([
  ['no JSON', 'x'],
  ['null', 'null'],
  ['another form', '{"format":2}'],
  ['another question', JSON.stringify({ format: 1, key: 'other', ...KEPT })],
  ['no time', JSON.stringify({ format: 1, key: 'q', candidates: [] })],
  ['no list', JSON.stringify({ format: 1, key: 'q', at: 1, candidates: {} })],
])('a file with %s holds nothing', async (_, text) => {
  const cache = createCandidateCache({ directory });
  await cache.write('q', KEPT);
  await writeFile(await fileOf(), text);
  expect(await cache.read('q')).toBeNull();
});

test('candidates of another form are left out', async () => {
  const cache = createCandidateCache({ directory });
  await cache.write('q', KEPT);
  const candidates = [1, null, { value: 'a' }, ...KEPT.candidates];
  await writeFile(await fileOf(), JSON.stringify({ format: 1, key: 'q', at: 1, candidates }));
  expect((await cache.read('q'))?.candidates).toEqual(KEPT.candidates);
});

test('a file that others can read holds nothing', async () => {
  const cache = createCandidateCache({ directory });
  await cache.write('q', KEPT);
  await chmod(await fileOf(), 0o644);
  expect(await cache.read('q')).toBeNull();
});

test('a home folder that is not there is not made', async () => {
  const home = join(directory, 'home');
  const cache = createCandidateCache({ directory: join(home, 'state'), within: home });
  await cache.write('q', KEPT);
  expect(await readdir(directory)).toEqual([]);
});
