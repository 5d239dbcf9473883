import { describe, expect, test } from '@jest/globals';
import * as fc from 'fast-check';
import type { Progress } from '../../../../src/servers/vbr/progress.ts';
import { toLogRecord } from '../../../../src/servers/vbr/log-record.ts';
import { toSession } from '../../../../src/servers/vbr/session.ts';
import {
  isMeasured,
  statisticsOfLog,
  statisticsOfProgress,
  statisticsOfTasks,
  withStatistics,
} from '../../../../src/servers/vbr/statistics.ts';
import { items, served, sessionContext } from './fixtures.ts';

const SESSION = toSession(served(1), sessionContext('1.3-rev1'));

function progress(others: Partial<Progress>): Progress {
  return {
    percent: null,
    durationSeconds: null,
    rateBytesPerSecond: null,
    processedBytes: null,
    readBytes: null,
    transferredBytes: null,
    bottleneck: null,
    ...others,
  };
}

describe('over tasks', () => {
  test('sizes are sums of what is known, and a rate is not made up', () => {
    const tasks = [
      progress({ processedBytes: 10, readBytes: 5, transferredBytes: null, rateBytesPerSecond: 7 }),
      progress({ processedBytes: 20, readBytes: 0, transferredBytes: null, rateBytesPerSecond: 9 }),
      progress({}),
    ];
    expect(statisticsOfTasks(tasks)).toEqual({
      processedBytes: 30,
      readBytes: 5,
      transferredBytes: null,
      bottleneck: null,
    });
    expect(statisticsOfTasks([])).toBeNull();
  });

  test('beyond 2^53 no byte is lost', () => {
    const size = fc.bigInt({ min: 0n, max: 2n ** 60n });
    fc.assert(
      fc.property(fc.array(size, { minLength: 1, maxLength: 5 }), (sizes) => {
        const tasks = sizes.map((bytes) => progress({ readBytes: bytes }));
        const total = statisticsOfTasks(tasks)?.readBytes ?? 0;
        expect(BigInt(total)).toBe(sizes.reduce((sum, bytes) => sum + bytes, 0n));
      }),
    );
  });

  test('the bottleneck is the one that was named for the longest time', () => {
    const tasks = [
      progress({ bottleneck: 'target', durationSeconds: 30 }),
      progress({ bottleneck: 'source', durationSeconds: 50 }),
      progress({ bottleneck: 'target', durationSeconds: 30 }),
      progress({ bottleneck: null, durationSeconds: 900 }),
    ];
    expect(statisticsOfTasks(tasks)?.bottleneck).toBe('target');
    const tied = [progress({ bottleneck: 'proxy' }), progress({ bottleneck: 'source' })];
    expect(statisticsOfTasks(tied)?.bottleneck).toBe('proxy');
  });
});

test('a log tells bottleneck and loads, in either order (document)', () => {
  const records = items('1.1-rev0-session-logs').map((record) =>
    toLogRecord(record, { where: '', isLive: false }),
  );
  const expected = {
    bottleneck: 'source',
    stageLoads: [
      { stage: 'source', percent: 86 },
      { stage: 'proxy', percent: 54 },
      { stage: 'network', percent: 56 },
      { stage: 'target', percent: 42 },
    ],
  };
  expect(statisticsOfLog(records)).toEqual(expected);
  expect(statisticsOfLog([...records].reverse())).toEqual(expected);
  expect(statisticsOfLog(records.slice(3))).toBeNull();
});

test('each key is the first source’s that knows it', () => {
  const known = withStatistics({ ...SESSION, readBytes: 0 }, [
    null,
    statisticsOfProgress(progress({ rateBytesPerSecond: 4, readBytes: 9, bottleneck: 'network' })),
    { bottleneck: 'source', stageLoads: [] },
  ]);
  expect(known).toEqual({
    ...SESSION,
    readBytes: 0,
    processingRateBytesPerSecond: 4,
    bottleneck: 'network',
    stageLoads: [],
  });
  expect(withStatistics(SESSION, [null])).toEqual(SESSION);
  expect(isMeasured(SESSION)).toBe(false);
  expect(isMeasured(known)).toBe(true);
});
