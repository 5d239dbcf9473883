import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { KINDS, MODES } from '../../../src/model/kind.ts';
import { PRODUCTS } from '../../../src/model/product.ts';
import { newSession, type Session } from '../../../src/model/session.ts';
import { STATUSES } from '../../../src/model/status.ts';
import {
  drawJob,
  drawSession,
  type JobView,
  type SessionView,
} from '../../../src/output/screens.ts';
import { widthOf } from '../../../src/output/width.ts';
import {
  DATABASE,
  DAY,
  HOSTILE,
  JOB,
  LOG,
  MAIL,
  NOW,
  screenOf,
  TASK,
  type ScreenWish,
} from './support.ts';
import { runs } from '../../support/runs.ts';
import { anyText } from '../../support/any-text.ts';

async function session(view: Partial<SessionView>, wish: ScreenWish = {}): Promise<string[]> {
  const whole: SessionView = {
    session: MAIL,
    job: null,
    problems: [],
    tasks: null,
    notes: [],
    ...view,
  };
  return (await drawSession(whole, await screenOf(wish))).split('\n').slice(0, -1);
}

async function job(view: Partial<JobView>, wish: ScreenWish = {}): Promise<string[]> {
  const whole: JobView = { job: JOB, sessions: [MAIL], extra: [], ...view };
  return (await drawJob(whole, await screenOf(wish))).split('\n').slice(0, -1);
}

describe('a session of Veeam Backup for Microsoft 365', () => {
  test('80 columns: three panes, what stands in brackets goes below', async () => {
    expect(await session({ problems: [LOG], notes: ['The API of v6 names no objects.'] })).toEqual([
      'Mailboxes Berlin (Incremental)  ✔ success',
      '',
      'Status                     Data                         Summary',
      'Session status: ✔ success  Processing rate: 1.6 MB/s    Duration:    00:58',
      'Bottleneck:     Source                      20 items/s  Objects:     21',
      '                           Read rate:       5.1 MB/s    Transferred: 93.6 MB',
      '                           Write rate:      24.8 MB/s                1193 items',
      '',
      'Session id:        a8cf9a63-64c3-4748-9c95-b1fbac0cce1d',
      'Job id:            2a347af6-43ef-43a7-97bf-58a36f8cf216',
      'Started:           2026-11-22 05:00:00 (3h ago)',
      'Ended:             2026-11-22 05:00:58 (2h ago)',
      'Kind:              backup',
      'Server:            mail.example.com',
      'Status as served:  Success',
      '',
      'Warnings and errors of the log (1)',
      'warning  2026-11-22 05:00:00  Mailbox user@example.com was not found and is',
      '                              skipped until it appears again',
      '',
      'The API of v6 names no objects.',
    ]);
  });

  test("120 columns: three panes as in Veeam's console", async () => {
    const lines = await session({}, { width: 120 });
    expect(lines.slice(2, 6)).toEqual([
      'Status                     Data                                    Summary',
      'Session status: ✔ success  Processing rate: 1.6 MB/s (20 items/s)  Duration:    00:58',
      'Bottleneck:     Source     Read rate:       5.1 MB/s               Objects:     21',
      '                           Write rate:      24.8 MB/s              Transferred: 93.6 MB (1193 items processed)',
    ]);
    expect(lines.at(-1)).toBe('No warnings or errors in the log.');
  });

  test('60 columns: the panes below each other', async () => {
    expect((await session({}, { width: 60 })).slice(0, 16)).toEqual([
      'Mailboxes Berlin (Incremental)  ✔ success',
      '',
      'Status',
      'Session status: ✔ success',
      'Bottleneck:     Source',
      '',
      'Data',
      'Processing rate: 1.6 MB/s (20 items/s)',
      'Read rate:       5.1 MB/s',
      'Write rate:      24.8 MB/s',
      '',
      'Summary',
      'Duration:    00:58',
      'Objects:     21',
      'Transferred: 93.6 MB (1193 items processed)',
      '',
    ]);
  });

  test('what the server does not tell is n/a, never 0', async () => {
    const bare = newSession({
      id: 'x',
      server: 's',
      product: 'vb365',
      kind: 'restore',
      status: 'unknown',
    });
    expect(
      await session({ session: bare, problems: null, notes: ['The log could not be read.'] }),
    ).toEqual([
      'restore  ? unknown',
      '',
      'Status                     Data                  Summary',
      'Session status: ? unknown  Processing rate: n/a  Duration:    n/a',
      'Bottleneck:     n/a        Read rate:       n/a  Objects:     n/a',
      '                           Write rate:      n/a  Transferred: n/a',
      '',
      'Session id:  x',
      'Job id:      n/a',
      'Started:     n/a',
      'Ended:       n/a',
      'Kind:        restore',
      'Server:      s',
      '',
      'The log could not be read.',
    ]);
  });

  test('a running one shows its progress, and its duration so far', async () => {
    const running = { ...HOSTILE, jobName: 'Sites', progressObjects: 4 };
    const lines = await session({ session: running });
    expect(lines[0]).toBe('Sites  ► running');
    expect(lines[1]).toBe('Job progress: 4 objects so far');
    expect(lines.join('\n')).toContain('Duration:    01:30 so far');
  });
});

describe('a session of Veeam Backup & Replication', () => {
  const tasks = [TASK, { ...TASK, name: 'fine', status: 'success' as const, message: null }];

  test('80 columns: the window that admins know, loads, reasons', async () => {
    expect(await session({ session: DATABASE, tasks, problems: [] })).toEqual([
      'DB Backup (Retry 1)  ✖ failed',
      '',
      'Summary                      Data                          Status',
      'Duration:        1:02:03     Processed:   4.8 GB (100%)    Success:  1',
      'Processing rate: 9.0 MB/s    Read:        756.0 MB         Warnings: 0',
      'Bottleneck:      Source 99%  Transferred: 204.9 MB (3.7x)  Errors:   1',
      '',
      'Stage loads:  Source 99%  Proxy 75%  Source WAN 4%  Target 0%',
      '',
      'Message:',
      '  Error: Failed to process',
      '  vm01: disk is full',
      '',
      'Session id:        b1d2c3e4-0000-4000-8000-000000000002',
      'Job id:            77777777-0000-4000-8000-000000000001',
      'Started:           2026-11-20 08:00:00 (2d ago)',
      'Ended:             2026-11-20 09:02:03 (1d ago)',
      'Kind:              backup (BackupJob)',
      'Server:            vbr.example.com',
      'Status as served:  Failed',
      'Started by:        EXAMPLE\\admin',
      'Retry of:          c0000000-0000-4000-8000-000000000003',
      'Will be retried:   no',
      '',
      'Objects with problems (1)',
      '✖ failed  winsrv141  Cannot open file [ds1] winsrv141/winsrv141.vmdk: no such',
      '                     file or directory. Processing finished with errors.',
    ]);
  });

  test('in colour the loads are bars', async () => {
    const lines = await session({ session: DATABASE }, { colorLevel: 1 });
    expect(lines).toContain(
      'Stage loads:  \u001b[31mSource 99% ▇\u001b[39m  \u001b[33mProxy 75% ▆\u001b[39m  \u001b[32mSource WAN 4% ▁\u001b[39m  \u001b[32mTarget 0%\u001b[39m',
    );
    expect(lines[0]).toBe('\u001b[1mDB Backup (Retry 1)\u001b[22m  \u001b[31m✖ failed\u001b[39m');
  });

  test('with ascii there is nothing but ASCII', async () => {
    const lines = await session({ session: DATABASE, tasks, problems: [LOG] }, { ascii: true });
    expect(lines.join('')).toMatch(/^[ -~]*$/);
  });

  test('a running one counts its objects', async () => {
    const running = {
      ...DATABASE,
      status: 'running' as const,
      endedAt: null,
      durationSeconds: null,
      progressPercent: 42,
      message: 'one line',
    };
    const lines = await session({
      session: running,
      tasks: [...tasks, { ...TASK, status: 'running' }],
    });
    expect(lines[1]).toBe('Job progress: 42%, 2 of 3 objects');
    expect(lines).toContain('Message:  one line');
    expect(lines.join('\n')).toContain('2d 00:00:00 so far');
  });

  test('its children: those with problems first, and not more than a screen of them', async () => {
    const child = (number: number): Session => ({
      ...DATABASE,
      id: `${String(number).padStart(8, '0')}-0000-4000-8000-000000000000`,
      name: `DB Backup - WKS-${String(number)}`,
      status: number === 7 ? 'failed' : number === 3 ? 'warning' : 'success',
      createdAt: NOW - number * 60_000,
    });
    const children = Array.from({ length: 22 }, (_, index) => child(index));
    const lines = await session({ session: DATABASE, children });
    const from = lines.indexOf('Child sessions (22)');
    expect(lines.slice(from + 1, from + 4)).toEqual([
      '✖ failed   DB Backup - WKS-7   2026-11-22 07:53:00  1:02:03  00000007',
      '▲ warning  DB Backup - WKS-3   2026-11-22 07:57:00  1:02:03  00000003',
      '✔ success  DB Backup - WKS-0   2026-11-22 08:00:00  1:02:03  00000000',
    ]);
    expect(lines[from + 21]).toBe('and 2 more: vsi jobs sessions lists them');
    expect(await session({ session: DATABASE, children: [] })).not.toContain('Child sessions (0)');
  });
});

test('codes, formulas and marks of a server do not reach the screen', async () => {
  const text = (
    await session({
      session: { ...HOSTILE, stageLoads: [{ stage: '\u001b[2J', percent: 50 }] },
      tasks: [{ ...TASK, name: '\u202eevil', message: '\u001b]0;x\u0007' }],
      problems: [{ ...LOG, title: 'a\u009bb' }],
      notes: ['\u001b[1m'],
    })
  ).join('\n');
  expect(text).not.toMatch(/(?!\n)\p{Control}|\u202e/u);
});

describe('a job', () => {
  test('80 columns', async () => {
    expect(
      await job({ sessions: [MAIL, DATABASE], extra: [{ label: 'Usual duration', text: null }] }),
    ).toEqual([
      'Mailboxes Berlin  ✖ failed',
      '',
      'Kind:            backup (EntireOrganization)',
      'Description:     All of Berlin',
      'Enabled:         yes',
      'Running:         no',
      'Last result:     ✖ failed',
      'Last run:        2026-11-22 03:00:00 (5h ago), took 00:58',
      'Next run:        2026-11-23 03:00:00 (in 19h)',
      'Last success:    2026-11-19 08:00:00 (3d ago)',
      'Failing since:   2026-11-20 08:00:00 (2d ago), 2 in a row',
      'Last runs:       SSWFF  (newest on the right)',
      'Objects:         n/a',
      'Repository:      Default Backup Repository (r-1)',
      'Job id:          2a347af6-43ef-43a7-97bf-58a36f8cf216',
      'Last session:    a8cf9a63-64c3-4748-9c95-b1fbac0cce1d',
      'Server:          mail.example.com (Veeam Backup for Microsoft 365)',
      'Usual duration:  n/a',
      '',
      'Last sessions',
      'ID        STATUS     STARTED              DURATION      RATE  BOTTLENECK',
      'a8cf9a63  ✔ success  2026-11-22 05:00:00     00:58  1.6 MB/s  Source',
      'b1d2c3e4  ✖ failed   2026-11-20 08:00:00   1:02:03  9.0 MB/s  Source 99%',
    ]);
  });

  test('one that never ran and is not listed', async () => {
    const unknown = {
      ...JOB,
      description: null,
      listed: false,
      lastStatus: null,
      lastRunAt: null,
      nextRunAt: null,
      nextRunText: 'After [Mail]',
      failingSince: null,
      recentStatuses: [],
      repositoryName: null,
    };
    const lines = await job({ job: unknown, sessions: [] });
    expect(lines[0]).toBe('Mailboxes Berlin');
    expect(lines).toContain('Listed:        no, known from its sessions only');
    expect(lines).toContain('Last run:      n/a');
    expect(lines).toContain('Next run:      After [Mail]');
    expect(lines).toContain('Last runs:     none in the last 30 days');
    expect(lines).toContain('Repository:    r-1');
    expect(lines.at(-1)).toBe('No sessions.');
    expect(lines.join('\n')).not.toContain('Failing');
    expect((await job({ sessions: null })).at(-1)).toBe('Its sessions could not be read.');
  });

  test('in colour the strip is drawn in shapes', async () => {
    expect(await job({}, { colorLevel: 1, width: 120 })).toContain(
      'Last runs:      \u001b[32m●\u001b[39m\u001b[32m●\u001b[39m\u001b[33m▲\u001b[39m\u001b[31m✖\u001b[39m\u001b[31m✖\u001b[39m  \u001b[2m(newest on the right)\u001b[22m',
    );
  });
});

const text = fc.oneof(
  anyText({ maxLength: 60 }),
  fc.constantFrom('漢字'.repeat(30), 'x'.repeat(200), 'some words '.repeat(20), '👩‍👩‍👧', ''),
);
const maybe = <T>(value: fc.Arbitrary<T>) => fc.option(value, { nil: null });
const number = fc.oneof(fc.maxSafeNat(), fc.bigInt({ min: 0n, max: 2n ** 63n }));
const moment = fc.integer({ min: NOW - 400 * DAY, max: NOW + DAY });

const anySession = fc
  .record({
    product: fc.constantFrom(...PRODUCTS),
    kind: fc.constantFrom(...KINDS),
    status: fc.constantFrom(...STATUSES),
    mode: maybe(fc.constantFrom(...MODES)),
    jobName: maybe(text),
    message: maybe(text),
    statusText: maybe(text),
    bottleneck: maybe(text),
    createdAt: maybe(moment),
    endedAt: maybe(moment),
    durationSeconds: maybe(fc.nat(1e7)),
    progressPercent: maybe(fc.nat(100)),
    progressObjects: maybe(number),
    processingRateBytesPerSecond: maybe(number),
    processingRateItemsPerSecond: maybe(number),
    processedBytes: maybe(number),
    readBytes: maybe(number),
    transferredBytes: maybe(number),
    processedObjects: maybe(number),
    retryNumber: maybe(fc.nat(3)),
    stageLoads: maybe(fc.array(fc.record({ stage: text, percent: fc.nat(100) }), { maxLength: 6 })),
  })
  .map((known) => newSession({ id: MAIL.id, server: 'mail', ...known }));

test('no line of a screen exceeds its width, whatever the server sent', async () => {
  await fc.assert(
    fc.asyncProperty(
      anySession,
      text,
      fc.integer({ min: 20, max: 160 }),
      fc.constantFrom(0 as const, 1 as const),
      async (any, words, width, colorLevel) => {
        const wish = { width, colorLevel };
        const drawn = [
          ...(await session(
            {
              session: any,
              tasks: [{ ...TASK, name: words, message: words }],
              problems: [{ ...LOG, title: words }],
              notes: [words],
            },
            wish,
          )),
          ...(await job(
            {
              job: { ...JOB, name: words, description: words, nextRunAt: null, nextRunText: words },
              sessions: [any],
            },
            wish,
          )),
        ];
        for (const line of drawn) expect(widthOf(line)).toBeLessThanOrEqual(width);
      },
    ),
    { numRuns: runs(50) },
  );
});

test('jobs show: the last result says how many retries it took', async () => {
  const first = { ...DATABASE, id: 'first', retryNumber: 0, originalSessionId: 'first' };
  const retry = {
    ...first,
    id: 'retry',
    status: 'success' as const,
    retryNumber: 1,
    createdAt: NOW,
  };
  const resultOf = async (history: readonly Session[]) => {
    const lines = await job({ job: { ...JOB, lastStatus: 'success' }, history });
    return lines.find((line) => line.startsWith('Last result'))?.replace(/^.*: +/, '');
  };
  expect(await resultOf([first])).toBe('✔ success');
  expect(await resultOf([retry, first])).toBe('✔ success after 1 retry');
  const counted = [retry, first].map((one) => ({ ...one, originalSessionId: null }));
  expect(await resultOf(counted)).toBe('✔ success after 1 retry (inferred by their order)');
});
