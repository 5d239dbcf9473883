import { spawnSync } from 'node:child_process';
import { readdir, readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals';
import { startDemoServer, type DemoServer } from '../../src/demo/demo-server.ts';
import type { Product } from '../../src/model/product.ts';
import { makeSavedHome, savedEntry, type SavedHome } from '../support/saved-servers.ts';

const hasPromtool = spawnSync('promtool', ['--version']).status === 0;
const demos = new Map<Product, DemoServer>();
let home: SavedHome;

beforeAll(async () => {
  for (const product of ['vb365', 'vbr'] as const) {
    demos.set(product, await startDemoServer({ product, now: Date.now, throttle: false }));
  }
});

afterAll(async () => {
  for (const demo of demos.values()) await demo.close();
});

afterEach(() => home.close());

async function saved(more = ''): Promise<SavedHome> {
  home = await makeSavedHome();
  const entries = await Promise.all(
    [...demos].map(([product, demo]) => savedEntry(home, product, demo)),
  );
  await home.write(`servers:\n${entries.join('')}${more}`);
  return home;
}

const DEAD = `  dead:
    url: https://127.0.0.1:1
    product: vbr
    username: nobody
`;

(hasPromtool ? test : test.skip)(
  'promtool has no remark (skipped without prometheus)',
  async () => {
    const { runHere } = await saved(DEAD);
    const { stdout } = await runHere(['metrics', '--all-servers']);
    expect(stdout).toContain('vsi_job_last_run_bottleneck{');
    const promtool = spawnSync('promtool', ['check', 'metrics'], {
      input: stdout,
      encoding: 'utf8',
    });
    expect(promtool).toMatchObject({ status: 0, stdout: '', stderr: '' });
  },
);

test('a dead server is down, the others are told, exit 3', async () => {
  const { runHere } = await saved(DEAD);
  const { code, stdout, stderr } = await runHere(['metrics', '--all-servers']);
  expect(code).toBe(3);
  expect(stderr).toMatch(/^vsi: dead: connection refused .*\n$/);
  expect(stdout).toContain(
    'vsi_up{server="dead"} 0\nvsi_up{server="vb365"} 1\nvsi_up{server="vbr"} 1\n',
  );
  expect(stdout).toMatch(/^vsi_scrape_errors\{server="dead"\} 1$/m);
  // A job that ran last before the window has a last run all the same.
  expect(stdout).toMatch(
    /^vsi_job_last_run_status\{server="vbr",job_id="[^"]+",job_name="VDI Desktops",status="warning"\} /m,
  );
  expect(stdout).toMatch(/job_name="=HYPERLINK\(\\"http:\/\/example\.invalid\/\\",/);
});

test('a single dead server is down as well', async () => {
  const { runHere } = await saved(DEAD);
  const { code, stdout, stderr } = await runHere(['metrics', '--server', 'dead']);
  expect(code).toBe(3);
  expect(stdout).toContain('vsi_up{server="dead"} 0\n');
  expect(stderr).toMatch(/^vsi: connection refused /);
});

test('--out writes a file that others can read, in one step, and nothing else', async () => {
  const { runHere, home: folder } = await saved();
  const file = join(folder, 'textfile.prom');
  const words = ['metrics', '--server', 'vb365', '--job', 'Teams', '--out', file];
  const before = process.umask(0o077);
  try {
    const { code, stdout } = await runHere(words);
    expect({ code, stdout }).toEqual({ code: 0, stdout: '' });
  } finally {
    process.umask(before);
  }
  expect((await stat(file)).mode & 0o777).toBe(0o644);
  const text = await readFile(file, 'utf8');
  expect(text).toMatch(/^vsi_job_last_success_timestamp_seconds\{.*job_name="Teams"\} \d+/m);
  expect(text).not.toContain('OneDrive');
  expect((await readdir(folder)).filter((name) => name.includes('textfile'))).toEqual([
    'textfile.prom',
  ]);
});

describe('wrong words', () => {
  test.each([
    [['--format', 'xml'], 2, /--format does not know “xml”/],
    [['--out', '/nowhere/at/all.prom'], 2, /the file cannot be written: /],
    [['--job', 'Nobody'], 5, /no job “Nobody”/],
  ])('%j', async (words, code, message) => {
    const { runHere } = await saved();
    const result = await runHere(['metrics', '--server', 'vb365', ...words]);
    expect(result).toMatchObject({ code, stdout: '', stderr: expect.stringMatching(message) });
  });
});
