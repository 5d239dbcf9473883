import { describe, expect, test } from '@jest/globals';
import { HtmlValidate } from 'html-validate';
import type { ReportDocument } from '../../../src/report/model.ts';
import { mailText } from '../../../src/report/mail.ts';
import { MOST_MAIL_BYTES } from '../../../src/report/html/short.ts';
import { renderHtml, renderMailHtml } from '../../../src/report/html/page.ts';
import { HOUR, NOW, problem, reportJobOf, reportRunOf, smallReport } from './support.ts';

const OPTIONS = { timeZone: 'UTC', version: '1' };

function named(index: number): string {
  return `Backup of the branch office ${String(index).padStart(3, '0')}`;
}

/** So many jobs with five runs each, and so many that fail. */
function large(jobs: number, failing: number): ReportDocument {
  const known = Array.from({ length: jobs }, (_, index) => {
    const jobName = named(index);
    const about = { jobId: `j${index}`, jobName };
    const isBad = index < failing;
    const runs = Array.from({ length: 5 }, (_each, run) =>
      reportRunOf({
        ...about,
        runId: `${jobName}-${run}`,
        status: isBad && run === 0 ? 'failed' : 'success',
        startedAt: NOW - (4 * run + 4) * HOUR,
        endedAt: NOW - (4 * run + 3) * HOUR,
      }),
    );
    return reportJobOf({ ...about, judgement: isBad ? 'critical' : 'ok', runs });
  });
  const [server] = smallReport().servers;
  if (server === undefined) throw new Error('no server');
  return smallReport({
    servers: [{ ...server, jobs: known }],
    problems: known.slice(0, failing).map(({ jobId, jobName }) =>
      problem({
        jobId: jobId ?? '',
        jobName,
        reasons: [
          {
            object: 'vm-1',
            level: 'critical',
            text: 'Full. '.repeat(30),
            count: 1,
            examples: ['vm-1'],
          },
        ],
      }),
    ),
  });
}

function runsIn(html: string): number {
  return html.split('1:00:00').length - 1;
}

describe('a mail that mail programs would cut', () => {
  test.each([
    [12, 1, false],
    [60, 3, true],
    [400, 5, true],
    [400, 300, true],
  ])('%s jobs, %s of them fail', (jobs, failing, isShort) => {
    const report = large(jobs, failing);
    const page = renderMailHtml(report, OPTIONS);
    expect(page.isShort).toBe(isShort);
    expect(Buffer.byteLength(page.html)).toBeLessThanOrEqual(MOST_MAIL_BYTES);
    expect(page.html.includes('This mail is short')).toBe(isShort);
    expect(page.html).toContain(named(0));
    // A file is whole, whatever its size.
    const whole = renderHtml(report, OPTIONS);
    expect(whole).not.toContain('This mail is short');
    expect(runsIn(whole)).toBeGreaterThanOrEqual(jobs * 5);
  });

  test('60 jobs: each is there, those that are well in one line', () => {
    const { html } = renderMailHtml(large(60, 3), OPTIONS);
    for (let index = 0; index < 60; index += 1) expect(html).toContain(named(index));
    expect(runsIn(html)).toBeLessThan(60);
    expect(html).toContain('5 runs, last 11-24 02:00, 5.0 GB');
  });

  test('is valid HTML at every length', async () => {
    const validate = new HtmlValidate({
      extends: ['html-validate:standard'],
      rules: { 'no-inline-style': 'off', 'void-style': 'off', 'no-trailing-whitespace': 'off' },
    });
    for (const shortness of [1, 2, 3] as const) {
      const report = await validate.validateString(renderHtml(large(6, 2), OPTIONS, shortness));
      expect(report.results.flatMap(({ messages }) => messages)).toEqual([]);
    }
  });

  test('has the whole text attached', async () => {
    const mail = {
      from: { name: '', address: 'a@example.com' },
      to: [{ name: '', address: 'b@example.com' }],
      subject: 'S',
      html: '<p>short</p>',
      text: 'the whole report\n',
      date: NOW,
      random: () => 0.5,
    };
    const message = await mailText({ ...mail, isShort: true });
    const attached = /Content-Disposition: attachment; filename=report\.txt\n\n(\S+)/.exec(message);
    expect(Buffer.from(attached?.[1] ?? '', 'base64').toString()).toBe('the whole report\n');
    expect(message).toContain('Content-Type: text/plain; charset=utf-8; name=report.txt');
    expect(await mailText({ ...mail, isShort: false })).not.toContain('attachment');
  });
});
