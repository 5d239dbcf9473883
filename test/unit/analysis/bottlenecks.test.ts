import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { adviceFor } from '../../../src/analysis/advice.ts';
import {
  bottleneckRows,
  createBottlenecks,
  samplesOf,
  type BottleneckGroup,
} from '../../../src/analysis/bottlenecks.ts';
import { collectRuns } from '../../../src/analysis/runs.ts';
import type { Session } from '../../../src/model/session.ts';
import { session } from './support.ts';

function groupsOf(sessions: readonly Session[]): readonly BottleneckGroup[] {
  const bottlenecks = createBottlenecks();
  for (const run of collectRuns(sessions)) bottlenecks.add(run);
  return bottlenecks.groups();
}

function loads(source: number, target: number) {
  return {
    stageLoads: [
      { stage: 'source', percent: source },
      { stage: 'target', percent: target },
    ],
  };
}

const vbr = { product: 'vbr' } as const;

describe('bottlenecks', () => {
  test('a job without a name has its sessions’; equal ones are told apart by name, then server', () => {
    const unnamed = { ...vbr, jobName: null, bottleneck: 'target' } as const;
    const sessions = [
      session('a', 0, { ...unnamed, jobId: 'A', server: 't', name: 'Zebra' }),
      session('b', 0, { ...unnamed, jobId: 'B', server: 's', name: 'Zebra' }),
      session('c', 0, { ...unnamed, jobId: 'C', server: 's', name: 'Ant' }),
      session('d', 0, { ...unnamed, jobId: 'D', server: 's', name: null }),
    ];
    for (const order of [sessions, [...sessions].reverse()]) {
      const groups = order.flatMap((one) => groupsOf([one]));
      const rows = bottleneckRows(groups, () => null);
      expect(rows.map(({ jobName, server }) => [jobName, server])).toEqual([
        [null, 's'],
        ['Ant', 's'],
        ['Zebra', 's'],
        ['Zebra', 't'],
      ]);
    }
  });

  test('shares are of the runs that name one, loads are means of those that tell them', () => {
    const groups = groupsOf([
      session('a', 0, { ...vbr, bottleneck: 'target', ...loads(10, 90) }),
      session('b', 20, { ...vbr, bottleneck: 'target', ...loads(20, 95) }),
      session('c', 40, { ...vbr, bottleneck: 'target' }),
      session('d', 60, { ...vbr, bottleneck: 'source', ...loads(77, 1) }),
      session('e', 80, { ...vbr, bottleneck: null }),
      session('f', 100, { ...vbr, bottleneck: 'proxy', status: 'running', endedAt: null }),
    ]);
    const rows = bottleneckRows(groups, () => null);
    expect(rows).toEqual([
      {
        server: 's',
        jobId: 'J',
        jobName: 'Mail',
        runs: 4,
        bottleneck: 'target',
        bottleneckRuns: 3,
        share: 0.75,
        stageLoads: [
          { stage: 'source', percent: 15 },
          { stage: 'target', percent: 92.5 },
        ],
        advice: adviceFor('vbr', 'target'),
      },
      expect.objectContaining({ bottleneck: 'source', bottleneckRuns: 1, share: 0.25, runs: 4 }),
    ]);
  });

  test('sessions without loads are asked about, the newest few of each row, and count then', () => {
    const groups = groupsOf([
      ...[0, 20, 40, 60].map((minute) =>
        session(`t${minute}`, minute, { ...vbr, bottleneck: 'target' }),
      ),
      session('s', 80, { ...vbr, bottleneck: 'source' }),
    ]);
    expect(groups.map(({ samples }) => samples.length)).toEqual([1, 3]);
    expect(samplesOf(groups, 60).map(({ id }) => id)).toEqual(['s', 't60', 't40', 't20']);
    expect(samplesOf(groups, 2).map(({ id }) => id)).toEqual(['s', 't60']);
    const asked = new Map([
      ['t60', loads(1, 80)],
      ['t20', loads(3, 60)],
    ]);
    const rows = bottleneckRows(groups, ({ id }) => asked.get(id)?.stageLoads ?? null);
    expect(rows.map(({ bottleneck, stageLoads }) => [bottleneck, stageLoads])).toEqual([
      ['target', loads(2, 70).stageLoads],
      ['source', null],
    ]);
  });

  test('the worst first: by load where it is known, then by share; a job stays together', () => {
    const job = (jobName: string, known: Partial<Session>, minutes: readonly number[]) =>
      minutes.map((minute) =>
        session(`${jobName}${minute}`, minute, { ...vbr, jobId: jobName, jobName, ...known }),
      );
    const rows = bottleneckRows(
      groupsOf([
        ...job('idle', { bottleneck: 'source', ...loads(30, 5) }, [0, 20]),
        ...job('unknown', { bottleneck: 'source' }, [0]),
        ...job('unmeasured', { bottleneck: 'proxy', ...loads(95, 5) }, [0]),
        ...job('raised', { bottleneck: 'target', ...loads(3, 70) }, [0]),
        ...job('busy', { bottleneck: 'target', ...loads(3, 90) }, [0, 20]),
        ...job('busy', { bottleneck: 'source' }, [40]),
        ...job('busiest', { bottleneck: 'target', ...loads(3, 91) }, [0]),
      ]),
      () => null,
    );
    expect(rows.map(({ jobName, bottleneck }) => `${jobName ?? ''} ${bottleneck}`)).toEqual([
      'busiest target',
      'busy target',
      'busy source',
      'raised target',
      'unknown source',
      'unmeasured proxy',
      'idle source',
    ]);
  });

  test('the shares of a job add up to 1', () => {
    const words = fc.array(
      fc.tuple(fc.constantFrom('J', 'K'), fc.constantFrom('source', 'target', 'odd', null)),
    );
    fc.assert(
      fc.property(words, (jobs) => {
        const rows = bottleneckRows(
          groupsOf(
            jobs.map(([jobId, bottleneck], i) => session(`${i}`, i * 20, { jobId, bottleneck })),
          ),
          () => null,
        );
        for (const jobId of new Set(rows.map((row) => row.jobId))) {
          const shares = rows.filter((row) => row.jobId === jobId).map(({ share }) => share);
          expect(shares.reduce((sum, share) => sum + share, 0)).toBeCloseTo(1, 9);
        }
      }),
    );
  });
});

test('every stage that the products name has its advice, an unknown one has none', () => {
  const stages = ['source', 'proxy', 'network', 'target', 'source-wan', 'target-wan', 'throttling'];
  for (const stage of stages) expect(adviceFor('vbr', stage)).toMatch(/^[A-Z].*: .*\.$/);
  expect(adviceFor('vb365', 'source')).toMatch(/^Microsoft 365 /);
  expect(adviceFor('vbr', 'source')).not.toMatch(/Microsoft/);
  expect(adviceFor('vb365', 'target')).toMatch(/repository/);
  expect(adviceFor('vbr', 'constructor')).toBeNull();
});
