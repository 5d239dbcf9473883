import { expect, test } from '@jest/globals';
import type { WatchEvent } from '../../../src/analysis/outlook.ts';
import { openWriter } from '../../../src/output/formats.ts';
import { SESSION_RECORD } from '../../../src/output/records/session.ts';
import { WATCH_RECORD } from '../../../src/output/records/watch.ts';
import { bufferSink, DATABASE, MAIL, NOW, screenOf } from './support.ts';

async function table(event: WatchEvent, width = 80): Promise<readonly string[]> {
  const sink = bufferSink();
  const writer = await openWriter(WATCH_RECORD, {
    format: 'table',
    fields: null,
    header: true,
    raw: false,
    sink,
    screen: await screenOf({ width }),
  });
  await writer.write([event]);
  await writer.end();
  return sink.text().split('\n').slice(0, -1);
}

const running = { status: 'running', endedAt: null, durationSeconds: null } as const;

test('a watch event is the session record, and the end to be expected behind it', () => {
  expect(WATCH_RECORD.fields.map(({ key }) => key)).toEqual([
    ...SESSION_RECORD.fields.map(({ key }) => key),
    'etaAt',
  ]);
});

test('its table says how far it is and when it should end, in times that stay true', async () => {
  const vbr = { ...DATABASE, ...running, progressPercent: 63, etaAt: NOW + 60_000 };
  expect(await table(vbr)).toEqual([
    'ID        JOB        STATUS     PROGRESS      RATE  ETA',
    'b1d2c3e4  DB Backup  ► running       63%  9.0 MB/s  2026-11-22 08:01:00',
  ]);
  const vb365 = { ...MAIL, ...running, etaAt: null };
  const [header = '', row = ''] = await table(vb365, 160);
  expect(header).toContain('OBJECTS DONE');
  expect(header).not.toContain('PROGRESS');
  expect(row).toContain('2026-11-22 05:00:00');
});
