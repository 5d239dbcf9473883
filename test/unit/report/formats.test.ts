import { readFile, writeFile } from 'node:fs/promises';
import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { HtmlValidate, StaticConfigLoader } from 'html-validate';
import { parseAddress } from '../../../src/report/address.ts';
import { mailText } from '../../../src/report/mail.ts';
import { renderReport, type RenderedFormat } from '../../../src/report/render.ts';
import { widthOf } from '../../../src/output/width.ts';
import { createTheme } from '../../../src/output/theme.ts';
import { FORGED, goodReport, NOW, plainScreen, problem, smallReport } from './support.ts';
import { runs } from '../../support/runs.ts';
import { anyText } from '../../support/any-text.ts';

const FOLDER = new URL('../../fixtures/report/', import.meta.url);

async function render(format: RenderedFormat, report = smallReport()): Promise<string> {
  return renderReport(report, format, { screen: await plainScreen(), version: '1.2.3' });
}

/** The file that a reader has looked at; `VSI_UPDATE_FIXTURES=1` writes it anew. */
async function expectAsIn(file: string, text: string): Promise<void> {
  const url = new URL(file, FOLDER);
  if (process.env['VSI_UPDATE_FIXTURES'] === '1') await writeFile(url, text);
  expect(text).toBe(await readFile(url, 'utf8'));
}

describe('every format, byte for byte', () => {
  const files = {
    text: 'small.txt',
    markdown: 'small.md',
    html: 'small.html',
    json: 'small.json',
    csv: 'small.csv',
  } as const;
  for (const [format, file] of Object.entries(files)) {
    test(format, async () => {
      const name = Object.keys(files).find(
        (known): known is keyof typeof files => known === format,
      );
      await expectAsIn(file, await render(name ?? 'text'));
    });
  }

  test('eml', async () => {
    const text = await mailText({
      from: parseAddress('Backup <vsi@example.com>', 'mail-from'),
      to: [parseAddress('ops@example.com', 'mail-to')],
      subject: '[Failed] 1 of 2 runs – Zürich',
      html: '<p>Grüße</p>',
      text: 'Grüße\n',
      isShort: false,
      date: NOW,
      random: () => 0.5,
    });
    await expectAsIn('small.eml', text);
  });

  test('where all is well, that is the first that is said', async () => {
    const text = await render('text', goodReport());
    expect(text).toContain('✔ SUCCESS: All good');
    expect(text).not.toMatch(/^FAILED|NOT REACHED/m);
  });
});

describe('text', () => {
  test('no line is wider than the screen, whatever servers send', async () => {
    const screen = await plainScreen();
    await fc.assert(
      fc.asyncProperty(fc.string({ unit: 'grapheme', maxLength: 120 }), async (name) => {
        const base = smallReport({ title: name });
        const report = {
          ...base,
          problems: [
            problem({
              jobName: name,
              reasons: [
                { object: name, level: 'critical', text: name, count: 1, examples: [name] },
                { object: null, level: 'critical', text: name, count: 3, examples: [name, name] },
              ],
            }),
          ],
        };
        const text = await renderReport(report, 'text', { screen, version: '1' });
        for (const line of text.split('\n')) expect(widthOf(line)).toBeLessThanOrEqual(78);
      }),
      { numRuns: runs(20) },
    );
  });

  test('with --ascii only names are not', async () => {
    const screen = {
      ...(await plainScreen()),
      theme: await createTheme({ colorLevel: 0, ascii: true }),
    };
    const text = await renderReport(smallReport(), 'text', { screen, version: '1' });
    expect(text).toMatch(/^[\n -~]*$/);
  });
});

describe('html', () => {
  test('is valid, and readable for screen readers', async () => {
    const validator = new HtmlValidate(
      new StaticConfigLoader({
        extends: ['html-validate:standard', 'html-validate:a11y', 'html-validate:document'],
      }),
    );
    for (const report of [smallReport(), goodReport(), smallReport({ onlyProblems: true })]) {
      const { results } = await validator.validateString(await render('html', report));
      expect(results.flatMap(({ messages }) => messages)).toEqual([]);
    }
  });

  test('has no script, no picture and no address of anything outside', async () => {
    const html = await render('html');
    expect(html).not.toMatch(/url\(|@import/i);
    for (const tag of tagsOf(html)) {
      expect(tag).not.toMatch(/^<(?:script|img|link|iframe|object|svg|form|a)\b/i);
      expect(tag).not.toMatch(/\s(?:src|href|srcset|background|on\w+)=/i);
    }
  });

  test('forbids the browser everything that it does not have, before anything could ask for it', async () => {
    const [policy, style] = [/<meta http-equiv="Content-Security-Policy"[^>]*>/, /<style>/];
    const html = await render('html');
    expect(policy.exec(html)?.[0]).toContain(
      'default-src &#39;none&#39;; style-src &#39;unsafe-inline&#39;;',
    );
    expect(html.search(policy)).toBeLessThan(html.search(style));
  });

  test('whatever a server sends stays text', async () => {
    const html = await render('html');
    expect(html).not.toContain(FORGED);
    expect(html).toContain('&lt;img src=x onerror=alert(1)&gt;');
    await fc.assert(
      fc.asyncProperty(anyText({ maxLength: 40 }), async (name) => {
        const plain = await render('html', smallReport({ title: 'x', notes: ['x'] }));
        const forged = await render('html', smallReport({ title: `"'><${name}`, notes: [name] }));
        expect(tagsOf(forged)).toEqual(tagsOf(plain));
      }),
      { numRuns: runs(20) },
    );
  });
});

function tagsOf(html: string): readonly string[] {
  return [...html.matchAll(/<\/?[a-zA-Z][^>]*>/g)].map(([tag]) => tag);
}

test('markdown: what a server says begins no heading, list or code', async () => {
  const base = smallReport({ missing: ['# one'], notes: ['1. two'] });
  const reasons = ['# three', '- four', '---'].map((said) => ({
    object: null,
    level: 'critical' as const,
    text: said,
    count: 1,
    examples: [],
  }));
  const text = await render('markdown', { ...base, problems: [problem({ reasons })] });
  for (const line of ['- \\# one', '- 1\\. two', '  - \\# three', '  - \\- four', '  - \\---']) {
    expect(text.split('\n')).toContain(line);
  }
});

test('markdown: a forged name is no markup', async () => {
  const text = await render('markdown');
  expect(text).not.toContain('<img');
  expect(text).toContain('&lt;img src=x onerror=alert(1)&gt;');
});
