import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import type { TimelineRow } from '../../../src/analysis/timeline.ts';
import { STATUSES } from '../../../src/model/status.ts';
import { createTimeAxis } from '../../../src/output/screens/time-axis.ts';
import { renderTimeline, type TimelineView } from '../../../src/output/screens/timeline.ts';
import { widthOf } from '../../../src/output/width.ts';
import { DAY, HOUR, NOW, screenOf, type ScreenWish } from './support.ts';
import { runs } from '../../support/runs.ts';

function row(
  jobName: string,
  start: number,
  hours: number | null,
  known: Partial<TimelineRow> = {},
) {
  return {
    server: 'backup',
    jobId: jobName,
    jobName,
    runId: `${jobName}${start}`,
    status: 'success',
    startedAt: NOW + start * HOUR,
    endedAt: hours === null ? null : NOW + (start + hours) * HOUR,
    attempts: 1,
    ...known,
  } as const satisfies TimelineRow;
}

async function draw(rows: readonly TimelineRow[], wish: ScreenWish & Partial<TimelineView> = {}) {
  const view = { rows, since: NOW - DAY, until: null, severalServers: false, ...wish };
  return renderTimeline(view, await screenOf(wish))
    .split('\n')
    .slice(0, -1);
}

describe('the picture of a time-line', () => {
  test('one day in 60 columns: bars, their results, midnight, what runs, how many at once', async () => {
    const lines = await draw(
      [
        row('Nightly', -30, 12, { status: 'warning' }),
        row('Mail', -20, 4),
        row('Mail', -10, 1, { status: 'failed' }),
        row('Files', -9, null, { status: 'running' }),
        row('Copy', -2, 0.1),
      ],
      { width: 60 },
    );
    expect(lines).toEqual([
      '        08:00   12:00    16:00    20:00   Nov 22   04:00',
      '        ┼───────┼────────┼────────┼───────│────────┼────────',
      'Nightly ◂━━━━━━━━━━━▲                     ┊',
      'Mail            ━━━━━━━━━✔            ━━✖ ┊',
      'Files                                   ━━━━━━━━━━━━━━━━━━━►',
      'Copy                                      ┊            ✔',
      '        ┼───────┼────────┼────────┼───────│────────┼────────',
      'At once ▄▄▄▄▄▄▄▄█████▄▄▄▄▄            ▄▄▄▄▄▄▄▄▄▄▄▄▄▄▄▄▄█▄▄▄▄',
      '',
      'Most at once: 2, from 2026-11-21 12:00 on, until 14:00',
      '✔ success  ▲ warning  ✖ failed  ► running (no end yet)',
    ]);
  });

  test('in ASCII, and with the servers as headings; what waits does not run', async () => {
    const rows = [
      row('Mail', -20, 4),
      row('Mail', -3, null, { server: 'other', status: 'queued' }),
    ];
    expect(await draw(rows, { width: 40, ascii: true, severalServers: true })).toEqual([
      '             12:00   18:00   Nov 22',
      '        -----+-------+-------|-------+--',
      'backup',
      'Mail         =====+          |',
      'other',
      'Mail                         |      ===~',
      '        -----+-------+-------|-------+--',
      'At once      111111',
      '',
      'Most at once: 1, from 2026-11-21 12:00',
      'on, until 16:00',
      '+ success  ~ queued (no end yet)',
    ]);
  });

  test('runs that would hide each other get lines of their own', async () => {
    const rows = [row('Mail', -2, 0.1), row('Mail', -1.9, 0.1), row('Mail', -1, 0.1)];
    const lines = await draw(rows, { width: 40 });
    expect(lines.filter((line) => line.includes('✔') && !line.includes('success'))).toEqual([
      expect.stringMatching(/^Mail .*✔ *✔$/),
      expect.stringMatching(/^ +┊? *┊ *✔$/),
    ]);
  });

  test('nothing ran, and what has no start is counted', async () => {
    expect((await draw([], { width: 60 })).slice(-1)).toEqual(['Nothing ran.']);
    const unknown = row('Odd', 0, null, { startedAt: null, status: 'failed' });
    expect((await draw([unknown], { width: 60 })).slice(-2)).toEqual([
      '✖ failed',
      '1 without a known start: not drawn',
    ]);
  });

  test('names cannot write on the terminal', async () => {
    const text = (await draw([row('a\u001b[2Jb\u202e', -2, 1)], { width: 60 })).join('\n');
    expect(text).not.toContain('\u001b');
    expect(text).not.toContain('\u202e');
    expect(text).toContain('a^[[2Jb');
  });

  const anyRow = fc
    .record({
      name: fc.oneof(fc.constantFrom('Mail', '日次バックアップ'), fc.string({ unit: 'grapheme' })),
      server: fc.constantFrom('backup', 'other'),
      start: fc.double({ noNaN: true, min: -900, max: 30 }),
      hours: fc.option(fc.double({ noNaN: true, min: 0, max: 900 })),
      status: fc.constantFrom(...STATUSES),
    })
    .map(({ name, server, start, hours, status }) => row(name, start, hours, { server, status }));

  test('whatever ran, it stays within its width, and every run has its sign', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(anyRow, { maxLength: 12 }),
        fc.record({
          width: fc.integer({ min: 10, max: 200 }),
          ascii: fc.boolean(),
          colorLevel: fc.constantFrom(0 as const, 1 as const),
          since: fc.integer({ min: NOW - 900 * HOUR, max: NOW - 1 }),
          severalServers: fc.boolean(),
          timeZone: fc.constantFrom('UTC', 'server', 'Europe/Berlin', 'Asia/Kathmandu'),
        }),
        async (rows, wish) => {
          const lines = await draw(rows, wish);
          for (const line of lines) expect(widthOf(line)).toBeLessThanOrEqual(wish.width);
          if (wish.width < 40 || wish.ascii || wish.colorLevel > 0) return;
          const [from, to] = [
            lines.findIndex((line) => /^ *[─┼│]+$/.test(line)) + 1,
            lines.findLastIndex((line) => /^ *[─┼│]+$/.test(line)),
          ];
          const axis = (lines[from - 1] ?? '').trimStart().length;
          const picture = lines.slice(from, to).map((line) => line.slice(-axis));
          const signs = (picture.join('').match(/[✔▲✖■►○◇·?]/g) ?? []).length;
          expect(signs).toBeGreaterThanOrEqual(rows.length);
        },
      ),
      { numRuns: runs(60) },
    );
  });
});

describe('the time axis', () => {
  const labels = (from: string, to: string, columns: number, zone: string) =>
    createTimeAxis({ from: Date.parse(from), to: Date.parse(to) }, columns, zone).ticks.map(
      ({ label }) => label,
    );

  test('ticks are whole hours on the zone’s clocks', () => {
    expect(labels('2026-11-22T05:10:00Z', '2026-11-22T09:10:00Z', 40, 'Asia/Kathmandu')).toEqual([
      '11:00',
      '12:00',
      '13:00',
      '14:00',
    ]);
    expect(labels('2026-11-21T20:00:00Z', '2026-11-22T08:00:00Z', 30, 'Europe/Berlin')).toEqual([
      '21:00',
      'Nov 22',
      '03:00',
      '06:00',
    ]);
  });

  test('over a change of the clocks every hour is named once', () => {
    expect(labels('2026-03-28T23:00:00Z', '2026-03-29T04:00:00Z', 50, 'Europe/Berlin')).toEqual([
      'Mar 29',
      '01:00',
      '03:00',
      '04:00',
      '05:00',
    ]);
    expect(labels('2026-10-24T22:00:00Z', '2026-10-25T03:00:00Z', 50, 'Europe/Berlin')).toEqual([
      'Oct 25',
      '01:00',
      '02:00',
      '03:00',
    ]);
  });

  test('a month has days, and no midnights where they would stand too close', () => {
    const month = createTimeAxis({ from: NOW - 30 * DAY, to: NOW }, 60, 'UTC');
    expect(month.ticks.map(({ label }) => label)).toEqual(['Oct 30', 'Nov 6', 'Nov 13', 'Nov 20']);
    expect(month.midnights.size).toBe(0);
    expect(createTimeAxis({ from: NOW - 3 * DAY, to: NOW }, 60, 'UTC').midnights.size).toBe(3);
  });
});
