import { Writable } from 'node:stream';
import { newSession, type Session } from '../../../src/model/session.ts';
import type { Job } from '../../../src/model/job.ts';
import type { LogRecord } from '../../../src/model/log-record.ts';
import type { Task } from '../../../src/model/task.ts';
import type { Screen } from '../../../src/output/screen.ts';
import { openWriter, type WriterOptions } from '../../../src/output/formats.ts';
import { SESSION_RECORD } from '../../../src/output/records/session.ts';
import { createSink, type TextSink } from '../../../src/output/sink.ts';
import { createTheme, type ColorLevel } from '../../../src/output/theme.ts';

export const NOW = Date.UTC(2026, 10, 22, 8, 0, 0);
export const HOUR = 3_600_000;
export const DAY = 24 * HOUR;

export interface ScreenWish {
  readonly width?: number;
  readonly colorLevel?: ColorLevel;
  readonly ascii?: boolean;
  readonly terminal?: boolean;
  readonly timeZone?: string;
}

export async function screenOf(wish: ScreenWish = {}): Promise<Screen> {
  return {
    width: wish.width ?? 80,
    theme: await createTheme({ colorLevel: wish.colorLevel ?? 0, ascii: wish.ascii ?? false }),
    now: NOW,
    timeZone: wish.timeZone ?? 'UTC',
    terminal: wish.terminal ?? false,
  };
}

/** A sink that keeps what it is given. */
export function bufferSink(): TextSink & {
  readonly text: () => string;
  readonly writes: string[];
} {
  const writes: string[] = [];
  const sink = createSink(
    new Writable({
      decodeStrings: false,
      write(chunk: string, _encoding, done) {
        if (chunk !== '') writes.push(chunk);
        done();
      },
    }),
  );
  return Object.assign(sink, { writes, text: () => writes.join('') });
}

/** Writer options as far as a test cares. */
export type WriterWish = Partial<Omit<WriterOptions, 'sink' | 'screen'>> & {
  readonly on?: ScreenWish;
};

/** What pages of sessions look like in a format; JSON unless the wish says otherwise. */
export async function printSessions(
  pages: readonly (readonly Session[])[],
  { on, ...wish }: WriterWish = {},
): Promise<string> {
  const sink = bufferSink();
  const writer = await openWriter(SESSION_RECORD, {
    format: 'json',
    fields: null,
    header: true,
    raw: false,
    ...wish,
    sink,
    screen: await screenOf(on),
  });
  for (const page of pages) await writer.write(page);
  await writer.end();
  return sink.text();
}

/** The example of VB365's documentation, with the numbers that everything else is checked against. */
export const MAIL: Session = newSession({
  id: 'a8cf9a63-64c3-4748-9c95-b1fbac0cce1d',
  server: 'mail.example.com',
  product: 'vb365',
  jobId: '2a347af6-43ef-43a7-97bf-58a36f8cf216',
  jobName: 'Mailboxes Berlin',
  kind: 'backup',
  mode: 'incremental',
  status: 'success',
  statusText: 'Success',
  createdAt: NOW - 3 * HOUR,
  endedAt: NOW - 3 * HOUR + 58_449.25,
  durationSeconds: 58.449,
  progressObjects: 21,
  processingRateBytesPerSecond: 1_683_256,
  processingRateItemsPerSecond: 20,
  readRateBytesPerSecond: 5_383_429,
  writeRateBytesPerSecond: 26_015_396,
  transferredBytes: 98_142_970,
  processedObjects: 1193,
  bottleneck: 'source',
});

/** A failed retry of Veeam Backup & Replication with stage loads. */
export const DATABASE: Session = newSession({
  id: 'b1d2c3e4-0000-4000-8000-000000000002',
  server: 'vbr.example.com',
  product: 'vbr',
  jobId: '77777777-0000-4000-8000-000000000001',
  jobName: 'DB Backup',
  name: 'DB Backup (Incremental) (Retry 1)',
  kind: 'backup',
  mode: 'incremental',
  status: 'failed',
  statusText: 'Failed',
  createdAt: NOW - 2 * DAY,
  endedAt: NOW - 2 * DAY + 3723_000,
  durationSeconds: 3723,
  progressPercent: 100,
  processingRateBytesPerSecond: 9 * 1024 * 1024,
  processedBytes: 5_153_960_755,
  readBytes: 792_723_456,
  transferredBytes: 214_853_222,
  bottleneck: 'source',
  stageLoads: [
    { stage: 'source', percent: 99 },
    { stage: 'proxy', percent: 75 },
    { stage: 'source-wan', percent: 4 },
    { stage: 'target', percent: 0 },
  ],
  retryNumber: 1,
  originalSessionId: 'c0000000-0000-4000-8000-000000000003',
  willBeRetried: false,
  message: 'Error: Failed to process\r\nvm01: disk is full',
  initiatedBy: 'EXAMPLE\\admin',
  usn: 9_007_199_254_740_993n,
  type: 'BackupJob',
  state: 'Stopped',
  result: 'Failed',
  isCanceled: false,
});

/** A session whose texts try to rewrite the terminal and to run in a spreadsheet. */
export const HOSTILE: Session = newSession({
  id: 'deadbeef-0000-4000-8000-000000000004',
  server: 'mail.example.com',
  product: 'vb365',
  jobName: '=HYPERLINK("http://evil.example","x")\u001b[2J\u202e',
  kind: 'backup',
  status: 'running',
  statusText: 'Running',
  createdAt: NOW - 90_000,
  bottleneck: '\u001b]0;owned\u0007',
  message: 'one\ttwo\nthree\\four',
  usn: -5,
});

export function sessionNamed(jobName: string, index = 0): Session {
  return { ...MAIL, id: `${String(index).padStart(8, '0')}-0000`, jobName };
}

export const JOB: Job = {
  id: '2a347af6-43ef-43a7-97bf-58a36f8cf216',
  server: 'mail.example.com',
  product: 'vb365',
  name: 'Mailboxes Berlin',
  description: 'All of Berlin',
  kind: 'backup',
  type: 'EntireOrganization',
  enabled: true,
  listed: true,
  running: false,
  lastStatus: 'failed',
  lastRunAt: NOW - 5 * HOUR,
  lastDurationSeconds: 58.449,
  nextRunAt: NOW + 19 * HOUR,
  nextRunText: null,
  lastSuccessAt: NOW - 3 * DAY,
  lastSessionId: 'a8cf9a63-64c3-4748-9c95-b1fbac0cce1d',
  objectsCount: null,
  repositoryId: 'r-1',
  repositoryName: 'Default Backup Repository',
  recentStatuses: ['failed', 'failed', 'warning', 'success', 'success'],
  failingSince: NOW - 2 * DAY,
  failuresInRow: 2,
};

export const TASK: Task = {
  id: '33333333-0000-4000-8000-000000000001',
  server: 'vbr.example.com',
  sessionId: DATABASE.id,
  name: 'winsrv141',
  kind: 'backup',
  status: 'failed',
  statusText: 'Failed',
  createdAt: NOW - 2 * DAY,
  endedAt: NOW - 2 * DAY + 3000,
  durationSeconds: 3,
  mode: 'incremental',
  processedBytes: 4096,
  readBytes: 2048,
  transferredBytes: 1024,
  processingRateBytesPerSecond: 682,
  bottleneck: 'target-disk',
  message:
    'Cannot open file [ds1] winsrv141/winsrv141.vmdk: no such file or directory. Processing finished with errors.',
  repositoryId: null,
  restorePointId: null,
  scanResult: null,
};

export const LOG: LogRecord = {
  id: '7',
  level: 'warning',
  title: 'Mailbox user@example.com was not found and is skipped until it appears again',
  description: null,
  startedAt: NOW - 3 * HOUR,
  updatedAt: null,
};
