import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmod, mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { withFileLock } from '../../../src/config/file-lock.ts';

let home: string;
let path: string;
let lock: string;

beforeEach(async () => {
  home = await mkdtemp(join(tmpdir(), 'vsi-lock-'));
  path = join(home, 'vsi', 'counter');
  lock = join(home, 'vsi', '.counter.lock');
});

afterEach(async () => {
  await rm(home, { recursive: true, force: true });
});

const immediately = { sleep: () => delay(1) };

function nextTurn(): Promise<void> {
  return new Promise((done) => setImmediate(done));
}

/** Reads, waits a moment, and writes what it read plus one: it loses counts without a lock. */
async function count(): Promise<void> {
  const text = await readFile(path, 'utf8').catch(() => '0');
  await delay(1);
  await writeFile(path, String(Number(text) + 1));
}

test('what is read, changed and written under it is never lost, and nothing stays behind', async () => {
  await Promise.all(Array.from({ length: 30 }, () => withFileLock(path, count, immediately)));
  expect(await readFile(path, 'utf8')).toBe('30');
  expect(await readdir(join(home, 'vsi'))).toEqual(['counter']);
});

test('work that fails gives it back', async () => {
  const failing = withFileLock(path, () => Promise.reject(new Error('no')));
  await expect(failing).rejects.toThrow('no');
  expect(await withFileLock(path, async () => 'done')).toBe('done');
  expect(await readdir(join(home, 'vsi'))).toEqual([]);
});

test('a lock that a killed process left behind is taken away, by one of many', async () => {
  const script = `
    require('node:fs').writeFileSync(process.argv[1], 'of one who is dead', { flag: 'wx' });
    process.kill(process.pid, 'SIGKILL');`;
  await mkdir(join(home, 'vsi'));
  await once(spawn(process.execPath, ['-e', script, lock]), 'exit');
  expect(await readFile(lock, 'utf8')).toBe('of one who is dead');
  let waits = 0;
  const sleep = () => {
    waits += 1;
    return delay(0);
  };
  await Promise.all(Array.from({ length: 5 }, () => withFileLock(path, count, { sleep })));
  expect(await readFile(path, 'utf8')).toBe('5');
  expect(await readdir(join(home, 'vsi'))).toEqual(['counter']);
  // Five seconds at 25 milliseconds a look: not before.
  expect(waits).toBeGreaterThanOrEqual(200);
});

test('it is taken away from the dead alone, however many find it at the same time', async () => {
  await mkdir(join(home, 'vsi'));
  const hasty = { sleep: nextTurn, mostLooks: 25 };
  let working = 0;
  let most = 0;
  const work = async () => {
    working += 1;
    most = Math.max(most, working);
    await nextTurn();
    working -= 1;
  };
  for (let round = 1; round <= 15; round += 1) {
    // An empty one is of a process that was killed before it had written its name.
    await writeFile(lock, round % 2 === 0 ? '' : 'of one who is dead');
    await Promise.all(Array.from({ length: 6 }, () => withFileLock(path, work, hasty)));
    expect(`round ${round}: ${most} at a time`).toBe(`round ${round}: 1 at a time`);
  }
  expect(await readdir(join(home, 'vsi'))).toEqual([]);
});

test('one who was killed while taking it away holds up the others once, with words', async () => {
  await mkdir(join(home, 'vsi'));
  await writeFile(lock, 'of one who is dead');
  await writeFile(`${lock}.removal`, '');
  await expect(withFileLock(path, count, { sleep: () => delay(0) })).rejects.toMatchObject({
    code: 'CONFIGURATION',
    where: lock,
  });
  await withFileLock(path, count, { sleep: () => delay(0) });
  expect(await readdir(join(home, 'vsi'))).toEqual(['counter']);
});

test('a lock that was taken away meanwhile is the next one’s, and is left alone', async () => {
  await withFileLock(path, () => writeFile(lock, 'of the next one'));
  expect(await readFile(lock, 'utf8')).toBe('of the next one');
});

test('a lock whose holder changes is waited for, but not for ever', async () => {
  await mkdir(join(home, 'vsi'));
  let holders = 0;
  const sleep = async () => {
    holders += 1;
    await writeFile(lock, `holder ${holders}`);
  };
  await writeFile(lock, 'holder 0');
  await expect(withFileLock(path, count, { sleep })).rejects.toMatchObject({
    code: 'CONFIGURATION',
    where: lock,
  });
  expect(holders).toBeGreaterThanOrEqual(50);
  expect(await readFile(lock, 'utf8')).toBe(`holder ${holders}`);
});

test('a lock that comes back whenever it is taken away is told', async () => {
  await mkdir(join(home, 'vsi'));
  const sleep = () => writeFile(lock, 'the same');
  await sleep();
  await expect(withFileLock(path, count, { sleep })).rejects.toMatchObject({
    code: 'CONFIGURATION',
    where: lock,
  });
});

test('where no lock can be made, the work says itself what is wrong', async () => {
  await writeFile(join(home, 'vsi'), '');
  expect(await withFileLock(path, async () => 'done')).toBe('done');
  await rm(join(home, 'vsi'));
  await mkdir(join(home, 'vsi'), { mode: 0o500 });
  await chmod(join(home, 'vsi'), 0o500);
  expect(await withFileLock(path, async () => 'done', immediately)).toBe('done');
});
