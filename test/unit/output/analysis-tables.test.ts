import { describe, expect, test } from '@jest/globals';
import type { Comparison, Verdict } from '../../../src/analysis/baseline.ts';
import { createCalendar } from '../../../src/analysis/calendar-days.ts';
import type { BottleneckRow } from '../../../src/analysis/bottlenecks.ts';
import type { Grouping } from '../../../src/analysis/groupings.ts';
import { collectRuns } from '../../../src/analysis/runs.ts';
import { createStatistics } from '../../../src/analysis/statistics.ts';
import { newSession } from '../../../src/model/session.ts';
import type { Session } from '../../../src/model/session.ts';
import { openWriter, type Format } from '../../../src/output/formats.ts';
import { BOTTLENECK_RECORD } from '../../../src/output/records/bottleneck.ts';
import { DOCTOR_RECORD } from '../../../src/output/records/doctor.ts';
import type { RecordSpec } from '../../../src/output/records/field.ts';
import { JOB_SESSION_RECORD } from '../../../src/output/records/session.ts';
import { STATS_RECORD, statsTable } from '../../../src/output/records/stats.ts';
import { TIMELINE_RECORD } from '../../../src/output/records/timeline.ts';
import { drawAdvice } from '../../../src/output/screens.ts';
import { jobTrend, markedSessions, verdictDetails } from '../../../src/output/screens/verdict.ts';
import { DAY, MAIL, NOW, bufferSink, screenOf, type ScreenWish } from './support.ts';

interface Wish extends ScreenWish {
  readonly format?: Format;
  readonly showServer?: boolean;
}

async function table<R extends object>(
  spec: RecordSpec<R>,
  records: readonly R[],
  { format = 'table', showServer = false, ...wish }: Wish = {},
): Promise<string[]> {
  const sink = bufferSink();
  const screen = await screenOf({ terminal: true, ...wish });
  const options = { format, fields: null, header: true, raw: false, sink, screen, showServer };
  const writer = await openWriter(spec, options);
  await writer.write(records);
  await writer.end();
  return sink.text().split('\n').slice(0, -1);
}

/** One run a day, so many minutes long; 0 fails after one. */
function days(jobName: string, ...minutes: readonly number[]): Session[] {
  return minutes.map((value, day) => {
    const createdAt = NOW - (minutes.length - day) * DAY;
    const seconds = Math.max(1, value) * 60;
    return newSession({
      id: `${jobName}${day}`,
      server: 'backup',
      product: 'vbr',
      jobId: jobName,
      jobName,
      kind: 'backup',
      mode: 'incremental',
      status: value === 0 ? 'failed' : 'success',
      createdAt,
      endedAt: createdAt + seconds * 1000,
      durationSeconds: seconds,
      transferredBytes: seconds * 1024,
      bottleneck: 'target',
    });
  });
}

describe('stats', () => {
  async function stats(by: readonly Grouping[], drawn: boolean, wish: Wish = {}) {
    const statistics = createStatistics({ by, calendar: createCalendar('UTC') });
    const sessions = [...days('Mail', 10, 20, 40, 80), ...days('Files', 5, 0)];
    for (const run of collectRuns(sessions)) statistics.add(run);
    const groups = statistics.groups();
    const total = drawn ? statistics.total().row : null;
    const durations = new Map(groups.map((group) => [group.row, group.durations]));
    const durationsOf = drawn
      ? (row: object) => [...durations].find(([key]) => key === row)?.[1] ?? []
      : null;
    const rows = [...groups.map(({ row }) => row), ...(total === null ? [] : [total])];
    return table(statsTable({ by, durationsOf, total }), rows, wish);
  }

  test('by job, as a person sees it', async () => {
    expect(await stats(['job'], true, { width: 120 })).toEqual([
      'JOB    RUNS  WARN  FAIL     SUCCESS RATE  MEDIAN  DURATIONS      P95      MAX  TRANSFERRED  BOTTLENECK   LAST SUCCESS',
      'Files     2     0     1  ████····    50%   03:00  █▂           05:00    05:00     360.0 KB  Target 100%  1d ago',
      'Mail      4     0     0  ████████   100%   30:00  ▁▂▄█       1:20:00  1:20:00       8.8 MB  Target 100%  22h ago',
      'Total     6     0     1  ██████▋·  83.3%   15:00             1:20:00  1:20:00       9.1 MB  Target 100%  22h ago',
    ]);
  });

  test('in a pipe there are no bars and no sparklines', async () => {
    expect(await stats(['job'], false, { width: 80, terminal: false })).toEqual([
      'JOB    RUNS  WARN  FAIL  SUCCESS RATE  MEDIAN      P95  TRANSFERRED',
      'Files     2     0     1           50%   03:00    05:00     360.0 KB',
      'Mail      4     0     0          100%   30:00  1:20:00       8.8 MB',
    ]);
  });

  test('the keys are those of the contract, in its order; new ones come behind', () => {
    expect(STATS_RECORD.fields.map(({ key }) => key).join(' ')).toMatch(
      /^server jobId jobName kind day week runs attempts success warning failed stopped running queued other successRate successOrWarningRate durationMedianSeconds durationP95Seconds durationMaxSeconds transferredBytes readBytes processedBytes processedObjects bottlenecks lastSuccessAt retriesKnown /,
    );
  });

  test('lists in csv', async () => {
    const rows = createStatistics({ by: [], calendar: createCalendar('UTC') });
    for (const run of collectRuns(days('Mail', 1, 2))) rows.add(run);
    const [, line] = await table(STATS_RECORD, [rows.total().row], { format: 'csv' });
    expect(line).toContain(',target:2,');
  });
});

describe('bottlenecks', () => {
  const row: BottleneckRow = {
    server: 'backup',
    jobId: 'J',
    jobName: 'Nightly',
    runs: 20,
    bottleneck: 'source-wan',
    bottleneckRuns: 18,
    share: 0.9,
    stageLoads: [
      { stage: 'source', percent: 12 },
      { stage: 'source-wan', percent: 97.5 },
      { stage: 'target', percent: 0 },
    ],
    advice: 'Look at it.',
  };

  test('on a terminal, in ASCII, and in full', async () => {
    const rows = [
      row,
      { ...row, bottleneck: 'throttling', bottleneckRuns: 2, share: 0.1, stageLoads: null },
    ];
    expect(await table(BOTTLENECK_RECORD, rows, { width: 100 })).toEqual([
      'JOB      BOTTLENECK            RUNS          SHARE  MEAN LOADS (%)',
      'Nightly  Source WAN 97.5%  18 of 20  ███████▎  90%  S▁12 SW▇98 T0',
      'Nightly  Throttling         2 of 20  ▊·······  10%  n/a',
    ]);
    expect(await table(BOTTLENECK_RECORD, rows, { width: 100, ascii: true })).toEqual([
      'JOB      BOTTLENECK            RUNS          SHARE  MEAN LOADS (%)',
      'Nightly  Source WAN 97.5%  18 of 20  #######.  90%  S12 SW98 T0',
      'Nightly  Throttling         2 of 20  #.......  10%  n/a',
    ]);
    expect((await table(BOTTLENECK_RECORD, [row], { format: 'wide' })).join('\n')).toMatch(
      /Source 12% {2}Source WAN 97.5% {2}Target 0% {2}Look at it\./,
    );
  });

  test('several servers are told apart at 80 columns, too', async () => {
    const long = { ...row, server: 'backup.example.com', jobName: 'x'.repeat(60) };
    const lines = await table(BOTTLENECK_RECORD, [long], { showServer: true, width: 80 });
    expect(lines[0]).toMatch(/^SERVER +JOB +BOTTLENECK +RUNS/);
  });

  test('advice stands once for each bottleneck, wrapped to the screen', async () => {
    const long = {
      ...row,
      bottleneck: 'target',
      advice: 'Look at the disks and at what else writes there.',
    };
    expect(await drawAdvice([row, long, row], await screenOf({ width: 40 }))).toBe(
      `
Source WAN:  Look at it.
Target:      Look at the disks and at
             what else writes there.
`,
    );
    expect(await drawAdvice([{ ...row, advice: null }], await screenOf())).toBe('');
  });

  test('the keys are those of the contract', () => {
    expect(BOTTLENECK_RECORD.fields.map(({ key }) => key)).toEqual(Object.keys(row));
    expect(TIMELINE_RECORD.fields.map(({ key }) => key)).toEqual(
      'server jobId jobName runId status startedAt endedAt attempts'.split(' '),
    );
  });
});

describe('what is far from the usual', () => {
  const usual = { runs: 14, median: 1800, p95: 2400 };
  const comparison = (percent: number, mark: Comparison['mark']): Comparison => ({
    percent,
    mark,
    usual,
  });

  test('is marked before the value, with an arrow and a number', async () => {
    const verdicts = new Map<Session, Verdict>([
      [MAIL, { duration: comparison(210.4, 'failed'), transferred: comparison(64.6, 'failed') }],
    ]);
    const other = { ...MAIL, id: 'b'.repeat(36) };
    const spec = markedSessions(JOB_SESSION_RECORD, (one) => verdicts.get(one) ?? null);
    const lines = await table(spec, [MAIL, other], { width: 120 });
    expect(lines[1]).toMatch(/ ↑210% 00:58 .* ↓65% 93\.6 MB /);
    expect(lines[2]).toMatch(/ {7}00:58 .* {7}93\.6 MB /);
    expect((await table(spec, [MAIL], { width: 120, ascii: true }))[1]).toMatch(/\^210% .* v65% /);
    const [, colored] = await table(spec, [MAIL], { width: 120, colorLevel: 1 });
    expect(colored).toContain('\u001b[31m↑210%\u001b[39m 00:58');
  });

  test('is compared in words', async () => {
    const screen = await screenOf();
    const verdict = {
      duration: comparison(210.4, 'failed'),
      transferred: comparison(99.6, 'usual'),
    };
    expect(verdictDetails(verdict, screen)).toEqual([
      { label: 'Usual duration', text: '30:00 (p95 40:00, 14 runs), this one 210%' },
      { label: 'Usually transferred', text: '1.8 KB (p95 2.3 KB, 14 runs), this one 100%' },
    ]);
    expect(verdictDetails({ duration: null, transferred: null }, screen)).toEqual([]);
  });

  test('the trend of a job', async () => {
    const screen = await screenOf();
    expect(jobTrend(days('Mail', 10, 20, 40, 80, 10, 10), screen)).toEqual([
      {
        label: 'Usual duration',
        text: 'incremental: 15:00 (p95 1:20:00, 6 runs), 900.0 KB',
      },
      { label: 'Duration trend', text: 'incremental: ▁▂▄█▁▁  10:00 to 1:20:00 (6 runs)' },
      { label: 'Transfer trend', text: 'incremental: ▁▂▄█▁▁  600.0 KB to 4.7 MB (6 runs)' },
    ]);
    expect(jobTrend(days('Mail', 10), screen)).toEqual([
      { label: 'Usual duration', text: 'not known with fewer than 5 good runs' },
    ]);
  });

  test('a full run does not hide how the incremental ones went', async () => {
    const runs = days('Mail', 10, 20, 400, 20, 10, 300, 10);
    const mixed = runs.map((session) =>
      (session.durationSeconds ?? 0) > 6000 ? { ...session, mode: 'full' as const } : session,
    );
    const trends = jobTrend(mixed, await screenOf()).filter(({ label }) => label.includes('trend'));
    expect(trends.map(({ text }) => text?.replace(/ {2}.*/, ''))).toEqual([
      'full: █▆',
      'incremental: ▄██▄▄',
      'full: █▆',
      'incremental: ▄██▄▄',
    ]);
  });
});

test('doctor names the server and says what to do at 80 columns, too', async () => {
  const line = { server: 'backup.example.com', check: 'tls-fingerprint', result: 'fail' } as const;
  const lines = await table(
    DOCTOR_RECORD,
    [{ ...line, detail: `SHA-256 ${'AB:'.repeat(31)}AB`, hint: 'compare it with the server' }],
    { showServer: true, width: 80 },
  );
  expect(lines[0]).toMatch(/^SERVER +CHECK +RESULT +DETAIL +WHAT TO DO$/);
  expect(Math.max(...lines.map((text) => text.length))).toBeLessThanOrEqual(80);
});
