import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import * as system from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from '@jest/globals';
import { vsi } from '../support/vsi.ts';

const DIST = fileURLToPath(new URL('../../dist', import.meta.url));

/** What a built file loads at once, and not when a function of it runs. */
const REQUIRED = /^(?:var \w+ = (?:__toESM\()?)?require\("([^"]+)"\)/gm;

/** Every built file that Node loads before the first line of this one runs. */
async function loadedWith(file: string): Promise<ReadonlyMap<string, string>> {
  const loaded = new Map<string, string>();
  const waiting = [file];
  for (let path = waiting.pop(); path !== undefined; path = waiting.pop()) {
    if (loaded.has(path)) continue;
    const text = await readFile(path, 'utf8');
    loaded.set(path, text);
    for (const [, next] of text.matchAll(REQUIRED)) {
      if (next?.startsWith('.') === true) waiting.push(join(dirname(path), next));
    }
  }
  return loaded;
}

/** Each small file costs as much as parsing 100 kB: the budget of start-up is one of files. */
describe('what a command loads lies in few files', () => {
  test('help: the entry, its modules, and the helpers of the bundler', async () => {
    const loaded = await loadedWith(join(DIST, 'main.js'));
    const text = [...loaded.values()].join('');
    expect(loaded.size).toBeLessThanOrEqual(3);
    expect(loaded.size).toBeGreaterThan(1);
    expect(text).toContain('programHelp');
    expect(text).not.toContain('node_modules/');
    expect(text.length).toBeLessThan(150_000);
  });

  test("no built file imports Node's modules before it needs them", async () => {
    const loaded = await loadedWith(join(DIST, 'main.js'));
    const required = [...loaded.values()].flatMap((text) => [...text.matchAll(REQUIRED)]);
    expect(required.map(([, name]) => name).filter((name) => !name?.startsWith('.'))).toEqual([]);
  });

  test('report: neither the mail library nor the code of the HTML page', async () => {
    const chunks = join(DIST, 'chunks');
    const names = await readdir(chunks);
    const texts = await Promise.all(names.map((name) => readFile(join(chunks, name), 'utf8')));
    const holding = (words: string): readonly string[] =>
      names.filter((name, index) => name.endsWith('.js') && texts[index]?.includes(words) === true);
    const [report, ...others] = holding('There is no folder to remember this report');
    if (report === undefined || others.length > 0) throw new Error('which one is the command?');
    const loaded = [...(await loadedWith(join(chunks, report))).keys()];
    // Else the two below would be found nowhere, whatever is loaded.
    const apart = [...holding('streamTransport'), ...holding('prefers-color-scheme')];
    expect(apart.length).toBeGreaterThanOrEqual(2);
    for (const name of apart) expect(loaded).not.toContain(join(chunks, name));
  });
});

describe('code that Node has compiled', () => {
  /** Node 20 keeps none. */
  const isKept = 'enableCompileCache' in system;

  test('is kept in the state folder of the user, and nowhere where that cannot be', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'vsi-start-'));
    const [home, temporary] = [join(folder, 'home'), join(folder, 'tmp')];
    await Promise.all([mkdir(home), mkdir(temporary)]);
    const gone = join(folder, 'gone');
    const runs = await Promise.all([
      vsi(['--help'], { variables: { HOME: home, TMPDIR: temporary } }),
      vsi(['--help'], { variables: { HOME: gone, TMPDIR: temporary } }),
      vsi(['--help'], { variables: { TMPDIR: temporary, NODE_DISABLE_COMPILE_CACHE: '1' } }),
    ]);
    expect(runs.map(({ code, stderr }) => [code, stderr])).toEqual(runs.map(() => [0, '']));
    const kept = join(home, '.local', 'state', 'vsi', 'compile-cache');
    expect(await readdir(temporary)).toEqual([]);
    expect(existsSync(kept)).toBe(isKept && process.platform !== 'win32');
    expect(existsSync(gone)).toBe(false);
    await rm(folder, { recursive: true, force: true });
  });
});
