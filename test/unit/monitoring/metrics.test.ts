import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { collectRuns } from '../../../src/analysis/runs.ts';
import type { Status } from '../../../src/model/status.ts';
import { newSession } from '../../../src/model/session.ts';
import { exposition, type MetricFamily } from '../../../src/monitoring/exposition.ts';
import { metricFamilies, type JobFigures } from '../../../src/monitoring/job-metrics.ts';
import { HOUR, listedJob, NOW } from './support.ts';
import { anyText } from '../../support/any-text.ts';

const SAMPLE =
  /^[a-z_]+(?:\{[a-z_]+="(?:[^"\\\n]|\\["\\n])*"(?:,[a-z_]+="(?:[^"\\\n]|\\["\\n])*")*\})? \S+$/;

function textOf(families: Iterable<MetricFamily>, format: 'prometheus' | 'openmetrics'): string {
  return [...exposition(families, format)].join('');
}

function scrape(jobs: readonly JobFigures[], statuses: readonly Status[] | null = null) {
  return metricFamilies({
    version: '1.2.3',
    servers: [
      { server: 'london', up: false, product: null, apiVersion: null, errors: 1, jobs: [] },
      { server: 'vienna', up: true, product: 'vbr', apiVersion: '1.3-rev2', errors: 0, jobs },
    ],
    now: NOW,
    secondsTaken: 1.5,
    windowSeconds: 86_400,
    statuses,
  });
}

const [run = null] = collectRuns([
  newSession({
    id: 'R',
    server: 'vienna',
    product: 'vbr',
    kind: 'backup',
    status: 'disconnected',
    createdAt: NOW - HOUR,
    endedAt: NOW - HOUR / 2,
    transferredBytes: 2n ** 60n,
    readBytes: 5,
    originalSessionId: 'O',
    retryNumber: 1,
    bottleneck: 'source-wan',
  }),
  newSession({
    id: 'O',
    server: 'vienna',
    product: 'vbr',
    kind: 'backup',
    status: 'failed',
    createdAt: NOW - 2 * HOUR,
    endedAt: NOW - 1.5 * HOUR,
    transferredBytes: 1,
    originalSessionId: 'O',
    retryNumber: 0,
  }),
]);

const FIGURES: JobFigures = {
  job: listedJob({ failuresInRow: null, running: null }),
  lastRun: run,
  runningSince: NOW - HOUR,
  runs: new Map([
    ['disconnected', 1],
    ['failed', 2],
    ['idle', 1],
  ]),
};

describe('the figures of jobs', () => {
  const text = textOf(scrape([FIGURES]), 'prometheus');
  const labels = 'server="vienna",job_id="J",job_name="Mail"';

  test('a run is all of its attempts, and disconnected is a failure', () => {
    expect(text).toContain(`vsi_job_last_run_status{${labels},status="failed"} 1\n`);
    expect(text).toContain(`vsi_job_last_run_status{${labels},status="success"} 0\n`);
    expect(text).toContain(`vsi_job_last_run_duration_seconds{${labels}} 5400\n`);
    expect(text).toContain(`vsi_job_last_run_attempts{${labels}} 2\n`);
    expect(text).toContain(`vsi_job_last_run_transferred_bytes{${labels}} 1152921504606846977\n`);
    expect(text).toContain(`vsi_job_last_run_read_bytes{${labels}} 5\n`);
    expect(text).toContain(`vsi_job_last_run_bottleneck{${labels},bottleneck="source-wan"} 1\n`);
    expect(text).toContain(`vsi_job_running_duration_seconds{${labels}} 3600\n`);
    expect(text).toContain(`vsi_job_window_runs{${labels},status="failed"} 3\n`);
    expect(text).toContain(`vsi_job_window_runs{${labels},status="other"} 1\n`);
    expect(text).toContain(`vsi_job_window_runs{${labels},status="success"} 0\n`);
  });

  test('what is not known has no sample', () => {
    expect(text).not.toContain('vsi_job_failures_in_row');
    expect(text).not.toContain('vsi_job_running{');
    expect(text).not.toContain('vsi_job_last_run_processed_bytes');
    expect(text).not.toContain('vsi_server_info{server="london"');
    const unread = textOf(scrape([{ ...FIGURES, runs: null, lastRun: null }]), 'prometheus');
    expect(unread).not.toContain('vsi_job_window_runs');
    expect(unread).not.toContain('vsi_job_last_run_duration');
  });

  test.each(['running', 'queued', 'idle'] as const)(
    'a job of which is known only that it is %s has no result',
    (lastStatus) => {
      const figures = { ...FIGURES, job: listedJob({ lastStatus }), lastRun: null };
      expect(textOf(scrape([figures]), 'prometheus')).not.toContain('vsi_job_last_run_status');
    },
  );

  test('a server that does not answer is down', () => {
    expect(text).toContain('vsi_up{server="london"} 0\nvsi_up{server="vienna"} 1\n');
    expect(text).toContain('vsi_scrape_errors{server="london"} 1\n');
  });

  test('jobs come in one order, whatever order they were found in', () => {
    const other = { ...FIGURES, job: listedJob({ id: 'A', name: 'Archive' }) };
    expect(textOf(scrape([FIGURES, other]), 'prometheus')).toBe(
      textOf(scrape([other, FIGURES]), 'prometheus'),
    );
  });

  test('OpenMetrics has units and an end', () => {
    const open = textOf(scrape([FIGURES]), 'openmetrics');
    expect(open).toMatch(
      /^# TYPE vsi_build info\n# HELP vsi_build Version of vsi.\nvsi_build_info\{/,
    );
    expect(open).toContain(
      '# TYPE vsi_job_last_run_read_bytes gauge\n# UNIT vsi_job_last_run_read_bytes bytes\n',
    );
    expect(open.endsWith('\n# EOF\n')).toBe(true);
    for (const [, name = '', unit = ''] of open.matchAll(/^# UNIT (\S+) (\S+)$/gm)) {
      expect(name.endsWith(`_${unit}`)).toBe(true);
    }
    // All names of a family stand together.
    const names = [...open.matchAll(/^# TYPE (\S+)/gm)].map(([, name]) => name);
    expect(new Set(names).size).toBe(names.length);
  });
});

describe('the text format', () => {
  test.each(['prometheus', 'openmetrics'] as const)('no text breaks a line of %s', (format) => {
    fc.assert(
      fc.property(anyText(), fc.string(), (name, help) => {
        const family: MetricFamily = {
          name: 'vsi_x',
          help: help + name,
          type: 'gauge',
          unit: null,
          samples: [
            {
              labels: [
                ['a', name],
                ['b', `"${name}\\`],
              ],
              value: 1,
            },
          ],
        };
        const lines = textOf([family], format).trimEnd().split('\n');
        const samples = lines.filter((line) => !line.startsWith('# '));
        expect(samples).toHaveLength(1);
        expect(samples[0]).toMatch(SAMPLE);
        expect(lines).toHaveLength(format === 'openmetrics' ? 4 : 3);
      }),
    );
  });

  test('of two samples with the same labels the first one stands', () => {
    const samples = [1, 2].map((value) => ({ labels: [['a', 'x'] as const], value }));
    const family = { name: 'vsi_x', help: 'h', type: 'gauge', unit: null, samples } as const;
    expect(textOf([family], 'prometheus')).toBe(
      '# HELP vsi_x h\n# TYPE vsi_x gauge\nvsi_x{a="x"} 1\n',
    );
  });
});
