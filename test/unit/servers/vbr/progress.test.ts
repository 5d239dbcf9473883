import { describe, expect, test } from '@jest/globals';
import * as fc from 'fast-check';
import { parseRate, parseTimeSpan, readProgress } from '../../../../src/servers/vbr/progress.ts';
import { items } from './fixtures.ts';

const MIB = 1024 ** 2;

describe('a rate', () => {
  test.each([
    ['85 MB', 85 * MIB],
    ['53.7 MB', Math.round(53.7 * MIB)],
    ['18.3 MB/s', Math.round(18.3 * MIB)],
    ['131,9 MB', Math.round(131.9 * MIB)],
    ['1,1 GB/s', Math.round(1.1 * 1024 ** 3)],
    ['1.1 TB/s', Math.round(1.1 * 1024 ** 4)],
    ['512 KB/s', 512 * 1024],
    ['900 B/s', 900],
    ['0 B/s', 0],
    ['12 bytes', 12],
    ['1.5 MiB/s', 1.5 * MIB],
    ['1,023 MB/s', 1023 * MIB],
    ['1.023,5 MB/s', 1023.5 * MIB],
    ['1 023,5 MB/s', 1023.5 * MIB],
    ['1\u00a0023 MB/s', 1023 * MIB],
    ['7MB/s', 7 * MIB],
  ])('%s', (text, bytes) => {
    expect(parseRate(text)).toBe(bytes);
  });

  test.each(['N/A', '', '85', '-5 MB/s', 'MB/s', '5 XB/s', '5 MB/h', 'about 5 MB'])(
    '%s is not known',
    (text) => {
      expect(parseRate(text)).toBeNull();
    },
  );

  test('is read whatever the decimal mark', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 0, max: 10_239 }),
        fc.constantFrom('.', ','),
        fc.constantFrom('', '/s'),
        (tenths, mark, end) => {
          const text = (tenths / 10).toFixed(1).replace('.', mark);
          expect(parseRate(`${text} MB${end}`)).toBe(Math.round((tenths / 10) * MIB));
        },
      ),
    );
  });
});

describe('a time span', () => {
  test.each([
    ['00:03:39', 219],
    ['0.00:18:50', 1130],
    ['1.02:03:04.5', 93_784.5],
    ['00:00:00.1234567', 0.123],
    ['10.23:59:59', 950_399],
  ])('%s', (text, seconds) => {
    expect(parseTimeSpan(text)).toBe(seconds);
  });

  test.each(['', 'N/A', '5', '1:2:3', '00:03', '-00:00:01', '00:03:39Z'])('%s is none', (text) => {
    expect(parseTimeSpan(text)).toBeNull();
  });
});

describe('progress', () => {
  test.each(['1.2-rev1-tasksessions', '1.3-rev2-tasksessions'])(
    '%s comes through in every number, with either spelling',
    (name) => {
      expect(items(name).map(({ progress }) => readProgress(progress))).toEqual(
        [
          [null, 'proxy', 23, 9578192, 0, 0],
          [Math.round(53.7 * MIB), 'source', 77, 21474836480, 881852416, 343923660],
          [79 * MIB, 'source', 137, 150323855360, 3495952384, 1274388985],
          [null, 'proxy', 16, 9578192, 0, 0],
          [Math.round(95.5 * MIB), 'source', 66, 21474836480, 1001390080, 413068918],
          [Math.round(141.9 * MIB), 'source', 130, 150323855360, 4255121408, 548362853],
        ].map(([rate, bottleneck, seconds, processed, read, transferred]) => ({
          percent: name.startsWith('1.3') ? 100 : null,
          rateBytesPerSecond: rate,
          bottleneck,
          durationSeconds: seconds,
          processedBytes: processed,
          readBytes: read,
          transferredBytes: transferred,
        })),
      );
    },
  );

  test('NotDefined, N/A and zeros together mean that nothing was measured', () => {
    const nothing = {
      bottleneck: 'NotDefined',
      duration: '00:00:00',
      processingRate: 'N/A',
      processedSize: 0,
      readSize: 0,
      transferredSize: 0,
      progressPercent: 0,
    };
    expect(readProgress(nothing)).toMatchObject({
      percent: 0,
      rateBytesPerSecond: null,
      processedBytes: null,
      readBytes: null,
      transferredBytes: null,
      bottleneck: null,
    });
    expect(readProgress({ ...nothing, processedSize: 5 })).toMatchObject({
      processedBytes: 5,
      readBytes: 0,
    });
  });

  test('numbers as text and beyond 2^53 lose no digit', () => {
    const progress = readProgress({
      processedSize: '9007199254740993',
      readSize: 9007199254740993n,
      transferredSize: '12',
    });
    expect(progress).toMatchObject({
      processedBytes: 9007199254740993n,
      readBytes: 9007199254740993n,
      transferredBytes: 12,
    });
  });

  test('anything else is no progress', () => {
    for (const value of [null, undefined, 'Stopped', 5, []]) expect(readProgress(value)).toBeNull();
  });
});
