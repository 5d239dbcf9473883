import { spawn, spawnSync } from 'node:child_process';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { renderReport } from '../../src/report/render.ts';
import { finished } from '../support/vsi.ts';
import { plainScreen, smallReport } from '../unit/report/support.ts';

const BROWSER = ['chromium', 'chromium-browser', 'google-chrome'].find(
  (name) => spawnSync(name, ['--version']).status === 0,
);

/** What a browser asks for by itself, with every page: its clock, its updates, its accounts. */
const BROWSERS_OWN = /^https?:\/\/[a-z0-9.]+\.google(?:apis)?\.com\//;

let folder: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'vsi-browser-'));
});

afterAll(async () => {
  await rm(folder, { recursive: true, force: true, maxRetries: 5 });
});

/** What a browser makes of a page: the page as it then is, its console, and whom it asked. */
async function open(name: string, html: string) {
  const file = join(folder, `${name}.html`);
  const log = join(folder, `${name}.netlog.json`);
  await writeFile(file, html);
  const child = spawn(
    BROWSER ?? '',
    [
      ...['--headless', '--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run'],
      ...['--disable-background-networking', '--disable-component-update', '--disable-sync'],
      // Names lead nowhere: neither the page's nor the browser's own ones leave this machine.
      '--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1',
      `--user-data-dir=${join(folder, name)}`,
      `--log-net-log=${log}`,
      '--enable-logging=stderr',
      '--window-size=390,800',
      '--virtual-time-budget=500',
      '--dump-dom',
      pathToFileURL(file).href,
    ],
    { stdio: ['ignore', 'pipe', 'pipe'] },
  );
  const { stdout, stderr } = await finished(child);
  const network = await readFile(log, 'utf8');
  const urls = [...network.matchAll(/"url":"([^"]+)"/g)].map(([, url]) => url ?? '');
  return {
    page: stdout,
    console: stderr.split('\n').filter((line) => line.includes('CONSOLE')),
    asked: urls.filter((url) => /^(?:https?|wss?):/.test(url) && !BROWSERS_OWN.test(url)),
  };
}

// Needs a browser of the Chromium family: without one it is skipped.
(BROWSER === undefined ? test.skip : test)(
  'the page says nothing to the console and asks nobody (needs chromium)',
  async () => {
    const screen = await plainScreen();
    const html = await renderReport(smallReport(), 'html', { screen, version: '1' });
    const trap =
      '<!DOCTYPE html><p>trap<img src="http://127.0.0.1:9/x.png" alt=""><script>console.error("trapped")</script>';
    const [report, trapped] = [await open('report', html), await open('trap', trap)];
    // What the test looks at would show a mistake.
    expect(trapped.console.join()).toContain('trapped');
    expect(trapped.asked).toContain('http://127.0.0.1:9/x.png');
    expect(report.page).toContain('Failed: 3 problems');
    expect(report.page).not.toContain('<img');
    expect({ console: report.console, asked: report.asked }).toEqual({ console: [], asked: [] });
  },
  60_000,
);
