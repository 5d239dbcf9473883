import * as fc from 'fast-check';
import { describe, expect, test } from '@jest/globals';
import { NO_OUTLOOK } from '../../../src/analysis/outlook.ts';
import type { Session } from '../../../src/model/session.ts';
import { newTask, type Task } from '../../../src/model/task.ts';
import { STATUSES } from '../../../src/model/status.ts';
import { drawWaiting, drawWatch, type WatchView } from '../../../src/output/screens/watch-pane.ts';
import { widthOf } from '../../../src/output/width.ts';
import { DATABASE, HOSTILE, JOB, MAIL, NOW, screenOf, TASK, type ScreenWish } from './support.ts';
import { runs } from '../../support/runs.ts';

const RUNNING: Session = {
  ...DATABASE,
  status: 'running',
  statusText: 'Working',
  createdAt: NOW - 724_000,
  endedAt: null,
  durationSeconds: null,
  progressPercent: 63,
  stageLoads: null,
  retryNumber: 0,
  message: null,
};

function task(name: string, known: Partial<Task> = {}): Task {
  return newTask({
    id: name,
    server: 's',
    sessionId: RUNNING.id,
    name,
    status: 'success',
    ...known,
  });
}

const TASKS: readonly Task[] = [
  task('dc01', {
    donePercent: 100,
    durationSeconds: 61,
    processingRateBytesPerSecond: 104_857_600,
  }),
  task('sql-prod-01', {
    status: 'running',
    donePercent: 41,
    processingRateBytesPerSecond: 9_437_184,
  }),
  task('sql-prod-02', { status: 'queued', donePercent: 0 }),
  { ...TASK, name: 'winsrv141', donePercent: 100 },
];

const VIEW: WatchView = {
  session: RUNNING,
  earlier: [],
  tasks: TASKS,
  outlook: { etaAt: NOW + 431_000, usual: { runs: 14, median: 1155, p95: 1500 }, isLate: false },
  retryUntil: null,
  notes: [],
};

async function draw(
  view: Partial<WatchView>,
  wish: ScreenWish & { readonly height?: number } = {},
) {
  const screen = { ...(await screenOf({ terminal: true, ...wish })), height: wish.height ?? 24 };
  return drawWatch({ ...VIEW, ...view }, screen).join('\n');
}

describe('the picture of a session that runs', () => {
  test('of VBR, 80 columns', async () => {
    expect(await draw({})).toBe(
      [
        'DB Backup (Incremental)  ► running',
        '██████████████████▉···········  63%, 2 of 4 objects done, 12:04 so far',
        'Expected end:  in 07:11, at 08:07:11 (usually 19:15, 14 runs)',
        '',
        'Summary                        Data                          Status',
        'Duration:        12:04 so far  Processed:   4.8 GB (63%)     Success:  1',
        'Processing rate: 9.0 MB/s      Read:        756.0 MB         Warnings: 0',
        'Bottleneck:      Source        Transferred: 204.9 MB (3.7x)  Errors:   1',
        '',
        'Objects (4)',
        '✖ failed   winsrv141    100%     682 B/s  00:03',
        '► running  sql-prod-01   41%    9.0 MB/s',
        '○ queued   sql-prod-02    0%',
        '✔ success  dc01         100%  100.0 MB/s  01:01',
        '',
        'Ctrl-C ends the watching, not the session.',
      ].join('\n'),
    );
  });

  test('of VBR, 160 columns, coloured', async () => {
    expect(await draw({}, { width: 160, colorLevel: 1 })).toBe(
      [
        '\u001b[1mDB Backup (Incremental)\u001b[22m  \u001b[34m► running\u001b[39m',
        '██████████████████▉\u001b[2m···········\u001b[22m  63%, 2 of 4 objects done, 12:04 so far',
        'Expected end:  in 07:11, at 08:07:11 (usually 19:15, 14 runs)',
        '',
        '\u001b[1mSummary\u001b[22m                        \u001b[1mData\u001b[22m                          \u001b[1mStatus\u001b[22m',
        'Duration:        12:04 so far  Processed:   4.8 GB (63%)     Success:  \u001b[32m1\u001b[39m',
        'Processing rate: 9.0 MB/s      Read:        756.0 MB         Warnings: 0',
        'Bottleneck:      \u001b[36mSource\u001b[39m        Transferred: 204.9 MB (3.7x)  Errors:   \u001b[31m1\u001b[39m',
        '',
        '\u001b[1mObjects (4)\u001b[22m',
        '\u001b[31m✖ failed\u001b[39m   winsrv141    100%     682 B/s  00:03',
        '\u001b[34m► running\u001b[39m  sql-prod-01   41%    9.0 MB/s',
        '\u001b[34m○ queued\u001b[39m   sql-prod-02    0%',
        '\u001b[32m✔ success\u001b[39m  dc01         100%  100.0 MB/s  01:01',
        '',
        '\u001b[2mCtrl-C ends the watching, not the session.\u001b[22m',
      ].join('\n'),
    );
  });

  test('of VBR in ASCII, too long and with trouble', async () => {
    const view = {
      outlook: { etaAt: null, usual: { runs: 14, median: 300, p95: 400 }, isLate: true },
      notes: ['no answer (vbr.example.com); asking again'],
    };
    expect(await draw(view, { ascii: true })).toBe(
      [
        'DB Backup (Incremental)  > running',
        '###################...........  63%, 2 of 4 objects done, 12:04 so far',
        'Expected end:  longer than usual (05:00, 14 runs)',
        '',
        'Summary                        Data                          Status',
        'Duration:        12:04 so far  Processed:   4.8 GB (63%)     Success:  1',
        'Processing rate: 9.0 MB/s      Read:        756.0 MB         Warnings: 0',
        'Bottleneck:      Source        Transferred: 204.9 MB (3.7x)  Errors:   1',
        '',
        'Objects (4)',
        'x failed   winsrv141    100%     682 B/s  00:03',
        '> running  sql-prod-01   41%    9.0 MB/s',
        '~ queued   sql-prod-02    0%',
        '+ success  dc01         100%  100.0 MB/s  01:01',
        '',
        'no answer (vbr.example.com); asking again',
        'Ctrl-C ends the watching, not the session.',
      ].join('\n'),
    );
  });

  test('of VB365, which counts objects and knows no percentage', async () => {
    const session = {
      ...MAIL,
      status: 'running' as const,
      createdAt: NOW - 724_000,
      endedAt: null,
      durationSeconds: null,
    };
    expect(await draw({ session, tasks: null, outlook: NO_OUTLOOK })).toBe(
      [
        'Mailboxes Berlin (Incremental)  ► running',
        '21 objects, 12:04 so far',
        'Expected end:  n/a (fewer than 5 comparable runs)',
        '',
        'Status',
        'Session status: ► running',
        'Bottleneck:     Source',
        '',
        'Data',
        'Processing rate: 1.6 MB/s (20 items/s)',
        'Read rate:       5.1 MB/s',
        'Write rate:      24.8 MB/s',
        '',
        'Summary',
        'Duration:    12:04 so far',
        'Objects:     21',
        'Transferred: 93.6 MB (1193 items processed)',
        '',
        'Ctrl-C ends the watching, not the session.',
      ].join('\n'),
    );
  });

  test('of a run whose retry is waited for', async () => {
    const session = { ...DATABASE, retryNumber: 1 };
    const earlier = [{ ...DATABASE, retryNumber: 0 }];
    const view = { session, earlier, tasks: null, outlook: NO_OUTLOOK, retryUntil: NOW + 900_000 };
    expect(await draw(view)).toBe(
      [
        'DB Backup (Retry 1)  ✖ failed',
        '██████████████████████████████  100%, took 1:02:03',
        'Attempts before:  ✖ failed',
        'Retry:            announced; waiting for it until 08:15:00',
        'Message:          Error: Failed to process vm01: disk is full',
        '',
        'Summary                      Data                          Status',
        'Duration:        1:02:03     Processed:   4.8 GB (100%)    Success:  n/a',
        'Processing rate: 9.0 MB/s    Read:        756.0 MB         Warnings: n/a',
        'Bottleneck:      Source 99%  Transferred: 204.9 MB (3.7x)  Errors:   n/a',
        '',
        'Ctrl-C ends the watching, not the session.',
      ].join('\n'),
    );
  });

  test('on a screen with room for some of the objects', async () => {
    expect(await draw({}, { height: 15 })).toBe(
      [
        'DB Backup (Incremental)  ► running',
        '██████████████████▉···········  63%, 2 of 4 objects done, 12:04 so far',
        'Expected end:  in 07:11, at 08:07:11 (usually 19:15, 14 runs)',
        '',
        'Summary                        Data                          Status',
        'Duration:        12:04 so far  Processed:   4.8 GB (63%)     Success:  1',
        'Processing rate: 9.0 MB/s      Read:        756.0 MB         Warnings: 0',
        'Bottleneck:      Source        Transferred: 204.9 MB (3.7x)  Errors:   1',
        '',
        'Objects (4)',
        '✖ failed   winsrv141    100%   682 B/s  00:03',
        '► running  sql-prod-01   41%  9.0 MB/s',
        'and 2 more',
        '',
        'Ctrl-C ends the watching, not the session.',
      ].join('\n'),
    );
  });

  test('on a screen with room for the beginning only', async () => {
    expect(await draw({}, { width: 40, height: 4 })).toBe(
      [
        'DB Backup (Incremental)  ► running',
        '63%, 2 of 4 objects done, 12:04 so far',
        'Expected end:  in 07:11, at 08:07:11',
        '               (usually 19:15, 14 runs)',
      ].join('\n'),
    );
  });

  test('whose texts try to rewrite the terminal draws none of that', async () => {
    const text = await draw({ session: HOSTILE, tasks: null, notes: ['\u001b[2Jone\ntwo'] });
    for (const power of ['\u001b', '\u0007', '\u202e']) expect(text).not.toContain(power);
  });
});

test('a job whose next session is waited for', async () => {
  const screen = { ...(await screenOf({ terminal: true })), height: 24 };
  expect(drawWaiting({ job: JOB, notes: [] }, screen).join('\n')).toBe(
    [
      'Waiting for the next session of Mailboxes Berlin',
      'Next run:  2026-11-23 03:00:00 (in 19h)',
      'Enabled:   yes',
      '',
      'Ctrl-C ends the watching, not the session.',
    ].join('\n'),
  );
});

test('no picture is wider or taller than its screen', async () => {
  const base = await screenOf({ terminal: true, colorLevel: 1 });
  const text = fc.string({ unit: 'grapheme', maxLength: 60 });
  const number = fc.option(fc.double({ min: 0, max: 1e15, noNaN: true }));
  const tasks = fc.array(
    fc.record({ name: text, status: fc.constantFrom(...STATUSES), donePercent: number }),
    { maxLength: 40 },
  );
  const views = fc.record({
    product: fc.constantFrom('vb365', 'vbr'),
    status: fc.constantFrom(...STATUSES),
    jobName: text,
    message: fc.option(text),
    progressPercent: number,
    retryUntil: fc.option(fc.constant(NOW + 60_000)),
    notes: fc.array(text, { maxLength: 3 }),
    tasks,
  });
  fc.assert(
    fc.property(
      views,
      fc.integer({ min: 20, max: 200 }),
      fc.integer({ min: 1, max: 60 }),
      (known, width, height) => {
        const { product, status, jobName, message, progressPercent, retryUntil, notes } = known;
        const session = { ...RUNNING, product, status, jobName, message, progressPercent };
        const objects = known.tasks.map(({ name, ...rest }) => task(name, rest));
        const view = { ...VIEW, session, tasks: objects, retryUntil, notes };
        const lines = drawWatch(view, { ...base, width, height });
        expect(lines.length).toBeLessThanOrEqual(height);
        for (const line of lines) expect(widthOf(line)).toBeLessThanOrEqual(width);
        for (const line of lines) expect(line).not.toMatch(/[\r\n]/);
      },
    ),
    { numRuns: runs(40) },
  );
});
